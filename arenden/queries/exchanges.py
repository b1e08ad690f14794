"""Questions about a certificate with everything that belongs to them (spec/messages.md 2.3, 4.1).

A question's links are what its own state lets be done, as far as the rules of access let the user do it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeGuard

from arenden.models import Arende, ArendeDraft, Complement, Topic
from arenden.services.handling import handling_action
from certificates.access import Action, Decision
from certificates.models import Certificate
from certificates.queries.relations import living_children
from certificates.questions.base import AnswerRow
from certificates.types import registry
from certificates.types.base import CertificateType
from webcert.errors import DataNotFound

RECIPIENT = "Försäkringskassan"
Kind, Status = Arende.Kind, Arende.Status

Decisions = Mapping[Action, Decision]


class Link(StrEnum):
    """What can be done with a question (4.1)."""

    ANSWER_QUESTION = "ANSWER_QUESTION"
    HANDLE_QUESTION = "HANDLE_QUESTION"
    COMPLEMENT_CERTIFICATE = "COMPLEMENT_CERTIFICATE"
    CANNOT_COMPLEMENT_CERTIFICATE = "CANNOT_COMPLEMENT_CERTIFICATE"
    FORWARD_QUESTION = "FORWARD_QUESTION"


@dataclass(frozen=True, slots=True)
class Reminder:
    id: int
    author: str
    text: str
    sent_at: dt.datetime


@dataclass(frozen=True, slots=True)
class AskedPoint:
    """One question of the form that must be complemented. ``name`` is empty when the type does not know it.

    ``row``: the part of the first control of the row that is asked about, where the question has several answers.
    """

    question_id: str
    name: str
    text: str
    row: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered, or with no ``sent_at`` what has been written so far."""

    text: str
    author: str = ""
    sent_at: dt.datetime | None = None
    contact: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AnsweringCertificate:
    """The certificate, or the draft of one, that answers a request for a complement."""

    certificate_id: str
    type_id: str
    is_signed: bool
    created_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Begun:
    """A question of care's own that is not sent yet."""

    topic: str = ""
    text: str = ""
    saved_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question with its exchange. ``links`` holds the decision on each thing that its state lets be done."""

    id: int
    certificate_id: str
    topic: Topic
    is_from_recipient: bool
    author: str
    subject: str
    sent_at: dt.datetime
    is_handled: bool
    is_forwarded: bool
    text: str
    last_event_at: dt.datetime
    last_answer_date: dt.date | None
    contact: tuple[str, ...] = ()
    reminders: tuple[Reminder, ...] = ()
    complements: tuple[AskedPoint, ...] = ()
    answer: Answer | None = None
    answered_by: AnsweringCertificate | None = None
    links: Mapping[Link, Decision] = field(default_factory=dict)

    @property
    def is_complement_request(self) -> bool:
        return self.topic == Topic.KOMPLT

    @property
    def is_answered(self) -> bool:
        """A message has answered it; what is only begun does not count."""
        return self.answer is not None and self.answer.sent_at is not None

    def may(self, link: Link) -> bool:
        return link in self.links and self.links[link].allowed


def questions(certificate: Certificate, decisions: Decisions) -> tuple[Question, ...]:
    """Every question about a certificate that the caller has read, the one that something happened to last first.

    Of the same moment the handled come first (9). ``decisions`` are those on the certificate; without them there is
    nothing that can be done.
    """
    certificate_type = registry.get(certificate.type_id, certificate.type_version)
    rows = list(
        Arende.objects.filter(certificate=certificate, kind=Kind.QUESTION)
        .select_related("answer_draft")
        .prefetch_related("complements", "replies")
    )
    children = _complementing(certificate) if any(row.is_complement_request for row in rows) else ()
    return newest_first(_question(row, certificate, certificate_type, children, decisions) for row in rows)


def newest_first(found: Iterable[Question]) -> tuple[Question, ...]:
    return tuple(sorted(found, key=lambda one: (one.last_event_at, one.is_handled, one.id), reverse=True))


def begun_question(certificate: Certificate) -> Begun | None:
    """Care's own question as far as it is written."""
    draft = ArendeDraft.objects.filter(certificate=certificate, question=None).first()
    return Begun(draft.topic, draft.text, draft.saved_at) if draft else None


def complement_texts(certificate: Certificate) -> dict[str, tuple[str, ...]]:
    """What the open requests about a certificate ask of its form, by question id, the oldest first (9).

    Before the text stands the row that it names, where the question has several answers.
    """
    certificate_type = registry.get(certificate.type_id, certificate.type_version)
    asked = Complement.objects.filter(
        arende__certificate=certificate, arende__kind=Kind.QUESTION, arende__topic=Topic.KOMPLT
    ).exclude(arende__status=Status.CLOSED)
    texts: dict[str, tuple[str, ...]] = {}
    for line in asked.order_by("arende__stored_at", "pk"):
        row = _row(line, certificate, certificate_type)
        text = f"{row.name}: {line.text}" if _is_named(row, line) else line.text
        texts[line.question_id] = (*texts.get(line.question_id, ()), text)
    return texts


def require_question(certificate_id: str, question_id: int) -> None:
    """Raises ``DataNotFound`` unless the question is about the certificate."""
    if not Arende.objects.filter(pk=question_id, certificate_id=certificate_id, kind=Kind.QUESTION).exists():
        raise DataNotFound("Ärendet finns inte.")


def _complementing(certificate: Certificate) -> tuple[Certificate, ...]:
    """Living certificates that complement this one, the oldest first."""
    children = living_children(certificate).filter(relation=Certificate.Relation.KOMPLT)
    return tuple(children.order_by("created_at"))


def _question(
    row: Arende,
    certificate: Certificate,
    certificate_type: CertificateType,
    children: Iterable[Certificate],
    decisions: Decisions,
) -> Question:
    reminders = sorted(
        (reply for reply in row.replies.all() if reply.kind == Kind.REMINDER), key=lambda one: (one.sent_at, one.pk)
    )
    answer = _answer(row)
    answered_by = _answered_by(row, children)
    is_answered = answer is not None and answer.sent_at is not None
    return Question(
        id=row.pk,
        certificate_id=row.certificate_id,
        topic=Topic(row.topic),
        is_from_recipient=row.is_from_recipient,
        author=_author(row),
        subject=_subject(row),
        sent_at=row.sent_at,
        is_handled=not row.is_open,
        is_forwarded=row.is_forwarded,
        text=row.text,
        last_event_at=row.last_event_at,
        last_answer_date=_last_answer_date(row, reminders),
        contact=tuple(row.contact),
        reminders=tuple(Reminder(one.pk, _author(one), one.text, one.sent_at) for one in reminders),
        complements=tuple(_point(line, certificate, certificate_type) for line in row.complements.all()),
        answer=answer,
        answered_by=answered_by,
        links={
            link: decisions[action]
            for link, action in _links(row, certificate, is_answered=is_answered, is_being_answered=bool(answered_by))
            if action in decisions
        },
    )


def _author(row: Arende) -> str:
    return RECIPIENT if row.is_from_recipient else row.author_name


def _subject(row: Arende) -> str:
    topic = str(Topic(row.topic).label)
    return f"{topic} - {row.heading}" if row.heading else topic


def _last_answer_date(row: Arende, reminders: Iterable[Arende]) -> dt.date | None:
    """The latest reminder that has a date counts, else the question's own (2.3)."""
    named = [one.last_answer_date for one in reminders if one.last_answer_date is not None]
    return named[-1] if named else row.last_answer_date


def _point(line: Complement, certificate: Certificate, certificate_type: CertificateType) -> AskedPoint:
    question = certificate_type.question(line.question_id)
    if question is None:
        return AskedPoint(line.question_id, "", line.text)
    name, row = question.name or question.label, _row(line, certificate, certificate_type)
    if row is None:
        return AskedPoint(line.question_id, name, line.text)
    return AskedPoint(
        line.question_id, f"{name}, {row.name}" if _is_named(row, line) else name, line.text, row=row.part
    )


def _row(line: Complement, certificate: Certificate, certificate_type: CertificateType) -> AnswerRow | None:
    """The answer with the number of the request; the first when it has none, or one that no answer has (2.3)."""
    question = certificate_type.question(line.question_id)
    if question is None:
        return None
    rows = question.answer_rows(question.tidy(certificate.answers.get(question.id)))
    return next((row for row in rows if row.number == line.instance), rows[0] if rows else None)


def _is_named(row: AnswerRow | None, line: Complement) -> TypeGuard[AnswerRow]:
    return row is not None and row.number == line.instance


def _answer(row: Arende) -> Answer | None:
    sent = next((reply for reply in row.replies.all() if reply.kind == Kind.ANSWER), None)
    if sent is not None:
        return Answer(sent.text, _author(sent), sent.sent_at, tuple(sent.contact))
    begun = getattr(row, "answer_draft", None)
    return Answer(begun.text) if begun is not None else None


def _answered_by(row: Arende, children: Iterable[Certificate]) -> AnsweringCertificate | None:
    """The oldest that was made after the request came: it answers every earlier request too (2.3)."""
    if not row.is_complement_request:
        return None
    child = next((child for child in children if child.created_at >= row.stored_at), None)
    if child is None:
        return None
    return AnsweringCertificate(child.pk, child.type_id, child.is_signed, child.created_at)


def handling_link(*, is_from_recipient: bool, is_request: bool, is_answered: bool, is_open: bool) -> bool:
    """Whether a question can be handled, or taken up again (4.1)."""
    return (not is_from_recipient or not is_answered) and (is_open or not is_request)


def _links(
    row: Arende, certificate: Certificate, *, is_answered: bool, is_being_answered: bool
) -> Iterable[tuple[Link, Action]]:
    """What the state of the question lets be done, with the action whose rules say by whom (4.1)."""
    is_request = row.is_complement_request
    if row.is_from_recipient and not is_request and not is_answered and row.is_open:
        yield Link.ANSWER_QUESTION, Action.ANSWER_MESSAGE
    if handling_link(
        is_from_recipient=row.is_from_recipient, is_request=is_request, is_answered=is_answered, is_open=row.is_open
    ):
        yield Link.HANDLE_QUESTION, handling_action(row, certificate)
    if is_request and row.is_open and not is_being_answered:
        yield Link.COMPLEMENT_CERTIFICATE, Action.COMPLEMENT
        yield Link.CANNOT_COMPLEMENT_CERTIFICATE, Action.CANNOT_COMPLEMENT
    if row.is_open:
        yield Link.FORWARD_QUESTION, Action.FORWARD_MESSAGE
