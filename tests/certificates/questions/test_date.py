"""A single date (spec/certificate-types README 2, 5; ts_diabetes.yaml date_validation)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from certificates.questions.base import ReadKind
from certificates.questions.date import Date
from certificates.questions.limits import BIRTH, TODAY, years_ahead
from certificates.questions.svar import Cv, Delsvar, PartialDate, Svar, Text
from tests.certificates.questions.asking import (
    NOW,
    around,
    faults,
    places,
    posted,
    problems,
    sent_and_read,
    texts,
    through_xml,
)

KNOWN_SINCE = Date(id="2", label="Jag har känt patienten sedan", required=True, latest=TODAY)
STARTED = Date(id="210", label="Datum", required=True, earliest=BIRTH, latest=TODAY, is_partial=True)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("20260105", "2026-01-05"),
        (" 2026-01-05 ", "2026-01-05"),
        ("idag", "2026-01-15"),
        ("-7", "2026-01-08"),
        ("", ""),
    ],
)
def test_a_date_is_kept_in_its_written_form(typed: str, kept: str) -> None:
    assert posted(KNOWN_SINCE, {"date": typed}) == kept


def test_what_is_no_date_stays_as_typed_with_an_error() -> None:
    kept = posted(KNOWN_SINCE, {"date": "i fjol"})

    assert kept == "i fjol"
    assert problems(KNOWN_SINCE, kept) == [("INVALID_FORMAT", "Skriv datumet som åååå-mm-dd.")]


@pytest.mark.parametrize(
    ("value", "error", "text"),
    [
        ("", "MISSING_DATE", "Ange ett datum."),
        ("2025-02-29", "INVALID_FORMAT", "Datumet finns inte i kalendern."),
        ("1950-06-14", "DATE_TOO_EARLY", "Datumet får inte vara före patientens födelse."),
        ("1899-12-31", "DATE_TOO_EARLY", "Datumet får inte vara tidigare än 1950-06-15."),
        ("2026-01-16", "DATE_TOO_LATE", "Datumet får inte vara senare än 2026-01-15."),
    ],
)
def test_each_fault_of_a_date_has_its_text(value: str, error: str, text: str) -> None:
    assert problems(STARTED, value) == [(error, text)]


@pytest.mark.parametrize("value", ["1950-06-15", "2026-01-15"])
def test_the_limits_themselves_are_allowed(value: str) -> None:
    assert problems(STARTED, value) == []


def test_an_unknown_birth_sets_no_limit() -> None:
    assert problems(STARTED, "1950-06-14", replace(NOW, birth=None)) == []


def test_a_birth_before_the_reasonable_interval_is_not_the_limit() -> None:
    born = replace(NOW, birth=dt.date(1899, 5, 1))

    assert problems(STARTED, "1899-12-31", born) == [
        ("DATE_TOO_EARLY", "Datumet får inte vara tidigare än 1900-01-02.")
    ]


def test_an_optional_date_may_be_left_out() -> None:
    assert problems(replace(KNOWN_SINCE, required=False), "") == []


def test_an_error_names_the_field_of_the_older_engine() -> None:
    legacy = replace(KNOWN_SINCE, field_id="kannedomOmPatient")

    assert places(legacy, "2026-01-16") == [("DATE_TOO_LATE", "kannedomOmPatient", "date")]


@pytest.mark.parametrize(
    ("today", "last"),
    [("2026-01-15", "2027-01-15"), ("2028-02-29", "2029-02-28"), ("2027-02-28", "2028-02-28")],
)
def test_a_year_ahead_ends_on_the_same_day(today: str, last: str) -> None:
    birth_expected = Date(id="54", label="Datum", earliest=TODAY, latest=years_ahead(1))
    on_that_day = replace(NOW, today=dt.date.fromisoformat(today))
    after = (dt.date.fromisoformat(last) + dt.timedelta(days=1)).isoformat()

    assert problems(birth_expected, last, on_that_day) == []
    assert problems(birth_expected, after, on_that_day)[0][0] == "DATE_TOO_LATE"
    assert birth_expected.edit_view("", around(birth_expected, on_that_day)).limits.last_date == last


def test_conditions_see_a_valid_day_only() -> None:
    assert KNOWN_SINCE.day("2026-01-05", "") == dt.date(2026, 1, 5)
    assert KNOWN_SINCE.start_dates("2026-01-05") == (dt.date(2026, 1, 5),)
    assert KNOWN_SINCE.day("2026-02-30", "") is None
    assert KNOWN_SINCE.start_dates("") == ()


def test_the_form_shows_what_was_typed_and_the_days_allowed() -> None:
    view = STARTED.edit_view("i fjol", around(STARTED))

    assert (view.control.name, view.control.id, view.control.value) == ("e.210.date", "c-210-date", "i fjol")
    assert (view.limits.first_date, view.limits.last_date) == ("1950-06-15", "2026-01-15")


def test_a_date_is_read_as_it_is_written() -> None:
    shown = KNOWN_SINCE.read_view("2026-01-05")

    assert (shown.kind, shown.text, shown.is_missing) == (ReadKind.TEXT, "2026-01-05", False)
    assert KNOWN_SINCE.in_short("2026-01-05") == "2026-01-05"
    assert (KNOWN_SINCE.read_view("").text, KNOWN_SINCE.in_short("")) == ("Ej angivet", "")


def test_a_date_travels_as_text() -> None:
    assert texts(KNOWN_SINCE.to_svar("2026-01-05", NOW)) == [("2", None, [("2.1", Text("2026-01-05"))])]
    assert sent_and_read(KNOWN_SINCE, "2026-01-05") == "2026-01-05"


def test_a_partial_date_travels_with_its_format() -> None:
    expected = [("210", None, [("210.1", PartialDate("YYYY-MM-DD", "2020-03-04"))])]

    assert texts(STARTED.to_svar("2020-03-04", NOW)) == expected
    assert texts(through_xml(STARTED.to_svar("2020-03-04", NOW))) == expected
    assert sent_and_read(STARTED, "2020-03-04") == "2020-03-04"


def test_of_a_partial_date_only_the_value_is_looked_at() -> None:
    odd = Svar("210", (Delsvar("210.1", PartialDate("YYYY", "2020-03-04")),))

    assert STARTED.from_svar([odd], NOW).value == "2020-03-04"


def test_an_invalid_date_is_not_sent() -> None:
    assert KNOWN_SINCE.to_svar("2026-02-30", NOW) == ()


@pytest.mark.parametrize(
    ("svar", "fault"),
    [
        (Svar("2", ()), ("WRONG_NUMBER_OF_ANSWERS", "2.1")),
        (Svar("2", (Delsvar("2.1", Text("2026-02-30")),)), ("INVALID_FORMAT", "2.1")),
        (Svar("2", (Delsvar("2.1", PartialDate("YYYY-MM-DD", "2026-01-05")),)), ("INVALID_FORMAT", "2.1")),
        (Svar("2", (Delsvar("2.1", Cv("2026-01-05", "X")),)), ("INVALID_FORMAT", "2.1")),
    ],
)
def test_prefill_leaves_out_what_is_no_date(svar: Svar, fault: tuple[str, str]) -> None:
    reading = KNOWN_SINCE.from_svar([svar], NOW)

    assert reading.value == ""
    assert faults(reading) == [fault]
