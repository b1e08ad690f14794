"""Reading messages, always of certificates that the caller may see (spec/messages.md 2.3, 8.1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Exists, OuterRef

from arenden.models import Arende, LegacyMessage
from certificates.models import Certificate
from certificates.types.fk7263 import FK7263


@dataclass(frozen=True, slots=True)
class Counts:
    """Each question is in exactly one of the three: handled, else answered, else unanswered."""

    unanswered: int = 0
    answered: int = 0
    handled: int = 0

    @property
    def total(self) -> int:
        return self.unanswered + self.answered + self.handled


@dataclass(frozen=True, slots=True)
class QuestionCounts:
    """Questions that care has sent, and those that it has received (spec/status-updates.md 3.5)."""

    sent: Counts = Counts()
    received: Counts = Counts()


def question_counts(certificate: Certificate) -> QuestionCounts:
    """The questions about a certificate now, without reminders and answers. Of a draft there are none to ask for."""
    return question_counts_of([certificate])[certificate.pk]


def question_counts_of(certificates: Sequence[Certificate]) -> dict[str, QuestionCounts]:
    """As ``question_counts`` for several, by the certificate's id, in two queries at most."""
    counted = {certificate.pk: QuestionCounts() for certificate in certificates}
    signed = [certificate for certificate in certificates if certificate.is_signed]
    older = [certificate.pk for certificate in signed if certificate.type_id == FK7263.type_id]
    others = [certificate.pk for certificate in signed if certificate.type_id != FK7263.type_id]
    rows: dict[str, list[_Row]] = {}
    for row in (*(_legacy_rows(older) if older else ()), *(_rows(others) if others else ())):
        rows.setdefault(row.certificate_id, []).append(row)
    return counted | {
        certificate_id: QuestionCounts(
            sent=_counts(found, Arende.Sender.CARE), received=_counts(found, Arende.Sender.RECIPIENT)
        )
        for certificate_id, found in rows.items()
    }


class _Row(NamedTuple):
    certificate_id: str
    sender: str
    status: str
    is_answered: bool


def _rows(certificate_ids: list[str]) -> list[_Row]:
    answers = Arende.objects.filter(question=OuterRef("pk"), kind=Arende.Kind.ANSWER)
    questions = Arende.objects.filter(certificate__in=certificate_ids, kind=Arende.Kind.QUESTION).order_by()
    found = questions.annotate(is_answered=Exists(answers))
    return [_Row(*row) for row in found.values_list("certificate_id", "sender", "status", "is_answered")]


def _legacy_rows(certificate_ids: list[str]) -> list[_Row]:
    """Of FK 7263, whose questions are rows of their own table, reminders among them."""
    found = LegacyMessage.objects.filter(certificate__in=certificate_ids).order_by()
    return [_Row(row.certificate_id, row.asked_by, row.status, row.is_answered) for row in found]


def _counts(rows: list[_Row], sender: Arende.Sender) -> Counts:
    """Handled comes before answered (3.5)."""
    mine = [row for row in rows if row.sender == sender]
    still_open = [row for row in mine if row.status != Arende.Status.CLOSED]
    answered = sum(row.is_answered for row in still_open)
    return Counts(unanswered=len(still_open) - answered, answered=answered, handled=len(mine) - len(still_open))
