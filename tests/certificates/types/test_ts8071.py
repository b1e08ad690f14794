"""TS8071: what is shown when, the rules of acuity, prefill, and what version 1 has instead (ts8071.yaml)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from lxml import etree

from certificates import engine
from certificates.questions.base import PrefillCode
from certificates.types import registry
from certificates.types.base import CertificateType
from certificates.types.ts8071 import TS8071_1, TS8071_2
from tests.certificates.engine.world import SHARED, needs_contracts
from tests.certificates.types.examples.ts8071 import COMPLETE, COMPLETE_1, MINIMAL, MINIMAL_1
from tests.certificates.types.forms import appears, changed, errors, faults, shown
from tests.certificates.types.test_every_type import TODAY, find

VISION = {"5", "7.1", "7.3"}
HIGH = {"5.1": "1.0", "5.2": "1.0", "5.3": "1.0"}
SEEN = changed(MINIMAL, q4=False, q5=HIGH, q7_1=False, q7_3=False)
SEEN_1 = changed(MINIMAL_1, q4=False, q5=HIGH, q7_1=False, q7_3=False)


def missing(ctype: CertificateType, answers: dict[str, Any]) -> set[str]:
    return {error.question_id for error in errors(ctype, answers)}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "version"), [(dt.date(2024, 11, 30), None), (dt.date(2025, 10, 19), "1.0"), (dt.date(2025, 10, 20), "2.0")]
)
def test_a_new_draft_gets_the_latest_version_that_is_active(day: dt.date, version: str | None) -> None:
    if version is None:
        with pytest.raises(registry.UnknownCertificateType):
            registry.newest_active(TS8071_2.code, TS8071_2.code_system, at=day)
        return

    assert registry.newest_active(TS8071_2.code, TS8071_2.code_system, at=day).version == version


def test_an_optician_hides_what_concerns_vision() -> None:
    assert shown(TS8071_2, MINIMAL).isdisjoint(VISION)
    assert appears(TS8071_2, MINIMAL, changed(MINIMAL, q4=None)) == VISION
    assert missing(TS8071_2, changed(MINIMAL, q4=False)) == VISION


@pytest.mark.parametrize("basis", ["distkont", "undersokn"])
def test_a_contact_has_a_date_that_is_not_in_the_future(basis: str) -> None:
    assert appears(TS8071_2, MINIMAL, changed(MINIMAL, q2=basis)) == {"2.2"}
    assert missing(TS8071_2, changed(MINIMAL, q2=basis)) == {"2.2"}
    assert [e.error_id for e in errors(TS8071_2, changed(MINIMAL, q2=basis, q2_2="2026-01-16"))] == ["DATE_TOO_LATE"]


@pytest.mark.parametrize("code", ["gr_II_III", "forlang_gr_II_III", "tax_leg"])
def test_buses_and_taxi_ask_about_hearing_and_passengers(code: str) -> None:
    assert missing(TS8071_2, changed(MINIMAL, q1=[code])) == {"9.1", "9.2", "10.3"}


@pytest.mark.parametrize("code", ["int_begar_ts", "utbyt_utl_kk"])
def test_version_1_asks_about_hearing_in_more_cases(code: str) -> None:
    assert missing(TS8071_1, changed(MINIMAL_1, q1=[code])) == {"9.1", "9.2"}
    assert missing(TS8071_2, changed(MINIMAL, q1=[code])) == set()


def test_taxi_goes_with_one_of_the_other_choices() -> None:
    view = next(v for s in engine.section_views(TS8071_2, changed(MINIMAL, q1=["gr_II"]), today=TODAY)
                for v in s.elements if v.id == "1").view  # fmt: skip

    assert {c.part for c in view.options if not c.is_disabled} == {"gr_II", "tax_leg"}


@pytest.mark.parametrize(
    ("right", "left", "is_needed"),
    [("0.8", "0.1", False), ("0.1", "0.8", False), ("0.7", "0.7", True), ("0.0", "1.0", True), ("1.0", "0.0", True)],
)
def test_low_acuity_needs_corrected_values(right: str, left: str, is_needed: bool) -> None:
    answers = changed(SEEN, q5={"5.1": right, "5.2": left, "5.3": "0.7"}, q25=False if is_needed else None)

    assert faults(TS8071_2, answers) == ([(part, "EMPTY") for part in ("5.4", "5.5", "5.6")] if is_needed else [])


def test_low_acuity_asks_about_glasses() -> None:
    low = changed(SEEN, q5={**HIGH, "5.1": "0.0"})

    assert appears(TS8071_2, SEEN, low) == {"24", "25"}
    assert missing(TS8071_2, low) == {"5", "25"}


def test_one_eye_below_the_least_asks_about_glasses_before_the_other_is_known() -> None:
    low = changed(SEEN, q5={"5.1": "0.0"})

    assert appears(TS8071_2, SEEN, low) == {"24", "25"}
    assert faults(TS8071_2, changed(low, q25=True)) == [("5.2", "EMPTY"), ("5.3", "EMPTY")]


def test_acuity_lies_between_nought_and_two() -> None:
    error = errors(TS8071_2, changed(SEEN, q5={**HIGH, "5.3": "2.1"}))[0]

    assert (error.field, "0,0" in error.text, "2,0" in error.text) == ("5.3", True, True)


@pytest.mark.parametrize(
    ("question", "follow_ups"),
    [("8", {"8.2"}), ("10.1", {"10.2"}), ("11", {"11.2", "11.3", "11.5", "11.7", "11.9"}), ("13", {"13.2"}),
     ("14.1", {"14.2", "14.5"}), ("14.3", {"14.4", "14.5"}), ("14.8", {"14.9"}), ("15.2", {"15.3"}),
     ("16.2", {"16.3"}), ("17.1", {"17.2"}), ("18.1", {"18.2", "18.10"}), ("18.3", {"18.4", "18.5"}),
     ("18.6", {"18.7"}), ("18.8", {"18.9"}), ("19", {"19.2", "19.3"}), ("26", {"26.2"}), ("21", {"21.2"})],
)  # fmt: skip
def test_a_yes_demands_its_follow_ups(question: str, follow_ups: set[str]) -> None:
    assert missing(TS8071_2, {**MINIMAL, question: True}) == follow_ups


@pytest.mark.parametrize("question", ["15.1", "16.1", "17.3", "12"])
def test_some_questions_have_no_follow_up(question: str) -> None:
    assert errors(TS8071_2, {**MINIMAL, question: True}) == ()


def test_when_a_treatment_ended_may_be_left_out() -> None:
    assert errors(TS8071_2, changed(COMPLETE, q14_7=None)) == ()


@pytest.mark.parametrize(("choice", "reason"), [("ja", "23.3"), ("ejstalln", "23.2")])
def test_a_judgement_of_risk_or_none_has_a_reason(choice: str, reason: str) -> None:
    assert missing(TS8071_2, changed(MINIMAL, q23=choice)) == {reason}


def test_drug_treated_diabetes_shows_a_message() -> None:
    assert appears(TS8071_2, MINIMAL, changed(MINIMAL, q12=True)) == {"diabetes"}


@pytest.mark.parametrize(
    ("question", "longest", "of_version_1"),
    [("7.4", 250, 50), ("18.2", 400, 250), ("23.3", 250, 50), ("7.2", 250, 250)],
)
def test_texts_have_a_longest_length(question: str, longest: int, of_version_1: int) -> None:
    for ctype, answers, limit in ((TS8071_2, COMPLETE, longest), (TS8071_1, COMPLETE_1, of_version_1)):
        assert errors(ctype, {**answers, question: "x" * limit}) == ()
        too_long = errors(ctype, {**answers, question: "x" * (limit + 1)})
        assert [error.error_id for error in too_long] == ["TEXT_TOO_LONG"]


def test_version_1_writes_some_texts_on_one_line() -> None:
    assert [t.question("7.4").kind for t in (TS8071_1, TS8071_2)] == ["text_line", "text_area"]


def test_version_1_asks_how_the_acuity_is_corrected() -> None:
    low = changed(SEEN_1, q5={**HIGH, "5.1": "0.0", "5.4": "1.0", "5.5": "1.0", "5.6": "1.0"})

    assert missing(TS8071_1, low) == {"6"}
    assert missing(TS8071_1, changed(low, q6={"6.1": True, "6.5": True})) == {"6.2", "6.6"}


def test_version_1_asks_about_neuropsychiatry() -> None:
    assert missing(TS8071_1, changed(MINIMAL_1, q20_1=True)) == {"20.2", "20.3", "20.4"}
    assert missing(TS8071_1, changed(MINIMAL_1, q20_6=True)) == {"20.7"}


@needs_contracts
def test_the_published_prefill_is_read() -> None:
    """What it holds beside the form is left out: follow-ups that do not exist."""
    path = SHARED / "contracts/samples/from-public-repos/forifyllnad-by-type/TS8071_V2.xml"

    result = engine.prefill(TS8071_2, etree.parse(str(path)).getroot(), today=TODAY, find=find)

    assert [(e.code, e.delsvar_id) for e in result.log] == [
        (PrefillCode.INVALID_SUB_ANSWER_ID, delsvar) for delsvar in ("12.2", "21.3", "22.2", "25.2")
    ]
    assert result.answers["5"] == {"5.1": "0.5", "5.2": "0.0", "5.3": "1.0", "5.4": "0.8", "5.5": "0.1", "5.6": "1.0"}
    assert result.answers["9.3"] == ["25577004"]
    assert {"2.2", "11.10", "14.7", "18.10", "23.3", "26.2"} <= set(result.answers)
