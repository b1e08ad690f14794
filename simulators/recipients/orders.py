"""What somebody asks a recipient to send to care (spec/ui.md 14.4)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from webcert import clock

DAYS_FOR_ANSWER = 14
CONTACT = ("Handläggare Testarsson", "Telefon 000-000 00 00")


@dataclass(frozen=True, slots=True)
class Complement:
    """A question of the certificate to be completed; ``instance`` counts from 1 where its answer repeats."""

    question_id: str
    text: str
    instance: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A question, a request for a complement, a reminder (``reminds_of``) or an answer (``answers``).

    An answer needs no ``topic``: it has that of the question. ``fault`` is a value of ``SentMessage.Fault``.
    """

    text: str
    topic: str = ""
    heading: str = ""
    last_day: dt.date | None = None
    contact: tuple[str, ...] = CONTACT
    complements: tuple[Complement, ...] = ()
    reminds_of: str = ""
    answers: str = ""
    fault: str = ""


def usual_last_day() -> dt.date:
    """The last day for an answer that is offered when nothing else is chosen."""
    return clock.today() + dt.timedelta(days=DAYS_FOR_ANSWER)
