"""Causes of death, one row, a chain, and a list that grows (doi.yaml 8, 9, 10)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from certificates.questions.cause_of_death import CauseOfDeath, Specification
from certificates.questions.causes_of_death import CausesInOrder, ContributingCauses
from certificates.questions.messages import legacy_type
from certificates.questions.svar import Cv
from tests.certificates.engine.world import SITUATION
from tests.certificates.questions.world import posted, problems, received, sent, svar, told, view

SNOMED, NULL = "1.2.752.116.2.1.1.1", "2.16.840.1.113883.5.1008"
SPECIFICATIONS = (
    Specification("PLOTSLIG", "Akut", Cv("424124008", SNOMED, "plötslig debut")),
    Specification("KRONISK", "Kronisk", Cv("90734009", SNOMED, "kronisk")),
    Specification("UPPGIFT_SAKNAS", "Uppgift saknas", Cv("NI", NULL, "Uppgift saknas")),
)
TERMINAL = CauseOfDeath(
    id="8", label="Terminal dödsorsak", required=True, options=SPECIFICATIONS, max_length=120, field_id="8.1"
)
CHAIN = CausesInOrder(
    id="9",
    label="Som var en följd av",
    options=SPECIFICATIONS,
    max_length=80,
    row_fields=("9.1.0", "9.1.1", "9.1.2"),
)
OTHERS = ContributingCauses(id="10", label="Andra sjukdomar", options=SPECIFICATIONS, max_length=55)


def row(text: str = "", date: str = "", spec: str = "") -> dict[str, str]:
    return {"text": text, "date": date, "spec": spec}


def test_a_row_is_posted_with_its_date_made_whole_and_only_codes_of_the_list() -> None:
    fields = {"A__text": " Sepsis ", "A__date": "20260101", "A__spec": "PLOTSLIG"}

    assert posted(TERMINAL, **fields) == [row("Sepsis", "2026-01-01", "PLOTSLIG")]
    assert posted(TERMINAL, A__text="Sepsis", A__spec="424124008") == [row("Sepsis")]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ([], [("MISSING_ANSWER", "8.1", "A.text")]),
        ([row("", "2026-01-01")], [("MISSING_ANSWER", "8.1", "A.text")]),
        ([row("x" * 121)], [("TEXT_TOO_LONG", "8.1", "A.text")]),
        ([row("Sepsis", "2026-01-16")], [("DATE_TOO_LATE", "8.1", "A.date")]),
        ([row("Sepsis", "igår")], [("INVALID_FORMAT", "8.1", "A.date")]),
        ([row("Sepsis", "2026-01-15", "KRONISK")], []),
    ],
)
def test_the_terminal_cause_is_described_and_not_later_than_today(value: Any, expected: Any) -> None:
    assert told(TERMINAL, value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ([], []),
        ([row("a", "2026-01-02"), row("b", "2026-01-01"), row("c", "2026-01-01")], []),
        ([row("a", "2026-01-02"), row("b", "2026-01-03")], [("INCORRECT_COMBINATION", "9.1.1", "C.date")]),
        ([row("a", "2026-01-02"), row("b"), row("c", "2026-01-03")], [("INCORRECT_COMBINATION", "9.1.2", "D.date")]),
        ([row("a", "2026-01-16")], [("INCORRECT_COMBINATION", "9.1.0", "B.date")]),
        ([row("a", "2026-02-30")], [("INVALID_FORMAT", "9.1.0", "B.date")]),
        ([row("", "", "KRONISK")], [("MISSING_ANSWER", "9.1.0", "B.text")]),
        ([row(), row("b")], [("MISSING_ANSWER", "9.1.0", "B.text")]),
    ],
)
def test_a_chain_is_filled_from_the_top_and_goes_back_in_time(value: Any, expected: Any) -> None:
    assert told(CHAIN, value) == expected


def test_a_cause_later_than_the_one_above_is_an_incorrect_combination() -> None:
    (problem,) = problems(CHAIN, [row("a", "2026-01-02"), row("b", "2026-01-03")])

    assert legacy_type(problem.error) == "INCORRECT_COMBINATION"
    assert "raden ovanför" in problem.text


def test_rules_between_questions_can_ask_for_the_day_of_a_row() -> None:
    value = CHAIN.tidy([row("a"), row("b", "2026-01-03")])

    assert CHAIN.day(value, "B") is None
    assert CHAIN.day(value, "C") == dt.date(2026, 1, 3)
    assert OTHERS.day([], "7") is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ([], []),
        ([row(), row("a")], []),
        ([row("a"), row("", "", "KRONISK")], [("MISSING_ANSWER", "10.1", "1.text")]),
        ([row("a", "2026-01-16")], [("DATE_TOO_LATE", "10.1", "0.date")]),
        ([row("x" * 56)], [("TEXT_TOO_LONG", "10.1", "0.text")]),
    ],
)
def test_an_empty_row_of_the_list_is_ignored(value: Any, expected: Any) -> None:
    assert told(OTHERS, value) == expected


def test_the_list_shows_one_row_and_those_with_content() -> None:
    assert [r.is_shown for r in view(OTHERS, []).rows] == [True] + [False] * 7
    assert [r.is_shown for r in view(OTHERS, [row("a"), row("b")]).rows] == [True, True] + [False] * 6


def test_all_rows_but_the_first_can_be_removed() -> None:
    assert [bool(r.remove) for r in view(OTHERS, []).rows] == [False] + [True] * 7


def test_the_list_stops_growing_at_its_limit() -> None:
    assert view(OTHERS, [row("a")] * 7).can_grow
    assert not view(OTHERS, [row("a")] * 8).can_grow
    assert len(OTHERS.tidy([row("a")] * 9)) == 8


def test_adding_without_script_shows_one_more_row() -> None:
    assert posted(OTHERS, add="1") == [row(), row()]
    assert posted(OTHERS, p0__text="a", add="1") == [row("a"), row()]


def test_an_added_row_that_stays_empty_is_gone_after_the_next_save() -> None:
    assert posted(OTHERS, [row("a"), row()], p0__text="a") == [row("a")]


def test_removing_without_script_lets_the_rows_below_move_up() -> None:
    fields = {"p0__text": "a", "p1__text": "b", "p2__text": "c"}

    assert [r["text"] for r in posted(OTHERS, remove="1", **fields)] == ["a", "c"]


def test_one_cause_is_one_svar() -> None:
    assert sent(TERMINAL, [row("Sepsis", "2026-01-01", "UPPGIFT_SAKNAS")]) == [
        (None, {"8.1": "Sepsis", "8.2": "2026-01-01", "8.3": ("NI", NULL, "Uppgift saknas")})
    ]
    assert sent(TERMINAL, []) == []


def test_an_unreal_date_is_not_sent() -> None:
    assert sent(TERMINAL, [row("Sepsis", "2026-02-30")]) == [(None, {"8.1": "Sepsis"})]


def test_rows_of_the_chain_are_numbered_by_their_place() -> None:
    assert sent(CHAIN, [row("a"), row("b", "", "KRONISK")]) == [
        (1, {"9.1": "a"}),
        (2, {"9.1": "b", "9.3": ("90734009", SNOMED, "kronisk")}),
    ]


def test_rows_of_the_list_are_numbered_without_gaps() -> None:
    assert sent(OTHERS, [row("a"), row(), row("b")]) == [(1, {"10.1": "a"}), (2, {"10.1": "b"})]


@pytest.mark.parametrize(
    ("question", "value"),
    [
        (TERMINAL, [row("Sepsis", "2026-01-01", "PLOTSLIG")]),
        (CHAIN, [row("a"), row("b", "2026-01-01", "KRONISK"), row("c")]),
        (OTHERS, [row("a", "", "UPPGIFT_SAKNAS"), row("b", "2025-01-01")]),
    ],
)
def test_what_is_sent_is_read_back(question: CauseOfDeath, value: Any) -> None:
    written = question.to_svar(question.tidy(value), SITUATION)

    assert received(question, *reversed(written)) == (question.tidy(value), [])


def test_faulty_parts_are_left_out_and_told() -> None:
    given = svar("8", d8_1="Sepsis", d8_2="2026-02-30", d8_3=Cv("NI", SNOMED))

    assert received(TERMINAL, given) == ([row("Sepsis")], [("INVALID_FORMAT", "8.2"), ("INVALID_FORMAT", "8.3")])


def test_two_rows_in_one_place_and_a_row_too_many_are_told() -> None:
    twice = [svar("9", 1, d9_1="a"), svar("9", 1, d9_1="b"), svar("9", 4, d9_1="d")]

    value, faults = received(CHAIN, *twice)

    assert value[0]["text"] == "a"
    assert faults == [("WRONG_NUMBER_OF_ANSWERS", "9.1")] * 2
    assert received(OTHERS, *(svar("10", n, d10_1="a") for n in range(1, 10)))[1] == [
        ("WRONG_NUMBER_OF_ANSWERS", "10.1")
    ]


def test_the_rows_are_read_as_a_table() -> None:
    shown = CHAIN.read_view(CHAIN.tidy([row("a", "2026-01-01", "PLOTSLIG"), row("b")]))

    assert shown.columns == ("Rad", "Beskrivning", "Ungefärlig debut", "Specificera tillståndet")
    assert shown.rows == (("B", "a", "2026-01-01", "Akut"), ("C", "b", "Ej angivet", "Ej angivet"))
    assert OTHERS.read_view([]).is_missing
    assert OTHERS.in_short([row("a"), row("b")]) == "a, b"
