"""Celery tasks of the simulators, without logic."""

from __future__ import annotations

from celery import shared_task

from simulators.recipients import acting


@shared_task
def send_due_messages() -> None:
    """What the recipients have planned to send to care. Beat publishes it every ``DELIVERY_SWEEP_SECONDS``."""
    acting.send_due()
