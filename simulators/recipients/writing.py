"""Writing a SendMessageToCare, a right one or one with a fault on purpose (spec/integration.md 1.3)."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from lxml import etree

from rivta import oids
from rivta.build import cv, el, ii, person_id, root
from rivta.namespaces import CERT, MESSAGE_TO_CARE
from simulators.recipients.models import SentMessage
from simulators.recipients.orders import Complement
from simulators.topics import QUESTIONS, Topic
from webcert import clock

NO_QUESTION = "9999"
NO_TOPIC = "ANNAT"
NO_PART = "OKAND"
_PERSONS = ("192703104329", "191212121212")
_Fault = SentMessage.Fault


@dataclass(frozen=True, slots=True)
class Subject:
    """The certificate that a message is about, with its patient and its unit."""

    certificate_id: str
    person_id: str
    unit_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Everything that stands in the message. ``text`` None leaves the element out.

    What only faults need: ``used_id``, a message id that the recipient has used before, and ``unsent``, a certificate
    that it has not been sent.
    """

    message_id: str
    reference: str
    sent_at: dt.datetime
    part: str
    certificate_id: str
    person_id: str
    unit_id: str
    topic: str
    heading: str
    text: str | None
    last_day: dt.date | None
    contact: tuple[str, ...]
    complements: tuple[Complement, ...]
    reminds_of: str
    answers: str
    answered_reference: str = ""
    used_id: str = ""
    unsent: Subject | None = None


def spoiled(draft: Draft, fault: str) -> Draft:
    """The draft with its fault; the same draft without one."""
    return SPOILERS[_Fault(fault)](draft) if fault else draft


def write(draft: Draft) -> bytes:
    """The body of the call; ``ValueError`` for characters that XML has no place for."""
    ns = MESSAGE_TO_CARE
    topic_name = Topic(draft.topic).label if draft.topic in Topic.values else None
    element = root(
        ns,
        "SendMessageToCare",
        el(ns, "meddelande-id", draft.message_id),
        el(ns, "referens-id", draft.reference),
        el(ns, "skickatTidpunkt", clock.riv_timestamp(draft.sent_at)),
        ii(ns, "intygs-id", root=draft.unit_id, extension=draft.certificate_id),
        person_id(ns, "patientPerson-id", draft.person_id),
        el(ns, "logiskAdressMottagare", draft.unit_id),
        cv(ns, "amne", draft.topic, oids.KV_AMNE, topic_name),
        _optional("rubrik", draft.heading),
        el(ns, "meddelande", draft.text) if draft.text is not None else None,
        _optional("paminnelseMeddelande-id", draft.reminds_of),
        _answer_to(draft),
        el(
            ns,
            "skickatAv",
            None,
            cv(ns, "part", draft.part, oids.KV_PART),
            *(el(ns, "kontaktInfo", line) for line in draft.contact),
        ),
        *(_complement(complement) for complement in draft.complements),
        _optional("sistaDatumForSvar", draft.last_day.isoformat() if draft.last_day else ""),
    )
    return etree.tostring(element, encoding="unicode").encode()


def _optional(name: str, text: str) -> etree._Element | None:
    return el(MESSAGE_TO_CARE, name, text) if text else None


def _answer_to(draft: Draft) -> etree._Element | None:
    if not draft.answers:
        return None
    reference = el(CERT, "referens-id", draft.answered_reference) if draft.answered_reference else None
    return el(MESSAGE_TO_CARE, "svarPa", None, el(CERT, "meddelande-id", draft.answers), reference)


def _complement(complement: Complement) -> etree._Element:
    ns = MESSAGE_TO_CARE
    return el(
        ns,
        "komplettering",
        None,
        el(ns, "frage-id", complement.question_id),
        el(ns, "instans", str(complement.instance)) if complement.instance is not None else None,
        el(ns, "text", complement.text),
    )


def _of_nobody(draft: Draft) -> Draft:
    return replace(draft, person_id=next(number for number in _PERSONS if number != draft.person_id))


def _about_nothing(draft: Draft) -> Draft:
    unknown = tuple(replace(complement, question_id=NO_QUESTION) for complement in draft.complements)
    return replace(draft, complements=unknown)


def _about_something_else(draft: Draft) -> Draft:
    return replace(draft, topic=next(topic.value for topic in QUESTIONS if topic != draft.topic))


def _to_nothing(draft: Draft) -> Draft:
    unknown = str(uuid.uuid4())
    if draft.topic == Topic.PAMINN:
        return replace(draft, reminds_of=unknown)
    return replace(draft, answers=unknown, last_day=None)


def _with_last_day(draft: Draft) -> Draft:
    return replace(draft, last_day=clock.local(draft.sent_at).date())


def _with_complement(draft: Draft) -> Draft:
    return replace(draft, complements=(Complement(NO_QUESTION, draft.text or ""),))


def _about_unsent(draft: Draft) -> Draft:
    if draft.unsent is None:
        raise ValueError("no certificate that has not been sent")
    about = draft.unsent
    return replace(draft, certificate_id=about.certificate_id, person_id=about.person_id, unit_id=about.unit_id)


SPOILERS: Mapping[SentMessage.Fault, Callable[[Draft], Draft]] = {
    _Fault.UNKNOWN_CERTIFICATE: lambda draft: replace(draft, certificate_id=str(uuid.uuid4())),
    _Fault.WRONG_PATIENT: _of_nobody,
    _Fault.DUPLICATE_ID: lambda draft: replace(draft, message_id=draft.used_id),
    _Fault.UNKNOWN_QUESTION: _about_nothing,
    _Fault.OTHER_TOPIC: _about_something_else,
    _Fault.UNKNOWN_TOPIC: lambda draft: replace(draft, topic=NO_TOPIC),
    _Fault.UNKNOWN_REFERENCE: _to_nothing,
    _Fault.REMINDER_OF_NOTHING: lambda draft: replace(draft, reminds_of=""),
    _Fault.ANSWER_WITH_LAST_DAY: _with_last_day,
    _Fault.STRAY_COMPLEMENT: _with_complement,
    _Fault.UNKNOWN_PART: lambda draft: replace(draft, part=NO_PART),
    _Fault.NOT_SENT: _about_unsent,
    _Fault.AGAINST_SCHEMA: lambda draft: replace(draft, text=None),
}
