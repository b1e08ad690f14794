"""The note on coherent journaling (sammanhållen journalföring; spec/pdl-logging.md 4)."""

from __future__ import annotations

from django.conf import settings

from accounts.user import CareUser
from certificates.events import DomainEvent, EventKind
from pdllog.activities import Activity, OwnedBy, Type, is_older

NOTE = "Läsning i enlighet med sammanhållen journalföring"


def needs_note(event: DomainEvent, activity: Activity, user: CareUser, *, owner_provider_id: str) -> bool:
    """When the journal system has said that the patient agrees, and the resource is another care provider's.

    With ``PDL_COMPATIBILITY`` as in the real system: types of the older engine note readings at another provider only,
    everything else is noted whosever it is.
    """
    if user.launch is None or not user.launch.sjf or user.unit is None:
        return False
    is_elsewhere = owner_provider_id != user.unit.care_provider_id
    if not settings.PDL_COMPATIBILITY:
        return is_elsewhere
    certificate = event.certificate
    if activity.owned_by is OwnedBy.USER or certificate is None or not is_older(certificate):
        return True
    return activity.type == Type.READ and is_elsewhere


def with_note(args: str, event: DomainEvent) -> str:
    """Arguments joined with the note; a sending by the newer engine has it in front, everything else behind."""
    if not args or args == NOTE:
        return NOTE
    certificate = event.certificate
    note_first = event.kind is EventKind.SKICKAT and certificate is not None and not is_older(certificate)
    return f"{NOTE}. {args}" if note_first else f"{args}. {NOTE}"
