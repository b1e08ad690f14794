from __future__ import annotations

import datetime as dt

import pytest

from certificates.engine import Facts
from certificates.expressions import (
    Condition,
    all_of,
    answered,
    any_of,
    days_from_today,
    equals,
    has,
    has_any,
    not_,
)
from certificates.types.fk7804 import FK7804
from tests.certificates.engine.world import COMPLETE, TODAY, complete


def holds(condition: Condition, answers: dict, today: dt.date = TODAY) -> bool:
    return condition.holds(Facts(FK7804, answers, today))


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (answered("25"), True),
        (answered("27"), False),
        (equals("33", True), True),
        (equals("33", False), False),
        (equals("39", "ATER_X_ANTAL_MANADER"), True),
        (equals("39.4", 3), True),
        (has("28", "STUDIER"), True),
        (has("28", "ARBETSSOKANDE"), False),
        (has("1", "ANNAT"), True),
        (has("32", "HALFTEN"), True),
        (has("39", "ATER_X_ANTAL_MANADER"), True),
        (has("33", "true"), True),
        (has_any("32", ["EN_FJARDEDEL", "HALFTEN"]), True),
        (has_any("32", ["EN_FJARDEDEL", "TRE_FJARDEDEL"]), False),
        (not_(answered("25")), False),
        (all_of(answered("25"), answered("44")), True),
        (all_of(answered("25"), answered("27")), False),
        (any_of(answered("27"), answered("44")), True),
        (any_of(answered("27")), False),
    ],
)
def test_a_condition_looks_at_the_answers(condition: Condition, expected: bool) -> None:
    assert holds(condition, COMPLETE) is expected


def test_a_text_of_blanks_is_not_answered() -> None:
    assert not holds(answered("25"), complete(q25="  \n"))


def test_terms_without_text_are_not_answered() -> None:
    assert not holds(answered("35"), complete(q35={"terms": ["Sömnfunktioner"], "text": " "}))


def test_an_unticked_box_is_not_true() -> None:
    assert not holds(equals("34", True), complete(q34=False))


def test_a_number_never_equals_a_boolean() -> None:
    assert not holds(equals("39.4", True), complete(q39_4=1))


@pytest.mark.parametrize(("start", "expected"), [("2026-01-07", True), ("2026-01-08", False), ("2026-01-15", False)])
def test_days_from_today_excludes_its_limit(start: str, expected: bool) -> None:
    answers = {"32": {"HALFTEN": {"from": start, "to": ""}}}

    assert holds(days_from_today("32", below=-7), answers) is expected


def test_days_from_today_can_look_ahead() -> None:
    answers = {"32": {"HALFTEN": {"from": "2026-01-20", "to": ""}}}

    assert holds(days_from_today("32", above=4), answers)
    assert not holds(days_from_today("32", above=5), answers)


def test_an_unreadable_date_is_no_date() -> None:
    assert not holds(days_from_today("32", below=9999), {"32": {"HALFTEN": {"from": "igår", "to": ""}}})


def test_the_answer_of_a_hidden_question_counts_as_missing() -> None:
    carrier = complete(q27=True)

    assert not holds(has("28", "STUDIER"), carrier)
    assert not holds(answered("29"), carrier)


def test_a_condition_tells_the_questions_it_depends_on() -> None:
    condition = any_of(all_of(answered("1"), equals("2", True)), not_(has("3", "X")), days_from_today("4", below=0))

    assert condition.questions == {"1", "2", "3", "4"}
