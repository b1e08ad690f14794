"""A period of two dates (spec/certificate-types fk7426.yaml 61, ag114.yaml 7.2; README 6)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from certificates.questions.base import ReadKind
from certificates.questions.date_range import DateRange, FieldNames
from certificates.questions.limits import TODAY, today_plus
from certificates.questions.svar import Delsvar, Period, Svar, Text
from tests.certificates.questions.asking import NOW, around, faults, places, posted, sent_and_read, texts, through_xml

ILL = DateRange(id="61", label="Period då barnet är allvarligt sjukt", required=True)
WHOLE = {"from": "2026-01-15", "to": "2026-01-28"}


def period(start: str, end: str) -> dict[str, str]:
    return {"from": start, "to": end}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (("20260115", "20260128"), WHOLE),
        (("idag", "v2"), WHOLE),
        (("2026-01-15", "14D"), WHOLE),
        (("2026-01-15", "m1"), period("2026-01-15", "2026-02-14")),
        (("2026-01-15", "+13"), WHOLE),
        (("", "v2"), period("", "v2")),
        (("i går", "d7"), period("i går", "d7")),
    ],
)
def test_dates_get_their_written_form_and_lengths_an_end(typed: tuple[str, str], kept: dict[str, str]) -> None:
    assert posted(ILL, dict(zip(("from", "to"), typed, strict=True))) == kept


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (period("", ""), [("MISSING_PERIOD", "61.1", "from")]),
        (period("2026-01-15", ""), [("MISSING_DATE", "61.1.to", "to")]),
        (period("", "2026-01-15"), [("MISSING_DATE", "61.1.from", "from")]),
        (period("2026-01-15", "2026-01-14"), [("END_BEFORE_START", "61.1.range", "to")]),
        (period("2026-01-15", "v2x"), [("INVALID_FORMAT", "61.1.to", "to")]),
        (period("v2", "2026-02-30"), [("INVALID_FORMAT", "61.1.from", "from"), ("INVALID_FORMAT", "61.1.to", "to")]),
        (period("2026-01-15", "2026-01-15"), []),
        (WHOLE, []),
    ],
)
def test_what_is_wrong_with_a_period(value: dict[str, str], found: list[tuple[str, str, str]]) -> None:
    assert places(ILL, value) == found


def test_an_optional_period_may_be_empty_but_not_half() -> None:
    optional = replace(ILL, required=False)

    assert places(optional, period("", "")) == []
    assert places(optional, period("2026-01-15", "")) == [("MISSING_DATE", "61.1.to", "to")]


def test_the_older_engine_names_its_fields() -> None:
    legacy = DateRange(
        id="7.2", label="Period", field_id="sjukskrivningsperiod", error_fields=FieldNames("from", "tom", "tom")
    )

    assert places(legacy, period("2026-01-15", "2026-01-14")) == [
        ("END_BEFORE_START", "sjukskrivningsperiod.tom", "to")
    ]


def test_limits_hold_for_both_dates() -> None:
    limited = replace(ILL, earliest=today_plus(-90), latest=TODAY)

    assert places(limited, period("2025-10-16", "2026-01-16")) == [
        ("DATE_TOO_EARLY", "61.1.from", "from"),
        ("DATE_TOO_LATE", "61.1.to", "to"),
    ]
    limits = limited.edit_view(WHOLE, around(limited)).limits
    assert (limits.first_date, limits.last_date) == ("2025-10-17", "2026-01-15")


def test_conditions_see_the_days_and_the_span() -> None:
    assert ILL.days_spanned(WHOLE) == 13
    assert ILL.start_dates(WHOLE) == (dt.date(2026, 1, 15),)
    assert ILL.day(WHOLE, "") == dt.date(2026, 1, 15)
    assert ILL.day(WHOLE, "to") == dt.date(2026, 1, 28)


@pytest.mark.parametrize("value", [period("2026-01-15", ""), period("2026-01-15", "2026-01-14"), period("", "v2")])
def test_only_a_whole_period_has_a_span(value: dict[str, str]) -> None:
    assert ILL.days_spanned(value) is None


def test_the_form_names_both_dates() -> None:
    view = ILL.edit_view(WHOLE, around(ILL))

    assert view.start.label == "Period då barnet är allvarligt sjukt, från och med"
    assert (view.end.id, view.end.value) == ("c-61-to", "2026-01-28")


def test_a_period_is_read_as_a_row() -> None:
    shown = ILL.read_view(period("2026-01-15", ""))

    assert (shown.kind, shown.columns) == (ReadKind.TABLE, ("Från och med", "Till och med"))
    assert shown.rows == (("2026-01-15", "Ej angivet"),)
    assert ILL.read_view(period("", "")).is_missing


def test_a_list_tells_first_and_last_day() -> None:
    assert ILL.in_short(WHOLE) == "2026-01-15 - 2026-01-28"
    assert ILL.in_short(period("", "")) == ""


def test_a_period_travels_in_one_sub_answer() -> None:
    expected = [("61", None, [("61.1", Period("2026-01-15", "2026-01-28"))])]

    assert texts(through_xml(ILL.to_svar(WHOLE, NOW))) == expected
    assert sent_and_read(ILL, WHOLE) == WHOLE


def test_a_nested_period_is_a_part_of_its_svar() -> None:
    nested = DateRange(id="62.2", label="Period på sjukhus")

    assert texts(nested.to_svar(WHOLE, NOW)) == [("62", None, [("62.2", Period("2026-01-15", "2026-01-28"))])]


def test_of_an_unfinished_period_only_days_are_sent() -> None:
    assert texts(ILL.to_svar(period("2026-01-15", "v2x"), NOW)) == [("61", None, [("61.1", Period("2026-01-15", ""))])]
    assert ILL.to_svar(period("", "i går"), NOW) == ()


@pytest.mark.parametrize(
    ("delsvar", "fault"),
    [
        ((), ("WRONG_NUMBER_OF_ANSWERS", "61.1")),
        ((Delsvar("61.1", Text("2026-01-15")),), ("INVALID_FORMAT", "61.1")),
        ((Delsvar("61.1", Period("", "")),), ("INVALID_FORMAT", "61.1")),
        ((Delsvar("61.1", Period("2026-01-15", "2026-02-30")),), ("INVALID_FORMAT", "61.1")),
    ],
)
def test_prefill_leaves_out_what_is_no_period(delsvar: tuple[Delsvar, ...], fault: tuple[str, str]) -> None:
    reading = ILL.from_svar([Svar("61", delsvar)], NOW)

    assert reading.value == period("", "")
    assert faults(reading) == [fault]


@pytest.mark.parametrize("stored", [None, "2026-01-15", ["2026-01-15"], {"from": 20260115, "till": "2026-01-15"}])
def test_a_stored_value_of_another_shape_is_empty(stored: Any) -> None:
    assert ILL.tidy(stored) == period("", "")
