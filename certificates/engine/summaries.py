"""The extra line of a certificate in lists (spec/certificate-types README 2, summary)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from certificates.questions.base import Answers
from certificates.types.base import CertificateType


@dataclass(frozen=True, slots=True)
class Summary:
    label: str
    value: str


def summary(ctype: CertificateType, answers: Answers, *, signed_on: dt.date | None) -> Summary | None:
    """One answer in short, for FK 7804 first and last day; empty until signed. None when the type has no summary."""
    rule = ctype.summary
    question = ctype.question(rule.question) if rule else None
    if rule is None or question is None:
        return None
    value = question.in_short(question.tidy(answers.get(question.id))) if signed_on else ""
    return Summary(rule.label, f"{signed_on} - {value}" if value and rule.from_signing else value)
