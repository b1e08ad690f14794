"""The simulated population register: GetPersonsForProfile over the built-in one (spec/roles-and-access.md 7.2)."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from patients import demo
from patients.services import set_unavailable
from rivta import plain
from rivta.build import person_root
from rivta.client import SoapAnswer
from rivta.contracts import GET_PERSONS_FOR_PROFILE_5
from simulators.modes.models import SimulatorMode
from simulators.pu.soap import PATHS
from tests.simulators.messages import ask

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.simulators.urls")]
Mode = SimulatorMode.Mode


@pytest.fixture(autouse=True)
def _demo_world() -> None:
    demo.load()


def called(*numbers: str) -> SoapAnswer:
    parts = {
        "personId": [{"root": person_root(number), "extension": number} for number in numbers],
        "profile": "P2",
        "ignoreReferredIdentity": True,
    }
    contract = GET_PERSONS_FOR_PROFILE_5
    return ask(PATHS[0], contract, plain.element(contract, contract.request_tag, parts))


def records(*numbers: str) -> list[dict[str, Any] | None]:
    answer = called(*numbers)
    assert answer.body is not None, answer
    found = plain.values(GET_PERSONS_FOR_PROFILE_5, answer.body)["requestedPersonRecord"]
    return [one["personRecord"] for one in found]


@pytest.mark.parametrize("path", PATHS)
def test_the_contract_is_described_at_both_paths(client: Client, path: str) -> None:
    assert b"GetPersonsForProfile" in client.get(f"{path}?wsdl").content


def test_a_person_has_name_and_address() -> None:
    (record,) = records("201803022381")
    assert record is not None
    assert (record["name"]["givenName"], record["name"]["surname"]) == ("Alva", "Roslund")
    address = record["addressInformation"]["residentialAddress"]
    assert (address["careOf"], address["postalAddress1"]) == ("c/o Ek Roslund", "Parkgatan 9")
    assert (address["postalCode"], address["city"]) == (99001, "Norrvik")


@pytest.mark.parametrize(
    ("number", "protected", "dead", "test"),
    [
        ("191212121212", False, None, False),
        ("194712180100", True, None, False),
        ("193502289014", False, "AV", False),
        ("196507081237", False, None, True),
    ],
)
def test_flags_are_told(number: str, protected: bool, dead: str | None, test: bool) -> None:
    (record,) = records(number)
    assert record is not None
    deregistration = record["deregistration"] or {"deregistrationReasonCode": None}
    assert deregistration["deregistrationReasonCode"] == dead
    assert (record["protectedPersonIndicator"], record["testIndicator"]) == (protected, test)


def test_a_person_who_is_not_there_has_no_record() -> None:
    assert records("196403219055") == [None]


def test_a_person_whom_the_register_fails_on_has_two() -> None:
    assert len(records("197201010118", "191212121212")) == 3


@pytest.mark.parametrize("mode", [Mode.TECHNICAL_ERROR, Mode.SOAP_FAULT])
def test_a_refusal_is_a_fault(mode: SimulatorMode.Mode) -> None:
    SimulatorMode.objects.create(simulator="pu", mode=mode, text="provtext")
    assert called("191212121212").fault == "provtext"


def test_a_register_that_is_switched_off_is_a_fault() -> None:
    set_unavailable(True)
    assert called("191212121212").fault == "The register is switched off"
