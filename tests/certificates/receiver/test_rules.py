"""Rules across answers, and when they apply (spec/certificate-types README 12; ts_bas.yaml, notation of rules)."""

from __future__ import annotations

import pytest

from certificates.questions.svar import PartialDate, Svar
from certificates.types.receiver import (
    BIRTH,
    DATE,
    TODAY,
    AnyTrue,
    CodesAmong,
    Condition,
    Distinct,
    HoldsValue,
    NotAfter,
    PeriodsApart,
    Rule,
    YearBetween,
    all_of,
    alone,
    any_of,
    below,
    forbids,
    has,
    is_false,
    is_true,
    needs,
    not_,
)
from certificates.types.receiver import given as is_given
from tests.certificates.receiver.world import answers, cv, faults, given, period, received


@pytest.mark.parametrize(
    ("condition", "svar", "holds"),
    [
        (has("1.1", "A"), answers(_1_1=cv("A")), True),
        (has("1.1", "A", "B"), answers(_1_1=[cv("C"), cv("B")]), True),
        (has("1.1", "A"), answers(_1_1=cv("B")), False),
        (has("1.1", "A"), [], False),
        (not_(has("1.1", "A")), [], True),
        (not_(has("1.1", "A")), answers(_1_1=cv("A")), False),
        (has("1.1", "A"), [given("2", ("1.1", cv("A")))], False),
        (is_true("1.1"), answers(_1_1=" 1 "), True),
        (is_true("1.1"), answers(_1_1="false"), False),
        (is_true("1.1"), [], False),
        (is_false("1.1"), answers(_1_1="0"), True),
        (is_false("1.1"), [], False),
        (not_(is_true("1.1")), [], True),
        (is_true("1.1"), answers(_1_1=cv("true")), False),
        (is_given("1.1"), answers(_1_1=""), True),
        (is_given("1.1"), answers(_1_2="x"), False),
        (is_given("1"), answers(_1_2="x"), True),
        (below("8.2", "0.5"), answers(_8_2="0.49"), True),
        (below("8.2", "0.5"), answers(_8_2="0.5"), False),
        (below("8.2", "0.5"), answers(_8_2="x"), False),
        (below("8.2", "0.5"), [], False),
        (all_of(is_given("1"), is_given("2")), answers(_1_1="x"), False),
        (any_of(is_given("1"), is_given("2")), answers(_1_1="x"), True),
    ],
)
def test_when_a_condition_holds(condition: Condition, svar: list[Svar], holds: bool) -> None:
    assert condition.holds(received(*svar)) is holds


# --- presence ---------------------------------------------------------------------------------------------------------


def test_needed_places_occur_exactly_once() -> None:
    rule = needs(is_true("1.1"), "1.2", "3")

    assert faults(rule, *answers(_1_1="true", _1_2="x", _3_1="x")) == []
    assert faults(rule, *answers(_1_1="true")) == ["Delsvar 1.2 saknas", "Svar 3 saknas"]
    assert faults(rule, *answers(_1_1="true", _1_2="x"), given("3"), given("3")) == ["Svar 3 ska finnas exakt en gång"]
    assert faults(rule, *answers(_1_1="false")) == []


def test_present_places_may_repeat() -> None:
    assert faults(Rule(present=("3",)), given("3"), given("3")) == []
    assert faults(Rule(present=("3",))) == ["Svar 3 saknas"]


def test_forbidden_places_do_not_occur() -> None:
    assert faults(forbids(is_given("1"), "2", "3.1"), *answers(_1_1="x", _2_1="x", _3_1="x")) == [
        "Svar 2 får inte finnas",
        "Delsvar 3.1 får inte finnas",
    ]


def test_one_of_several_is_enough() -> None:
    assert faults(Rule(any_of=("51", "52")), given("52")) == []
    assert faults(Rule(any_of=("51", "52"))) == ["Något av svar 51, 52 ska finnas"]


def test_a_code_that_stands_alone() -> None:
    rule = alone(has("33.1", "VAR11"), "33.1")

    assert faults(rule, *answers(_33_1=[cv("VAR11")])) == []
    assert faults(rule, *answers(_33_1=[cv("VAR1"), cv("VAR2")])) == []
    assert faults(rule, *answers(_33_1=[cv("VAR11"), cv("VAR2")])) == ["Delsvar 33.1 får finnas högst en gång"]


def test_a_rule_of_each_svar_looks_at_one_at_a_time() -> None:
    rule = Rule(each="1", when=has("1.1", "ANNAT"), present=("1.3",))
    misplaced = given("1", ("1.1", cv("ANNAT"))), given("1", ("1.1", cv("X")), ("1.3", "x"))

    assert faults(rule, *misplaced) == ["Delsvar 1.3 saknas"]
    assert faults(Rule(when=has("1.1", "ANNAT"), present=("1.3",)), *misplaced) == []


# --- values -----------------------------------------------------------------------------------------------------------


def test_one_of_several_boxes_is_true() -> None:
    rule = AnyTrue(any_of=("9.1", "9.2"), when=is_given("9"))

    assert faults(rule) == []
    assert faults(rule, *answers(_9_1="false", _9_2="1")) == []
    assert faults(rule, *answers(_9_1="false")) == ["Något av delsvar 9.1, 9.2 ska vara true"]
    assert faults(AnyTrue(any_of=("7.1",)), *answers(_7_1="false")) == ["Delsvar 7.1 ska vara true"]


def test_the_kind_of_a_value_may_depend_on_another_answer() -> None:
    rule = HoldsValue(sub_answer="2.2", value=DATE, when=is_true("2.1"))

    assert faults(rule, *answers(_2_1="true", _2_2="2017-00-00")) == ["Delsvar 2.2 ska vara ett datum (åååå-mm-dd)"]
    assert faults(rule, *answers(_2_1="false", _2_2="2017-00-00")) == []


def test_no_code_stands_twice() -> None:
    assert faults(Distinct("1.1"), *answers(_1_1=[cv("A"), cv("B")])) == []
    assert faults(Distinct("1.1"), *answers(_1_1=[cv("A"), cv("A", "other")])) == [
        "Samma kod finns flera gånger i delsvar 1.1"
    ]


def test_some_codes_of_one_answer_are_among_those_of_another() -> None:
    rule = CodesAmong("33.1", "1.1", frozenset({"VAR1", "VAR2"}))

    assert faults(rule, *answers(_33_1=[cv("VAR1"), cv("VAR12")], _1_1=[cv("VAR1")])) == []
    assert faults(rule, *answers(_33_1=[cv("VAR1"), cv("VAR2")], _1_1=[cv("VAR1")])) == [
        "VAR2 i delsvar 33.1 ska också finnas i delsvar 1.1"
    ]


# --- days -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second", "is_broken"),
    [
        ("2026-01-02", "2026-01-01", True),
        ("2026-01-01", "2026-01-01", False),
        ("2025-12-31", "2026-01-01", False),
        ("2026-01-02", "2026-00-00", False),
        ("x", "2026-01-01", False),
        ("2026-01-02", PartialDate("YYYY-MM-DD", "2026-01-01"), True),
    ],
)
def test_days_are_compared_when_both_are_real(first: str, second: str, is_broken: bool) -> None:
    assert bool(faults(NotAfter("1.1", "2.1"), *answers(_1_1=first, _2_1=second))) is is_broken


def test_a_missing_day_breaks_no_rule() -> None:
    assert faults(NotAfter("1.1", "2.1"), *answers(_1_1="2026-01-01")) == []


def test_a_day_is_compared_with_today_and_with_birth() -> None:
    assert faults(NotAfter("1.1", TODAY), *answers(_1_1="2026-01-15")) == []
    assert faults(NotAfter("1.1", TODAY), *answers(_1_1="2026-01-16")) == [
        "Datumet i delsvar 1.1 får inte vara senare än dagens datum"
    ]
    assert faults(NotAfter(BIRTH, "1.1"), *answers(_1_1="1970-05-01")) == []
    assert faults(NotAfter(BIRTH, "1.1"), *answers(_1_1="1970-04-30")) == [
        "Datumet i delsvar 1.1 får inte vara före patientens födelsedatum"
    ]


def test_an_unknown_birth_date_breaks_no_rule() -> None:
    assert faults(NotAfter(BIRTH, "1.1"), *answers(_1_1="1870-04-30"), birth=None) == []


def test_days_may_be_compared_in_each_svar_under_a_condition() -> None:
    rule = NotAfter("2.1", "1.2", when=has("1.1", "UNDERSOKNING"), each="1")
    rows = (
        given("1", ("1.1", cv("UNDERSOKNING")), ("1.2", "2026-01-05")),
        given("1", ("1.1", cv("JOURNALUPPGIFTER")), ("1.2", "2025-01-05")),
    )

    assert faults(rule, *rows, given("2", ("2.1", "2026-01-05"))) == []
    assert faults(rule, *rows, given("2", ("2.1", "2026-01-06"))) == [
        "Datumet i delsvar 2.1 får inte vara senare än delsvar 1.2"
    ]


@pytest.mark.parametrize(
    ("year", "is_broken"),
    [("1970", False), ("1969", True), ("2026", False), ("2027", True), ("0000", True), ("x", False)],
)
def test_a_year_lies_between_birth_and_today(year: str, is_broken: bool) -> None:
    assert bool(faults(YearBetween("35.1"), *answers(_35_1=PartialDate("YYYY", year)))) is is_broken


def test_the_lower_limit_of_a_year_may_be_left_out() -> None:
    assert faults(YearBetween("51.3", from_birth=False), *answers(_51_3=PartialDate("YYYY", "1900"))) == []


@pytest.mark.parametrize(
    ("one", "other", "overlap"),
    [
        (("2026-01-01", "2026-01-05"), ("2026-01-05", "2026-01-09"), False),
        (("2026-01-01", "2026-01-05"), ("2026-01-04", "2026-01-09"), True),
        (("2026-01-01", "2026-01-09"), ("2026-01-03", "2026-01-04"), True),
        (("2026-01-01", "2026-01-05"), ("2026-01-06", "2026-01-09"), False),
        (("2026-01-01", ""), ("2026-01-01", "2026-01-09"), False),
    ],
)
def test_when_periods_overlap(one: tuple[str, str], other: tuple[str, str], overlap: bool) -> None:
    assert bool(faults(PeriodsApart("6.2"), *answers(_6_2=[period(*one), period(*other)]))) is overlap
