"""Celery tasks: one per queue, the id is the only argument, no logic (spec/status-updates.md 9.10)."""

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
def status(delivery_id: int) -> None:
    services.run_sender(delivery_id, "status")


@shared_task
def status_retry(delivery_id: int) -> None:
    services.run_sender(delivery_id, "status_retry")


@shared_task
def certificate(delivery_id: int) -> None:
    services.run_sender(delivery_id, "certificate")


@shared_task
def pdl(delivery_id: int) -> None:
    services.run_sender(delivery_id, "pdl")


@shared_task
def mail(delivery_id: int) -> None:
    services.run_sender(delivery_id, "mail")


@shared_task
def default(delivery_id: int) -> None:
    services.run_sender(delivery_id, "default")
