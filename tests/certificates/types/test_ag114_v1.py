"""What is special for AG1-14 version 1 (spec/certificate-types/ag114.yaml, ``legacy_v1``)."""

from __future__ import annotations

from typing import Any

import pytest

from certificates import engine
from certificates.engine.svar import svar_of
from certificates.questions.svar import Quantity
from certificates.types.ag114.version_1 import VERSION_1 as AG114
from tests.certificates.engine.world import TODAY, Entry, with_changes
from tests.certificates.types.examples.ag114_v1 import COMPLETE, WITHOUT_DIAGNOSIS
from tests.certificates.types.examples.lisjp import diagnosis


def find(code_system: str, code: str) -> Entry | None:
    return Entry(code, f"Diagnos {code}")


def answers(**changes: Any) -> dict[str, Any]:
    return with_changes(COMPLETE, changes)


def errors(given: dict[str, Any]) -> list[tuple[str, str, str]]:
    result = engine.validate(AG114, given, today=TODAY, find=find)
    return [(e.question_id, e.type, e.field) for e in result.errors]


def svar(given: dict[str, Any], svar_id: str) -> list[Any]:
    return [one for one in svar_of(AG114, given, today=TODAY, find=find) if one.id == svar_id]


def test_a_new_draft_has_its_occupation_and_starts_today() -> None:
    assert engine.preset_answers(AG114, engine.situation(TODAY, find)) == {
        "1": ["NUVARANDE_ARBETE"],
        "7.2": {"from": "2026-01-15", "to": ""},
    }


def test_the_occupation_can_not_be_taken_away() -> None:
    posted = engine.parse_element(AG114, "1", {}, answers=COMPLETE, find=find)

    assert posted.values == {"1": ["NUVARANDE_ARBETE"]}


def test_a_new_draft_lacks_what_is_always_asked() -> None:
    fresh = engine.preset_answers(AG114, engine.situation(TODAY, find))

    assert errors(fresh)[:8] == [
        ("10", "EMPTY", "baseratPa"),
        ("2", "EMPTY", "nuvarandeArbete"),
        ("3", "EMPTY", "onskarFormedlaDiagnos"),
        ("5", "EMPTY", "nedsattArbetsformaga"),
        ("6", "EMPTY", "arbetsformagaTrotsSjukdom"),
        ("7.1", "EMPTY", "sjukskrivningsgrad"),
        ("7.2", "EMPTY", "sjukskrivningsperiod.tom"),
        ("vardenhet", "EMPTY", "grunddata.skapadAv.vardenhet.postadress"),
    ]


def test_the_diagnosis_is_asked_for_when_it_is_told() -> None:
    assert errors(answers(q4=None)) == [("4", "EMPTY", "diagnoser[0].row")]
    assert not engine.is_visible(AG114, {}, "4", today=TODAY)


def test_a_diagnosis_that_is_not_told_is_neither_kept_nor_sent() -> None:
    given = answers(q3=False)

    assert "4" not in engine.with_consequences(AG114, given, today=TODAY)
    assert svar(given, "4") == []


def test_each_diagnosis_is_a_svar_of_its_own() -> None:
    found = [(one.instans, [d.id for d in one.delsvar]) for one in svar(COMPLETE, "4")]

    assert found == [(1, ["4.1", "4.2"]), (2, ["4.1", "4.2"])]


def test_diagnoses_are_of_one_terminology() -> None:
    rows = [diagnosis("M545", "Rygg"), diagnosis("M54-", "Rygg", "KSH_97_P"), diagnosis("", "")]

    assert errors(answers(q4=rows)) == [("4", "INCORRECT_COMBINATION", "diagnoser[1].diagnoskodsystem")]


@pytest.mark.parametrize(
    ("typed", "is_accepted"),
    [("0", True), ("100", True), ("7", True), ("101", False), ("-1", False), ("07", False), ("5,5", False)],
)
def test_the_extent_is_a_whole_number_without_a_leading_zero(typed: str, is_accepted: bool) -> None:
    value = engine.parse_element(AG114, "7.1", {"e.7.1.value": typed}, answers={}, find=find).values["7.1"]

    found = errors(answers(q7_1=value))

    assert found == ([] if is_accepted else [("7.1", "INVALID_FORMAT", "sjukskrivningsgrad")])


def test_the_extent_travels_with_the_period_as_a_quantity() -> None:
    (one,) = svar(COMPLETE, "7")

    assert [d.id for d in one.delsvar] == ["7.1", "7.2"]
    assert one.get("7.1") == Quantity("50.0", "%")


def test_an_end_before_the_start_is_told_at_the_end() -> None:
    given = answers(q7_2={"from": "2026-01-15", "to": "2026-01-14"})

    assert errors(given) == [("7.2", "INCORRECT_COMBINATION", "sjukskrivningsperiod.tom")]


@pytest.mark.parametrize(("end", "is_told"), [("2026-01-28", False), ("2026-01-29", True)])
def test_a_period_of_15_days_points_to_ag7804(end: str, is_told: bool) -> None:
    given = answers(q7_2={"from": "2026-01-15", "to": end})

    assert engine.is_visible(AG114, given, "7.3", today=TODAY) is is_told
    assert errors(given) == []


@pytest.mark.parametrize(("question", "child"), [("6", "6.2"), ("9", "9.2")])
def test_a_yes_is_described(question: str, child: str) -> None:
    assert [e[0] for e in errors(with_changes(COMPLETE, {child: None}))] == [child]
    assert child not in engine.with_consequences(AG114, {**COMPLETE, question: False}, today=TODAY)


def test_a_certificate_without_diagnosis_is_complete() -> None:
    assert errors(WITHOUT_DIAGNOSIS) == []


def test_the_summary_is_the_period() -> None:
    assert engine.summary(AG114, COMPLETE, signed_on=TODAY) == engine.Summary(
        "Gäller intygsperiod", "2026-01-15 - 2026-01-28"
    )


def test_it_is_not_renewed_or_sent() -> None:
    assert not AG114.flags.renewable
    assert not AG114.flags.sendable
    assert not AG114.flags.prefill
