"""TSTRK1009: groups of licences, and the day of the examination (tstrk1009.yaml)."""

from __future__ import annotations

from typing import Any

import pytest

from certificates.questions.svar import Cv, Delsvar, Svar
from certificates.types.receiver_parts_ts import HIGHER_LICENCES
from certificates.types.transportstyrelsen import LICENCES, LOWER_LICENCES
from certificates.types.tstrk1009 import TSTRK1009
from tests.certificates.engine.world import SITUATION
from tests.certificates.types.examples.tstrk1009 import COMPLETE
from tests.certificates.types.forms import changed, errors, faults

LICENCE_GROUPS = TSTRK1009.question("1")


def sent(*groups: str) -> list[tuple[int | None, str]]:
    return [(svar.instans, svar.code("1.1")) for svar in LICENCE_GROUPS.to_svar(list(groups), SITUATION)]


def read(*codes: str) -> list[str]:
    svar = [Svar("1", (Delsvar("1.1", Cv(code, LICENCES.system)),)) for code in codes]
    return LICENCE_GROUPS.from_svar(svar, SITUATION).value


def test_every_code_of_a_group_is_sent_numbered_through() -> None:
    assert sent("C_E", "TAXI") == [(1, "VAR1"), (2, "VAR2"), (3, "VAR3"), (4, "VAR4"), (5, "VAR9")]
    assert [code for _, code in sent("ALLA")] == [*LOWER_LICENCES, *HIGHER_LICENCES]


def test_codes_are_folded_to_groups() -> None:
    assert read("VAR9", "VAR1", "VAR2", "VAR3", "VAR4") == ["C_E", "TAXI"]
    assert read(*LOWER_LICENCES, *HIGHER_LICENCES) == ["ALLA"]
    assert read("VAR11") == ["KANINTETASTALLNING"]


def test_a_code_stands_for_its_group() -> None:
    assert read("VAR3", "VAR16") == ["A_B_TRAKTOR", "C_E"]


def test_a_code_of_another_list_is_left_out_and_told() -> None:
    reading = LICENCE_GROUPS.from_svar([Svar("1", (Delsvar("1.1", Cv("IAV1", "x")),)), Svar("1", ())], SITUATION)

    assert (reading.value, [fault.code for fault in reading.faults]) == (
        [], ["INVALID_FORMAT", "WRONG_NUMBER_OF_ANSWERS"]
    )  # fmt: skip


@pytest.mark.parametrize("groups", [["ALLA", "TAXI"], ["KANINTETASTALLNING", "D"], ["ALLA", "KANINTETASTALLNING"]])
def test_all_and_undecided_stand_alone(groups: list[str]) -> None:
    assert faults(TSTRK1009, changed(COMPLETE, q1=groups)) == [("1.1", "OTHER")]


def test_four_groups_are_the_most() -> None:
    four = ["A_B_TRAKTOR", "C_E", "D", "TAXI"]
    five = errors(TSTRK1009, changed(COMPLETE, q1=["ALLA", *four]))

    assert errors(TSTRK1009, changed(COMPLETE, q1=four)) == ()
    assert [error.error_id for error in five] == ["TOO_MANY_OPTIONS", "NOT_ALONE"]
    assert {error.type for error in five} == {"OTHER"}


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"1": []}, ("1.1", "EMPTY")),
        ({"46": ""}, ("46.1", "EMPTY")),
        ({"47": " "}, ("47.1", "EMPTY")),
        ({"48": ""}, ("48.1", "EMPTY")),
        ({"48": "igår"}, ("48.1", "INVALID_FORMAT")),
        ({"48": "2026-01-16"}, ("48.1", "OTHER")),
    ],
)
def test_what_is_missing_or_wrong_is_told(change: dict[str, Any], fault: tuple[str, str]) -> None:
    assert faults(TSTRK1009, {**COMPLETE, **change}) == [fault]


def test_information_about_the_decision_is_optional() -> None:
    assert errors(TSTRK1009, changed(COMPLETE, q49=None)) == ()
