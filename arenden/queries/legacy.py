"""Questions about FK 7263 as the pages show them: to be read and handled, nothing more (spec/messages.md 11)."""

from __future__ import annotations

from accounts.user import CareUser
from arenden.models import Arende, LegacyMessage, Topic
from arenden.queries.exchanges import (
    RECIPIENT,
    Answer,
    AskedPoint,
    Decisions,
    Link,
    Question,
    handling_link,
    newest_first,
)
from certificates.access import Action
from certificates.models import Certificate
from webcert.errors import DataNotFound

SHOWN_AS = {
    LegacyMessage.Topic.COMPLEMENT: Topic.KOMPLT,
    LegacyMessage.Topic.CONTACT: Topic.KONTKT,
    LegacyMessage.Topic.OTHER: Topic.OVRIGT,
}
"""What a topic counts as; the four others are coordination."""


def legacy_questions(user: CareUser, certificate: Certificate, decisions: Decisions) -> tuple[Question, ...]:
    """Every question about a certificate of the units that the user has selected, in the order of ``questions``."""
    if certificate.unit_id not in user.unit_ids:
        return ()
    rows = LegacyMessage.objects.filter(certificate=certificate)
    return newest_first(_question(row, certificate, decisions) for row in rows)


def require_legacy_question(certificate_id: str, number: int) -> None:
    """Raises ``DataNotFound`` unless the question is about the certificate."""
    if not LegacyMessage.objects.filter(pk=number, certificate_id=certificate_id).exists():
        raise DataNotFound("Ärendet finns inte.")


def _question(row: LegacyMessage, certificate: Certificate, decisions: Decisions) -> Question:
    topic = SHOWN_AS.get(LegacyMessage.Topic(row.topic), Topic.AVSTMN)
    is_handled = row.status == Arende.Status.CLOSED
    can_be_handled = handling_link(
        is_from_recipient=row.is_from_recipient,
        is_request=topic == Topic.KOMPLT,
        is_answered=row.is_answered,
        is_open=not is_handled,
    )
    return Question(
        id=row.pk,
        certificate_id=row.certificate_id,
        topic=topic,
        is_from_recipient=row.is_from_recipient,
        author=RECIPIENT if row.is_from_recipient else certificate.unit_name,
        subject=_subject(row),
        sent_at=row.asked_at,
        is_handled=is_handled,
        is_forwarded=False,
        text=row.question_text,
        last_event_at=row.last_event_at,
        last_answer_date=row.last_answer_date,
        contact=tuple(row.contact),
        complements=tuple(AskedPoint("", f"Fält {field}", text) for field, text in row.complements),
        answer=_answer(row, certificate),
        links={Link.HANDLE_QUESTION: decisions[Action.HANDLE_MESSAGE]} if can_be_handled else {},
    )


def _subject(row: LegacyMessage) -> str:
    topic = str(LegacyMessage.Topic(row.topic).label)
    return f"{topic} - {row.heading}" if row.heading else topic


def _answer(row: LegacyMessage, certificate: Certificate) -> Answer | None:
    if row.answered_at is None:
        return None
    return Answer(row.answer_text, certificate.unit_name if row.is_from_recipient else RECIPIENT, row.answered_at)
