"""Reading messages, always of certificates that the caller may see (spec/messages.md 2.3, 8.1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Exists, OuterRef

from arenden.models import Arende
from certificates.models import Certificate


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
    if not certificate.is_signed:
        return QuestionCounts()
    answers = Arende.objects.filter(question=OuterRef("pk"), kind=Arende.Kind.ANSWER)
    questions = Arende.objects.filter(certificate=certificate, kind=Arende.Kind.QUESTION)
    found = questions.annotate(is_answered=Exists(answers)).values_list("sender", "status", "is_answered")
    rows = [_Row(*row) for row in found]
    return QuestionCounts(sent=_counts(rows, Arende.Sender.CARE), received=_counts(rows, Arende.Sender.RECIPIENT))


class _Row(NamedTuple):
    sender: str
    status: str
    is_answered: bool


def _counts(rows: list[_Row], sender: Arende.Sender) -> Counts:
    """Handled comes before answered (3.5)."""
    mine = [row for row in rows if row.sender == sender]
    still_open = [row for row in mine if row.status != Arende.Status.CLOSED]
    answered = sum(row.is_answered for row in still_open)
    return Counts(unanswered=len(still_open) - answered, answered=answered, handled=len(mine) - len(still_open))
