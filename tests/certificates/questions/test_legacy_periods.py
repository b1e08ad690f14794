"""Sick-leave periods of the older engine (README 6, server check; 9, lisjp)."""

from __future__ import annotations

from typing import Any

import pytest

from certificates.questions.legacy_sickleave_periods import LegacySickLeavePeriods
from certificates.questions.svar import Content, Cv, Period, Text
from certificates.types.code_lists import SICK_LEAVE_DEGREES
from tests.certificates.questions.world import received, svar, told

PERIODS = LegacySickLeavePeriods(
    id="32", label="Nedsättning", required=True, code_system="KV_FKMU_0003", degrees=SICK_LEAVE_DEGREES
)
HALF = Cv("HALFTEN", "KV_FKMU_0003")


def rows(**periods: tuple[str, str]) -> dict[str, dict[str, str]]:
    return {code: {"from": start, "to": end} for code, (start, end) in periods.items()}


def overlap(code: str, name: str, part: str) -> tuple[str, str, str]:
    return "PERIOD_OVERLAP", f"sjukskrivningar.period.{code}.{name}", f"{code}.{part}"


def test_nothing_chosen_is_told_at_the_question() -> None:
    assert told(PERIODS, {}) == [("MISSING_MULTI_OPTION", "sjukskrivningar", "EN_FJARDEDEL")]


def test_missing_dates_are_told_by_the_names_of_the_older_engine() -> None:
    assert told(PERIODS, rows(HALFTEN=("", ""))) == [
        ("MISSING_DATE", "sjukskrivningar.period.HALFTEN.from", "HALFTEN.from"),
        ("MISSING_DATE", "sjukskrivningar.period.HALFTEN.tom", "HALFTEN.to"),
    ]


def test_an_end_before_the_start_is_told_at_the_end() -> None:
    assert told(PERIODS, rows(HALFTEN=("2026-01-20", "2026-01-15"))) == [
        ("END_BEFORE_START", "sjukskrivningar.period.HALFTEN.tom", "HALFTEN.to")
    ]


def test_of_two_rows_that_meet_the_end_of_the_earlier_and_the_start_of_the_later_are_marked() -> None:
    value = rows(HALFTEN=("2026-01-20", "2026-01-25"), HELT_NEDSATT=("2026-01-15", "2026-01-20"))

    assert told(PERIODS, value) == [overlap("HELT_NEDSATT", "tom", "to"), overlap("HALFTEN", "from", "from")]


def test_of_two_rows_with_the_same_start_both_dates_are_marked() -> None:
    value = rows(HALFTEN=("2026-01-15", "2026-01-25"), HELT_NEDSATT=("2026-01-15", "2026-01-20"))

    assert told(PERIODS, value) == [
        overlap("HELT_NEDSATT", "from", "from"),
        overlap("HELT_NEDSATT", "tom", "to"),
        overlap("HALFTEN", "from", "from"),
        overlap("HALFTEN", "tom", "to"),
    ]


def test_an_overlap_is_told_beside_the_fault_of_another_row() -> None:
    value = rows(
        EN_FJARDEDEL=("2026-03-01", ""), HALFTEN=("2026-01-20", "2026-01-25"), HELT_NEDSATT=("2026-01-15", "2026-01-20")
    )

    assert [error for error, _, _ in told(PERIODS, value)] == ["MISSING_DATE", "PERIOD_OVERLAP", "PERIOD_OVERLAP"]


@pytest.mark.parametrize(
    ("period", "row"),
    [
        ({}, ("2026-01-15", "")),
        ({"d32_2": Period("", "2026-02-01")}, ("2026-01-15", "2026-02-01")),
        ({"d32_2": Period("2026-01-20", "")}, ("2026-01-20", "")),
    ],
)
def test_prefill_lets_a_row_without_a_start_start_today(period: dict[str, Content], row: tuple[str, str]) -> None:
    assert received(PERIODS, svar("32", d32_1=HALF, **period), filling=True) == (rows(HALFTEN=row), [])


@pytest.mark.parametrize("period", [Period("igår", "2026-02-01"), Text("2026-01-15")])
def test_prefill_leaves_out_a_row_with_a_bad_date(period: Any) -> None:
    assert received(PERIODS, svar("32", d32_1=HALF, d32_2=period), filling=True) == (
        {},
        [("INVALID_FORMAT", "32.2")],
    )


def test_a_stored_row_is_read_as_it_is() -> None:
    assert received(PERIODS, svar("32", d32_1=HALF)) == (rows(HALFTEN=("", "")), [])
