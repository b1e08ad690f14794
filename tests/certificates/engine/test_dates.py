from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates.questions import dates
from certificates.questions.messages import ErrorId
from tests.certificates.engine.world import TODAY


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("20260131", "2026-01-31"),
        (" 2026-01-31 ", "2026-01-31"),
        ("idag", "2026-01-15"),
        ("IDAG", "2026-01-15"),
        ("+7", "2026-01-22"),
        ("-3", "2026-01-12"),
        ("20260231", "20260231"),
        ("2026-13-01", "2026-13-01"),
        ("i går", "i går"),
        ("", ""),
    ],
)
def test_a_date_is_rewritten_only_when_it_is_understood(typed: str, written: str) -> None:
    assert dates.normalise(typed, TODAY) == written


@pytest.mark.parametrize("text", ["2026-02-30", "2026-1-1", "20260101", "2026-01-01T00:00", "٢٠٢٦-٠١-٠١", "2026-W01-1"])
def test_only_days_of_the_calendar_in_iso_form_are_dates(text: str) -> None:
    assert dates.parse_iso(text) is None


@pytest.mark.parametrize(
    ("code", "days"),
    [("d7", 7), ("7d", 7), ("D7", 7), ("v2", 14), ("2V", 14), ("m1", 31), ("1M", 31), ("d999", 999), ("m99", 3069)],
)
def test_a_length_has_its_letter_before_or_after(code: str, days: int) -> None:
    assert dates.days_of_code(code) == days


@pytest.mark.parametrize("text", ["d0", "0v", "m0", "d1000", "m100", "7", "d", "dd7", "d7v", "x7", "", "2026-01-01"])
def test_other_texts_are_no_lengths(text: str) -> None:
    assert dates.days_of_code(text) is None


def test_a_length_counts_the_first_day() -> None:
    assert dates.end_from_code("v2", "2026-01-15") == "2026-01-28"


def test_a_length_needs_a_valid_start() -> None:
    assert dates.end_from_code("v2", "2026-02-30") is None


def test_a_length_that_leaves_the_calendar_gives_no_end() -> None:
    assert dates.end_from_code("d999", "9999-12-01") is None


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("1900-01-01", ErrorId.DATE_TOO_EARLY),
        ("1900-01-02", None),
        ("2099-12-12", None),
        ("2099-12-13", ErrorId.DATE_TOO_LATE),
        ("igår", ErrorId.INVALID_FORMAT),
    ],
)
def test_dates_stay_within_the_reasonable_interval(text: str, error: ErrorId | None) -> None:
    fault = dates.fault(text)

    assert (fault and fault[0]) == error


def test_a_limit_is_named_in_the_text() -> None:
    fault = dates.fault("2026-01-16", latest=TODAY)

    assert fault is not None
    assert fault[0] is ErrorId.DATE_TOO_LATE
    assert "2026-01-15" in fault[1]


@given(st.dates(min_value=dt.date(1, 1, 1)))
def test_eight_digits_become_the_same_day(day: dt.date) -> None:
    assert dates.normalise(f"{day:%Y%m%d}".zfill(8), TODAY) == day.isoformat()


@given(st.text(max_size=12))
def test_a_rewritten_date_is_not_rewritten_again(text: str) -> None:
    once = dates.normalise(text, TODAY)

    assert dates.normalise(once, TODAY) == once
    assert (dates.fault(once) is None) <= (dates.parse_iso(once) is not None)
    assert dates.days_of_code(text) is None or 1 <= dates.days_of_code(text) <= 7 * 999
