"""Domain events: what rooms above (``notifications``, ``pdllog``) hear of, inside the transaction.

``domain_event`` is the project's only signal. Receivers run in the sender's transaction; one that fails rolls the
change back. Send through ``certificates.lifecycle.recording.record`` (changes) or ``announce`` (reads), never directly.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.dispatch import Signal

if TYPE_CHECKING:
    from accounts.user import CareUser
    from certificates.models import Certificate

domain_event = Signal()
"""Sent as ``domain_event.send(sender=DomainEvent, event=<DomainEvent>)``."""


class EventKind(StrEnum):
    """Kinds of spec/lifecycle.md 13, and those that leave no trace in the history but are heard above."""

    SKAPAT = "SKAPAT"
    RADERAT = "RADERAT"
    LAST = "LAST"
    KFSIGN = "KFSIGN"
    SIGNAT = "SIGNAT"
    SKICKAT = "SKICKAT"
    MAKULERAT = "MAKULERAT"
    ERSATTER = "ERSATTER"
    KOMPLETTERAR = "KOMPLETTERAR"
    FORLANGER = "FORLANGER"
    SKAPATFRAN = "SKAPATFRAN"
    KOPIERATFRAN = "KOPIERATFRAN"
    RELINTYGMAKULE = "RELINTYGMAKULE"
    KOMPLBEGARAN = "KOMPLBEGARAN"
    PAMINNELSE = "PAMINNELSE"
    NYFRFM = "NYFRFM"
    NYSVFM = "NYSVFM"
    NYFRFV = "NYFRFV"
    HANFRFM = "HANFRFM"
    HANFRFV = "HANFRFV"
    # heard, not stored
    ANDRAT = "ANDRAT"
    OPENED = "OPENED"
    PRINTED = "PRINTED"
    LISTED = "LISTED"
    SUMMARISED = "SUMMARISED"
    COMPLEMENT_CLOSED = "COMPLEMENT_CLOSED"
    COMPLEMENT_REOPENED = "COMPLEMENT_REOPENED"

    @classmethod
    def stored(cls) -> tuple[EventKind, ...]:
        return tuple(kind for kind in cls if kind not in _UNSTORED)

    @classmethod
    def creating(cls) -> frozenset[EventKind]:
        """A draft has come to be, from nothing or from another certificate: exactly one of these per draft."""
        return frozenset({cls.SKAPAT, cls.ERSATTER, cls.KOMPLETTERAR, cls.FORLANGER, cls.SKAPATFRAN, cls.KOPIERATFRAN})


_UNSTORED = frozenset(
    {
        EventKind.ANDRAT,
        EventKind.OPENED,
        EventKind.PRINTED,
        EventKind.LISTED,
        EventKind.SUMMARISED,
        EventKind.COMPLEMENT_CLOSED,
        EventKind.COMPLEMENT_REOPENED,
    }
)


@dataclass(frozen=True, slots=True)
class Incoming:
    """A message of a recipient, as rooms above tell of it: ``topic`` is a code of kv_amne.

    ``asked_by`` is the name of who asked what an answer is about, where that is known.
    """

    message_id: str
    topic: str
    last_answer_date: dt.date | None = None
    asked_by: str = ""


@dataclass(frozen=True, slots=True)
class DomainEvent:
    """One event.

    ``user`` is None for jobs. ``handled_by`` is the HSA-id for ``hanteratAv``. ``certificate`` is None only for LISTED
    (reading a list or a patient's overview) and SUMMARISED (what there is of a patient elsewhere), which carry
    ``person_id``.
    ``is_test_person`` is what the register has said of that person in the same request, None when it was not asked.
    ``incoming`` is the recipient's message that has come in. ``is_unlogged``: the action has its PDL record already, or
    has none (spec/pdl-logging.md 3).
    ``first_save_in_session`` is false for a repeated autosave (spec/pdl-logging.md 5). ``recipient`` is a part code.
    """

    kind: EventKind
    occurred_at: dt.datetime
    certificate: Certificate | None = None
    user: CareUser | None = None
    handled_by: str = ""
    person_id: str = ""
    recipient: str = ""
    recipient_name: str = ""
    message: str = ""
    first_save_in_session: bool = True
    is_test_person: bool | None = None
    incoming: Incoming | None = None
    is_unlogged: bool = False
