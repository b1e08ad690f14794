"""AG1-14 version 2.0 (spec/certificate-types/ag114.yaml)."""

from __future__ import annotations

from typing import Any

import pytest

from certificates import engine
from certificates.types.ag114 import AG114
from tests.certificates.engine.world import TODAY, find
from tests.certificates.engine.xml import cv, forifyllnad, period, svar
from tests.certificates.types.checking import changed, element, refusals, shown
from tests.certificates.types.examples.ag114 import ANSWERS, UNDISCLOSED

ICD = "1.2.752.116.1.1.1"


def test_a_new_draft_lacks_every_mandatory_answer() -> None:
    assert refusals(AG114, {}) == [
        ("10", "10.1", "MISSING_MULTI_OPTION"),
        ("1", "1.1", "MISSING_ANSWER"),
        ("3", "3.1", "MISSING_OPTION"),
        ("5", "5.1", "MISSING_ANSWER"),
        ("6", "6.1", "MISSING_OPTION"),
        ("7", "7.1", "MISSING_ANSWER"),
        ("7.2", "7.2", "MISSING_PERIOD"),
    ]


def test_the_diagnosis_is_locked_until_it_is_known_whether_it_is_disclosed() -> None:
    undecided = changed(ANSWERS, {"3": None, "4": None})

    assert element(AG114, undecided, "4").is_disabled
    assert refusals(AG114, undecided) == [("3", "3.1", "MISSING_OPTION")]


def test_a_diagnosis_is_asked_for_only_when_it_is_disclosed() -> None:
    assert refusals(AG114, changed(ANSWERS, {"4": None})) == [("4", "4.1", "DIAG_MISSING")]
    assert "4" not in shown(AG114, UNDISCLOSED)


def test_diagnosis_rows_are_filled_from_the_top() -> None:
    rows = [{"code": "", "text": ""}, {"code": "M545", "text": "Ont i ryggen"}, {"code": "", "text": ""}]

    assert refusals(AG114, changed(ANSWERS, {"4": rows})) == [("4", "huvuddiagnos", "DIAG_FIRST_ROW")]


def test_another_basis_is_told_in_words() -> None:
    assert refusals(AG114, changed(ANSWERS, {"10.3": None})) == [("10.3", "10.3", "MISSING_ANSWER")]
    assert refusals(AG114, changed(ANSWERS, {"10.3": "x" * 51})) == [("10.3", "10.3", "TEXT_TOO_LONG")]
    assert "10.3" not in shown(AG114, changed(ANSWERS, {"10": {"TELEFONKONTAKT": "2026-01-14"}}))


@pytest.mark.parametrize(("question", "follow_up"), [("6", "6.2"), ("9", "9.2")])
def test_a_yes_is_described(question: str, follow_up: str) -> None:
    assert refusals(AG114, changed(ANSWERS, {follow_up: None})) == [(follow_up, follow_up, "MISSING_ANSWER")]
    assert follow_up not in shown(AG114, changed(ANSWERS, {question: False}))


@pytest.mark.parametrize(("percent", "found"), [(0, True), (1, False), (100, False), (101, True), ("7,5", True)])
def test_the_extent_is_a_whole_number_up_to_100(percent: object, found: bool) -> None:
    refused = refusals(AG114, changed(ANSWERS, {"7": percent}))

    assert refused == ([("7", "7.1", "INTEGER_RANGE")] if found else [])


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        ("2026-01-15", "", [("7.2", "7.2.to", "MISSING_DATE")]),
        ("2026-01-15", "2026-01-14", [("7.2", "7.2.range", "END_BEFORE_START")]),
        ("2026-01-15", "2026-01-15", []),
    ],
)
def test_the_period_is_whole_and_in_order(start: str, end: str, found: list[tuple[str, str, str]]) -> None:
    assert refusals(AG114, changed(ANSWERS, {"7.2": {"from": start, "to": end}})) == found


@pytest.mark.parametrize(("end", "is_told"), [("2026-01-28", False), ("2026-01-29", True)])
def test_a_period_of_15_days_points_to_the_other_certificate_and_refuses_nothing(end: str, is_told: bool) -> None:
    answers = changed(ANSWERS, {"7.2": {"from": "2026-01-15", "to": end}})

    assert ("messageArbetsformaga" in shown(AG114, answers)) is is_told
    assert refusals(AG114, answers) == []


@pytest.mark.parametrize("question", ["1", "5", "6.2", "8", "9.2"])
def test_texts_have_no_limit_but_where_the_browser_stops(question: str) -> None:
    view = element(AG114, ANSWERS, question).view

    assert (view.max_length, view.counter, view.stops_at) == (None, "", 3500)
    assert refusals(AG114, changed(ANSWERS, {question: "x" * 5000})) == []


def test_the_summary_is_the_period() -> None:
    assert engine.summary(AG114, ANSWERS, signed_on=TODAY).value == "2026-01-15 - 2026-01-28"


def test_it_is_not_renewed() -> None:
    assert not AG114.flags.renewable


def test_the_sick_leave_has_the_stated_percent_and_ordinary_work() -> None:
    found = engine.sick_leave(AG114, ANSWERS, today=TODAY)

    assert [(p.percent, p.days) for p in found.periods] == [(70, 14)]
    assert (found.diagnoses, found.occupations, found.in_chain) == (("M545", "F430"), ("NUVARANDE_ARBETE",), False)


def test_a_diagnosis_kept_back_is_unknown_to_the_register() -> None:
    assert engine.sick_leave(AG114, UNDISCLOSED, today=TODAY).diagnoses == ("X",)


@pytest.mark.parametrize("changes", [{"7": None}, {"7.2": {"from": "2026-01-15", "to": ""}}])
def test_an_unfinished_extent_is_no_period_for_the_register(changes: dict[str, Any]) -> None:
    assert engine.sick_leave(AG114, changed(ANSWERS, changes), today=TODAY).periods == ()


def test_the_patient_may_keep_the_diagnosis_from_the_employer() -> None:
    assert (AG114.employer_copy.may_withhold, AG114.employer_copy.unless) == (("3", "4"), None)


def test_prefill_reads_the_percent_as_digits_and_all_diagnoses_of_one_svar() -> None:
    result = engine.prefill(
        AG114,
        forifyllnad(
            svar("3", ("3.1", "true")),
            svar("4", ("4.1", "Ont"), ("4.2", cv("M545", ICD)), ("4.3", "Stress"), ("4.4", cv("F430", ICD))),
            svar("7", ("7.1", "70"), ("7.2", period("2026-01-15", "2026-01-28"))),
            svar("2", ("2.1", "Fråga i den äldre versionen")),
        ),
        today=TODAY,
        find=find,
    )

    assert [(entry.code, entry.svar_id) for entry in result.log] == [("ANSWER_NOT_FOUND", "2")]
    assert result.answers["7"] == 70
    assert [row["code"] for row in result.answers["4"]] == ["M545", "F430", ""]
