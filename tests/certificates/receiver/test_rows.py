"""Rules about rows and about the dates of death (README 7; db.yaml R3-2, R20; doi.yaml R21b, instans)."""

from __future__ import annotations

import datetime as dt

import pytest

from certificates.questions.svar import Svar
from certificates.types.receiver import (
    Consecutive,
    DiagnosisRows,
    NeverLaterDown,
    StrictlyLater,
    TellsAge,
    is_true,
)
from tests.certificates.receiver.world import answers, cv, faults, given

ROWS = DiagnosisRows("6", (("6.1", "6.2"), ("6.3", "6.4"), ("6.5", "6.6")), same_terminology=True)
AGE = TellsAge(flag="4.1", date="2.2", days=28, when=is_true("2.1"))
BORN = dt.date(2026, 1, 1)


def test_rows_are_pairs_from_the_top() -> None:
    assert faults(ROWS, *answers(_6_1="x", _6_2=cv("A"), _6_3="x", _6_4=cv("B"))) == []
    assert faults(ROWS, *answers(_6_1="x")) == ["Diagnoskod och beskrivning hör ihop i svar 6"]
    assert faults(ROWS, *answers(_6_1="x", _6_2=cv("A"), _6_5="x", _6_6=cv("B"))) == [
        "Diagnoser i svar 6 ska anges uppifrån"
    ]


def test_all_rows_are_of_one_terminology_where_the_type_says_so() -> None:
    mixed = answers(_6_1="x", _6_2=cv("A", "S "), _6_3="x", _6_4=cv("B", "T"))

    assert faults(ROWS, *mixed) == ["Diagnoskoderna i svar 6 ska vara ur samma kodverk"]
    assert faults(DiagnosisRows("6", ROWS.rows), *mixed) == []


def test_each_svar_has_rows_of_its_own() -> None:
    rule = DiagnosisRows("4", (("4.1", "4.2"),))

    assert (
        faults(rule, given("4", ("4.1", "x")), given("4", ("4.2", cv("A"))))
        == ["Diagnoskod och beskrivning hör ihop i svar 4"] * 2
    )


@pytest.mark.parametrize(
    ("numbers", "broken"), [([1, 2, 3], []), ([3, 1, 2], []), ([1, 3], [3]), ([2], [2]), ([1, 1, 2], [2]), ([1, 1], [])]
)
def test_a_numbered_row_needs_exactly_one_before_it(numbers: list[int], broken: list[int]) -> None:
    told = faults(Consecutive("9"), *(given("9", ("9.1", "x"), instans=n) for n in numbers))

    assert told == [f"Svar 9 med instans {n} kräver ett med instans {n - 1}" for n in broken]


def rows(*days: str) -> list[Svar]:
    return [given("9", ("9.2", day), instans=n) for n, day in enumerate(days, start=1) if day]


@pytest.mark.parametrize(
    ("days", "is_broken"),
    [
        (("2026-01-05", "2026-01-04", "2026-01-04"), False), (("2026-01-04", "2026-01-05"), True),
        (("2026-01-04", "", "2026-01-05"), True), (("2026-01-05", "2026-01-03", "2026-01-04"), True),
        (("2026-01-04", "x"), False),
    ],
)  # fmt: skip
def test_no_row_is_later_than_one_above_it(days: tuple[str, ...], is_broken: bool) -> None:
    assert bool(faults(NeverLaterDown("9.2"), *rows(*days))) is is_broken


@pytest.mark.parametrize(
    ("earlier", "later", "is_broken"),
    [
        ("2017-01-01", "2017-01-02", False), ("2017-01-01", "2017-01-01", True), ("2017-01-01", "2017-01-01 ", True),
        ("2017-00-00", "2017-01-01", False), ("2017-05-00", "2017-04-30", True), ("0000-00-00", "2017-01-01", False),
    ],
)  # fmt: skip
def test_dates_with_unknown_parts_are_compared_as_text(earlier: str, later: str, is_broken: bool) -> None:
    assert bool(faults(StrictlyLater("2.3", "2.2"), *answers(_2_2=earlier, _2_3=later))) is is_broken


@pytest.mark.parametrize(
    ("day", "flag", "is_broken"),
    [
        ("2026-01-29", "true", False), ("2026-01-29", "false", True), ("2026-01-30", "false", False),
        ("2026-01-30", "true", True), ("2026-01-00", "false", False),
    ],
)  # fmt: skip
def test_whether_a_child_died_within_28_days_agrees_with_the_dates(day: str, flag: str, is_broken: bool) -> None:
    assert bool(faults(AGE, *answers(_2_1="true", _2_2=day, _4_1=flag), birth=BORN)) is is_broken


def test_an_uncertain_date_of_death_tells_no_age() -> None:
    assert faults(AGE, *answers(_2_1="false", _2_2="2026-01-05", _4_1="false"), birth=BORN) == []
    assert faults(AGE, *answers(_2_1="true", _2_2="2026-01-05", _4_1="false"), birth=None) == []
