"""The world around the installation as its simulators play it (spec/integration.md 4.3, 5.9; spec/ui.md 14.5).

They stand above this room and say at start-up how they play. Where they are switched off nobody does.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from rivta.results import Result


class Mode(StrEnum):
    """How a journal system can be told to answer (ui.md 14.5)."""

    OK = "OK"
    INFO = "INFO"
    TECHNICAL_ERROR = "TECHNICAL_ERROR"
    VALIDATION_ERROR = "VALIDATION_ERROR"
    APPLICATION_ERROR = "APPLICATION_ERROR"
    REVOKED = "REVOKED"
    SOAP_FAULT = "SOAP_FAULT"
    HTTP_404 = "HTTP_404"
    HTTP_500 = "HTTP_500"
    HTTP_503 = "HTTP_503"
    SLOW = "SLOW"
    NO_ANSWER = "NO_ANSWER"
    CONNECTION_REFUSED = "CONNECTION_REFUSED"
    CONNECTION_CLOSED = "CONNECTION_CLOSED"
    BROKEN_XML = "BROKEN_XML"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiverMode:
    """The test mode of the journal system for one unit; numbers as in the administration of the simulators."""

    mode: Mode
    text: str = ""
    delay_ms: int = 0
    delay_max_ms: int | None = None
    remaining: int | None = None
    every: int | None = None
    percent: int | None = None
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Complementing:
    """What a recipient asks of one question of the form."""

    question_id: str
    text: str
    instance: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientMessage:
    """What a recipient writes about a certificate. ``answers`` and ``reminds_of`` are ids of earlier messages.

    ``contact`` None: the simulator's own lines.
    """

    recipient: str
    certificate_id: str
    person_id: str
    unit_id: str
    topic: str
    text: str
    heading: str = ""
    last_day: dt.date | None = None
    contact: tuple[str, ...] | None = None
    complements: tuple[Complementing, ...] = ()
    reminds_of: str = ""
    answers: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """The id that a message was sent under, and what it was answered; a code of "" when there was no result."""

    message_id: str
    result: Result


class Simulators(Protocol):
    """What the simulators do for this room."""

    def tell_care(self, message: RecipientMessage) -> Told:
        """Send it as the recipient does, right or wrong."""

    def receiver_mode(self, unit_id: str) -> ReceiverMode | None:
        """The unit's own mode; None when what holds for all units holds for it."""

    def set_receiver_mode(self, unit_id: str, mode: ReceiverMode | None) -> None:
        """Instead of the one that it has, if any."""


_players: list[Simulators] = []


def played_by(simulators: Simulators) -> None:
    """Let these play from now on; called when their application is ready."""
    _players[:] = [simulators]


def simulators() -> Simulators | None:
    """Who plays, if anybody does."""
    return next(iter(_players), None)
