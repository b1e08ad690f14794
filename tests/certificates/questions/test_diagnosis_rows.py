"""Diagnoses of the newer engine, one svar for each row (README 7, svar 58)."""

from __future__ import annotations

from typing import Any

import pytest

from certificates.questions.diagnosis_list import DiagnosisList, DiagnosisRows
from certificates.questions.svar import Cv
from certificates.types.code_lists import ICD_10_SE_SYSTEMS
from tests.certificates.questions.world import posted, received, sent, svar, told, view

ICD = "1.2.752.116.1.1.1"
QUESTION = DiagnosisRows(id="58", label="Diagnoser", required=True, accepted_systems=ICD_10_SE_SYSTEMS)
NEWER_OID = DiagnosisRows(id="58", label="Diagnoser", code_system="1.2.752.116.1.1.1.1.8")


def rows(*pairs: tuple[str, str]) -> list[dict[str, str]]:
    return [{"code": code, "text": text} for code, text in pairs]


def test_there_are_five_rows() -> None:
    assert [row.id for row in view(QUESTION, None).rows] == ["huvuddiagnos", *(f"diagnos{n}" for n in range(2, 6))]


def test_each_row_is_a_numbered_svar_named_as_the_clinician_wrote() -> None:
    assert sent(QUESTION, rows(("M545", "Ont i ryggen"), ("F430", "Chock"))) == [
        (1, {"58.1": "Ont i ryggen", "58.2": ("M545", ICD, "Ont i ryggen")}),
        (2, {"58.1": "Chock", "58.2": ("F430", ICD, "Chock")}),
    ]


def test_the_code_system_is_the_declared_one() -> None:
    assert sent(NEWER_OID, rows(("M545", "Rygg")))[0][1]["58.2"] == ("M545", "1.2.752.116.1.1.1.1.8", "Rygg")


@pytest.mark.parametrize("system", sorted(ICD_10_SE_SYSTEMS))
def test_all_three_code_systems_are_read(system: str) -> None:
    value, faults = received(QUESTION, svar("58", 1, d58_1="Rygg", d58_2=Cv("M545", system)))

    assert value[0] == {"code": "M545", "text": "Rygg"}
    assert faults == []


def test_rows_are_read_in_the_order_of_their_instans() -> None:
    second, first = svar("58", 2, d58_2=Cv("F430", ICD)), svar("58", 1, d58_2=Cv("M545", ICD))

    assert [row["code"] for row in received(QUESTION, second, first)[0]] == ["M545", "F430", "", "", ""]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (Cv("M545", "1.2.3"), "INVALID_FORMAT"),
        (Cv("", "", faulty=True), "INVALID_FORMAT"),
        (Cv("X99", ICD), "INVALID_DIAGNOSIS_CODE"),
    ],
)
def test_a_row_with_a_bad_code_is_left_out_and_told(content: Cv, fault: str) -> None:
    value, faults = received(QUESTION, svar("58", 1, d58_1="Rygg", d58_2=content), filling=True)

    assert not QUESTION.is_answered(value)
    assert faults == [(fault, "58.2")]


def test_more_rows_than_there_are_is_told() -> None:
    many = [svar("58", n, d58_1="Rygg", d58_2=Cv("M545", ICD)) for n in range(1, 7)]

    assert received(QUESTION, *many)[1] == [("WRONG_NUMBER_OF_ANSWERS", "58.1")]


def test_prefill_supplies_a_missing_description() -> None:
    value, _ = received(QUESTION, svar("58", 1, d58_2=Cv("M545", ICD)), filling=True)

    assert value[0]["text"] == "Lumbago"


def test_the_limit_is_kept_by_the_control_only() -> None:
    value = rows(("M545", "x" * 82))

    assert told(QUESTION, value) == []
    assert view(QUESTION, value).stops_at == 81


def test_the_list_in_one_svar_counts_the_characters_itself() -> None:
    question = DiagnosisList(id="6", label="Diagnos")

    assert told(question, rows(("M545", "x" * 251))) == [("TEXT_TOO_LONG", "huvuddiagnos", "huvuddiagnos.text")]
    assert view(question, None).stops_at is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ([], ("DIAG_MISSING", "58.1", "huvuddiagnos.code")),
        (rows(("", ""), ("M545", "a")), ("DIAG_FIRST_ROW", "huvuddiagnos", "huvuddiagnos.code")),
        (rows(("", "a")), ("DIAG_CODE_MISSING", "huvuddiagnos", "huvuddiagnos.code")),
        (rows(("M545", "")), ("DIAG_TEXT_MISSING", "huvuddiagnos", "huvuddiagnos.text")),
        (rows(("X99", "a")), ("DIAG_INVALID", "huvuddiagnos", "huvuddiagnos.code")),
    ],
)
def test_rules_of_the_newer_engine(value: Any, expected: tuple[str, str, str]) -> None:
    assert told(QUESTION, value) == [expected]


def test_a_new_code_brings_its_description() -> None:
    assert posted(QUESTION, huvuddiagnos__code="m54.5")[0] == {"code": "M545", "text": "Lumbago"}


def test_lists_tell_the_first_diagnosis_in_words() -> None:
    assert QUESTION.in_short(QUESTION.tidy(rows(("M545", "Rygg"), ("F438A", "Trött")))) == "Rygg"
    assert QUESTION.in_short(QUESTION.empty()) == ""
