"""Which domain event is which log record (spec/pdl-logging.md 3). One row per event.

A room that adds an ``EventKind`` for an access adds its row here; what care does with a question is owned by the user.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from certificates.events import DomainEvent, EventKind
from certificates.models import Certificate
from certificates.types import registry
from certificates.types.base import Engine
from pdllog.models import PdlRecord

Type = PdlRecord.ActivityType
LEVEL_SUMMARY, LEVEL_LIST = "1", "2"


class OwnedBy(Enum):
    """Whose the resource is: that of the certificate's unit, or of the unit that the user works on."""

    CERTIFICATE = auto()
    USER = auto()


def _nothing(_event: DomainEvent) -> str:
    return ""


def _sent(event: DomainEvent) -> str:
    """The recipient's name; types of the older engine say its id."""
    certificate = event.certificate
    older = certificate is not None and is_older(certificate)
    return f"Intyg skickat till mottagare {event.recipient if older else event.recipient_name}"


def _printed(event: DomainEvent) -> str:
    if event.message:
        return event.message
    if event.certificate is None or not event.certificate.is_signed:
        return "Utkastet utskrivet"
    return "Makulerat intyg utskrivet" if event.certificate.is_revoked else "Intyg utskrivet"


def is_older(certificate: Certificate) -> bool:
    """Is the certificate of a type of the older engine?"""
    return registry.get(certificate.type_id, certificate.type_version).engine is Engine.LEGACY


@dataclass(frozen=True, slots=True)
class Activity:
    """The word that is sent, how the arguments are told, and whose it is. ``level`` "" is the certificate's id."""

    type: PdlRecord.ActivityType
    args: Callable[[DomainEvent], str] = _nothing
    owned_by: OwnedBy = OwnedBy.CERTIFICATE
    level: str = ""


ACTIVITY_OF_EVENT: dict[EventKind, Activity] = {
    **dict.fromkeys(sorted(EventKind.creating()), Activity(Type.WRITE)),
    EventKind.OPENED: Activity(Type.READ),
    EventKind.ANDRAT: Activity(Type.WRITE),
    EventKind.SIGNAT: Activity(Type.SIGN),
    EventKind.SKICKAT: Activity(Type.PRINT, _sent),
    EventKind.PRINTED: Activity(Type.PRINT, _printed),
    EventKind.RADERAT: Activity(Type.DELETE),
    EventKind.MAKULERAT: Activity(Type.DELETE),
    EventKind.LISTED: Activity(Type.READ, owned_by=OwnedBy.USER, level=LEVEL_LIST),
    EventKind.SUMMARISED: Activity(Type.READ, owned_by=OwnedBy.USER, level=LEVEL_SUMMARY),
    **dict.fromkeys(
        (EventKind.NYFRFV, EventKind.HANFRFM, EventKind.HANFRFV), Activity(Type.WRITE, owned_by=OwnedBy.USER)
    ),
}
