"""Which domain event is which log record (spec/pdl-logging.md 3, 4). One row per event."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from certificates.events import DomainEvent, EventKind
from certificates.models import Certificate
from certificates.types import registry
from certificates.types.base import Engine
from pdllog.models import PdlRecord

Type = PdlRecord.ActivityType
SJF_NOTE = "Läsning i enlighet med sammanhållen journalföring"
LEVEL_LIST = "2"


def _nothing(_event: DomainEvent) -> str:
    return ""


def _sent(event: DomainEvent) -> str:
    """The recipient's name; types of the older engine say its id."""
    certificate = event.certificate
    older = certificate is not None and _is_legacy(certificate)
    return f"Intyg skickat till mottagare {event.recipient if older else event.recipient_name}"


def _printed(event: DomainEvent) -> str:
    if event.message:
        return event.message
    if event.certificate is None or not event.certificate.is_signed:
        return "Utkastet utskrivet"
    return "Makulerat intyg utskrivet" if event.certificate.is_revoked else "Intyg utskrivet"


def _is_legacy(certificate: Certificate) -> bool:
    return registry.get(certificate.type_id, certificate.type_version).engine is Engine.LEGACY


@dataclass(frozen=True, slots=True)
class Activity:
    """The word that is sent and how the arguments are told. The level follows from the event (section 3).

    ``is_of_user``: the resource belongs to the user's unit, also when the event is about a certificate.
    """

    type: PdlRecord.ActivityType
    args: Callable[[DomainEvent], str] = _nothing
    is_of_user: bool = False


ACTIVITY_OF_EVENT: dict[EventKind, Activity] = {
    **dict.fromkeys(sorted(EventKind.creating()), Activity(Type.WRITE)),
    EventKind.OPENED: Activity(Type.READ),
    EventKind.ANDRAT: Activity(Type.WRITE),
    EventKind.SIGNAT: Activity(Type.SIGN),
    EventKind.SKICKAT: Activity(Type.PRINT, _sent),
    EventKind.PRINTED: Activity(Type.PRINT, _printed),
    EventKind.RADERAT: Activity(Type.DELETE),
    EventKind.MAKULERAT: Activity(Type.DELETE),
    EventKind.LISTED: Activity(Type.READ),
    **dict.fromkeys((EventKind.NYFRFV, EventKind.HANFRFM, EventKind.HANFRFV), Activity(Type.WRITE, is_of_user=True)),
}


def with_note(args: str, event: DomainEvent) -> str:
    """Arguments joined with the note on coherent journaling, for an event that needs it (section 4).

    A sending by the newer engine has the note in front, everything else behind.
    """
    if not args or args == SJF_NOTE:
        return SJF_NOTE
    note_first = event.kind is EventKind.SKICKAT and event.certificate is not None and not _is_legacy(event.certificate)
    return f"{SJF_NOTE}. {args}" if note_first else f"{args}. {SJF_NOTE}"
