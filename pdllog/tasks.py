"""Celery tasks of the log: no logic here."""

from __future__ import annotations

from celery import shared_task

from pdllog import services


@shared_task
def forget_old() -> None:
    """Acknowledged records that are older than the installation keeps them (spec/pdl-logging.md 10)."""
    services.forget_old()
