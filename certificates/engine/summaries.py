"""The extra line of a certificate in lists (spec/certificate-types README 2, summary)."""

from __future__ import annotations

from dataclasses import dataclass

from certificates.questions.base import Answers
from certificates.types.base import CertificateType


@dataclass(frozen=True, slots=True)
class Summary:
    label: str
    value: str


def summary(ctype: CertificateType, answers: Answers, *, is_signed: bool) -> Summary | None:
    """One answer in short, for FK 7804 first and last day; empty until signed. None when the type has no summary."""
    question = ctype.question(ctype.summary.question) if ctype.summary else None
    if ctype.summary is None or question is None:
        return None
    value = question.in_short(question.tidy(answers.get(question.id))) if is_signed else ""
    return Summary(ctype.summary.label, value)
