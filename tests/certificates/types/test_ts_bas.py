"""TS bas: what is shown when, and the rules over several answers (ts_bas.yaml)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from lxml import etree

from certificates.transport import register_certificate_body
from certificates.types import registry
from certificates.types.ts_bas import TS_BAS_6, TS_BAS_7
from tests.certificates.engine.world import certificate
from tests.certificates.types.examples.ts_bas import ACUITY_6, COMPLETE, MINIMAL
from tests.certificates.types.forms import appears, changed, errors, faults, shown
from tests.certificates.types.test_every_type import SIGNED_AT, find

CORRECTED = ["8.5", "8.6", "8.7"]


def with_acuity(*classes: str, **values: str) -> dict[str, Any]:
    given = {name[1:].replace("_", "."): value for name, value in values.items()}
    return changed(MINIMAL, q1=list(classes), q8={"8.2": "1.0", "8.3": "1.0", "8.4": "1.0", **given})


def corrected_wanted(answers: dict[str, Any]) -> list[str]:
    return [error.field for error in errors(TS_BAS_7, answers) if error.type == "EMPTY"]


@pytest.mark.parametrize("code", ["IAV5", "IAV6", "IAV7", "IAV8", "IAV9"])
def test_passenger_licences_ask_about_hearing_and_helping_passengers(code: str) -> None:
    answers = changed(MINIMAL, q1=[code])

    assert appears(TS_BAS_7, MINIMAL, answers) == {"11", "13"}
    assert faults(TS_BAS_7, answers) == [("11.1", "EMPTY"), ("13.1", "EMPTY")]


@pytest.mark.parametrize(
    ("question", "follow_ups"),
    [("12", {"12.2"}), ("16", {"16.2"}), ("17", {"18"}), ("26", {"26.2"}), ("30", {"30.2", "30.3", "30.4"}),
     ("31", {"31.2"}), ("25.1", {"25.3"}), ("25.2", {"25.3"})],
)  # fmt: skip
def test_a_yes_demands_its_follow_ups(question: str, follow_ups: set[str]) -> None:
    answers = {**MINIMAL, question: True}

    assert appears(TS_BAS_7, MINIMAL, answers) == follow_ups
    assert {e.question_id for e in errors(TS_BAS_7, answers)} == follow_ups


def test_when_and_why_of_another_disturbance_of_consciousness_is_optional() -> None:
    answers = changed(MINIMAL, q21=True)

    assert appears(TS_BAS_7, MINIMAL, answers) == {"21.2"}
    assert errors(TS_BAS_7, answers) == ()


def test_treatment_is_asked_of_type_2_only() -> None:
    type_1, type_2 = changed(MINIMAL, q17=True, q18="E10"), changed(MINIMAL, q17=True, q18="E11")

    assert "19" not in shown(TS_BAS_7, type_1)
    assert [e.question_id for e in errors(TS_BAS_7, type_2)] == ["19"]


@pytest.mark.parametrize(
    ("change", "message"),
    [({"3": True}, "5.1"), ({"4": True}, "5.1"), ({"5": True}, "5.1"), ({"9": True}, "9.1"),
     ({"17": True, "18": "E11", "19": {"19.2": True}}, "19.4"), ({"25.1": True, "25.3": True}, "25.4")],
)  # fmt: skip
def test_messages_follow_the_answers(change: dict[str, Any], message: str) -> None:
    assert message in appears(TS_BAS_7, MINIMAL, {**MINIMAL, **change})


def test_other_cases_need_correction_below_five_tenths_with_both_eyes() -> None:
    assert corrected_wanted(with_acuity("IAV10", v8_4="0.4")) == CORRECTED
    assert corrected_wanted(with_acuity("IAV10", v8_4="0.5")) == []
    assert corrected_wanted(with_acuity("IAV3", v8_4="0.4")) == []


def test_higher_licences_need_correction_when_both_eyes_are_below_eight_tenths() -> None:
    assert corrected_wanted(with_acuity("IAV3", v8_2="0.7", v8_3="0.1")) == CORRECTED
    assert corrected_wanted(with_acuity("IAV3", v8_2="0.8", v8_3="0.1")) == []
    assert corrected_wanted(with_acuity("IAV10", v8_2="0.7", v8_3="0.1")) == []


def test_higher_licences_need_correction_when_one_eye_is_below_one_tenth() -> None:
    assert corrected_wanted(with_acuity("IAV3", v8_2="0.0", v8_3="1.0")) == CORRECTED


def test_only_the_first_rule_that_applies_is_told() -> None:
    both = errors(TS_BAS_7, with_acuity("IAV3", "IAV10", v8_4="0.4", v8_2="0.0"))

    assert [error.field for error in both] == CORRECTED
    assert all("Annat" in error.text for error in both)


def test_only_corrected_values_that_are_missing_are_told() -> None:
    assert corrected_wanted(with_acuity("IAV3", v8_2="0.0", v8_5="1.0")) == ["8.6", "8.7"]


def test_an_eye_without_any_value_is_told_alone() -> None:
    answers = changed(MINIMAL, q8={"8.2": "0.0", "8.3": "0.4"})

    assert faults(TS_BAS_7, answers) == [("8.4", "EMPTY")]


def test_acuity_sent_separately_leaves_no_room_for_values() -> None:
    answers = changed(MINIMAL, q8={"8.1": True, "8.2": "1.0", "8.9": True})

    assert faults(TS_BAS_7, answers) == [("8.2", "INCORRECT_COMBINATION"), ("8.9", "INCORRECT_COMBINATION")]


def test_acuity_lies_between_nought_and_two() -> None:
    assert faults(TS_BAS_7, with_acuity("IAV3", v8_2="2.1")) == [("8.2", "INVALID_FORMAT")]


def test_cannot_decide_may_stand_beside_a_licence() -> None:
    assert errors(TS_BAS_7, changed(MINIMAL, q33=["VAR1", "VAR11"])) == ()


def test_the_licences_concerned_stand_in_lists() -> None:
    rule = TS_BAS_7.summary
    question = TS_BAS_7.question(rule.question)

    assert rule.label == "Avser behörighet"
    assert question.in_short(COMPLETE["1"]) == "D1, Taxi, Annat"


def test_the_postal_code_has_five_digits() -> None:
    unit = {**MINIMAL["vardenhet"], "postal_code": "9900"}

    assert faults(TS_BAS_7, changed(MINIMAL, qvardenhet=unit)) == [
        ("grunddata.skapadAv.vardenhet.postnummer", "INVALID_FORMAT")
    ]


def test_version_6_has_no_acuity_sent_separately_and_asks_for_the_address() -> None:
    older = TS_BAS_6[0]
    answers = changed(COMPLETE, q8={"8.1": "1.0"})

    assert [field for field, _ in faults(older, answers)] == [
        "8.2", "8.3", "grunddata.patient.postadress", "grunddata.patient.postnummer", "grunddata.patient.postort"
    ]  # fmt: skip
    assert "8.9" not in {s.id for q in older.questions() for s in q.sub_answers}


def test_version_6_tells_name_and_address_of_the_patient() -> None:
    address = {"address": "Testgatan 12", "postal_code": "99012", "city": "Exempelby", "source": "PU"}
    answers = {**COMPLETE, "8": ACUITY_6, "patient_address": address}

    xml = written("6.8", answers)

    assert [xml.findtext(f".//{{*}}patient/{{*}}{tag}") for tag in ("efternamn", "postort")] == [
        "Tolvansson", "Exempelby"
    ]  # fmt: skip


def test_a_unit_without_workplace_code_is_told_as_not_available() -> None:
    assert written("7.0", MINIMAL, workplace_code="").findtext(".//{*}arbetsplatskod/{*}extension") == "N/A"


@pytest.mark.django_db
def test_version_7_is_the_one_for_new_certificates() -> None:
    newest = registry.newest_active(TS_BAS_7.code, TS_BAS_7.code_system, at=dt.date(2026, 1, 15))

    assert newest is TS_BAS_7


def written(version: str, answers: dict[str, Any], **fields: Any) -> etree._Element:
    row = certificate(answers, type_id="ts-bas", type_version=version, signed_at=SIGNED_AT, **fields)
    return register_certificate_body(row, find=find)
