"""What is told of a message: read from the contracts' bodies, checked by nobody yet (spec/messages.md 6, 7)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from lxml import etree

from arenden.models import LONGEST_ID, LONGEST_QUESTION_ID, Arende
from rivta.namespaces import CERT, MESSAGE_TO_CARE, MESSAGE_TO_RECIPIENT, TYPES
from webcert import clock
from webcert.errors import MissingParameter

FROM_CARE = "HSVARD"
PARTS = {"FKASSA": Arende.Sender.RECIPIENT, FROM_CARE: Arende.Sender.CARE}
"""Who may have sent a message: part codes."""
_M = f"{{{MESSAGE_TO_CARE}}}"
_R = f"{{{MESSAGE_TO_RECIPIENT}}}"
_C = f"{{{CERT}}}"
_T = f"{{{TYPES}}}"


@dataclass(frozen=True, slots=True)
class ComplementLine:
    """What is asked of one question of the form; ``instance``: the number of one of its several answers."""

    question_id: str
    text: str
    instance: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingMessage:
    """A message as it came. ``topic`` and ``part`` are codes and may be anything; empty texts say nothing.

    ``answers`` and ``reminds`` are ids of earlier messages, ``person_id`` has 12 digits, ``author`` is who wrote it
    in care: HSA-id and name.
    """

    message_id: str
    certificate_id: str
    person_id: str
    topic: str
    part: str
    text: str
    sent_at: dt.datetime
    reference: str = ""
    heading: str = ""
    reminds: str = ""
    answers: str = ""
    answers_reference: str = ""
    contact: tuple[str, ...] = ()
    author: tuple[str, str] = ("", "")
    complements: tuple[ComplementLine, ...] = ()
    last_answer_date: dt.date | None = None

    @property
    def has_too_long_id(self) -> bool:
        ids = (self.message_id, self.reference, self.answers, self.answers_reference, self.reminds)
        return max(map(len, ids)) > LONGEST_ID or any(
            len(line.question_id) > LONGEST_QUESTION_ID for line in self.complements
        )


def read_message_to_care(body: etree._Element) -> IncomingMessage:
    """A SendMessageToCare 2. ``MissingParameter`` for a day that does not exist."""

    def text(path: str) -> str:
        return body.findtext(path, default="").strip()

    last_day = text(f"{_M}sistaDatumForSvar")
    try:
        sent_at = clock.from_local(dt.datetime.fromisoformat(text(f"{_M}skickatTidpunkt")))
        last_answer_date = dt.date.fromisoformat(last_day) if last_day else None
    except (ValueError, OverflowError) as error:
        raise MissingParameter("skickatTidpunkt or sistaDatumForSvar is not a day that exists") from error
    return IncomingMessage(
        message_id=text(f"{_M}meddelande-id"),
        reference=text(f"{_M}referens-id"),
        sent_at=sent_at,
        certificate_id=text(f"{_M}intygs-id/{_T}extension"),
        person_id=text(f"{_M}patientPerson-id/{_T}extension"),
        topic=text(f"{_M}amne/{_T}code"),
        heading=text(f"{_M}rubrik"),
        text=body.findtext(f"{_M}meddelande", default=""),
        reminds=text(f"{_M}paminnelseMeddelande-id"),
        answers=text(f"{_M}svarPa/{_C}meddelande-id"),
        answers_reference=text(f"{_M}svarPa/{_C}referens-id"),
        part=text(f"{_M}skickatAv/{_M}part/{_T}code"),
        contact=tuple(row.text or "" for row in body.iterfind(f"{_M}skickatAv/{_M}kontaktInfo")),
        complements=tuple(_line(row) for row in body.iterfind(f"{_M}komplettering")),
        last_answer_date=last_answer_date,
    )


def read_message_to_recipient(body: etree._Element) -> IncomingMessage:
    """A SendMessageToRecipient 2, as care sent it once. ``MissingParameter`` for a day that does not exist."""

    def text(path: str) -> str:
        return body.findtext(path, default="").strip()

    try:
        sent_at = clock.from_local(dt.datetime.fromisoformat(text(f"{_R}skickatTidpunkt")))
    except (ValueError, OverflowError) as error:
        raise MissingParameter("skickatTidpunkt is not a day that exists") from error
    return IncomingMessage(
        message_id=text(f"{_R}meddelande-id"),
        reference=text(f"{_R}referens-id"),
        sent_at=sent_at,
        certificate_id=text(f"{_R}intygs-id/{_T}extension"),
        person_id=text(f"{_R}patientPerson-id/{_T}extension"),
        topic=text(f"{_R}amne/{_T}code"),
        heading=text(f"{_R}rubrik"),
        text=body.findtext(f"{_R}meddelande", default=""),
        reminds=text(f"{_R}paminnelseMeddelande-id"),
        answers=text(f"{_R}svarPa/{_C}meddelande-id"),
        answers_reference=text(f"{_R}svarPa/{_C}referens-id"),
        part=FROM_CARE,
        author=(text(f"{_R}skickatAv/{_C}personal-id/{_T}extension"), text(f"{_R}skickatAv/{_C}fullstandigtNamn")),
    )


def _line(row: etree._Element) -> ComplementLine:
    instance = row.findtext(f"{_M}instans", default="").strip()
    return ComplementLine(
        question_id=row.findtext(f"{_M}frage-id", default="").strip(),
        text=row.findtext(f"{_M}text", default=""),
        instance=int(instance) if instance else None,
    )
