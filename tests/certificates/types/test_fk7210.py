"""FK 7210 Intyg om graviditet (spec/certificate-types/fk7210.yaml)."""

from __future__ import annotations

import datetime as dt

import pytest

from certificates import engine
from certificates.types.fk7210 import FK7210
from tests.certificates.engine.world import TODAY, find, needs_contracts
from tests.certificates.types.checking import changed, published_prefill, refusals
from tests.certificates.types.examples.fk7210 import ANSWERS


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("", [("54", "54.1", "MISSING_DATE")]),
        ("2026-01-14", [("54", "54.1", "DATE_TOO_EARLY")]),
        ("2026-01-15", []),
        ("2027-01-15", []),
        ("2027-01-16", [("54", "54.1", "DATE_TOO_LATE")]),
        ("2026-02-30", [("54", "54.1", "INVALID_FORMAT")]),
    ],
)
def test_the_birth_is_expected_within_a_year_from_today(written: str, found: list[tuple[str, str, str]]) -> None:
    assert refusals(FK7210, changed(ANSWERS, {"54": written})) == found


def test_an_old_draft_becomes_invalid() -> None:
    result = engine.validate(FK7210, ANSWERS, today=dt.date(2026, 6, 2), find=find)

    assert [e.error_id for e in result.errors] == ["DATE_TOO_EARLY"]


def test_the_summary_goes_from_signing_to_birth() -> None:
    found = engine.summary(FK7210, ANSWERS, signed_on=TODAY)

    assert (found.label, found.value) == ("Gäller intygsperiod", "2026-01-15 - 2026-06-01")


def test_the_summary_is_empty_until_signed() -> None:
    assert engine.summary(FK7210, ANSWERS, signed_on=None).value == ""


@needs_contracts
def test_the_published_example_fills_every_question() -> None:
    result = published_prefill(FK7210, "FK7210.xml")

    assert result.log == ()
    assert set(result.answers) == {"54"}
