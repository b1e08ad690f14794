"""The simulated HSA catalogue: national contracts over the built-in directory (spec/roles-and-access.md 1.5)."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

import accounts.demo
import hsa.demo
from accounts.models import HospPublication
from hsa.demo import REGION
from hsa.models import Unit
from hsa.services import set_unavailable
from rivta import plain
from rivta.client import SoapAnswer
from rivta.contracts import (
    GET_CREDENTIALS_FOR_PERSON_INCLUDING_PROTECTED_PERSON_2,
    GET_EMPLOYEE_INCLUDING_PROTECTED_PERSON_4,
    GET_HEALTH_CARE_PROVIDER_1,
    GET_HEALTH_CARE_UNIT_2,
    GET_HEALTH_CARE_UNIT_MEMBERS_2,
    GET_HOSP_CREDENTIALS_FOR_PERSON_1,
    GET_HOSP_LAST_UPDATE_1,
    GET_UNIT_5,
    HANDLE_HOSP_CERTIFICATION_PERSON_1,
    Contract,
)
from simulators.hsa.models import CertifierEntry
from simulators.hsa.soap import QUESTIONS
from simulators.modes.models import SimulatorMode
from tests.simulators.messages import ask

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.simulators.urls")]
Mode = SimulatorMode.Mode
CONTRACTS = [*QUESTIONS, HANDLE_HOSP_CERTIFICATION_PERSON_1]


@pytest.fixture(autouse=True)
def _demo_world() -> None:
    hsa.demo.load()


def called(contract: Contract, **parts: Any) -> SoapAnswer:
    path = f"/simulators/hsa/{contract.name}/{contract.major}/rivtabp21"
    return ask(path, contract, plain.element(contract, contract.request_tag, parts))


def answered(contract: Contract, **parts: Any) -> dict[str, Any]:
    answer = called(contract, **parts)
    assert answer.body is not None, answer
    return plain.values(contract, answer.body)


def credentials_of(hsa_id: str) -> list[dict[str, Any]]:
    found = answered(GET_CREDENTIALS_FOR_PERSON_INCLUDING_PROTECTED_PERSON_2, personHsaId=hsa_id)
    return found["credentialInformation"]


@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda contract: contract.name)
def test_each_contract_is_described_at_its_own_path_and_at_that_of_the_platform(
    client: Client, contract: Contract
) -> None:
    own = f"/simulators/hsa/{contract.name}/{contract.major}/rivtabp21"
    for path in (own, f"/simulators/hsa{contract.platform_path}"):
        assert contract.wsdl_namespace.encode() in client.get(f"{path}?wsdl").content


def test_an_employee_has_names_licences_and_titles() -> None:
    (record,) = answered(GET_EMPLOYEE_INCLUDING_PROTECTED_PERSON_4, personHsaId=REGION + "P001")["personInformation"]
    assert (record["givenName"], record["middleAndSurName"], record["title"]) == (
        "Astrid",
        "Bergvall",
        "Distriktsläkare",
    )
    assert record["healthCareProfessionalLicence"] == ["Läkare"]
    assert [(title["paTitleCode"], title["paTitleName"]) for title in record["paTitle"]] == [
        ("202010", "Specialistläkare")
    ]


def test_a_person_is_found_by_the_personal_number_too() -> None:
    asked = {"personalIdentityNumber": "197103022385"}
    (record,) = answered(GET_EMPLOYEE_INCLUDING_PROTECTED_PERSON_4, **asked)["personInformation"]
    assert record["personHsaId"] == REGION + "P001"


def test_protection_is_told() -> None:
    (record,) = answered(GET_EMPLOYEE_INCLUDING_PROTECTED_PERSON_4, personHsaId=REGION + "P018")["personInformation"]
    assert record["protectedPerson"] is True


def test_nobody_is_an_empty_answer() -> None:
    hsa_id = REGION + "A001"
    assert not answered(GET_EMPLOYEE_INCLUDING_PROTECTED_PERSON_4, personHsaId=hsa_id)["personInformation"]
    assert not credentials_of(hsa_id)


def test_commissions_name_their_unit_provider_and_dates() -> None:
    (record,) = credentials_of(REGION + "P013")
    told = {commission["healthCareUnitHsaId"]: commission for commission in record["commission"]}
    assert len(told) == 4
    closed = told[REGION + "VE09"]
    assert closed["commissionPurpose"] == "Vård och behandling"
    assert (closed["healthCareUnitEndDate"].year, closed["archivedHealthCareUnit"]) == (2020, True)
    assert (closed["healthCareProviderHsaId"], closed["healthCareProviderOrgNo"]) == (REGION + "VG01", "232100-0016")


def test_system_roles_are_told() -> None:
    (record,) = credentials_of(REGION + "P011")
    assert [(role["systemId"], role["role"]) for role in record["hsaSystemRole"]] == [("BIF", "Loggadministratör")]


def test_prescription_codes_are_told() -> None:
    (record,) = credentials_of(REGION + "P003")
    assert record["groupPrescriptionCode"] == ["9300005"]


def test_a_unit_has_contact_details_and_numbers_of_digits() -> None:
    unit = answered(GET_UNIT_5, unitHsaId="se2321000016-ve01")["unit"]
    assert (unit["unitName"], unit["mail"]) == ("Björkbackens vårdcentral", "bjorkbacken@norrvik.test")
    assert unit["telephoneNumber"] == ["0846500401"]
    assert unit["structuredPostalAddress"]["street"] == "Björkvägen"


def test_an_unstructured_address_is_told_in_lines() -> None:
    Unit.objects.create(hsa_id="X-1", name="X", postal_address="Box 1\n990 01 Norrvik", postal_code="990 02")
    unit = answered(GET_UNIT_5, unitHsaId="X-1")["unit"]
    assert (unit["postalAddress"]["addressLine"], unit["postalCode"]) == (["Box 1", "990 01 Norrvik"], "990 02")
    assert unit["structuredPostalAddress"] is None


@pytest.mark.parametrize(
    ("contract", "asked", "part"),
    [
        (GET_UNIT_5, {"unitHsaId": "X-9"}, "unit"),
        (GET_HEALTH_CARE_UNIT_2, {"healthCareUnitMemberHsaId": "X-9"}, "healthCareUnit"),
        (GET_HEALTH_CARE_UNIT_2, {"healthCareUnitMemberHsaId": REGION + "VG01"}, "healthCareUnit"),
        (GET_HEALTH_CARE_UNIT_MEMBERS_2, {"healthCareUnitHsaId": "X-9"}, "healthCareUnitMembers"),
        (GET_HEALTH_CARE_UNIT_MEMBERS_2, {"healthCareUnitHsaId": REGION + "ME01"}, "healthCareUnitMembers"),
        (GET_HEALTH_CARE_PROVIDER_1, {"healthCareProviderHsaId": REGION + "VE01"}, "healthCareProvider"),
        (GET_HEALTH_CARE_PROVIDER_1, {}, "healthCareProvider"),
    ],
)
def test_what_is_unknown_leaves_the_answer_empty(contract: Contract, asked: dict[str, str], part: str) -> None:
    assert not answered(contract, **asked)[part]


def test_a_member_is_told_its_care_unit_and_provider() -> None:
    found = answered(GET_HEALTH_CARE_UNIT_2, healthCareUnitMemberHsaId=REGION + "ME01")["healthCareUnit"]
    assert (found["unitIsHealthCareUnit"], found["healthCareUnitHsaId"]) == (False, REGION + "VE01")
    assert (found["healthCareProviderHsaId"], found["healthCareProviderOrgNo"]) == (REGION + "VG01", "232100-0016")


def test_a_care_unit_is_its_own() -> None:
    found = answered(GET_HEALTH_CARE_UNIT_2, healthCareUnitMemberHsaId=REGION + "VE01")["healthCareUnit"]
    assert (found["unitIsHealthCareUnit"], found["healthCareUnitHsaId"]) == (True, REGION + "VE01")


def test_members_have_their_own_workplace_codes() -> None:
    found = answered(GET_HEALTH_CARE_UNIT_MEMBERS_2, healthCareUnitHsaId=REGION + "VE01")["healthCareUnitMembers"]
    assert found["healthCareUnitPrescriptionCode"] == ["1000001"]
    assert {
        member["healthCareUnitMemberHsaId"]: member["healthCareUnitMemberPrescriptionCode"]
        for member in found["healthCareUnitMember"]
    } == {REGION + "ME01": ["1000011"], REGION + "ME02": []}


@pytest.mark.parametrize(
    "asked", [{"healthCareProviderHsaId": REGION + "VG01"}, {"healthCareProviderOrgNo": "2321000016"}]
)
def test_a_provider_is_found_by_id_and_by_organisation_number(asked: dict[str, str]) -> None:
    (found,) = answered(GET_HEALTH_CARE_PROVIDER_1, **asked)["healthCareProvider"]
    assert (found["healthCareProviderName"], found["healthCareProviderOrgNo"]) == ("Region Norrvik", "232100-0016")


# --- HOSP ---------------------------------------------------------------------------------------------------------
def hosp(number: str) -> tuple[list[str], list[str]]:
    """Licences and restrictions, by code."""
    found = answered(GET_HOSP_CREDENTIALS_FOR_PERSON_1, personalIdentityNumber=number)
    assert found["personalIdentityNumber"]["extension"] == number
    return (
        [licence["healthCareProfessionalLicenceCode"] for licence in found["healthCareProfessionalLicence"]],
        [restriction["restrictionCode"] for restriction in found["restrictions"]],
    )


def test_hosp_tells_licences_and_restrictions() -> None:
    accounts.demo.load()
    assert hosp("197705232382") == (["LK"], [])
    assert hosp("196802245123") == (["LK"], ["001"])
    assert hosp("199911042381") == ([], [])


def test_hosp_tells_when_it_was_last_published() -> None:
    accounts.demo.load()
    assert answered(GET_HOSP_LAST_UPDATE_1)["lastUpdate"] is not None
    HospPublication.objects.all().delete()
    assert called(GET_HOSP_LAST_UPDATE_1).fault == "HOSP has never been published"


def test_a_certifier_is_put_on_the_list_and_taken_off_it() -> None:
    asked = {"personalIdentityNumber": "197705232382", "certificationId": "SE165565594230-WEBCERT00001"}
    assert answered(HANDLE_HOSP_CERTIFICATION_PERSON_1, operation="add", **asked)["resultCode"] == "OK"
    assert answered(HANDLE_HOSP_CERTIFICATION_PERSON_1, operation="remove", **asked)["resultCode"] == "OK"
    assert list(CertifierEntry.objects.values_list("operation", flat=True)) == ["remove", "add"]


@pytest.mark.parametrize(
    ("mode", "code", "noted"), [(Mode.INFO, "INFO", 1), (Mode.TECHNICAL_ERROR, "ERROR", 0), (Mode.OK, "OK", 1)]
)
def test_the_list_of_certifiers_may_refuse(mode: SimulatorMode.Mode, code: str, noted: int) -> None:
    SimulatorMode.objects.create(simulator="hsa", mode=mode)
    asked = {"personalIdentityNumber": "197705232382", "operation": "add"}
    assert answered(HANDLE_HOSP_CERTIFICATION_PERSON_1, **asked)["resultCode"] == code
    assert CertifierEntry.objects.count() == noted


def test_the_list_of_certifiers_hides_the_numbers(admin_client: Client, settings: Any) -> None:
    settings.ROOT_URLCONF = "webcert.urls"
    answered(HANDLE_HOSP_CERTIFICATION_PERSON_1, personalIdentityNumber="197705232382", operation="add")
    page = admin_client.get("/admin/simulators/certifierentry/").content.decode()
    assert "19770523-****" in page
    assert "2382" not in page


# --- out of order -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("mode", [Mode.TECHNICAL_ERROR, Mode.VALIDATION_ERROR, Mode.SOAP_FAULT])
def test_a_refusal_of_a_question_is_a_fault(mode: SimulatorMode.Mode) -> None:
    SimulatorMode.objects.create(simulator="hsa", mode=mode, text="provtext")
    answer = called(GET_UNIT_5, unitHsaId=REGION + "VE01")
    assert (answer.status, answer.fault) == (500, "provtext")


def test_a_mode_may_hold_for_one_unit_or_person() -> None:
    SimulatorMode.objects.create(simulator="hsa", mode=Mode.SOAP_FAULT, unit_id=REGION + "VE01")
    assert called(GET_UNIT_5, unitHsaId=REGION + "VE01").fault
    assert called(GET_UNIT_5, unitHsaId=REGION + "VE02").body is not None


def test_a_directory_that_is_switched_off_is_a_fault() -> None:
    set_unavailable(True)
    assert called(GET_UNIT_5, unitHsaId=REGION + "VE01").fault == "The directory is switched off"
