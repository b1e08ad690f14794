"""Celery tasks of the status updates: no logic here."""

from __future__ import annotations

from celery import shared_task

from notifications import retention


@shared_task
def clear_old_payloads() -> None:
    """Messages delivered long ago (spec/status-updates.md 9.12)."""
    retention.clear_old_payloads()
