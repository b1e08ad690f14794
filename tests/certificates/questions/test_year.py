"""A year (spec/certificate-types ts_diabetes.yaml 35, tstrk1062.yaml 52.2)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from certificates.questions.base import ReadKind
from certificates.questions.limits import BIRTH, TODAY
from certificates.questions.svar import Delsvar, PartialDate, Svar, Text
from certificates.questions.year import Year
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

DIAGNOSED = Year(id="35", label="Årtal för diagnosen", required=True, earliest=BIRTH, latest=TODAY)


@pytest.mark.parametrize(("typed", "kept"), [(" 1999 ", "1999"), ("99", "99"), ("nittionio", "nittionio"), (" ", "")])
def test_a_year_is_kept_as_typed_without_blanks_around_it(typed: str, kept: str) -> None:
    assert posted(DIAGNOSED, {"year": typed}) == kept


@pytest.mark.parametrize(
    ("value", "error", "text"),
    [
        ("", "MISSING_YEAR", "Ange ett årtal med fyra siffror."),
        ("99", "INVALID_YEAR", "Ange ett årtal med fyra siffror."),
        ("199x", "INVALID_YEAR", "Ange ett årtal med fyra siffror."),
        ("٢٠٢٠", "INVALID_YEAR", "Ange ett årtal med fyra siffror."),
        ("0000", "INVALID_YEAR", "Ange ett årtal med fyra siffror."),
        ("1949", "YEAR_RANGE", "Årtalet måste ligga mellan 1950 och 2026."),
        ("2027", "YEAR_RANGE", "Årtalet måste ligga mellan 1950 och 2026."),
    ],
)
def test_each_fault_of_a_year_has_its_text(value: str, error: str, text: str) -> None:
    assert problems(DIAGNOSED, value) == [(error, text)]


@pytest.mark.parametrize("value", ["1950", "2026"])
def test_the_year_of_birth_and_this_year_are_allowed(value: str) -> None:
    assert problems(DIAGNOSED, value) == []


def test_a_year_may_have_only_one_limit() -> None:
    only_latest, only_earliest = replace(DIAGNOSED, earliest=None), replace(DIAGNOSED, latest=None)

    assert problems(only_latest, "1850") == []
    assert problems(only_latest, "2027") == [("YEAR_RANGE", "Årtalet får inte vara senare än 2026.")]
    assert problems(only_earliest, "1949") == [("YEAR_RANGE", "Årtalet får inte vara tidigare än 1950.")]


def test_an_error_leads_to_the_field() -> None:
    assert places(DIAGNOSED, "99") == [("INVALID_YEAR", "35.1", "year")]


def test_an_optional_year_may_be_left_out() -> None:
    assert problems(replace(DIAGNOSED, required=False), "") == []


def test_the_form_and_the_read_view_show_the_year() -> None:
    assert DIAGNOSED.edit_view("99", around(DIAGNOSED)).control.value == "99"
    assert (DIAGNOSED.read_view("1999").kind, DIAGNOSED.in_short("1999")) == (ReadKind.TEXT, "1999")
    assert DIAGNOSED.read_view("").is_missing


def test_a_year_travels_as_a_partial_date() -> None:
    expected = [("35", None, [("35.1", PartialDate("YYYY", "1999"))])]

    assert texts(through_xml(DIAGNOSED.to_svar("1999", NOW))) == expected
    assert sent_and_read(DIAGNOSED, "1999") == "1999"


def test_what_is_no_year_is_not_sent() -> None:
    assert DIAGNOSED.to_svar("99", NOW) == ()


@pytest.mark.parametrize(
    ("delsvar", "fault"),
    [
        ((), "WRONG_NUMBER_OF_ANSWERS"),
        ((Delsvar("35.1", Text("1999")),), "INVALID_FORMAT"),
        ((Delsvar("35.1", PartialDate("YYYY-MM-DD", "1999-01-01")),), "INVALID_FORMAT"),
    ],
)
def test_prefill_leaves_out_what_is_no_year(delsvar: tuple[Delsvar, ...], fault: str) -> None:
    reading = DIAGNOSED.from_svar([Svar("35", delsvar)], NOW)

    assert (reading.value, faults(reading)) == ("", [(fault, "35.1")])
