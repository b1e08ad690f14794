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


def read_message(body: etree._Element) -> IncomingMessage:
    """A SendMessageToCare 2, or a SendMessageToRecipient 2 as care sent it once: they tell the same in the same words,
    the latter without ``part``. ``MissingParameter`` for a day that does not exist.
    """
    ns = f"{{{etree.QName(body).namespace}}}"

    def text(path: str) -> str:
        return body.findtext(path, default="").strip()

    last_day = text(f"{ns}sistaDatumForSvar")
    try:
        sent_at = clock.from_local(dt.datetime.fromisoformat(text(f"{ns}skickatTidpunkt")))
        last_answer_date = dt.date.fromisoformat(last_day) if last_day else None
    except (ValueError, OverflowError) as error:
        raise MissingParameter("skickatTidpunkt or sistaDatumForSvar is not a day that exists") from error
    return IncomingMessage(
        message_id=text(f"{ns}meddelande-id"),
        reference=text(f"{ns}referens-id"),
        sent_at=sent_at,
        certificate_id=text(f"{ns}intygs-id/{_T}extension"),
        person_id=text(f"{ns}patientPerson-id/{_T}extension"),
        topic=text(f"{ns}amne/{_T}code"),
        heading=text(f"{ns}rubrik"),
        text=body.findtext(f"{ns}meddelande", default=""),
        reminds=text(f"{ns}paminnelseMeddelande-id"),
        answers=text(f"{ns}svarPa/{_C}meddelande-id"),
        answers_reference=text(f"{ns}svarPa/{_C}referens-id"),
        part=FROM_CARE if ns == _R else text(f"{ns}skickatAv/{ns}part/{_T}code"),
        contact=tuple(row.text or "" for row in body.iterfind(f"{ns}skickatAv/{ns}kontaktInfo")),
        author=(text(f"{ns}skickatAv/{_C}personal-id/{_T}extension"), text(f"{ns}skickatAv/{_C}fullstandigtNamn")),
        complements=tuple(_line(row) for row in body.iterfind(f"{ns}komplettering")),
        last_answer_date=last_answer_date,
    )


def _line(row: etree._Element) -> ComplementLine:
    instance = row.findtext(f"{_M}instans", default="").strip()
    return ComplementLine(
        question_id=row.findtext(f"{_M}frage-id", default="").strip(),
        text=row.findtext(f"{_M}text", default=""),
        instance=int(instance) if instance else None,
    )
