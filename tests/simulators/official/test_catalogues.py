"""Each answer of the simulated HSA and population register (spec/roles-and-access.md 1.5, 7.2)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from zeep.xsd import SkipValue

import accounts.demo
import hsa.demo
from accounts.models import HospPublication
from hsa.services import set_unavailable as switch_directory
from patients.services import set_unavailable as switch_register
from rivta.contracts import (
    GET_CREDENTIALS_FOR_PERSON_INCLUDING_PROTECTED_PERSON_2,
    GET_EMPLOYEE_INCLUDING_PROTECTED_PERSON_4,
    GET_HEALTH_CARE_PROVIDER_1,
    GET_HEALTH_CARE_UNIT_2,
    GET_HEALTH_CARE_UNIT_MEMBERS_2,
    GET_HOSP_CREDENTIALS_FOR_PERSON_1,
    GET_HOSP_LAST_UPDATE_1,
    GET_PERSONS_FOR_PROFILE_5,
    GET_UNIT_5,
    HANDLE_HOSP_CERTIFICATION_PERSON_1,
    Contract,
)
from simulators.hsa.models import CertifierEntry
from simulators.modes.models import SimulatorMode
from tests import factories
from tests.contracts.caller import call, fault_of, person_id
from tests.contracts.official import needs_official

pytestmark = [needs_official, pytest.mark.urls("tests.simulators.urls")]
Mode = SimulatorMode.Mode
NOWHERE, NOBODY = "SE2321000016-VE99", "SE2321000016-A001"
CERTIFIER, WITHOUT_LICENCE = "197705232382", "199911042381"


@pytest.fixture(autouse=True)
def _catalogues() -> None:
    hsa.demo.load()
    accounts.demo.load()


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A contract that answers with what is known in ``part``; questions to ask, ``against`` the schema too."""

    contract: Contract
    part: str
    known: dict[str, Any] = field(default_factory=dict)
    unknown: dict[str, Any] = field(default_factory=dict)
    against: dict[str, Any] = field(default_factory=dict)
    simulator: str = "hsa"
    switch: Callable[[bool], object] = switch_directory

    def __str__(self) -> str:
        return self.contract.name

    @property
    def path(self) -> str:
        return f"/simulators/{self.simulator}{self.contract.platform_path}"

    def found(self, asked: dict[str, Any]) -> Any:
        return getattr(call(self.contract, self.path, **asked), self.part)

    def fault(self, **changes: Any) -> str:
        return fault_of(self.contract, self.path, **(self.known | changes))


def persons(number: str) -> dict[str, Any]:
    return {"personId": [person_id(number)], "profile": "P2", "ignoreReferredIdentity": True}


LAST_UPDATE = Question(contract=GET_HOSP_LAST_UPDATE_1, part="lastUpdate")
PERSONS = Question(
    contract=GET_PERSONS_FOR_PROFILE_5,
    part="requestedPersonRecord",
    known=persons(factories.PATIENT),
    against={"profile": SkipValue},
    simulator="pu",
    switch=switch_register,
)
DIRECTORY = [
    Question(
        contract=GET_EMPLOYEE_INCLUDING_PROTECTED_PERSON_4,
        part="personInformation",
        known={"personHsaId": factories.DOCTOR_ID},
        unknown={"personHsaId": NOBODY},
        against={"searchBase": "nowhere"},
    ),
    Question(
        contract=GET_CREDENTIALS_FOR_PERSON_INCLUDING_PROTECTED_PERSON_2,
        part="credentialInformation",
        known={"personHsaId": factories.DOCTOR_ID},
        unknown={"personHsaId": NOBODY},
        against={"searchBase": "nowhere"},
    ),
    Question(
        contract=GET_UNIT_5,
        part="unit",
        known={"unitHsaId": factories.VE01},
        unknown={"unitHsaId": NOWHERE},
        against={"unitHsaId": SkipValue},
    ),
    Question(
        contract=GET_HEALTH_CARE_UNIT_2,
        part="healthCareUnit",
        known={"healthCareUnitMemberHsaId": factories.ME01},
        unknown={"healthCareUnitMemberHsaId": NOWHERE},
        against={"healthCareUnitMemberHsaId": SkipValue},
    ),
    Question(
        contract=GET_HEALTH_CARE_UNIT_MEMBERS_2,
        part="healthCareUnitMembers",
        known={"healthCareUnitHsaId": factories.VE01},
        unknown={"healthCareUnitHsaId": NOWHERE},
        against={"healthCareUnitHsaId": SkipValue},
    ),
    Question(
        contract=GET_HEALTH_CARE_PROVIDER_1,
        part="healthCareProvider",
        known={"healthCareProviderHsaId": factories.REGION},
        unknown={"healthCareProviderHsaId": NOWHERE},
        against={"searchBase": "nowhere"},
    ),
    Question(
        contract=GET_HOSP_CREDENTIALS_FOR_PERSON_1,
        part="healthCareProfessionalLicence",
        known={"personalIdentityNumber": CERTIFIER},
        unknown={"personalIdentityNumber": WITHOUT_LICENCE},
        against={"personalIdentityNumber": SkipValue},
    ),
]
CERTIFY = Question(
    contract=HANDLE_HOSP_CERTIFICATION_PERSON_1,
    part="resultCode",
    known={"personalIdentityNumber": CERTIFIER, "operation": "add"},
    against={"operation": SkipValue},
)

each = pytest.mark.parametrize("question", [*DIRECTORY, LAST_UPDATE, PERSONS], ids=str)


@each
def test_what_is_known_is_told(question: Question) -> None:
    assert question.found(question.known)


@pytest.mark.parametrize("question", DIRECTORY, ids=str)
def test_what_is_unknown_leaves_the_answer_empty(question: Question) -> None:
    assert not question.found(question.unknown)


def test_hosp_that_was_never_published_is_a_fault() -> None:
    HospPublication.objects.all().delete()

    assert LAST_UPDATE.fault() == "HOSP has never been published"


def test_a_person_outside_the_register_has_no_record() -> None:
    (answer,) = PERSONS.found(persons(factories.UNKNOWN_PERSON))

    assert answer.personRecord is None


def test_a_person_whom_the_register_fails_on_has_two_records() -> None:
    factories.make_patient(factories.REGISTER_ERROR)

    assert len(PERSONS.found(persons(factories.REGISTER_ERROR))) == 2


@each
@pytest.mark.parametrize("mode", [Mode.SOAP_FAULT, Mode.TECHNICAL_ERROR, Mode.VALIDATION_ERROR])
def test_a_mode_that_refuses_is_a_fault(question: Question, mode: SimulatorMode.Mode) -> None:
    SimulatorMode.objects.create(simulator=question.simulator, mode=mode, text="provtext")

    assert question.fault() == "provtext"


@each
def test_a_catalogue_that_is_switched_off_is_a_fault(question: Question) -> None:
    question.switch(True)

    assert question.fault().endswith("is switched off")


@pytest.mark.parametrize("question", [*DIRECTORY, PERSONS, CERTIFY], ids=str)
def test_a_question_against_the_schema_is_a_fault(question: Question) -> None:
    assert "Unmarshalling Error" in question.fault(**question.against)


# --- the list of certifiers, whose answer holds a result of its own -----------------------------------------------
@pytest.mark.parametrize(
    ("mode", "code", "noted"),
    [(Mode.OK, "OK", 1), (Mode.INFO, "INFO", 1), (Mode.TECHNICAL_ERROR, "ERROR", 0)],
    ids=["OK", "INFO", "TECHNICAL_ERROR"],
)
def test_the_list_of_certifiers_gives_each_result(mode: SimulatorMode.Mode, code: str, noted: int) -> None:
    SimulatorMode.objects.create(simulator="hsa", mode=mode)

    assert CERTIFY.found(CERTIFY.known) == code
    assert CertifierEntry.objects.count() == noted


def test_the_list_of_certifiers_may_answer_with_a_fault() -> None:
    SimulatorMode.objects.create(simulator="hsa", mode=Mode.SOAP_FAULT, text="provtext")

    assert CERTIFY.fault() == "provtext"
