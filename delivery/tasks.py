"""Celery tasks: one per queue, without argument and without logic (spec/status-updates.md 9.10)."""

from __future__ import annotations

from celery import shared_task

from delivery import services


@shared_task
def sweep() -> None:
    """Free lost leases and hint at what is due. Beat publishes it every ``DELIVERY_SWEEP_SECONDS``."""
    services.sweep()


@shared_task
def deliver_due() -> None:
    """The administrator's "deliver due now"."""
    services.deliver_due()


@shared_task
def status() -> None:
    services.run_sender("status")


@shared_task
def status_retry() -> None:
    services.run_sender("status_retry")


@shared_task
def certificate() -> None:
    services.run_sender("certificate")


@shared_task
def pdl() -> None:
    services.run_sender("pdl")


@shared_task
def mail() -> None:
    services.run_sender("mail")


@shared_task
def default() -> None:
    services.run_sender("default")
