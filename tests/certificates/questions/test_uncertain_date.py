"""A date that is known in part (spec/certificate-types db.yaml 2.2; death-certificates.md 11.5)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from certificates.questions.svar import Cv, Delsvar, Svar, Text
from certificates.questions.uncertain_date import UncertainDate
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

DIED = UncertainDate(id="2.2.1", label="Ungefärligt dödsdatum", required=True, sub_answer_id="2.2")


def chosen(year: str, month: str) -> dict[str, str]:
    return {"year": year, "month": month}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (("2025", "03"), ("2025", "03")),
        (("2025", ""), ("2025", "")),
        (("0000", "03"), ("0000", "00")),
        (("0000", ""), ("0000", "00")),
        (("", "03"), ("", "03")),
        (("25", "13"), ("", "")),
    ],
)
def test_of_an_unknown_year_no_month_is_known(typed: tuple[str, str], kept: tuple[str, str]) -> None:
    assert posted(DIED, chosen(*typed)) == chosen(*kept)


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (chosen("", ""), [("MISSING_OPTION", "2.2.1.year", "year"), ("MISSING_OPTION", "2.2.1.month", "month")]),
        (chosen("", "03"), [("MISSING_OPTION", "2.2.1.year", "year")]),
        (chosen("2025", ""), [("MISSING_OPTION", "2.2.1.month", "month")]),
        (chosen("2026", "02"), [("DATE_TOO_LATE", "2.2.1", "year")]),
        (chosen("2027", "00"), [("DATE_TOO_LATE", "2.2.1", "year")]),
        (chosen("2026", "01"), []),
        (chosen("2026", "00"), []),
        (chosen("2025", "12"), []),
        (chosen("0000", "00"), []),
    ],
)
def test_what_is_wrong_with_an_uncertain_date(value: dict[str, str], found: list[tuple[str, str, str]]) -> None:
    assert places(DIED, value) == found


def test_the_texts_name_what_is_missing() -> None:
    assert [text for _, text in problems(DIED, chosen("", ""))] == ["Välj år.", "Välj månad."]
    assert problems(DIED, chosen("2026", "02"))[0][1] == "Datumet får inte vara senare än 2026-01."


def test_an_optional_date_may_be_left_out() -> None:
    assert places(replace(DIED, required=False), chosen("", "")) == []


@pytest.mark.parametrize(
    ("value", "is_after"),
    [
        (chosen("2026", "02"), True),
        (chosen("2026", "01"), False),
        (chosen("2026", "00"), False),
        (chosen("2027", "00"), True),
        (chosen("0000", "00"), False),
        (chosen("", ""), False),
    ],
)
def test_unknown_parts_never_lie_after_a_day(value: dict[str, str], is_after: bool) -> None:
    assert DIED.lies_after(value, dt.date(2026, 1, 1)) is is_after


def test_the_form_offers_unknown_this_year_and_last_year() -> None:
    view = DIED.edit_view(chosen("", ""), around(DIED))

    assert [(o.code, o.label) for o in view.years] == [("0000", "0000 (ej känt)"), ("2026", "2026"), ("2025", "2025")]
    assert [o.code for o in view.months] == [f"{n:02}" for n in range(13)]
    assert (view.year.id, view.month.label) == ("c-2.2.1-year", "Ungefärligt dödsdatum, månad")


def test_a_year_chosen_long_ago_stays_on_offer() -> None:
    assert [o.code for o in DIED.edit_view(chosen("2021", "00"), around(DIED)).years][-1] == "2021"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (chosen("2025", "03"), "2025-03-00"),
        (chosen("0000", "00"), "0000-00-00"),
        (chosen("2025", ""), "2025"),
        (chosen("", ""), "Ej angivet"),
    ],
)
def test_it_is_read_as_it_is_sent(value: dict[str, str], text: str) -> None:
    assert DIED.read_view(value).text == text


@pytest.mark.parametrize("value", [chosen("2025", "03"), chosen("2026", "00"), chosen("0000", "00")])
def test_it_travels_as_text_with_zeros(value: dict[str, str]) -> None:
    written = f"{value['year']}-{value['month']}-00"

    assert texts(through_xml(DIED.to_svar(value, NOW))) == [("2", None, [("2.2", Text(written))])]
    assert sent_and_read(DIED, value) == value


def test_an_unfinished_choice_is_not_sent() -> None:
    assert DIED.to_svar(chosen("2025", ""), NOW) == ()


@pytest.mark.parametrize(
    ("delsvar", "fault"),
    [
        ((), "WRONG_NUMBER_OF_ANSWERS"),
        ((Delsvar("2.2", Text("2025-03-32")),), "INVALID_FORMAT"),
        ((Delsvar("2.2", Text("2025-13-00")),), "INVALID_FORMAT"),
        ((Delsvar("2.2", Cv("2025-03-00", "X")),), "INVALID_FORMAT"),
    ],
)
def test_prefill_leaves_out_other_dates(delsvar: tuple[Delsvar, ...], fault: str) -> None:
    reading = DIED.from_svar([Svar("2", delsvar)], NOW)

    assert (reading.value, faults(reading)) == (chosen("", ""), [(fault, "2.2")])


@pytest.mark.parametrize("stored", [None, "2025-03-00", {"year": 2025, "month": "3"}, ["2025", "03"]])
def test_a_stored_value_of_another_shape_is_empty(stored: Any) -> None:
    assert DIED.tidy(stored) == chosen("", "")


WHOLE = {"year": "2025", "month": "03", "day": "04"}


def test_a_day_that_another_system_has_written_is_kept_and_sent_again() -> None:
    reading = DIED.from_svar([Svar("2", (Delsvar("2.2", Text("2025-03-04")),))], NOW)

    assert (reading.value, faults(reading)) == (WHOLE, [])
    assert sent_and_read(DIED, WHOLE) == WHOLE
    assert DIED.read_view(WHOLE).text == "2025-03-04"
    assert DIED.edit_view(WHOLE, around(DIED)).day_text == "04"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [(("2025", "03"), WHOLE), (("2025", "04"), chosen("2025", "04")), (("0000", "03"), chosen("0000", "00"))],
)
def test_such_a_day_lasts_until_year_or_month_is_changed(typed: tuple[str, str], kept: dict[str, str]) -> None:
    assert posted(DIED, chosen(*typed), previous=WHOLE) == kept


def test_only_a_whole_date_can_lie_before_birth() -> None:
    before = {"year": "1950", "month": "06", "day": "14"}

    assert places(DIED, before) == [("DATE_TOO_EARLY", "2.2.1", "year")]
    assert places(DIED, {**before, "day": "15"}) == []
    assert places(DIED, chosen("1950", "06")) == []


@pytest.mark.parametrize("day", ["00", "32", "4", 4, None])
def test_a_day_that_is_none_is_not_kept(day: Any) -> None:
    assert DIED.tidy({**WHOLE, "day": day}) == chosen("2025", "03")
