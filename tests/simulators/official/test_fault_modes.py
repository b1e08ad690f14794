"""Each result that a simulated receiver can be told to give (spec/integration.md 5.9; spec/pdl-logging.md 1)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
import zeep
from lxml import etree

from rivta.contracts import (
    CERTIFICATE_STATUS_UPDATE_FOR_CARE_3,
    REGISTER_CERTIFICATE_3,
    REVOKE_CERTIFICATE_2,
    SEND_MESSAGE_TO_RECIPIENT_2,
    STORE_LOG_2,
    Contract,
)
from simulators.log.models import StoredLogEntry
from simulators.modes.models import SimulatorMode
from simulators.recipients.models import ReceivedDocument
from simulators.recipients.soap import FAILING_ADDRESS
from simulators.recipients.soap import path as recipient_path
from tests.contracts.caller import call, fault_of, outcome, parts_of
from tests.contracts.official import needs_official
from tests.simulators.messages import (
    CARE_PATH,
    LOG_PATH,
    STATUS_UPDATE,
    STORE_LOG,
    certificate_body,
    message_to_recipient,
    revocation_of,
    signed_certificate,
)

pytestmark = [needs_official, pytest.mark.urls("tests.simulators.urls")]
Mode = SimulatorMode.Mode


def _revocation() -> bytes:
    certificate = signed_certificate()
    return revocation_of(certificate.pk, certificate.person_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Receiver:
    """A simulator with its endpoint, a message to it, and the part of the message that no message may lack."""

    simulator: str
    contract: Contract
    path: str
    body: Callable[[], etree._Element | bytes]
    needed: str

    def __str__(self) -> str:
        return self.contract.name

    def parts(self) -> dict[str, Any]:
        return parts_of(self.body())

    def tell(self, **changes: Any) -> Any:
        return call(self.contract, self.path, **(self.parts() | changes))

    def fault(self, **changes: Any) -> str:
        return fault_of(self.contract, self.path, **(self.parts() | changes))


def _recipient(contract: Contract, body: Callable[[], etree._Element | bytes], needed: str) -> Receiver:
    path = recipient_path("FKASSA", contract)
    return Receiver(simulator="FKASSA", contract=contract, path=path, body=body, needed=needed)


RECIPIENT = [
    _recipient(REGISTER_CERTIFICATE_3, lambda: certificate_body(signed_certificate()), "intyg"),
    _recipient(REVOKE_CERTIFICATE_2, _revocation, "skickatTidpunkt"),
    _recipient(SEND_MESSAGE_TO_RECIPIENT_2, lambda: message_to_recipient(signed_certificate()), "amne"),
]
CARE = Receiver(
    simulator="care",
    contract=CERTIFICATE_STATUS_UPDATE_FOR_CARE_3,
    path=CARE_PATH,
    body=lambda: STATUS_UPDATE,
    needed="handelse",
)
LOG = Receiver(simulator="log", contract=STORE_LOG_2, path=LOG_PATH, body=lambda: STORE_LOG, needed="log")
RESULTS = {
    Mode.OK: "OK",
    Mode.INFO: "INFO",
    Mode.VALIDATION_ERROR: "ERROR VALIDATION_ERROR",
    Mode.APPLICATION_ERROR: "ERROR APPLICATION_ERROR",
    Mode.TECHNICAL_ERROR: "ERROR TECHNICAL_ERROR",
    Mode.REVOKED: "ERROR REVOKED",
}
RESULTS_OF_LOG = {
    Mode.OK: "OK",
    Mode.INFO: "INFO",
    Mode.VALIDATION_ERROR: "VALIDATION_ERROR",
    Mode.TECHNICAL_ERROR: "ERROR",
    Mode.ACCESSDENIED: "ACCESSDENIED",
}
each = pytest.mark.parametrize("receiver", [CARE, *RECIPIENT, LOG], ids=str)
each_with_faults = pytest.mark.parametrize("receiver", [CARE, *RECIPIENT], ids=str)
each_recipient = pytest.mark.parametrize("receiver", RECIPIENT, ids=str)


def _switched() -> list[Any]:
    ways = [(receiver, RESULTS) for receiver in (CARE, *RECIPIENT)] + [(LOG, RESULTS_OF_LOG)]
    return [
        pytest.param(receiver, mode, result, id=f"{receiver}-{mode}")
        for receiver, results in ways
        for mode, result in results.items()
    ]


@pytest.mark.parametrize(("receiver", "mode", "result"), _switched())
def test_a_mode_gives_its_result(receiver: Receiver, mode: SimulatorMode.Mode, result: str) -> None:
    SimulatorMode.objects.create(simulator=receiver.simulator, mode=mode)

    assert outcome(receiver.tell()) == result


@each
def test_without_a_mode_it_is_ok(receiver: Receiver) -> None:
    assert outcome(receiver.tell()) == "OK"


@each
def test_a_soap_fault_carries_the_text_of_the_mode(receiver: Receiver) -> None:
    SimulatorMode.objects.create(simulator=receiver.simulator, mode=Mode.SOAP_FAULT, text="provtext")

    assert receiver.fault() == "provtext"


@each_with_faults
def test_a_message_against_the_schema_is_a_fault(receiver: Receiver) -> None:
    assert "Unmarshalling Error" in receiver.fault(**{receiver.needed: zeep.xsd.SkipValue})


def test_the_log_service_answers_a_message_against_the_schema_with_a_result() -> None:
    assert outcome(LOG.tell(log=zeep.xsd.SkipValue)) == "VALIDATION_ERROR"


def test_the_log_service_does_not_know_the_system_invalid() -> None:
    log = LOG.parts()["log"]

    assert outcome(LOG.tell(log=log | {"system": {"systemId": "invalid"}})) == "VALIDATION_ERROR"
    assert not StoredLogEntry.objects.exists()


@each_recipient
def test_the_failing_address_is_a_fault(receiver: Receiver) -> None:
    assert "alltid med fel" in receiver.fault(logical_address=FAILING_ADDRESS)
    assert ReceivedDocument.objects.count() == 1
