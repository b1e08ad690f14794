"""The patient's address, from the register or from the user (db.yaml, doi.yaml)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from certificates.questions.patient_address import PatientAddress, ToldAddress
from tests.certificates.questions.world import posted, told, view

QUESTION = PatientAddress(id="patient", label="Den avlidnes adress", required=True)
FROM_REGISTER = {"address": "Storgatan 1", "postal_code": "99001", "city": "Exempelby", "source": "PU"}
FROM_USER = {**FROM_REGISTER, "source": "ANVANDARE"}
FROM_LAUNCH = {**FROM_REGISTER, "source": "JOURNAL"}
NEW = ToldAddress("Nygatan 2", "990 02", " Exempelby ")
TOLD = {"address": "Nygatan 2", "postal_code": "99002", "city": "Exempelby"}
PARTLY = ToldAddress("Nygatan 2", " ", "Exempelby")
NOTHING = ToldAddress()


def test_the_users_address_is_kept_as_the_users() -> None:
    value = posted(QUESTION, address=" Storgatan 1 ", postal_code="990 01", city="Exempelby")

    assert value == FROM_USER


def test_the_registers_address_cannot_be_posted_over() -> None:
    assert posted(QUESTION, FROM_REGISTER, address="Annan gata", postal_code="1", city="X") == FROM_REGISTER


@pytest.mark.parametrize(("value", "is_locked"), [(FROM_REGISTER, True), (FROM_USER, False), (None, False)])
def test_only_the_registers_address_is_locked(value: Any, is_locked: bool) -> None:
    shown = view(QUESTION, value)

    assert shown.is_locked is is_locked
    assert {c.is_disabled for c in (shown.address, shown.postal_code, shown.city)} == {is_locked}


def test_each_missing_part_is_told() -> None:
    assert [field for _, field, _ in told(QUESTION, None)] == [
        "grunddata.patient.postadress",
        "grunddata.patient.postnummer",
        "grunddata.patient.postort",
    ]


@pytest.mark.parametrize("code", ["9900", "990011", "ABCDE"])
def test_the_postal_code_has_five_digits(code: str) -> None:
    assert told(QUESTION, {**FROM_USER, "postal_code": code}) == [
        ("INVALID_FORMAT", "grunddata.patient.postnummer", "postal_code")
    ]


def test_the_register_wins_while_it_has_a_whole_address() -> None:
    assert QUESTION.refreshed(FROM_USER, register=NEW, launch=NOTHING) == {**TOLD, "source": "PU"}


def test_a_launch_is_not_asked_where_the_type_does_not_say_so() -> None:
    assert QUESTION.refreshed(FROM_USER, register=NOTHING, launch=NEW) == FROM_USER


@pytest.mark.parametrize(
    ("register", "launch", "source"), [(NEW, NEW, "JOURNAL"), (NEW, PARTLY, "PU"), (PARTLY, NEW, "JOURNAL")]
)
def test_a_whole_address_of_the_launch_comes_before_the_registers_where_the_type_says_so(
    register: ToldAddress, launch: ToldAddress, source: str
) -> None:
    question = replace(QUESTION, launch_first=True)

    assert question.refreshed(FROM_USER, register=register, launch=launch) == {**TOLD, "source": source}
    assert question.refreshed(FROM_LAUNCH, register=PARTLY, launch=PARTLY) == FROM_USER


def test_the_launchs_address_cannot_be_posted_over_and_says_where_it_comes_from() -> None:
    assert posted(QUESTION, FROM_LAUNCH, address="Annan gata", postal_code="1", city="X") == FROM_LAUNCH
    assert view(QUESTION, FROM_LAUNCH).is_locked
    assert view(QUESTION, FROM_LAUNCH).origin == "journalsystemet"


@pytest.mark.parametrize("source", [[], {}, None, "annat", 1])
def test_a_source_that_is_none_is_the_user(source: Any) -> None:
    assert QUESTION.tidy({**FROM_REGISTER, "source": source}) == FROM_USER


def test_the_launchs_address_is_sent_as_the_users() -> None:
    assert QUESTION.sent(FROM_LAUNCH) == FROM_USER


def test_an_address_that_the_register_has_no_more_is_free_to_be_changed() -> None:
    assert QUESTION.refreshed(FROM_REGISTER, register=PARTLY, launch=NOTHING) == FROM_USER


def test_a_long_address_is_cut_in_the_message_where_the_type_says_so() -> None:
    long = {**FROM_USER, "address": "x" * 60}

    assert len(replace(QUESTION, longest_sent=50).sent(long)["address"]) == 50
    assert len(QUESTION.sent(long)["address"]) == 60


def test_the_answer_is_read_part_by_part_and_in_one_line() -> None:
    assert QUESTION.read_view(FROM_USER).rows == (
        ("Postadress", "Storgatan 1"),
        ("Postnummer", "990 01"),
        ("Postort", "Exempelby"),
    )
    assert QUESTION.in_short(FROM_USER) == "Storgatan 1, 990 01 Exempelby"
    assert QUESTION.read_view(QUESTION.empty()).is_missing
