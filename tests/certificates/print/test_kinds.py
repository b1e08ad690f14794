"""The generic layout prints every kind of answer (spec/print.md 3.4, 7.1)."""

from __future__ import annotations

from certificates.models import Certificate
from certificates.types import registry
from tests.certificates.print.pdfs import printed, text
from tests.certificates.questions.kinds import FILLED, KINDS


def test_dates_periods_years_lists_and_investigations_are_printed(signed: Certificate) -> None:
    signed.type_id, signed.type_version, signed.answers = KINDS.type_id, KINDS.version, FILLED
    with registry.installed(KINDS):
        printed_text = text(printed(signed))

    for answer in ("2020-03-04", "2026-01-28", "2 månader", "1999", "Underlag från logoped", "Uppsala", "2025-03-00"):
        assert answer in printed_text
