"""AF00213 and AF00251: what is shown when, and the rules of the form."""

from __future__ import annotations

from typing import Any

import pytest

from certificates.engine import carried_for_renewal
from certificates.engine.svar import svar_of
from certificates.types.af00213 import AF00213
from certificates.types.af00251 import AF00251
from tests.certificates.types.examples.employment import OPINION, OPINION_WITHOUT, PROGRAMME, PROGRAMME_WITHOUT
from tests.certificates.types.forms import changed, errors, faults, settled, shown
from tests.certificates.types.test_every_type import TODAY

UNIT_FIELDS = 4


def test_a_new_opinion_lacks_three_answers() -> None:
    assert faults(AF00213, {})[:-UNIT_FIELDS] == [("1.1", "EMPTY"), ("3.1", "EMPTY"), ("4.1", "EMPTY")]


def test_without_impairment_nobody_asks_about_limitations() -> None:
    assert shown(AF00213, OPINION) - shown(AF00213, OPINION_WITHOUT) == {"1.2", "2", "2.2", "3.2", "4.2"}
    assert settled(AF00213, changed(OPINION, q1=False)).keys() & {"1.2", "2", "2.2"} == set()


def test_an_impairment_demands_the_question_about_limitations() -> None:
    assert faults(AF00213, changed(OPINION, q2=None)) == [("2.1", "EMPTY")]


@pytest.mark.parametrize("question", ["1.2", "2.2", "3.2", "4.2"])
def test_a_yes_is_explained_with_more_than_blanks(question: str) -> None:
    assert faults(AF00213, {**OPINION, question: ""}) == [(question, "EMPTY")]
    assert faults(AF00213, {**OPINION, question: " \n"}) == [(question, "EMPTY")]


def test_other_information_may_be_left_out_but_not_be_blank() -> None:
    assert faults(AF00213, changed(OPINION, q5=None)) == []

    (error,) = errors(AF00213, changed(OPINION, q5="  "))

    assert (error.field, error.type) == ("5.1", "EMPTY")
    assert error.text == "Skriv något annat än blanktecken, eller lämna fältet tomt."


@pytest.mark.parametrize("question", ["1.2", "5"])
def test_texts_have_no_limit(question: str) -> None:
    assert faults(AF00213, {**OPINION, question: "x" * 10_000}) == []


def test_a_new_certificate_for_a_programme_lacks_every_mandatory_answer() -> None:
    fields = [field for field, kind in faults(AF00251, {})[:-UNIT_FIELDS] if kind == "EMPTY"]

    assert fields == ["1.1", "2.1", "2.2", "3.1", "4.1", "5.1", "7.1", "8.1"]


@pytest.mark.parametrize(
    ("basis", "expected"),
    [
        ({"UNDERSOKNING": "2026-01-15"}, []),
        ({"UNDERSOKNING": "2026-01-16"}, [("UNDERSOKNING", "INVALID_FORMAT")]),
        ({"UNDERSOKNING": "1899-01-16"}, [("UNDERSOKNING", "INVALID_FORMAT")]),
        ({"UNDERSOKNING": "igår"}, [("UNDERSOKNING", "INVALID_FORMAT")]),
        ({"UNDERSOKNING": ""}, [("UNDERSOKNING", "EMPTY")]),
        ({"ANNAT": "2026-01-15"}, [("1.3", "EMPTY")]),
    ],
)
def test_the_basis_is_dated_and_explained(basis: dict[str, str], expected: Any) -> None:
    assert faults(AF00251, changed(PROGRAMME_WITHOUT, q1=basis)) == expected


@pytest.mark.parametrize(("hours", "expected"), [(1, []), (39, []), (0, True), (40, True), ("många", True)])
def test_part_time_has_1_to_39_hours(hours: Any, expected: Any) -> None:
    found = faults(AF00251, changed(PROGRAMME, q2_3=hours))

    assert found == ([("2.3", "INVALID_FORMAT")] if expected else [])


def test_only_part_time_has_hours() -> None:
    assert faults(AF00251, changed(PROGRAMME, q2_3=None)) == [("2.3", "EMPTY")]
    for extent in ("HELTID", "OKAND"):
        assert "2.3" not in settled(AF00251, changed(PROGRAMME, q2_2=extent))


def test_a_programme_of_unknown_extent_is_not_sent() -> None:
    sent = svar_of(AF00251, changed(PROGRAMME, q2_2=None), today=TODAY)

    assert "2" not in [svar.id for svar in sent]


def test_who_is_prevented_has_at_least_one_period() -> None:
    assert faults(AF00251, changed(PROGRAMME, q6=None)) == [("6.1", "EMPTY")]
    assert "6" not in settled(AF00251, changed(PROGRAMME, q5=False))


@pytest.mark.parametrize(("start", "is_told"), [("2026-01-08", False), ("2026-01-07", True)])
def test_a_period_that_began_more_than_a_week_ago_is_pointed_out_and_does_not_block(start: str, is_told: bool) -> None:
    answers = changed(PROGRAMME, q6=[{"percent": "100", "from": start, "to": "2026-02-01"}])

    assert ("earlyStartDate" in shown(AF00251, answers)) is is_told
    assert faults(AF00251, answers) == []


def test_adaptations_are_described() -> None:
    assert faults(AF00251, changed(PROGRAMME, q7_2=None, q8_2=" ")) == [("7.2", "EMPTY"), ("8.2", "EMPTY")]
    assert shown(AF00251, PROGRAMME) - shown(AF00251, PROGRAMME_WITHOUT) == {"1.3", "2.3", "6", "7.2", "8.2"}


def test_renewal_clears_the_basis_the_periods_and_the_address() -> None:
    carried = carried_for_renewal(AF00251, PROGRAMME, same_unit=True)

    assert PROGRAMME.keys() - carried.keys() == {"1", "1.3", "6", AF00251.unit_contact}
