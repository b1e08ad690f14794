"""Celery tasks of the certificates: no logic here."""

from __future__ import annotations

from celery import shared_task

from certificates.lifecycle import lock
from certificates.signing import services as signing


@shared_task
def remove_expired_tickets() -> None:
    """Signing tickets that ran out (spec/signing.md 12.1.5)."""
    signing.remove_expired_tickets()


@shared_task
def lock_old_drafts() -> None:
    """Drafts older than fourteen days (spec/lifecycle.md 3.6)."""
    lock.lock_old_drafts()
