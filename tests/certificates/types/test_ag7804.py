"""AG7804 version 2.0, what differs from FK 7804 (spec/certificate-types/ag7804.yaml)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from certificates import engine
from certificates.engine.svar import svar_of
from certificates.types import registry
from certificates.types.ag7804 import AG7804
from certificates.types.fk7804 import FK7804
from tests.certificates.engine.world import TODAY, find, needs_contracts
from tests.certificates.types.checking import changed, element, published_prefill, refusals, shown
from tests.certificates.types.examples.ag7804 import ANSWERS, INFECTIOUS, UNDISCLOSED

EVERYWHERE = {"27", "100", "6", "32", "25", "earlyStartDate", "UNIT_CONTACT_INFORMATION"}


def settled(answers: Mapping[str, Any]) -> dict[str, Any]:
    return engine.with_consequences(AG7804, answers, today=TODAY)


def test_a_new_draft_lacks_every_mandatory_answer() -> None:
    assert refusals(AG7804, {}) == [
        ("1", "1.1", "MISSING_MULTI_OPTION"),
        ("28", "28.1", "MISSING_MULTI_OPTION"),
        ("100", "100.1", "MISSING_OPTION"),
        ("35", "35.1", "MISSING_ANSWER"),
        ("17", "17.1", "MISSING_ANSWER"),
        ("32", "32.1", "MISSING_MULTI_OPTION"),
        ("39", "39.1", "MISSING_OPTION"),
    ]


def test_the_diagnosis_is_locked_until_it_is_known_whether_it_is_disclosed() -> None:
    undecided = changed(ANSWERS, {"100": None, "6": None})

    assert element(AG7804, undecided, "6").is_disabled
    assert refusals(AG7804, undecided) == [("100", "100.1", "MISSING_OPTION")]
    assert not element(AG7804, ANSWERS, "6").is_disabled


def test_a_diagnosis_that_is_disclosed_must_be_given() -> None:
    assert refusals(AG7804, changed(ANSWERS, {"6": None})) == [("6", "6.1", "DIAG_MISSING")]


def test_a_diagnosis_that_is_kept_back_is_neither_shown_nor_sent() -> None:
    kept_back = changed(ANSWERS, {"100": False})

    assert "6" not in shown(AG7804, kept_back)
    assert refusals(AG7804, changed(kept_back, {"6": None})) == []
    assert "6" not in {svar.id for svar in svar_of(AG7804, kept_back, today=TODAY, find=find)}


def test_smittbararpenning_discloses_the_diagnosis_and_locks_that_answer() -> None:
    answers = settled(changed(UNDISCLOSED, {"27": True}))

    assert answers["100"] is True
    assert element(AG7804, answers, "100").is_disabled


def test_smittbararpenning_hides_most_of_the_form() -> None:
    assert shown(AG7804, INFECTIOUS) | {"earlyStartDate"} == EVERYWHERE
    assert refusals(AG7804, INFECTIOUS) == []


def test_uneven_hours_are_asked_about_also_with_smittbararpenning() -> None:
    partial = changed(INFECTIOUS, {"32": {"HALFTEN": {"from": "2026-01-15", "to": "2026-01-28"}}})

    assert refusals(AG7804, partial) == [("33", "33.1", "MISSING_OPTION")]


@pytest.mark.parametrize(("start", "is_told"), [("2026-01-08", False), ("2026-01-07", True)])
def test_an_early_start_is_told_of_and_refuses_nothing(start: str, is_told: bool) -> None:
    early = changed(ANSWERS, {"32": {"HELT_NEDSATT": {"from": start, "to": "2026-01-28"}}, "33": None, "33.2": None})

    assert ("earlyStartDate" in shown(AG7804, early)) is is_told
    assert refusals(AG7804, early) == []


@pytest.mark.parametrize(("months", "found"), [(0, True), (1, False), (99, False), (100, True)])
def test_months_to_recovery_have_a_range(months: int, found: bool) -> None:
    refused = refusals(AG7804, changed(ANSWERS, {"39.4": months}))

    assert refused == ([("39.4", "39.4", "INTEGER_RANGE")] if found else [])


def test_the_reason_for_contact_may_be_left_out() -> None:
    assert refusals(AG7804, changed(ANSWERS, {"103.2": None})) == []
    assert "103.2" not in shown(AG7804, changed(ANSWERS, {"103": False}))


@pytest.mark.parametrize("question", ["35", "17", "103.2"])
def test_long_texts_are_refused(question: str) -> None:
    assert [e for _, _, e in refusals(AG7804, changed(ANSWERS, {question: "x" * 4001}))] == ["TEXT_TOO_LONG"]


def test_a_renewal_keeps_diagnosis_and_disclosure() -> None:
    carried = engine.carried_for_renewal(AG7804, ANSWERS, same_unit=True)

    assert set(ANSWERS) - set(carried) == {"1", "1.3", "32", "39", "39.4", "103", "103.2"}
    assert AG7804.renewal_cleared == {"1", "1.3", "32", "39", "39.2", "39.4", "103", "103.2"}


def test_the_summary_is_first_and_last_day() -> None:
    assert engine.summary(AG7804, ANSWERS, signed_on=TODAY).value == "2026-01-15 - 2026-02-11"


# --- the sick-leave register ------------------------------------------------------------------------------------------


def test_the_sick_leave_is_no_link_in_a_chain() -> None:
    found = engine.sick_leave(AG7804, ANSWERS, today=TODAY)

    assert (found.diagnoses, found.in_chain) == (("F438A", "M545"), False)
    assert [(p.percent, p.days) for p in found.periods] == [(100, 14), (50, 14)]
    assert found.occupations == ("NUVARANDE_ARBETE", "STUDIER")


def test_a_diagnosis_kept_back_is_unknown_to_the_register() -> None:
    assert engine.sick_leave(AG7804, UNDISCLOSED, today=TODAY).diagnoses == ("X",)


def test_smittbararpenning_is_no_sick_leave() -> None:
    assert engine.sick_leave(AG7804, INFECTIOUS, today=TODAY) is None


# --- made from FK 7804 ------------------------------------------------------------------------------------------------


def test_what_both_ask_is_filled_from_fk7804() -> None:
    filled = AG7804.filled_from
    source = registry.by_id(filled.type_id)[0]

    assert (source, filled.major, source.template_for) == (FK7804, 2, ("ag7804",))
    theirs = {q.id for q in FK7804.questions() if q.is_sent}
    ours = {q.id for q in AG7804.questions() if q.is_sent}
    assert {pair[0] for pair in filled.questions} == theirs & ours
    assert ours - {pair[1] for pair in filled.questions} == {"100", "103", "103.2"}


# --- the employer's copy ----------------------------------------------------------------------------------------------


def test_the_patient_may_keep_the_diagnosis_from_the_employer() -> None:
    assert AG7804.employer_copy.may_withhold == ("100", "6")
    assert AG7804.employer_copy.unless.questions == {"27"}


# --- prefill ----------------------------------------------------------------------------------------------------------


@needs_contracts
def test_the_published_example_fills_what_the_type_asks() -> None:
    result = published_prefill(AG7804, "AG7804_V2.xml")

    assert {(entry.code, entry.svar_id) for entry in result.log} == {("ANSWER_NOT_FOUND", "26")}
    assert set(result.answers) >= {"27", "1", "1.3", "28", "29", "100", "6", "35", "17", "32", "39", "39.2", "39.4"}
    assert result.answers["35"] == "Funktionsnedsättning text"
