"""Questions of a certificate as status updates count them (spec/status-updates.md 3.5)."""

from __future__ import annotations

from dataclasses import dataclass

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
    """Questions that care has sent, and those that it has received."""

    sent: Counts = Counts()
    received: Counts = Counts()


def question_counts(_certificate: Certificate) -> QuestionCounts:
    """The questions of a certificate now. No question can be asked yet, so there are none."""
    return QuestionCounts()
