"""Faults that the older engine tells otherwise (db.yaml 6.3, af00251.yaml 1, af00213.yaml 5)."""

from __future__ import annotations

import pytest

from certificates.questions.codes import options
from certificates.questions.date import Date
from certificates.questions.date_checkboxes import DateCheckboxes
from certificates.questions.limits import TODAY
from certificates.questions.messages import ErrorId
from certificates.questions.text_area import TextArea
from tests.certificates.questions.world import problems, told

DATE = Date(id="6.3", label="Datum", latest=TODAY, limits_are_format=True)
ROWS = DateCheckboxes(id="1", label="Underlag", options=options("KV_TEST", ALFA="Alfa"), limits_are_format=True)
TEXT = TextArea(id="5", label="Övrigt", blanks_error=ErrorId.MISSING_ANSWER)


@pytest.mark.parametrize("day", ["2026-01-16", "1900-01-01", "2026-02-30", "igår"])
def test_a_day_outside_the_limits_may_be_told_as_a_wrong_format(day: str) -> None:
    assert told(DATE, day) == [("INVALID_FORMAT", "6.3", "date")]
    assert told(ROWS, {"ALFA": day}) == [("INVALID_FORMAT", "ALFA", "ALFA.date")]


def test_a_day_inside_the_limits_has_no_fault() -> None:
    assert told(DATE, "2026-01-15") == []
    assert told(ROWS, {"ALFA": "2026-01-15"}) == []


def test_the_text_of_a_day_outside_the_limits_still_names_the_limit() -> None:
    (problem,) = problems(DATE, "2026-01-16")

    assert problem.text == "Datumet får inte vara senare än 2026-01-15."


def test_an_optional_text_of_blanks_may_be_refused() -> None:
    assert told(TEXT, " \n ") == [("MISSING_ANSWER", "5.1", "text")]
    assert told(TEXT, "") == []
    assert told(TEXT, " a ") == []
    assert told(TextArea(id="5", label="Övrigt"), "  ") == []
