"""What is special for AG7804 version 1 (spec/certificate-types/ag7804.yaml, ``legacy_v1``)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from certificates import engine
from certificates.engine.svar import svar_of
from certificates.receiver_rules import check
from certificates.transport import intyg_element
from certificates.types import registry
from certificates.types.ag7804.version_1 import VERSION_1
from tests.certificates.engine.world import TODAY, Entry, certificate, with_changes
from tests.certificates.types.examples.ag7804_v1 import CARRIER, COMPLETE, WITHOUT_DIAGNOSIS

AG7804 = VERSION_1[0]


def find(code_system: str, code: str) -> Entry | None:
    return Entry(code, f"Diagnos {code}")


def answers(**changes: Any) -> dict[str, Any]:
    return with_changes(COMPLETE, changes)


def errors(given: dict[str, Any]) -> list[tuple[str, str, str]]:
    result = engine.validate(AG7804, given, today=TODAY, find=find)
    return [(e.question_id, e.type, e.field) for e in result.errors]


def facts(given: dict[str, Any]) -> engine.Facts:
    return engine.Facts(AG7804, given, TODAY)


def test_the_diagnosis_is_locked_until_the_patient_has_decided() -> None:
    undecided = facts(answers(q100=None))

    assert undecided.is_visible("6")
    assert undecided.is_disabled("6")
    assert errors(answers(q100=None, q6=None)) == [("100", "EMPTY", "onskarFormedlaDiagnos")]


def test_the_diagnosis_is_needed_when_it_is_told() -> None:
    assert not facts(COMPLETE).is_disabled("6")
    assert errors(answers(q6=None)) == [("6", "EMPTY", "diagnoser[0].row")]


def test_a_diagnosis_that_is_not_told_is_hidden_and_not_kept() -> None:
    given = answers(q100=False)

    assert not facts(given).is_visible("6")
    assert "6" not in engine.with_consequences(AG7804, given, today=TODAY)
    assert "6" not in {one.id for one in svar_of(AG7804, given, today=TODAY, find=find)}


def test_the_patient_decides_with_smittbararpenning_too() -> None:
    undecided = with_changes(CARRIER, {"100": None})

    assert errors(undecided) == [("100", "EMPTY", "onskarFormedlaDiagnos")]
    assert not facts(undecided).is_disabled("100")


def test_function_and_activity_are_plain_texts() -> None:
    assert {AG7804.question(q).kind for q in ("35", "17")} == {"text_area"}


def test_two_measures_of_fk7804_do_not_exist() -> None:
    given = ["SOKA_NYTT_ARBETE", "KONFLIKTHANTERING", "ERGONOMISK"]

    assert engine.tidied(AG7804, {"40": given}) == {"40": ["ERGONOMISK"]}


def test_all_eight_measures_can_be_chosen_together() -> None:
    everything = [o.code for o in AG7804.question("40").options if o.code != "EJ_AKTUELLT"]

    assert len(everything) == 8
    assert errors(answers(q40=everything)) == []


def test_no_measure_can_stand_beside_inte_aktuellt() -> None:
    assert [e[0] for e in errors(answers(q40=["EJ_AKTUELLT", "ERGONOMISK"]))] == ["40"]


def test_a_reason_for_contact_is_kept_with_its_box_only() -> None:
    assert errors(answers(q103_2=None)) == []
    assert "103.2" not in engine.with_consequences(AG7804, answers(q103=False), today=TODAY)


def test_further_information_has_room_for_4000_characters() -> None:
    assert errors(answers(q25="x" * 4000)) == []
    assert [e[0] for e in errors(answers(q25="x" * 4001))] == ["25"]


def test_no_motivations_are_asked_for() -> None:
    assert not any("motivering" in q.id for q in AG7804.questions())


@pytest.mark.parametrize("given", [COMPLETE, WITHOUT_DIAGNOSIS, CARRIER])
def test_smittbararpenning_and_decision_pass_the_receiver(given: dict[str, Any]) -> None:
    row = certificate(given, type_id="ag7804", type_version="1.2")

    assert check(AG7804, intyg_element(row, find=find)) == []


def test_renewal_clears_what_the_specification_says() -> None:
    assert AG7804.renewal_cleared == {"1", "1.3", "32", "33", "33.2", "39", "39.3", "100", "103", "103.2"}


def test_nothing_is_sent_and_no_questions_are_asked() -> None:
    assert not AG7804.flags.sendable
    assert not AG7804.flags.administrative_questions
    assert (AG7804.topics.may_open, AG7804.topics.may_receive) == ((), ())


def test_the_text_versions_have_their_days() -> None:
    assert [(t.version, t.active_from) for t in registry.by_id("ag7804") if t.version < "2"] == [
        ("1.2", dt.date(2022, 2, 1)),
        ("1.1", dt.date(2021, 3, 22)),
        ("1.0", dt.date(2019, 10, 31)),
    ]
