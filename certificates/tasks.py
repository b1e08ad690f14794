"""Celery tasks of the certificates: no logic here."""

from __future__ import annotations

from celery import shared_task

from certificates.lifecycle import dispose, lock
from certificates.signing import services as signing


@shared_task
def remove_expired_tickets() -> None:
    """Signing tickets that ran out (spec/signing.md 12.1.5)."""
    signing.remove_expired_tickets()


@shared_task
def lock_old_drafts() -> None:
    """Drafts older than fourteen days (spec/lifecycle.md 3.6)."""
    lock.lock_old_drafts()


@shared_task
def dispose_of_old_drafts() -> None:
    """Drafts that nobody signed within three months, when that is switched on (spec/lifecycle.md 3.7)."""
    dispose.dispose_when_switched_on()
