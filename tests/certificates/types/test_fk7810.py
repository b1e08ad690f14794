"""What differs in FK 7810 from its sisters (fk7810.yaml); the rest is in test_fk3221 and test_areas."""

from __future__ import annotations

from typing import Any

import pytest

from certificates import engine
from certificates.engine.svar import svar_of
from certificates.types.fk7810 import FK7810
from tests.certificates.engine.xml import forifyllnad, svar
from tests.certificates.types.asking import errors, shown
from tests.certificates.types.examples.fk7810 import COMPLETE, SHORT
from tests.certificates.types.test_every_type import TODAY, find

KINDS_OF_HELP = [("70", "70.2"), ("70.3", "70.4")]


@pytest.mark.parametrize(("question", "extent"), KINDS_OF_HELP)
def test_each_kind_of_help_is_described_when_it_is_needed(question: str, extent: str) -> None:
    assert extent in shown(FK7810, {question: True})
    assert extent not in shown(FK7810, {question: False}) | shown(FK7810, {})
    assert errors(FK7810, {**SHORT, question: True}) == [("MISSING_ANSWER", "KAT_8", extent)]


@pytest.mark.parametrize("question", ["2", "70", "70.3"])
def test_one_option_must_be_chosen(question: str) -> None:
    without = {key: value for key, value in SHORT.items() if key != question}

    assert [error for error, _, _ in errors(FK7810, without)] == ["MISSING_OPTION"]


@pytest.mark.parametrize(
    ("answers", "parts"),
    [
        (COMPLETE, [("70.1", "true"), ("70.2", COMPLETE["70.2"]), ("70.3", "true"), ("70.4", COMPLETE["70.4"])]),
        (SHORT, [("70.1", "false"), ("70.3", "false")]),
    ],
)
def test_both_kinds_of_help_are_one_svar(answers: dict[str, Any], parts: list[tuple[str, str]]) -> None:
    sent = [one for one in svar_of(FK7810, answers, today=TODAY, find=find) if one.id == "70"]

    assert [[(part.id, one.text(part.id)) for part in one.delsvar] for one in sent] == [parts]


def test_self_care_is_read_without_the_other_kind_of_help() -> None:
    result = engine.prefill(FK7810, forifyllnad(svar("70", ("70.3", "true"), ("70.4", "Kateter"))), today=TODAY)

    assert (result.answers["70.3"], result.answers["70.4"]) == (True, "Kateter")
    assert "70" not in result.answers


def test_the_date_of_the_older_forms_is_not_read_as_acquaintance() -> None:
    result = engine.prefill(FK7810, forifyllnad(svar("2", ("2.1", "2026-01-01"))), today=TODAY)

    assert "2" not in result.answers
    assert ("INVALID_SUB_ANSWER_ID", "2.1") in [(e.code.value, e.delsvar_id) for e in result.log]


def test_acquaintance_is_told_anew_on_renewal() -> None:
    carried = engine.carried_for_renewal(FK7810, COMPLETE, same_unit=True)

    assert set(COMPLETE) - set(carried) == {"1", "1.3", "1.4", "2"}


def test_functions_and_activities_are_opened_each_by_its_own_boxes() -> None:
    answers = {"funktionsnedsattning": ["ANDNINGS_FUNKTION"], "aktivitetsbegransning": ["FORFLYTTNING_BEGRANSNING"]}

    assert shown(FK7810, answers) & {"8", "64", "14", "65", "66", "67", "68", "69"} == {"64", "67"}
