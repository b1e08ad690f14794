"""Each result of CreateDraftCertificate, by every step that refuses (spec/integration.md 1.1)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import zeep

import hsa.demo
import patients.demo
from certificates.events import domain_event
from certificates.models import Certificate
from certificates.types import registry
from hsa.models import DirectoryFault
from hsa.roles import Role
from patients import services as patient_services
from rivta.contracts import CREATE_DRAFT_CERTIFICATE_3
from rivta.results import Result
from tests.certificates.soap import test_tak_check as tak
from tests.certificates.soap.cases import (
    ADMINISTRATOR,
    DENTIST,
    ELSEWHERE,
    FIELD_FAULTS,
    IN_THE_WAY,
    SIGNED,
    earlier,
)
from tests.certificates.soap.messages import PATH, Request
from tests.contracts.caller import call, outcome, parts_of, result_of
from tests.contracts.official import needs_official
from tests.factories import DECEASED, PROTECTED, REGISTER_ERROR, UNKNOWN_PERSON, VE01, VE02, VE21

pytestmark = [needs_official, pytest.mark.django_db]

NEWER, OLDER = "LISJP", "LUSE"
APPLICATION, VALIDATION = "ERROR APPLICATION_ERROR", "ERROR VALIDATION_ERROR"
each_engine = pytest.mark.parametrize("code", [NEWER, OLDER], ids=["newer type", "older type"])


@pytest.fixture(autouse=True)
def _world() -> None:
    hsa.demo.load()
    patients.demo.load()


def ask(**changes: Any) -> Any:
    return call(CREATE_DRAFT_CERTIFICATE_3, PATH, **parts_of(Request(**changes).body()))


def refusal(answer: Any) -> tuple[str, str]:
    """Outcome and text of a call that made no draft."""
    assert answer["intygs-id"] is None
    return outcome(answer), result_of(answer).text


# --- drafts -------------------------------------------------------------------------------------------------------
@each_engine
def test_a_draft_is_made(code: str) -> None:
    answer = ask(code=code, reference="REF-1")

    assert outcome(answer) == "OK"
    draft = Certificate.objects.get(pk=answer["intygs-id"].extension)
    assert (answer["intygs-id"].root, draft.reference, draft.is_draft) == (VE01, "REF-1", True)


@pytest.mark.parametrize(("code", "fields"), ELSEWHERE)
def test_an_earlier_one_at_another_care_provider_is_info(code: str, fields: dict[str, object]) -> None:
    earlier(code.lower(), VE21, **fields)

    answer = ask(code=code)

    assert (outcome(answer), "senast skapade" in result_of(answer).text) == ("INFO", True)
    assert Certificate.objects.get(pk=answer["intygs-id"].extension).is_draft


def test_a_missing_death_certificate_is_info() -> None:
    answer = ask(code="DOI")

    assert (outcome(answer), "inget signerat" in result_of(answer).text) == ("INFO", True)
    assert Certificate.objects.get().pk == answer["intygs-id"].extension


def test_a_cause_of_death_after_a_death_certificate_is_ok() -> None:
    earlier("db", VE21, **SIGNED)

    assert outcome(ask(code="DOI")) == "OK"


# --- the steps of every type --------------------------------------------------------------------------------------
def test_step_1_a_message_against_the_schema() -> None:
    message = parts_of(Request().body())
    message["intyg"] |= {"typAvIntyg": zeep.xsd.SkipValue}

    told, text = refusal(call(CREATE_DRAFT_CERTIFICATE_3, PATH, **message))

    assert (told, "Unmarshalling Error" in text) == (VALIDATION, True)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"creator": "SE2321000016-NOONE"}, id="2 an unknown creator"),
        pytest.param({"creator": "SE2321000016-P008"}, id="2 a creator without commission for care"),
        pytest.param({"unit": VE21}, id="4 a unit outside the commissions"),
    ],
)
def test_steps_2_and_4_no_commission(changes: dict[str, str]) -> None:
    told, text = refusal(ask(**changes))

    assert (told, "No valid MIU" in text) == (VALIDATION, True)


def test_step_2_hsa_does_not_answer() -> None:
    DirectoryFault.objects.update_or_create(pk=1, defaults={"is_unavailable": True})

    told, text = refusal(ask())

    assert (told, "No valid MIU" in text) == (VALIDATION, True)


@pytest.mark.parametrize(("changes", "text"), FIELD_FAULTS)
def test_step_3_a_field_fault(changes: dict[str, str], text: str) -> None:
    assert refusal(ask(**changes)) == (VALIDATION, text)


def test_step_3_all_field_faults_together() -> None:
    told, text = refusal(ask(last_name="", creator_name=""))

    assert (told, text.count(", ")) == (VALIDATION, 1)


@pytest.mark.parametrize(
    ("person", "words"),
    [
        pytest.param(UNKNOWN_PERSON, "Reservnummer", id="not found"),
        pytest.param(REGISTER_ERROR, "PU service", id="an error for the person"),
    ],
)
def test_step_6_the_population_register(person: str, words: str) -> None:
    told, text = refusal(ask(person_id=person))

    assert (told, words in text) == (APPLICATION, True)


def test_step_6_the_population_register_does_not_answer() -> None:
    patient_services.set_unavailable(True)

    assert refusal(ask())[0] == APPLICATION


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"code": "NONSENSE"}, id="an unknown code"),
        pytest.param({"code_system": "f6fb361a-e31d-48b8-8657-99b63912dd9b"}, id="a code of another system"),
        pytest.param({"code": "FK7263"}, id="the older FK7263"),
    ],
)
def test_step_7_no_type_of_the_code(changes: dict[str, str]) -> None:
    told, text = refusal(ask(**changes))

    assert (told, "is not supported" in text) == (APPLICATION, True)


# --- the steps of an older type -----------------------------------------------------------------------------------
def test_step_8_a_deprecated_type() -> None:
    told, text = refusal(ask(code="TSTRK1007"))

    assert (told, "deprecated" in text) == (VALIDATION, True)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        pytest.param({"code": "AF00213"}, "Funktionen är inte påslagen", id="9 a type that is not handled"),
        pytest.param({"code": OLDER, "creator": DENTIST, "unit": VE02}, "Din roll", id="9 a role without privilege"),
        pytest.param(
            {"code": "DB", "person_id": PROTECTED}, "av den här typen", id="10 a type that is not for protected persons"
        ),
        pytest.param(
            {"code": OLDER, "person_id": PROTECTED, "creator": ADMINISTRATOR},
            "Din roll",
            id="10 a role that is not for protected persons",
        ),
        pytest.param({"code": OLDER, "person_id": DECEASED}, "avliden", id="11 a deceased patient"),
    ],
)
def test_steps_9_to_11_an_older_type_is_refused(changes: dict[str, str], words: str) -> None:
    told, text = refusal(ask(**changes))

    assert (told, words in text) == (APPLICATION, True)


@pytest.mark.parametrize(("code", "unit", "fields", "words"), IN_THE_WAY)
def test_step_12_an_earlier_one_in_the_way(code: str, unit: str, fields: dict[str, object], words: str) -> None:
    earlier(code.lower(), unit, **fields)

    told, text = refusal(ask(code=code))

    assert (told, words in text) == (APPLICATION, True)


# --- the steps of a newer type ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        pytest.param({"person_id": DECEASED}, "avliden", id="a deceased patient"),
        pytest.param(
            {"person_id": PROTECTED, "creator": ADMINISTRATOR},
            "skyddade",
            id="a role that is not for protected persons",
        ),
    ],
)
def test_step_10_a_newer_type_is_refused(changes: dict[str, str], words: str) -> None:
    told, text = refusal(ask(code=NEWER, **changes))

    assert (told, words in text) == (APPLICATION, True)


def test_step_10_a_role_that_the_newer_type_does_not_know() -> None:
    fk7804 = registry.get("fk7804", "2.0")
    without_dentists = fk7804.signing_roles - {Role.TANDLAKARE}
    with registry.installed(replace(fk7804, version="9.0", signing_roles=without_dentists)):
        told, text = refusal(ask(creator=DENTIST, unit=VE02))

    assert (told, "roll" in text) == (APPLICATION, True)


@each_engine
def test_step_11_any_other_failure(code: str) -> None:
    def fail(**_: object) -> None:
        raise RuntimeError("secret detail")

    domain_event.connect(fail)
    try:
        told, text = refusal(ask(code=code))
    finally:
        domain_event.disconnect(fail)

    assert (told, text) == (VALIDATION, "Internal error. The certificate draft could not be created.")


# --- the TAK check ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("code", "routed", "lacking"),
    [
        pytest.param("IGRAV", [], tak.STATUS_UPDATE, id="status updates"),
        pytest.param(NEWER, [tak.STATUS_UPDATE], tak.SEND_MESSAGE, id="questions of a newer type"),
        pytest.param(OLDER, [tak.STATUS_UPDATE], tak.SEND_MESSAGE, id="questions of an older type"),
    ],
)
def test_a_unit_without_route(code: str, routed: list[str], lacking: str) -> None:
    tak.switch_on("fk7210", "fk7804", "luse")
    for contract in routed:
        tak.route(contract)

    told, text = refusal(ask(code=code))

    assert (told, text.endswith(tak.missing(lacking))) == (APPLICATION, True)


@each_engine
def test_a_unit_with_routes_gets_its_draft(code: str) -> None:
    tak.switch_on("fk7804", "luse")
    tak.route(tak.STATUS_UPDATE)
    tak.route(tak.SEND_MESSAGE)

    assert result_of(ask(code=code)) == Result("OK")
