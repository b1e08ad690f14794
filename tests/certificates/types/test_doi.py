"""DOI: the causes of death and their order, and the rules over several answers. The shared part: test_db."""

from __future__ import annotations

from typing import Any

import pytest

from certificates.types.doi import DOI
from tests.certificates.types.examples.death import CERTAIN, DOI_COMPLETE, DOI_PLAIN, DOI_UNCERTAIN, cause
from tests.certificates.types.forms import changed, errors, faults, settled, shown

BAD = "INCORRECT_COMBINATION"


def places(answers: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(e.field, e.type, e.control_id) for e in errors(DOI, answers)]


def test_a_new_draft_lacks_every_mandatory_answer() -> None:
    fields = [field for field, kind in faults(DOI, {}) if kind == "EMPTY" and "grunddata" not in field]

    assert fields == ["1.1", "2.1", "3.1", "3.2", "4.1", "8.1", "11.1", "12.1", "13.1"]


def test_the_terminal_cause_may_begin_on_the_day_of_death() -> None:
    assert faults(DOI, changed(DOI_PLAIN, q8=[cause("Hjärtinfarkt", "2026-01-10")])) == []


@pytest.mark.parametrize(
    ("answers", "onset", "text"),
    [
        (DOI_PLAIN, "2026-01-11", "Ange dödsdatumet eller ett tidigare datum."),
        (DOI_UNCERTAIN, "2026-01-13", "Ange datumet för anträffad död eller ett tidigare datum."),
    ],
)
def test_the_terminal_cause_does_not_begin_after_death(answers: dict[str, Any], onset: str, text: str) -> None:
    (error,) = errors(DOI, changed(answers, q8=[cause("Hjärtinfarkt", onset)]))

    assert (error.field, error.type, error.control_id, error.text) == ("8.1", BAD, "c-8-A-date", text)


@pytest.mark.parametrize(
    ("course", "expected"),
    [
        ([cause("B", "2026-01-08")], []),
        ([cause("B", "2026-01-09")], [("9.1.0", BAD, "c-9-B-date")]),
        ([cause("B"), cause("C", "2026-01-09")], [("9.1.1", BAD, "c-9-C-date")]),
        ([cause("B"), cause("C"), cause("D", "2026-01-09")], [("9.1.2", BAD, "c-9-D-date")]),
        ([cause("B", "2026-01-05"), cause("C", "2026-01-06")], [("9.1.1", BAD, "c-9-C-date")]),
        ([cause("B", "2026-01-16")], [("9.1.0", BAD, "c-9-B-date")]),
        ([cause("", "2026-01-05")], [("9.1.0", "EMPTY", "c-9-B-text")]),
        ([cause(), cause("C")], [("9.1.0", "EMPTY", "c-9-B-text")]),
    ],
)
def test_the_course_goes_back_in_time_from_the_terminal_cause(course: Any, expected: Any) -> None:
    assert places(changed(DOI_COMPLETE, q9=course)) == expected


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (cause("Diabetes", "2026-01-10", "KRONISK"), []),
        (cause("Diabetes", "2026-01-11"), [("10.1", BAD, "c-10-1-date")]),
        (cause("Diabetes", "2026-01-"), [("10.1", "INVALID_FORMAT", "c-10-1-date")]),
        (cause("", "", "KRONISK"), [("10.1", "EMPTY", "c-10-1-text")]),
        (cause(), []),
    ],
)
def test_contributing_causes_are_described_and_begin_before_death(row: Any, expected: Any) -> None:
    assert places(changed(DOI_COMPLETE, q10=[cause("Astma"), row])) == expected


def test_contributing_causes_do_not_begin_after_the_finding() -> None:
    answers = changed(DOI_UNCERTAIN, q10=[cause("Astma", "2026-01-13")])

    assert places(answers) == [("10.1", BAD, "c-10-0-date")]


@pytest.mark.parametrize(
    ("question", "longest"), [("8", 120), ("9", 80), ("10", 55), ("11.3", 31), ("12.4", 150), ("14", 24), ("1", 27)]
)
def test_lengths(question: str, longest: int) -> None:
    question_of_type = DOI.question(question)
    assert question_of_type is not None
    empty = question_of_type.empty()
    long = [cause("x" * (longest + 1))] if isinstance(empty, list) else "x" * (longest + 1)

    (error,) = errors(DOI, {**DOI_COMPLETE, question: long})

    assert (error.question_id, error.error_id) == (question, "TEXT_TOO_LONG")


def test_only_an_operation_has_a_date_and_a_reason() -> None:
    assert faults(DOI, changed(DOI_COMPLETE, q11_2=None, q11_3=None)) == [("11.2", "EMPTY"), ("11.3", "EMPTY")]
    for other in ("NEJ", "UPPGIFT_SAKNAS"):
        assert settled(DOI, changed(DOI_COMPLETE, q11=other)).keys() & {"11.2", "11.3"} == set()


@pytest.mark.parametrize(
    ("operated", "expected"),
    [
        ("2026-01-10", []),
        ("2026-01-11", [("11.2", BAD)]),
        ("2025-12-13", []),
        ("2025-12-12", [("11.2", BAD)]),
        ("2026-01-16", [("11.2", "OTHER")]),
        ("1912-12-11", [("11.2", BAD)]),
    ],
)
def test_an_operation_lies_in_the_last_four_weeks_of_life(operated: str, expected: Any) -> None:
    assert faults(DOI, changed(DOI_COMPLETE, q11_2=operated)) == expected


@pytest.mark.parametrize(
    ("operated", "expected"),
    [("2026-01-12", []), ("2026-01-13", [("11.2", BAD)]), ("1990-01-01", []), ("1912-12-11", [("11.2", "OTHER")])],
)
def test_of_an_uncertain_death_an_operation_is_not_after_the_finding(operated: str, expected: Any) -> None:
    answers = changed(DOI_UNCERTAIN, q11="JA", q11_2=operated, q11_3="Höftfraktur")

    assert faults(DOI, answers) == expected


def test_an_injury_is_explained() -> None:
    answers = changed(DOI_COMPLETE, q12_2=None, q12_3=None, q12_4=None)

    assert faults(DOI, answers) == [("12.2", "EMPTY"), ("12.3", "EMPTY"), ("12.4", "EMPTY")]
    assert shown(DOI, changed(answers, q12=False)) & {"12.2", "12.3", "12.4"} == set()
    assert settled(DOI, changed(DOI_COMPLETE, q12=False)).keys() & {"12.2", "12.3", "12.4"} == set()


@pytest.mark.parametrize(
    ("answers", "day", "expected"),
    [
        (CERTAIN, "2026-01-10", []),
        (CERTAIN, "2026-01-11", [("12.3", BAD)]),
        (DOI_UNCERTAIN, "2026-01-12", []),
        (DOI_UNCERTAIN, "2026-01-13", [("12.3", BAD)]),
    ],
)
def test_an_injury_is_not_after_death(answers: dict[str, Any], day: str, expected: Any) -> None:
    injury = {question: DOI_COMPLETE[question] for question in ("12", "12.2", "12.4")}

    assert faults(DOI, {**DOI_PLAIN, **answers, **injury, "12.3": day, "8": DOI_PLAIN["8"]}) == expected


def test_something_is_said_of_the_sources() -> None:
    assert faults(DOI, changed(DOI_COMPLETE, q13=None)) == [("13.1", "EMPTY")]


def test_a_long_address_is_cut_in_the_message() -> None:
    question = DOI.question("patient_address")
    address = {**CERTAIN["patient_address"], "address": "x" * 60}

    assert question.sent(address)["address"] == "x" * 50
