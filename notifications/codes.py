"""Event codes (kv_handelse) and which domain event becomes which code (spec/status-updates.md 2.1, 2.2)."""

from __future__ import annotations

from django.db.models import TextChoices

from certificates.events import EventKind


class EventCode(TextChoices):
    """Code and the display name that is sent."""

    SKAPAT = "SKAPAT", "Intygsutkast skapas"
    ANDRAT = "ANDRAT", "Intygsutkast ändrat"
    RADERA = "RADERA", "Intygsutkast raderat"
    KFSIGN = "KFSIGN", "Intygsutkast klart för signering"
    SIGNAT = "SIGNAT", "Intyg signerat"
    SKICKA = "SKICKA", "Intyg skickat till mottagare"
    MAKULE = "MAKULE", "Intyg eller intygsutkast makulerat"
    NYFRFM = "NYFRFM", "Ny fråga från mottagare"
    NYSVFM = "NYSVFM", "Nytt svar från mottagare"
    NYFRFV = "NYFRFV", "Ny fråga från vården"
    HANFRFM = "HANFRFM", "Hanterad fråga från mottagare"
    HANFRFV = "HANFRFV", "Hanterad fråga från vården"


class IncomingKind(TextChoices):
    """What comes in from a recipient: a question, a request for a complement or a reminder; or an answer (6.1)."""

    QUESTION = "QUESTION", "Fråga"
    ANSWER = "ANSWER", "Svar"


CODE_OF_EVENT: dict[EventKind, EventCode] = {
    **dict.fromkeys(sorted(EventKind.creating()), EventCode.SKAPAT),
    EventKind.ANDRAT: EventCode.ANDRAT,
    EventKind.RADERAT: EventCode.RADERA,
    EventKind.KFSIGN: EventCode.KFSIGN,
    EventKind.SIGNAT: EventCode.SIGNAT,
    EventKind.SKICKAT: EventCode.SKICKA,
    EventKind.MAKULERAT: EventCode.MAKULE,
    **dict.fromkeys((EventKind.NYFRFM, EventKind.KOMPLBEGARAN, EventKind.PAMINNELSE), EventCode.NYFRFM),
    EventKind.NYSVFM: EventCode.NYSVFM,
    EventKind.NYFRFV: EventCode.NYFRFV,
    EventKind.HANFRFM: EventCode.HANFRFM,
    EventKind.HANFRFV: EventCode.HANFRFV,
}
"""Events that are not here give no status update: opening, printing, forwarding, locking (2.2)."""
