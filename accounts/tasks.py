"""Celery tasks of login: no logic here."""

from __future__ import annotations

from importlib import import_module

from celery import shared_task
from django.conf import settings


@shared_task
def clear_expired_sessions() -> None:
    """Sessions that ended by idling (spec/roles-and-access.md 4.8)."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
