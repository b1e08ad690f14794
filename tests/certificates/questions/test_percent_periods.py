"""Periods with a percentage (af00251.yaml 6)."""

from __future__ import annotations

from typing import Any

import pytest

from certificates.questions.base import Surroundings
from certificates.questions.messages import legacy_type
from certificates.questions.percent_periods import PercentPeriods
from certificates.questions.svar import Content, Delsvar, Period, Quantity, Svar, Text
from tests.certificates.engine.world import SITUATION, tiny_type
from tests.certificates.questions.world import around, posted, problems, received, sent, told, view

ABSENCE = PercentPeriods(id="6", label="Omfattning och tidsperiod", required=True)


def row(percent: str = "", start: str = "", end: str = "") -> dict[str, str]:
    return {"percent": percent, "from": start, "to": end}


JANUARY, FEBRUARY = row("100", "2026-01-15", "2026-01-31"), row("50", "2026-02-01", "2026-02-28")


def test_dates_are_made_whole_and_the_first_row_is_offered_100_percent() -> None:
    assert posted(ABSENCE, p0__from="20260115", p0__to="v2") == [row("100", "2026-01-15", "2026-01-28")]
    assert posted(ABSENCE, p0__percent="025", p0__from="idag") == [row("25", "2026-01-15")]
    assert posted(ABSENCE, [JANUARY], p0__from="2026-01-15", p0__to="2026-01-31") == [{**JANUARY, "percent": ""}]


def test_further_rows_are_not_offered_anything() -> None:
    rows = posted(ABSENCE, [JANUARY], p0__percent="100", p0__from="2026-01-15", p0__to="2026-01-31", p1__from="idag")

    assert rows == [JANUARY, row("", "2026-01-15")]


def test_without_script_buttons_add_and_remove_rows() -> None:
    two = {"p0__percent": "100", "p0__from": "2026-01-15", "p1__percent": "50"}

    assert posted(ABSENCE, add="1") == [row(), row()]
    assert posted(ABSENCE, [row("100")], add="1", **two) == [row("100", "2026-01-15"), row("50"), row()]
    assert posted(ABSENCE, [row("100")], remove="0", **two) == [row("50")]


def test_rows_left_empty_do_not_count() -> None:
    assert not ABSENCE.is_answered(ABSENCE.tidy([row(), row()]))
    assert told(ABSENCE, [row(), row()]) == [("MISSING_PERIOD", "6.1", "0.percent")]
    assert told(ABSENCE, [JANUARY, row()]) == []


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (row("", "2026-01-15", "2026-01-31"), [("EMPTY", "6.0.percent")]),
        (row("0", "2026-01-15", "2026-01-31"), [("INVALID_FORMAT", "6.0.percent")]),
        (row("101", "2026-01-15", "2026-01-31"), [("INVALID_FORMAT", "6.0.percent")]),
        (row("halv", "2026-01-15", "2026-01-31"), [("INVALID_FORMAT", "6.0.percent")]),
        (row("1", "2026-01-15", "2026-01-15"), []),
        (row("100"), [("EMPTY", "6.0.from"), ("EMPTY", "6.0.to")]),
        (row("100", "1899-12-31", "2026-02-30"), [("INVALID_FORMAT", "6.0.from"), ("INVALID_FORMAT", "6.0.to")]),
        (row("100", "2026-01-15", "2026-01-14"), [("INCORRECT_COMBINATION", "6.0.to")]),
    ],
)
def test_a_row_has_a_percentage_and_two_days_in_order(value: Any, expected: Any) -> None:
    assert [(legacy_type(p.error), p.field) for p in problems(ABSENCE, [value])] == expected


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (row("50", "2026-02-01", "2026-02-28"), []),
        (row("50", "2026-01-31", "2026-02-28"), ["6.0.to", "6.1.from"]),
        (row("50", "2026-01-01", "2026-01-15"), ["6.0.from", "6.1.to"]),
        (row("50", "2026-01-15", "2026-01-20"), ["6.0.from", "6.0.to", "6.1.from", "6.1.to"]),
    ],
)
def test_no_two_rows_share_a_day(other: Any, expected: list[str]) -> None:
    found = problems(ABSENCE, [JANUARY, other])

    assert {p.error.value for p in found} <= {"PERIOD_OVERLAP"}
    assert [p.field for p in found] == expected


def test_the_text_of_an_overlap_names_the_rows() -> None:
    (problem, _) = problems(ABSENCE, [JANUARY, row("50", "2026-01-31", "2026-02-28")])

    assert problem.text == "Perioderna på rad 1 och på rad 2 får inte ha någon dag gemensam."


def test_each_row_is_a_svar_with_a_quantity_and_a_period() -> None:
    assert sent(ABSENCE, [JANUARY, row(), FEBRUARY]) == [
        (1, {"6.1": Quantity("100.0", "%"), "6.2": Period("2026-01-15", "2026-01-31")}),
        (2, {"6.1": Quantity("50.0", "%"), "6.2": Period("2026-02-01", "2026-02-28")}),
    ]
    assert sent(ABSENCE, [row("halv", "2026-01-15")]) == [(1, {"6.2": Period("2026-01-15", "")})]


def svar(instans: int | None, *contents: tuple[str, Content]) -> Svar:
    return Svar("6", tuple(Delsvar(id_, content) for id_, content in contents), instans)


def test_what_was_sent_is_read_in_the_order_of_the_instances() -> None:
    one = svar(1, ("6.1", Quantity("100", "%")), ("6.2", Period("2026-01-15", "2026-01-31")))
    two = svar(2, ("6.1", Quantity("50.0", "%")), ("6.2", Period("2026-02-01", "2026-02-28")))

    assert received(ABSENCE, two, one) == ([JANUARY, FEBRUARY], [])


@pytest.mark.parametrize(
    ("given", "value", "found"),
    [
        (svar(1), [], [("WRONG_NUMBER_OF_ANSWERS", "6.1"), ("WRONG_NUMBER_OF_ANSWERS", "6.2")]),
        (
            svar(1, ("6.1", Quantity("100", "h")), ("6.2", Period("2026-01-15", ""))),
            [row("", "2026-01-15")],
            [("INVALID_FORMAT", "6.1")],
        ),
        (
            svar(1, ("6.1", Quantity("101", "%")), ("6.2", Text("2026-01-15"))),
            [],
            [("INVALID_FORMAT", "6.1"), ("INVALID_FORMAT", "6.2")],
        ),
        (
            svar(1, ("6.1", Quantity("40", "%")), ("6.2", Period("2026-01-32", ""))),
            [row("40")],
            [("INVALID_FORMAT", "6.2")],
        ),
    ],
)
def test_what_cannot_be_read_is_told(given: Svar, value: Any, found: Any) -> None:
    assert received(ABSENCE, given) == (value, found)


def test_more_than_four_rows_are_told() -> None:
    five = [
        svar(n, ("6.1", Quantity("10", "%")), ("6.2", Period(f"2026-0{n}-01", f"2026-0{n}-02"))) for n in range(1, 6)
    ]

    value, found = received(ABSENCE, *five)

    assert len(value) == 4
    assert found == [("WRONG_NUMBER_OF_ANSWERS", "6.1")]


def test_the_form_shows_the_rows_in_use_and_offers_one_more() -> None:
    shown = view(ABSENCE, [JANUARY, FEBRUARY])

    assert [r.is_shown for r in shown.rows] == [True, True, False, False]
    assert [r.remove for r in shown.rows] == ["", "1", "2", "3"]
    assert (shown.rows[1].percent.value, shown.rows[1].percent.id) == ("50", "c-6-1-percent")
    assert shown.can_grow
    assert not view(ABSENCE, [JANUARY] * 4).can_grow


def test_a_renewal_tells_the_last_period_of_the_renewed_certificate() -> None:
    facts = around(tiny_type(ABSENCE)).facts
    renewed = {"6": [FEBRUARY, JANUARY]}

    assert (
        ABSENCE.edit_view([], Surroundings(SITUATION, facts, renewed_from=renewed)).previous_period
        == "Det förnyade intyget slutar 2026-02-28 med omfattningen 50 procent."
    )
    assert view(ABSENCE, []).previous_period == ""


def test_it_is_read_as_a_table() -> None:
    shown = ABSENCE.read_view(ABSENCE.tidy([JANUARY, row("50")]))

    assert shown.rows == (("100 procent", "2026-01-15", "2026-01-31"), ("50 procent", "Ej angivet", "Ej angivet"))
    assert ABSENCE.in_short([JANUARY, FEBRUARY]) == "2026-01-15 - 2026-02-28"
    assert ABSENCE.read_view([]).is_missing
