"""Investigations and documents that a certificate builds on (spec/certificate-types fk3221.yaml 4, luse.yaml 4)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

import pytest

from certificates.questions.base import ReadKind
from certificates.questions.codes import options
from certificates.questions.medical_investigations import LEGACY_ROWS, MedicalInvestigations, RowRules
from certificates.questions.messages import ErrorId, legacy_type
from certificates.questions.svar import Content, Cv, Delsvar, Period, Svar, Text
from tests.certificates.questions.asking import NOW, around, faults, places, posted, sent_and_read, texts

SYSTEM = "KV_FKMU_0005"
MODEL = MedicalInvestigations(
    id="4",
    label="Utredning eller underlag",
    required=True,
    max_length=53,
    aliases={"SYNHABILITERING": "SYNHABILITERINGEN"},
    options=options(SYSTEM, LOGOPED="Underlag från logoped", SYNHABILITERINGEN="Underlag från synhabiliteringen"),
)
LEGACY = replace(MODEL, rows=LEGACY_ROWS, row_rules=RowRules.LEGACY, field_id="underlag", max_length=None)

Row = dict[str, str]


def row(kind: str = "", date: str = "", source: str = "") -> Row:
    return {"type": kind, "date": date, "source": source}


EMPTY = row()
FIRST = row("LOGOPED", "2026-01-05", "Logopedmottagningen")
SECOND = row("SYNHABILITERINGEN", "2025-12-01", "Syncentralen")
MISSING_IN_FIRST = [
    ("MISSING_OPTION", "medicalInvestigation1_INVESTIGATION_TYPE", "row1.type"),
    ("MISSING_DATE", "medicalInvestigation1_DATE", "row1.date"),
    ("MISSING_ANSWER", "medicalInvestigation1_INFORMATION_SOURCE", "row1.source"),
]


def test_rows_are_kept_in_their_written_form() -> None:
    typed = {"row1.type": "LOGOPED", "row1.date": "20260105", "row1.source": " Logoped-\r\nmottagningen "}

    assert posted(MODEL, typed) == [row("LOGOPED", "2026-01-05", "Logoped- mottagningen"), EMPTY, EMPTY]


def test_an_unknown_type_is_not_kept() -> None:
    assert posted(MODEL, {"row1.type": "NAPRAPAT", "row1.source": "X"}) == [row(source="X"), EMPTY, EMPTY]
    assert MODEL.tidy([row("NAPRAPAT", "2026-01-05", "X")])[0] == row("", "2026-01-05", "X")


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([FIRST], []),
        ([FIRST, SECOND, FIRST], []),
        ([], [("MISSING_ANSWER", "medicalInvestigation1", "row1.type"), *MISSING_IN_FIRST]),
        (
            [row("LOGOPED", "2026-01-05")],
            [("MISSING_ANSWER", "medicalInvestigation1", "row1.source"), MISSING_IN_FIRST[2]],
        ),
        (
            [EMPTY, SECOND],
            [
                ("MISSING_ANSWER", "medicalInvestigation1", "row1.type"),
                ("ROWS_ORDER", "4.1", "row1.type"),
                *MISSING_IN_FIRST,
            ],
        ),
        (
            [FIRST, row("LOGOPED", "", "X"), SECOND],
            [("ROWS_ORDER", "4.1", "row2.date"), ("MISSING_DATE", "medicalInvestigation2_DATE", "row2.date")],
        ),
        (
            [FIRST, row("LOGOPED")],
            [
                ("MISSING_DATE", "medicalInvestigation2_DATE", "row2.date"),
                ("MISSING_ANSWER", "medicalInvestigation2_INFORMATION_SOURCE", "row2.source"),
            ],
        ),
        (
            [row(source="X"), row("LOGOPED", "2026-01-05")],
            [
                ("MISSING_ANSWER", "medicalInvestigation1", "row1.type"),
                ("ROWS_ORDER", "4.1", "row1.type"),
                *MISSING_IN_FIRST[:2],
                ("MISSING_ANSWER", "medicalInvestigation2_INFORMATION_SOURCE", "row2.source"),
            ],
        ),
    ],
)
def test_the_first_row_the_filled_ones_and_those_above_must_be_whole(
    rows: Sequence[Row], found: list[tuple[str, str, str]]
) -> None:
    assert places(MODEL, rows) == found


def test_an_optional_list_may_be_empty_but_not_out_of_order() -> None:
    optional = replace(MODEL, required=False)

    assert places(optional, []) == []
    assert places(optional, [EMPTY, SECOND])[0] == ("ROWS_ORDER", "4.1", "row1.type")


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([], [("MISSING_ANSWER", "underlag", "row1.type")]),
        ([FIRST, row("LOGOPED", "2026-01-05")], [("MISSING_ANSWER", "underlag[1].hamtasFran", "row2.source")]),
        ([EMPTY, SECOND], [("ROWS_ORDER", "underlag[0]", "row1.type")]),
        ([FIRST, EMPTY, row(source="X")], [
            ("MISSING_OPTION", "underlag[1].typ", "row2.type"),
            ("MISSING_DATE", "underlag[1].datum", "row2.date"),
            ("MISSING_ANSWER", "underlag[1].hamtasFran", "row2.source"),
            ("MISSING_OPTION", "underlag[2].typ", "row3.type"),
            ("MISSING_DATE", "underlag[2].datum", "row3.date"),
        ]),
        ([FIRST, SECOND], []),
    ],
)  # fmt: skip
def test_in_the_older_engine_every_row_must_be_whole(rows: Sequence[Row], found: list[tuple[str, str, str]]) -> None:
    assert places(LEGACY, rows) == found


def test_the_kinds_of_error_are_those_of_the_older_engine() -> None:
    kinds = {legacy_type(ErrorId(error)) for error, _, _ in places(LEGACY, [row("LOGOPED")])}

    assert kinds == {"EMPTY"}
    assert legacy_type(ErrorId(places(LEGACY, [EMPTY, SECOND])[0][0])) == "INCORRECT_COMBINATION"


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({"date": "2026-01-16"}, ("DATE_TOO_LATE", "medicalInvestigation1_DATE", "row1.date")),
        ({"date": "i fjol"}, ("INVALID_FORMAT", "medicalInvestigation1_DATE", "row1.date")),
        ({"source": "x" * 54}, ("TEXT_TOO_LONG", "medicalInvestigation1_INFORMATION_SOURCE", "row1.source")),
    ],
)
def test_what_is_wrong_in_a_row(changed: Row, found: tuple[str, str, str]) -> None:
    assert places(MODEL, [{**FIRST, **changed}]) == [found]


def test_conditions_see_types_and_days() -> None:
    value = MODEL.tidy([FIRST, SECOND])

    assert MODEL.codes(value) == {"LOGOPED", "SYNHABILITERINGEN"}
    assert MODEL.start_dates(value) == (dt.date(2026, 1, 5), dt.date(2025, 12, 1))
    assert MODEL.day(value, "medicalInvestigation2") == dt.date(2025, 12, 1)
    assert MODEL.day(value, "medicalInvestigation4") is None


def test_the_form_shows_three_rows_with_named_controls() -> None:
    view = MODEL.edit_view(MODEL.tidy([FIRST]), around(MODEL))

    assert [r.legend for r in view.rows] == ["Underlag 1", "Underlag 2", "Underlag 3"]
    assert view.rows[0].source.label == "Underlag 1, från vilken vårdgivare"
    assert (view.rows[1].type.name, view.rows[1].type.id) == ("e.4.row2.type", "c-4-row2-type")
    assert (view.max_length, view.limits.last_date) == (53, "2026-01-15")


def test_filled_rows_are_read_as_a_table() -> None:
    shown = MODEL.read_view(MODEL.tidy([FIRST, row(source="Okänd")]))

    assert shown.kind is ReadKind.TABLE
    assert shown.rows == (
        ("Underlag från logoped", "2026-01-05", "Logopedmottagningen"),
        ("Ej angivet", "Ej angivet", "Okänd"),
    )
    assert MODEL.read_view(MODEL.empty()).is_missing


def test_a_list_tells_the_types() -> None:
    assert MODEL.in_short(MODEL.tidy([FIRST, SECOND])) == "Underlag från logoped, Underlag från synhabiliteringen"


def test_whole_rows_travel_with_the_number_of_their_row() -> None:
    value = MODEL.tidy([FIRST, row("LOGOPED"), SECOND])

    assert texts(MODEL.to_svar(value, NOW)) == [
        ("4", 1, [
            ("4.1", Cv("LOGOPED", SYSTEM, "Underlag från logoped")),
            ("4.2", Text("2026-01-05")),
            ("4.3", Text("Logopedmottagningen")),
        ]),
        ("4", 3, [
            ("4.1", Cv("SYNHABILITERINGEN", SYSTEM, "Underlag från synhabiliteringen")),
            ("4.2", Text("2025-12-01")),
            ("4.3", Text("Syncentralen")),
        ]),
    ]  # fmt: skip


def test_rows_come_back_as_they_were_sent() -> None:
    value = MODEL.tidy([FIRST, SECOND])

    assert sent_and_read(MODEL, value) == value


def investigation(
    code: str = "LOGOPED", date: str = "2026-01-05", source: str = "X", *, system: str = SYSTEM, instans: int = 1
) -> Svar:
    content: list[tuple[str, Content]] = [("4.1", Cv(code, system)), ("4.2", Text(date)), ("4.3", Text(source))]
    return Svar("4", tuple(Delsvar(d, c) for d, c in content), instans)


def test_rows_are_read_in_order_of_instans_and_put_from_the_top() -> None:
    reading = MODEL.from_svar([investigation(source="B", instans=3), investigation(source="A", instans=2)], NOW)

    assert [r["source"] for r in reading.value] == ["A", "B", ""]
    assert reading.faults == ()


def test_a_code_of_the_older_forms_is_understood() -> None:
    reading = MODEL.from_svar([investigation("SYNHABILITERING")], NOW)

    assert (reading.value[0]["type"], reading.faults) == ("SYNHABILITERINGEN", ())


@pytest.mark.parametrize(
    ("svar", "fault"),
    [
        (investigation("NAPRAPAT"), ("INVALID_FORMAT", "4.1")),
        (investigation(system="KV_FKMU_0004"), ("INVALID_FORMAT", "4.1")),
        (investigation(date="2026-02-30"), ("INVALID_FORMAT", "4.2")),
        (investigation(source="  "), ("INVALID_FORMAT", "4.3")),
        (Svar("4", investigation().delsvar[1:]), ("WRONG_NUMBER_OF_ANSWERS", "4.1")),
        (Svar("4", investigation().delsvar[:1]), ("WRONG_NUMBER_OF_ANSWERS", "4.2")),
        (Svar("4", investigation().delsvar[:2]), ("WRONG_NUMBER_OF_ANSWERS", "4.3")),
        (Svar("4", (Delsvar("4.1", Period("", "")), *investigation().delsvar[1:])), ("INVALID_FORMAT", "4.1")),
    ],
)
def test_prefill_leaves_out_a_row_with_a_fault(svar: Svar, fault: tuple[str, str]) -> None:
    reading = MODEL.from_svar([svar, investigation(source="hel", instans=2)], NOW)

    assert [r["source"] for r in reading.value] == ["hel", "", ""]
    assert faults(reading) == [fault]


def test_prefill_leaves_out_a_fourth_row() -> None:
    reading = MODEL.from_svar([investigation(source=str(n), instans=n) for n in (1, 2, 3, 4)], NOW)

    assert [r["source"] for r in reading.value] == ["1", "2", "3"]
    assert faults(reading) == [("WRONG_NUMBER_OF_ANSWERS", "4.1")]
