"""Hearing domain events: an access to patient data becomes a record, or it fails (spec/pdl-logging.md 10)."""

from __future__ import annotations

from typing import Any

from certificates.events import DomainEvent, EventKind, domain_event
from pdllog import services
from pdllog.activities import ACTIVITY_OF_EVENT


def connect() -> None:
    """Listen from now on; called when the application is ready."""
    domain_event.connect(hear, dispatch_uid="pdllog")


def hear(event: DomainEvent, **_kwargs: Any) -> None:
    """A record for every event of section 3 that a person caused; a repeated autosave is none (section 5)."""
    activity = ACTIVITY_OF_EVENT.get(event.kind)
    if activity is None or event.user is None or event.is_unlogged:
        return
    if event.kind is EventKind.ANDRAT and not event.first_save_in_session:
        return
    services.write(event, activity, event.user)
