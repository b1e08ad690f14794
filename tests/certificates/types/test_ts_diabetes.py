"""TS diabetes: what is shown when, the limits of dates, and the rules over several answers (ts_diabetes.yaml)."""

from __future__ import annotations

from typing import Any

import pytest

from certificates.questions.messages import BEFORE_BIRTH
from certificates.transport import register_certificate_body
from certificates.types import registry
from certificates.types.ts_diabetes import (
    TS_DIABETES_2,
    TS_DIABETES_3,
    TS_DIABETES_4_0,
    TS_DIABETES_4_1,
    TS_DIABETES_4_2,
)
from tests.certificates.engine.world import certificate
from tests.certificates.types.examples.ts_diabetes import COMPLETE, COMPLETE_3, MINIMAL, MINIMAL_3
from tests.certificates.types.forms import appears, changed, errors, faults, shown
from tests.certificates.types.test_every_type import SIGNED_AT, TODAY, find

RISK = {"209", "210", "200", "201", "110", "202", "106", "107"}


@pytest.mark.django_db
def test_the_newest_text_version_is_offered() -> None:
    newest = registry.newest_active(TS_DIABETES_4_2.code, TS_DIABETES_4_2.code_system, at=TODAY)

    assert newest is TS_DIABETES_4_2


def test_the_text_versions_differ_in_a_label_and_a_help() -> None:
    texts = [(t.question("33").label, bool(t.question("208").help)) for t in (TS_DIABETES_4_0, TS_DIABETES_4_1)]

    assert texts[0][0] != texts[1][0]
    assert [has_help for _, has_help in texts] == [False, False]
    assert TS_DIABETES_4_2.question("208").help


def test_medication_asks_about_risk_and_risk_about_the_rest() -> None:
    medicated, at_risk = changed(MINIMAL, q207=True), changed(MINIMAL, q207=True, q208=True)

    assert appears(TS_DIABETES_4_2, MINIMAL, medicated) == {"208"}
    assert appears(TS_DIABETES_4_2, medicated, at_risk) == RISK
    assert {e.question_id for e in errors(TS_DIABETES_4_2, at_risk)} == RISK


@pytest.mark.parametrize("code", [f"VAR{n}" for n in range(1, 10)])
def test_a_higher_licence_asks_about_the_last_year(code: str) -> None:
    answers = changed(MINIMAL, q1=[code])

    assert appears(TS_DIABETES_4_2, MINIMAL, answers) == {"203", "204"}
    assert faults(TS_DIABETES_4_2, answers) == [("203.1", "EMPTY"), ("204.1", "EMPTY")]


@pytest.mark.parametrize(
    ("change", "follow_ups"),
    [
        ({"18": "E13"}, {"18.2"}),
        ({"209": {"209.3": True}}, {"209.4"}),
        ({"200": False}, {"200.2"}),
        ({"106": True}, {"106.2", "106.3", "106.5"}),
        ({"107": True}, {"107.3"}),
        ({"107": True, "107.3": True}, {"107.3", "107.5"}),
        ({"203": True}, {"203.2"}),
        ({"206": True}, {"206.2"}),
    ],
)
def test_follow_ups_are_demanded(change: dict[str, Any], follow_ups: set[str]) -> None:
    calm = {**COMPLETE, "18": "E10", "209": {"209.1": True}, "200": True, "106": False, "107": False, "203": False,
            "206": False}  # fmt: skip
    calm = {q: v for q, v in calm.items() if q in shown(TS_DIABETES_4_2, calm)}

    assert appears(TS_DIABETES_4_2, calm, {**calm, **change}) == follow_ups
    missing = follow_ups - set(change)
    assert {e.question_id for e in errors(TS_DIABETES_4_2, {**calm, **change})} == missing


@pytest.mark.parametrize("question", ["210", "106.2", "107.5", "203.2"])
@pytest.mark.parametrize(
    ("date", "kind"),
    [("", "EMPTY"), ("2025", "INVALID_FORMAT"), ("2025-02-30", "INVALID_FORMAT"), ("1912-12-11", "OTHER"),
     ("2026-01-16", "OTHER"), ("2026-01-15", None), ("1912-12-12", None)],
)  # fmt: skip
def test_dates_lie_between_birth_and_today(question: str, date: str, kind: str | None) -> None:
    found = faults(TS_DIABETES_4_2, {**COMPLETE, question: date})

    field = question if "." in question else f"{question}.1"
    assert found == ([(field, kind)] if kind else [])


def test_a_date_before_birth_says_so() -> None:
    assert errors(TS_DIABETES_4_2, changed(COMPLETE, q210="1912-12-11"))[0].text == BEFORE_BIRTH


@pytest.mark.parametrize(
    ("year", "kind"),
    [("", "EMPTY"), ("90", "INVALID_FORMAT"), ("1911", "OTHER"), ("2027", "OTHER"), ("1912", None), ("2026", None)],
)
def test_the_year_of_the_diagnosis_lies_between_birth_and_today(year: str, kind: str | None) -> None:
    assert faults(TS_DIABETES_4_2, changed(MINIMAL, q35=year)) == ([("35.1", kind)] if kind else [])


@pytest.mark.parametrize(
    ("question", "longest"), [("18.2", 53), ("209.4", 53), ("200.2", 53), ("206.2", 189), ("32", 189), ("34", 71)]
)
def test_texts_have_a_longest_length(question: str, longest: int) -> None:
    assert errors(TS_DIABETES_4_2, {**COMPLETE, question: "x" * longest}) == ()
    assert [kind for _, kind in faults(TS_DIABETES_4_2, {**COMPLETE, question: "x" * (longest + 1)})] == ["OTHER"]


@pytest.mark.parametrize("question", ["32", "34"])
def test_optional_texts_of_blanks_pass(question: str) -> None:
    assert errors(TS_DIABETES_4_2, {**COMPLETE, question: "  "}) == ()


def test_cannot_decide_stands_alone() -> None:
    assert faults(TS_DIABETES_4_2, changed(MINIMAL, q33=["VAR15", "VAR11"])) == [("33.1", "INCORRECT_COMBINATION")]


def test_a_higher_licence_is_judged_only_when_the_certificate_is_about_it() -> None:
    assert faults(TS_DIABETES_4_2, changed(MINIMAL, q33=["VAR3"])) == [("33.1", "INCORRECT_COMBINATION")]
    assert errors(TS_DIABETES_4_2, changed(MINIMAL, q33=["VAR16"])) == ()


def test_another_type_of_diabetes_is_sent_as_its_text_alone() -> None:
    row = certificate(COMPLETE, type_id="ts-diabetes", type_version="4.2", signed_at=SIGNED_AT)
    xml = register_certificate_body(row, find=find)

    assert xml.xpath("//*[local-name()='delsvar'][starts-with(@id, '18.')]/@id") == ["18.2"]


def test_an_unticked_treatment_is_sent_as_false() -> None:
    row = certificate(COMPLETE, type_id="ts-diabetes", type_version="4.2", signed_at=SIGNED_AT)
    xml = register_certificate_body(row, find=find)

    assert xml.findtext(".//{*}delsvar[@id='209.2']") == "false"


# --- version 3.0 ------------------------------------------------------------------------------------------------------


def with_acuity(*classes: str, **values: str) -> dict[str, Any]:
    given = {name[1:].replace("_", "."): value for name, value in values.items()}
    return changed(MINIMAL_3, q1=list(classes), q8=given, q45=True)


def wanted(answers: dict[str, Any]) -> list[str]:
    return [field for field, _ in faults(TS_DIABETES_3, answers)]


@pytest.mark.parametrize(("box", "follow_up"), [("109.2", "109.7"), ("109.3", "109.4"), ("109.5", "109.6")])
def test_3_a_treatment_demands_its_follow_up(box: str, follow_up: str) -> None:
    assert follow_up in appears(TS_DIABETES_3, MINIMAL_3, changed(MINIMAL_3, q109={box: True}))


def test_3_some_treatment_is_chosen() -> None:
    assert faults(TS_DIABETES_3, changed(MINIMAL_3, q109={"109.1": False})) == [("allmant.behandling", "EMPTY")]


def test_3_insulin_or_risk_asks_about_hypoglycaemia() -> None:
    insulin = changed(MINIMAL_3, q109={"109.3": True}, q109_4="1999")
    risk = changed(MINIMAL_3, q109={"109.2": True}, q109_7=True)

    assert wanted(insulin) == ["hypoglykemier.egenkontrollBlodsocker", "hypoglykemier.nedsattHjarnfunktion"]
    assert wanted(risk) == wanted(insulin)
    assert wanted({**risk, "109.7": False}) == []


def test_3_signs_of_impaired_brain_function_ask_for_the_rest() -> None:
    answers = changed(MINIMAL_3, q109={"109.3": True}, q109_4="1999", q41=True, q37=False)

    assert errors(TS_DIABETES_3, answers) == ()
    assert appears(TS_DIABETES_3, answers, {**answers, "37": True}) == {"100", "110", "106", "107", "108"}


@pytest.mark.parametrize("year", ["1911", "2027"])
def test_3_insulin_began_between_birth_and_today(year: str) -> None:
    answers = {**COMPLETE_3, "109.4": year}

    assert faults(TS_DIABETES_3, answers) == [("allmant.behandling.insulinSedanAr", "OTHER")]


def test_3_a_higher_licence_asks_whether_it_is_suitable() -> None:
    assert wanted(changed(MINIMAL_3, q1=["IAV3"])) == ["bedomning.lampligtInnehav"]


def test_3_without_eye_disease_the_uncorrected_values_are_needed() -> None:
    fields = [f"synfunktion.{eye}.utanKorrektion" for eye in ("hoger", "vanster", "binokulart")]

    assert wanted(changed(MINIMAL_3, q8=None)) == fields
    assert wanted(changed(MINIMAL_3, q8={"8.1": False})) == fields
    assert wanted(changed(MINIMAL_3, q8={"8.1": True})) == []
    assert wanted(changed(MINIMAL_3, q8=None, q103=True)) == []


@pytest.mark.parametrize(
    ("classes", "values", "is_needed"),
    [
        (["IAV15"], {"v8_2": "1.0", "v8_3": "1.0", "v8_4": "0.4"}, True),
        (["IAV15"], {"v8_2": "0.0", "v8_3": "0.0", "v8_4": "0.5"}, False),
        (["IAV3"], {"v8_2": "0.7", "v8_3": "0.7", "v8_4": "0.4"}, True),
        (["IAV3"], {"v8_2": "0.8", "v8_3": "0.1", "v8_4": "0.4"}, False),
        (["IAV3"], {"v8_2": "0.8", "v8_3": "0.0", "v8_4": "0.8"}, True),
    ],
)
def test_3_low_acuity_needs_corrected_values(classes: list[str], values: dict[str, str], is_needed: bool) -> None:
    fields = [f"synfunktion.{eye}.medKorrektion" for eye in ("hoger", "vanster", "binokulart")]

    assert wanted(with_acuity(*classes, **values)) == (fields if is_needed else [])


def test_3_an_eye_without_any_value_owes_no_corrected_one() -> None:
    answers = {**with_acuity("IAV15", v8_4="0.4"), "103": True}

    assert wanted(answers) == ["synfunktion.binokulart.medKorrektion"]


def test_3_acuity_sent_separately_leaves_no_room_for_values() -> None:
    answers = changed(MINIMAL_3, q8={"8.1": True, "8.4": "0.1"})

    assert faults(TS_DIABETES_3, answers) == [("synfunktion.skickasSeparat", "INCORRECT_COMBINATION")]


@pytest.mark.parametrize(("question", "field"), [("32", "ovrigt"), ("34", "borUndersokasBeskrivning")])
def test_3_optional_texts_of_blanks_are_refused(question: str, field: str) -> None:
    assert faults(TS_DIABETES_3, {**COMPLETE_3, question: " "}) == [(field, "BLANK")]


def test_3_a_licence_is_judged_whatever_the_certificate_is_about() -> None:
    assert errors(TS_DIABETES_3, changed(MINIMAL_3, q33=["VAR3"])) == ()
    assert wanted(changed(MINIMAL_3, q33=["VAR3", "VAR11"])) == ["bedomning.uppfyllerBehorighetskrav"]


# --- versions 2.6 and 2.8 ---------------------------------------------------------------------------------------------


def test_2_demands_nothing_of_the_answers() -> None:
    assert [q.id for q in TS_DIABETES_2[0].questions() if q.required] == ["vardenhet"]
