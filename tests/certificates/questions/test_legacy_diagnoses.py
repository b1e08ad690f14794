"""Diagnoses of the older engine (README 7, Diagnosregler): one terminology of two for all rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from certificates.questions.base import Situation
from certificates.questions.dated_diagnoses import DatedDiagnoses
from certificates.questions.legacy_diagnosis_list import LegacyDiagnosisList, LegacyDiagnosisRows
from certificates.questions.messages import ErrorId, legacy_type
from certificates.questions.svar import Cv, PartialDate
from tests.certificates.engine.world import TODAY, Entry
from tests.certificates.questions.world import posted, problems, received, sent, svar, told, view

ICD_OID = "1.2.752.116.1.1.1.1.3"
KSH_OID = "1.2.752.116.1.3.1.4.1"
LIST = LegacyDiagnosisList(id="6", label="Diagnos", required=True)
EACH = LegacyDiagnosisRows(id="4", label="Diagnos", required=True)
DATED = DatedDiagnoses(id="51", label="Diagnoser", required=True)

REGISTERS = {
    ("ICD_10_SE", "M545"): "Lumbago",
    ("ICD_10_SE", "F430"): "Akut stressreaktion",
    ("ICD_10_SE", "F43"): "Stress",
    ("ICD_10_SE", "M54500"): "För lång",
    ("KSH_97_P", "M54-"): "Ryggvärk",
}


def find(code_system: str, code: str) -> Entry | None:
    title = REGISTERS.get((code_system, code))
    return Entry(code, title) if title else None


NOW = Situation(TODAY, find)


@dataclass(frozen=True)
class R:
    code: str = ""
    text: str = ""
    terminology: str = "ICD_10_SE"
    year: str = ""


def rows(*given: R) -> list[dict[str, str]]:
    return [vars(row) for row in given]


RYGG, CHOCK = R("M545", "Rygg"), R("F430", "Chock")
KSH = R("M54-", "Ryggvärk", "KSH_97_P")


def test_the_chosen_terminology_goes_for_every_new_row() -> None:
    value = posted(LIST, terminology="KSH_97_P", huvuddiagnos__code="m54-", diagnos2__code="a00")

    assert [row["terminology"] for row in value] == ["KSH_97_P"] * 3


def test_a_choice_of_terminology_is_kept_before_there_are_rows() -> None:
    value = posted(LIST, terminology="KSH_97_P")

    assert [c.is_checked for c in view(LIST, value).terminologies] == [False, True]
    assert not LIST.is_answered(value)


def test_another_terminology_empties_the_rows() -> None:
    fields = {"huvuddiagnos__code": "M54.5", "huvuddiagnos__text": "Rygg"}

    value = posted(LIST, rows(RYGG), terminology="KSH_97_P", **fields)

    assert value[0] == {"code": "", "text": "", "terminology": "KSH_97_P"}


def test_a_row_written_together_with_the_choice_is_kept() -> None:
    fields = {"huvuddiagnos__code": "M54-", "huvuddiagnos__text": "Ryggvärk"}

    assert posted(LIST, rows(RYGG), terminology="KSH_97_P", **fields)[0]["code"] == "M54-"


def test_an_unknown_terminology_leaves_the_usual_one() -> None:
    assert posted(LIST, terminology="SNOMED", huvuddiagnos__code="M545")[0]["terminology"] == "ICD_10_SE"


def test_a_single_terminology_is_no_choice() -> None:
    assert view(DATED, None).terminologies == ()


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ([], [("DIAG_MISSING", "diagnoser[0].row", "huvuddiagnos.code")]),
        (rows(R(), R("X")), [("DIAG_FIRST_ROW", "diagnoser[0].row", "huvuddiagnos.code")]),
        (rows(R("", "a")), [("DIAG_CODE_MISSING", "diagnoser[0].diagnoskod", "huvuddiagnos.code")]),
        (rows(R("M545")), [("DIAG_TEXT_MISSING", "diagnoser[0].diagnosbeskrivning", "huvuddiagnos.text")]),
        (rows(RYGG, R("F43", "a")), [("DIAG_INVALID", "diagnoser[1].diagnoskod", "diagnos2.code")]),
        (rows(RYGG, R("M5", "a")), [("DIAG_INVALID", "diagnoser[1].diagnoskod", "diagnos2.code")]),
        (rows(RYGG, R("M54500", "a")), [("DIAG_INVALID", "diagnoser[1].diagnoskod", "diagnos2.code")]),
        (rows(RYGG, R("A99", "a")), [("DIAG_INVALID", "diagnoser[1].diagnoskod", "diagnos2.code")]),
        (rows(RYGG, KSH), [("INCORRECT_COMBINATION", "diagnoser[1].diagnoskodsystem", "diagnos2.code")]),
        (rows(RYGG, CHOCK), []),
        (rows(KSH), []),
    ],
)
def test_rules_of_the_older_engine(value: Any, expected: Any) -> None:
    assert told(LIST, value, NOW) == expected


def test_the_pairs_stand_in_one_svar_under_the_names_of_the_register() -> None:
    assert sent(LIST, rows(RYGG, CHOCK), NOW) == [
        (
            None,
            {
                "6.1": "Rygg",
                "6.2": ("M545", ICD_OID, "Lumbago"),
                "6.3": "Chock",
                "6.4": ("F430", ICD_OID, "Akut stressreaktion"),
            },
        )
    ]


def test_ksh97_p_has_its_own_code_system() -> None:
    assert sent(LIST, rows(KSH), NOW)[0][1]["6.2"] == ("M54-", KSH_OID, "Ryggvärk")


def test_a_row_whose_code_is_not_valid_is_not_sent() -> None:
    assert sent(LIST, rows(R("F43", "a"), RYGG), NOW) == [(None, {"6.1": "Rygg", "6.2": ("M545", ICD_OID, "Lumbago")})]


def test_ag1_14_writes_a_svar_for_each_row() -> None:
    assert sent(EACH, rows(RYGG, CHOCK), NOW) == [
        (1, {"4.1": "Rygg", "4.2": ("M545", ICD_OID, "Lumbago")}),
        (2, {"4.1": "Chock", "4.2": ("F430", ICD_OID, "Akut stressreaktion")}),
    ]


@pytest.mark.parametrize("question", [LIST, EACH])
def test_what_is_sent_is_read_back(question: LegacyDiagnosisList) -> None:
    value = question.tidy(rows(KSH, R("M54-", "Mer", "KSH_97_P")))

    reading = question.from_svar(question.to_svar(value, NOW), NOW)

    assert reading.value == value
    assert reading.faults == ()


def test_prefill_takes_icd_10_se_only_and_no_long_description() -> None:
    filling = Situation(TODAY, find, fill_gaps=True)
    given = svar("6", d6_1="x" * 82, d6_2=Cv("M545", ICD_OID), d6_3="Rygg", d6_4=Cv("M54-", KSH_OID))

    reading = LIST.from_svar([given], filling)

    assert reading.value[0] == {"code": "M545", "text": "Lumbago", "terminology": "ICD_10_SE"}
    assert [(f.code.value, f.delsvar_id) for f in reading.faults] == [
        ("INVALID_FORMAT", "6.1"),
        ("INVALID_FORMAT", "6.4"),
    ]


def test_a_dated_row_may_lack_its_description_but_not_its_year() -> None:
    assert told(DATED, rows(R("M545", year="2020")), NOW) == []
    assert told(DATED, rows(R("M545")), NOW) == [("MISSING_YEAR", "diagnoser[0].diagnosArtal", "diagnos1.year")]


@pytest.mark.parametrize(
    ("year", "error", "kind"),
    [
        ("", "MISSING_YEAR", "EMPTY"),
        ("20x0", "INVALID_YEAR", "INVALID_FORMAT"),
        ("0500", "INVALID_YEAR", "INVALID_FORMAT"),
        ("2027", "YEAR_RANGE", "OTHER"),
    ],
)
def test_a_year_is_four_digits_and_not_in_the_future(year: str, error: str, kind: str) -> None:
    found = problems(DATED, rows(R("M545", year=year)), NOW)

    assert [p.error.value for p in found] == [error]
    assert legacy_type(found[0].error) == kind


def test_dated_rows_begin_with_the_first() -> None:
    found = problems(DATED, rows(R(), R("M545", year="2020")), NOW)

    assert [p.error for p in found] == [ErrorId.ROWS_ORDER]
    assert legacy_type(found[0].error) == "INCORRECT_COMBINATION"


def test_a_dated_row_is_sent_as_code_text_and_year() -> None:
    assert sent(DATED, rows(R("M545", "Rygg", year="2020")), NOW) == [
        (1, {"51.1": ("M545", ICD_OID, "Lumbago"), "51.2": "Rygg", "51.3": PartialDate("YYYY", "2020")})
    ]


@pytest.mark.parametrize(
    "row",
    [
        R("X99", year="2020"),
        R("M545"),
        R("M545", year="2o20"),
        R("M545", year="0500"),
        R("M545", year="2030"),
    ],
)
def test_a_dated_row_that_is_not_whole_is_not_sent(row: R) -> None:
    assert sent(DATED, rows(row), NOW) == []


def test_dated_rows_are_read_back() -> None:
    value = DATED.tidy(rows(R("M545", "", year="2020"), R("F430", "Chock", year="2019")))

    assert DATED.from_svar(DATED.to_svar(value, NOW), NOW).value == value


def test_a_year_that_is_none_is_told() -> None:
    given = svar("51", 1, d51_1=Cv("M545", ICD_OID), d51_3="2020")

    reading = DATED.from_svar([given], NOW)

    assert reading.value[0]["code"] == "M545"
    assert [(f.code.value, f.delsvar_id) for f in reading.faults] == [("INVALID_FORMAT", "51.3")]


def test_a_dated_row_is_posted_shown_and_read_with_its_year() -> None:
    value = posted(DATED, diagnos1__code="m54.5", diagnos1__year=" 2020 ")

    assert value[0] == {"code": "M545", "text": "Lumbago", "terminology": "ICD_10_SE", "year": "2020"}
    assert view(DATED, value).rows[0].year.value == "2020"
    assert DATED.read_view(value).rows == (("M54.5", "Lumbago", "2020"),)


def test_an_unknown_code_system_is_told() -> None:
    assert received(LIST, svar("6", d6_2=Cv("M545", "1.2.3")))[1] == [("INVALID_FORMAT", "6.2")]
