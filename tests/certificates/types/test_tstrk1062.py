"""TSTRK1062: diagnoses in two ways, treatment, prognosis (tstrk1062.yaml)."""

from __future__ import annotations

from typing import Any

import pytest

from certificates.transport import parse_intyg, register_certificate_body
from certificates.types.tstrk1062 import TSTRK1062
from rivta.namespaces import REGISTER
from tests.certificates.engine.world import certificate
from tests.certificates.types.examples.tstrk1062 import COMPLETE, EMPTY_ROW, ROWS, STOPPED, UNTREATED
from tests.certificates.types.forms import changed, errors, faults, shown
from tests.certificates.types.test_every_type import SIGNED_AT, TODAY, find

DIAGNOSES = {"51", "52.1", "52.2"}


def with_row(**changes: str) -> dict[str, Any]:
    return changed(COMPLETE, q51=[{**ROWS[0], **changes}, EMPTY_ROW, EMPTY_ROW, EMPTY_ROW])


@pytest.mark.parametrize(
    ("choice", "asked"), [("DIAGNOS_KODAD", {"51"}), ("DIAGNOS_FRITEXT", {"52.1", "52.2"}), (None, set())]
)
def test_diagnoses_are_asked_in_the_chosen_way(choice: str | None, asked: set[str]) -> None:
    assert shown(TSTRK1062, changed(COMPLETE, q50=choice)) & DIAGNOSES == asked


def test_the_way_is_chosen() -> None:
    assert faults(TSTRK1062, changed(COMPLETE, q50=None)) == [("50.1", "EMPTY")]


@pytest.mark.parametrize(
    ("answers", "fault"),
    [
        (changed(COMPLETE, q51=None), ("diagnoser[0].row", "EMPTY")),
        (changed(COMPLETE, q51=[EMPTY_ROW, *ROWS[:2], EMPTY_ROW]), ("diagnoser[0].row", "INCORRECT_COMBINATION")),
        (with_row(code=""), ("diagnoser[0].diagnoskod", "EMPTY")),
        (with_row(code="F90"), ("diagnoser[0].diagnoskod", "INVALID_FORMAT")),
        (with_row(year=""), ("diagnoser[0].diagnosArtal", "EMPTY")),
        (with_row(year="tio"), ("diagnoser[0].diagnosArtal", "INVALID_FORMAT")),
        (with_row(year="2027"), ("diagnoser[0].diagnosArtal", "OTHER")),
    ],
)
def test_a_diagnosis_has_a_code_and_a_year(answers: dict[str, Any], fault: tuple[str, str]) -> None:
    assert faults(TSTRK1062, answers) == [fault]


def test_a_description_may_be_left_out() -> None:
    assert errors(TSTRK1062, with_row(text="")) == ()


@pytest.mark.parametrize(("year", "kind"), [("", "EMPTY"), ("tio", "INVALID_FORMAT"), ("2027", "OTHER")])
def test_diagnoses_in_words_have_a_year(year: str, kind: str) -> None:
    assert faults(TSTRK1062, changed(UNTREATED, q52_2=year)) == [("52.2", kind)]


def test_treatment_asks_whether_it_goes_on_and_then_about_it() -> None:
    treated = changed(UNTREATED, q53=True)

    assert [e.question_id for e in errors(TSTRK1062, treated)] == ["54"]
    assert [e.question_id for e in errors(TSTRK1062, {**treated, "54": True})] == ["55", "56", "57", "58"]
    assert [e.question_id for e in errors(TSTRK1062, {**treated, "54": False})] == ["59.1", "59.2"]


def test_cannot_decide_stands_alone() -> None:
    assert faults(TSTRK1062, changed(COMPLETE, q33=["VAR3", "VAR11"])) == [("33.1", "INCORRECT_COMBINATION")]


@pytest.mark.parametrize("answers", [COMPLETE, STOPPED, UNTREATED])
def test_a_received_certificate_tells_in_which_way_its_diagnoses_stand(answers: dict[str, Any]) -> None:
    row = certificate(answers, type_id="tstrk1062", type_version="1.0", signed_at=SIGNED_AT)
    intyg = register_certificate_body(row, find=find).find(f"{{{REGISTER}}}intyg")

    assert intyg.find("{*}svar[@id='50']") is None
    assert parse_intyg(intyg, today=TODAY, find=find).answers == answers


@pytest.mark.parametrize(("choice", "sent"), [("JA", "true"), ("NEJ", "false"), ("KANEJBEDOMA", "NI")])
def test_the_prognosis_is_sent_as_yes_no_or_unknown(choice: str, sent: str) -> None:
    row = certificate(changed(COMPLETE, q61=choice), type_id="tstrk1062", type_version="1.0", signed_at=SIGNED_AT)
    delsvar = register_certificate_body(row, find=find).find(".//{*}delsvar[@id='61.1']")

    assert (delsvar.text or delsvar.findtext("{*}cv/{*}code")) == sent
