"""The working-hours helper of sick-leave periods (README 6; spec/ui.md 4.2)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from certificates.engine import parse_element, parse_form, section_views, typed_aids
from certificates.questions.period_view import PeriodsView
from certificates.types.fk7804 import FK7804
from tests.certificates.engine.world import TODAY, find

ALL_LEVELS = {
    "EN_FJARDEDEL": {"from": "2026-01-05", "to": "2026-01-11"},
    "HALFTEN": {"from": "2026-01-12", "to": "2026-01-12"},
    "TRE_FJARDEDEL": {"from": "2026-01-13", "to": "2026-01-26"},
    "HELT_NEDSATT": {"from": "2026-01-27", "to": "2026-02-09"},
}


def view_of(typed: str, rows: dict[str, Any] | None = None, ctype: Any = FK7804) -> PeriodsView:
    answers = {"32": ALL_LEVELS if rows is None else rows}
    sections = section_views(ctype, answers, aids={"aid.32.hours": typed}, today=TODAY, find=find)
    return next(e.view for s in sections for e in s.elements if e.id == "32")


@pytest.mark.parametrize(
    ("hours", "left"),
    [
        ("40", ["30", "20", "10", "0"]),
        ("37", ["27,75", "18,5", "9,25", "0"]),
        ("0", ["0", "0", "0", "0"]),
        ("168", ["126", "84", "42", "0"]),
        ("007", ["5,25", "3,5", "1,75", "0"]),
    ],
)
def test_each_complete_row_shows_what_is_left_of_the_week(hours: str, left: list[str]) -> None:
    assert [row.hours_left for row in view_of(hours).rows] == left


def test_the_days_stand_beside_the_hours() -> None:
    assert [(row.hours_left, row.days_text) for row in view_of("40").rows[:2]] == [("30", "7 dagar"), ("20", "1 dag")]


@pytest.mark.parametrize("row", [{"from": "2026-01-12", "to": ""}, {"from": "2026-01-12", "to": "2026-01-11"}])
def test_a_row_that_is_not_complete_shows_no_hours(row: dict[str, str]) -> None:
    assert {row.hours_left for row in view_of("40", {"HALFTEN": row}).rows} == {""}


@pytest.mark.parametrize("typed", ["169", "999", "1000", "-1", "37,5", "fyrtio", "٤٠"])
def test_what_is_no_number_of_hours_in_a_week_is_an_error_on_the_field(typed: str) -> None:
    view = view_of(typed)
    assert view.work_hours is not None
    assert view.work_hours.is_wrong
    assert view.work_hours.error_text == "Ange ett heltal mellan 0 och 168."
    assert view.work_hours.control.value == typed
    assert {row.hours_left for row in view.rows} == {""}


def test_an_empty_field_is_no_error_and_shows_nothing() -> None:
    view = view_of("")
    assert view.work_hours is not None
    assert not view.work_hours.is_wrong
    assert {row.hours_left for row in view.rows} == {""}


def test_a_type_that_does_not_declare_the_helper_has_none() -> None:
    question = replace(FK7804.question("32"), work_hours_helper=False)
    ctype = replace(
        FK7804,
        sections=tuple(
            replace(s, questions=tuple(question if q.id == "32" else q for q in s.questions)) for s in FK7804.sections
        ),
    )
    view = view_of("40", ctype=ctype)
    assert view.work_hours is None
    assert {row.hours_left for row in view.rows} == {""}


def test_the_hours_are_no_part_of_the_answer() -> None:
    posted = {"e.32.HALFTEN": "true", "e.32.HALFTEN.from": "2026-01-12", "e.32.HALFTEN.to": "2026-01-18"}
    with_hours = {**posted, "aid.32.hours": "40"}
    for parse in (
        lambda post: parse_element(FK7804, "32", post, answers={}, today=TODAY, find=find),
        lambda post: parse_form(FK7804, post, answers={}, today=TODAY, find=find),
    ):
        assert parse(with_hours) == parse(posted)


def test_hours_alone_do_not_make_the_question_one_that_was_posted() -> None:
    parsed = parse_form(FK7804, {"aid.32.hours": "40"}, answers={"32": ALL_LEVELS}, today=TODAY, find=find)
    assert "32" not in parsed.values


def test_only_aids_with_something_in_them_are_found_in_a_form() -> None:
    post = {"aid.32.hours": " 40 ", "aid.56.hours": "  ", "e.25.text": "Fritt", "version": "1"}
    assert typed_aids(post) == {"aid.32.hours": "40"}
