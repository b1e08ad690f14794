"""Which svar and sub-answers there may be (spec/certificate-types README 12: counts, sub_answers, instans)."""

from __future__ import annotations

import pytest

from certificates.types.receiver import (
    ACCEPTED,
    ANY,
    BOOLEAN,
    ONCE,
    OPTIONAL,
    SOME,
    TEXT,
    Count,
    ReceiverRules,
    any_number,
    at_most_one,
    ending_with,
    one,
    svar,
)
from tests.certificates.receiver.world import cv, faults, given


def text(svar_id: str, instans: int | None = None) -> object:
    return given(svar_id, (f"{svar_id}.1", "x"), instans=instans)


@pytest.mark.parametrize(
    ("count", "found", "fault"),
    [
        (ONCE, 0, ["Svar 1 saknas"]), (ONCE, 1, []), (ONCE, 2, ["Svar 1 får finnas högst en gång"]),
        (OPTIONAL, 0, []), (OPTIONAL, 2, ["Svar 1 får finnas högst en gång"]),
        (SOME, 0, ["Svar 1 saknas"]), (SOME, 30, []), (ANY, 0, []), (ANY, 30, []),
        (Count(2, 3), 1, ["Svar 1 ska finnas minst 2 gånger"]), (Count(2, 3), 4, ["Svar 1 får finnas högst 3 gånger"]),
    ],
)  # fmt: skip
def test_how_often_a_svar_may_stand(count: Count, found: int, fault: list[str]) -> None:
    rules = ReceiverRules(svar=(svar("1", count, one("1.1", TEXT)),))

    assert faults(rules, *[text("1")] * found) == fault


def test_unknown_svar_are_refused() -> None:
    assert faults(ReceiverRules(), text("7")) == ["Svar 7 ingår inte i intygstypen"]


def test_unknown_svar_are_let_through_where_the_type_says_so() -> None:
    assert faults(ReceiverRules(other_svar=ACCEPTED), text("7"), given("x")) == []


@pytest.mark.parametrize(("svar_id", "accepted"), [("118", True), ("18", False), ("181", False), ("8", False)])
def test_an_unknown_svar_that_ends_as_a_known_one_passes_for_it(svar_id: str, accepted: bool) -> None:
    rules = ReceiverRules(svar=(svar("18", Count(5, 5)),), other_svar=ending_with(["18"]))

    assert (f"Svar {svar_id} ingår inte i intygstypen" not in faults(rules, given(svar_id, ("1.1", "x")))) is (
        accepted or svar_id == "18"
    )


def test_unknown_sub_answers_are_refused_unless_said_otherwise() -> None:
    told = given("1", ("1.1", "x"), ("1.7", "y"))

    assert faults(ReceiverRules(svar=(svar("1", ONCE, one("1.1", TEXT)),)), told) == ["Delsvar 1.7 ingår inte i svar 1"]
    assert faults(ReceiverRules(svar=(svar("1", ONCE, one("1.1", TEXT), other_parts=True),)), told) == []


def test_sub_answers_are_counted_in_each_svar() -> None:
    rules = ReceiverRules(svar=(svar("1", ANY, one("1.1"), at_most_one("1.2"), any_number("1.3")),))

    assert faults(rules, given("1", ("1.1", "x"), ("1.3", "y"), ("1.3", "z")), given("1", ("1.1", "x"))) == []
    assert faults(rules, given("1", ("1.2", "x"), ("1.2", "x"))) == [
        "Delsvar 1.1 ska finnas exakt en gång i svar 1",
        "Delsvar 1.2 får finnas högst en gång i svar 1",
    ]


def test_each_value_is_looked_at() -> None:
    rules = ReceiverRules(svar=(svar("1", ANY, any_number("1.1", BOOLEAN)),))

    assert faults(rules, given("1", ("1.1", "true"), ("1.1", "ja"))) == ["Delsvar 1.1 ska vara true, false, 1 eller 0"]


# --- instans ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("instans", "fault"), [(1, []), (7, []), (0, ["Svar 1 har en instans under 1"]), (None, ["Svar 1 saknar instans"])]
)
def test_an_instans_is_there_and_one_or_more(instans: int | None, fault: list[str]) -> None:
    rules = ReceiverRules(svar=(svar("1", ANY, one("1.1")),), instans_required=("1",))

    assert faults(rules, text("1", instans)) == fault


def test_the_value_of_an_instans_may_be_left_unchecked() -> None:
    rules = ReceiverRules(svar=(svar("1", ANY, one("1.1")),), instans_required=("1",), instans_from_one=False)

    assert faults(rules, text("1", -3)) == []
    assert faults(rules, text("1")) == ["Svar 1 saknar instans"]


# --- extra questions --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("svar_id", ["9000", "9001", "9999"])
def test_extra_questions_are_accepted_with_any_sub_answer_id(svar_id: str) -> None:
    assert faults(ReceiverRules(extra_questions=True), given(svar_id, ("1.7", "x"))) == []


@pytest.mark.parametrize("svar_id", ["8999", "10000", "900", "09001", "９００１"])
def test_other_numbers_are_no_extra_questions(svar_id: str) -> None:
    assert faults(ReceiverRules(extra_questions=True), text(svar_id)) == [f"Svar {svar_id} ingår inte i intygstypen"]


def test_extra_questions_are_refused_where_the_type_has_none() -> None:
    assert faults(ReceiverRules(), text("9001")) == ["Svar 9001 ingår inte i intygstypen"]


def test_an_extra_question_stands_once_with_one_filled_sub_answer() -> None:
    rules = ReceiverRules(extra_questions=True)

    assert faults(rules, text("9001"), text("9001")) == ["Svar 9001 får finnas högst en gång"]
    assert faults(rules, given("9001", ("9001.1", "x"), ("9001.2", "y"))) == ["Svar 9001 ska ha exakt ett delsvar"]
    assert faults(rules, given("9001", ("9001.1", " "))) == ["Delsvar 9001.1 ska vara en text som inte är tom"]


def test_the_first_extra_number_is_let_through_as_it_is() -> None:
    rules = ReceiverRules(extra_questions=True)

    assert faults(rules, given("9000", ("9000.1", " "), ("9000.2", cv("x"))), text("9000")) == []
