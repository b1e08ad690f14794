"""CreateDraftCertificate 3 step by step (spec/integration.md 1.1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

import hsa.demo
import patients.demo
from accounts.models import Feature
from accounts.user import CareUser
from certificates import soap
from certificates.events import DomainEvent, EventKind, domain_event
from certificates.models import Certificate, CertificateEvent
from certificates.types import registry
from certificates.types.base import Engine
from hsa.models import DirectoryFault
from hsa.roles import Role
from patients import services as patient_services
from rivta import envelope
from tests import sources
from tests.certificates.engine.world import tiny_type
from tests.certificates.lifecycle.kinds import cause, death
from tests.certificates.soap.messages import (
    PATH,
    PLATFORM_PATH,
    SAMORDNINGSNUMMER,
    Answer,
    Request,
    answer,
    prefill,
    send,
)
from tests.contracts.official import accepts, needs_official
from tests.factories import (
    DECEASED,
    DOCTOR_ID,
    ME01,
    PROTECTED,
    REGISTER_ERROR,
    TEST_PERSON,
    UNKNOWN_PERSON,
    VE01,
    VE21,
    make_draft,
    make_user,
)
from webcert import clock

pytestmark = pytest.mark.django_db

ADMINISTRATOR, DENTIST = "SE2321000016-P005", "SE2321000016-P004"
VALIDATION, APPLICATION = "VALIDATION_ERROR", "APPLICATION_ERROR"
NOBODY = "http://127.0.0.1:9"
"""An address where nothing listens."""


@pytest.fixture(autouse=True)
def _world() -> None:
    hsa.demo.load()
    patients.demo.load()


@pytest.fixture
def heard():
    """The events that the rooms above would hear."""
    events: list[DomainEvent] = []

    def listen(event: DomainEvent, **_: object) -> None:
        events.append(event)

    domain_event.connect(listen)
    yield events
    domain_event.disconnect(listen)


def created(result: Answer) -> Certificate:
    assert result.result.code == "OK", result.result
    return Certificate.objects.get(pk=result.certificate_id)


def refused(result: Answer) -> tuple[str, str]:
    """Error id and text of a refusal that stored nothing."""
    assert (result.status, result.result.code) == (200, "ERROR")
    assert result.certificate_id == ""
    assert not Certificate.objects.exists()
    assert not CertificateEvent.objects.exists()
    return result.result.error_id, result.result.text


# --- what a successful call makes ---------------------------------------------------------------------------------
def test_the_answer_names_the_unit_and_the_new_id() -> None:
    result = send(Request())
    certificate = created(result)
    assert result.root == certificate.unit_id == VE01


def test_the_platforms_path_answers_the_same() -> None:
    assert created(send(Request(), path=PLATFORM_PATH)).type_id == "fk7804"


def test_the_draft_holds_the_patient_of_the_register_not_of_the_request() -> None:
    certificate = created(send(Request(first_name="Fel", last_name="Namn")))
    assert certificate.patient_name == "Tolvan Tolvansson"


def test_the_creators_name_is_the_requests_and_the_rest_hsas() -> None:
    certificate = created(send(Request(creator_name="Namn Enligt Journalsystemet")))
    assert certificate.issuer_name == "Namn Enligt Journalsystemet"
    assert certificate.issuer_hsa_id == DOCTOR_ID
    assert "Läkare" in certificate.issuer_licences


def test_unit_care_unit_and_provider_come_from_hsa() -> None:
    certificate = created(send(Request(unit=ME01, unit_name="Fel namn")))
    assert (certificate.unit_id, certificate.unit_name) == (ME01, "Björkbackens barnmottagning")
    assert (certificate.care_unit_id, certificate.care_provider_id) == (VE01, "SE2321000016-VG01")
    assert certificate.workplace_code == "1000011"


def test_the_draft_presets_the_units_contact_details() -> None:
    contact = created(send(Request())).answers["UNIT_CONTACT_INFORMATION"]
    assert contact["address"].startswith("Björkvägen 12")
    assert (contact["postal_code"], contact["phone"]) == ("99001", "0846500401")


def test_the_reference_is_kept() -> None:
    assert created(send(Request(reference="REF-4711"))).reference == "REF-4711"


def test_a_blank_reference_is_none() -> None:
    assert created(send(Request(reference="  "))).reference == ""


def test_the_draft_is_unsigned_incomplete_and_of_version_0() -> None:
    certificate = created(send(Request()))
    assert (certificate.state, certificate.version, certificate.is_complete) == ("DRAFT", 0, False)
    assert certificate.way_in == Certificate.WayIn.CREATE_DRAFT_CERTIFICATE


def test_the_rooms_above_hear_the_creation_with_the_person_of_the_request(heard: list[DomainEvent]) -> None:
    certificate = created(send(Request()))
    [event] = heard
    assert (event.kind, event.handled_by) == (EventKind.SKAPAT, DOCTOR_ID)
    assert event.certificate == certificate
    assert isinstance(event.user, CareUser)
    assert event.user.selected_unit_id == VE01


def test_history_has_the_creation() -> None:
    certificate = created(send(Request()))
    assert [event.kind for event in certificate.events.all()] == ["SKAPAT"]


def test_a_test_person_gets_a_test_certificate() -> None:
    assert created(send(Request(person_id=TEST_PERSON))).is_test_certificate


def test_two_equal_calls_make_two_drafts() -> None:
    first, second = send(Request(reference="1")), send(Request(reference="1"))
    assert created(first).pk != created(second).pk


def test_the_unit_is_compared_without_case() -> None:
    assert created(send(Request(unit=VE01.lower()))).unit_id == VE01


def test_the_creator_is_compared_without_case() -> None:
    assert created(send(Request(creator=DOCTOR_ID.lower()))).issuer_hsa_id == DOCTOR_ID


def test_extension_elements_are_ignored() -> None:
    assert created(send(Request(extension='<x:mer xmlns:x="urn:annat">text</x:mer>'))).type_id == "fk7804"


def test_a_missing_subscription_does_not_stop_the_call() -> None:
    certificate = created(send(Request(creator="SE5566000002-P010", unit="SE5566000002-VE31")))
    assert certificate.unit_id == "SE5566000002-VE31"


def test_an_administrator_may_have_drafts_made() -> None:
    assert created(send(Request(creator=ADMINISTRATOR))).issuer_hsa_id == ADMINISTRATOR


def test_a_doctor_may_have_a_draft_made_for_a_protected_patient() -> None:
    assert created(send(Request(person_id=PROTECTED))).person_id == PROTECTED


def test_a_samordningsnummer_is_accepted() -> None:
    request = Request(person_id="198001919011", person_root=SAMORDNINGSNUMMER)
    assert created(send(request)).person_id == "198001919011"


@needs_official
def test_answers_agree_with_the_official_schema() -> None:
    assert accepts(send(Request()).body)
    assert accepts(send(Request(person_id=UNKNOWN_PERSON)).body)


# --- prefill ------------------------------------------------------------------------------------------------------
def test_prefill_answers_the_questions() -> None:
    certificate = created(send(Request(prefill=prefill(answer("29", "29.1", "Undersköterska på natten")))))
    assert certificate.answers["29"] == "Undersköterska på natten"


def test_bad_prefill_is_left_out_and_never_stops_the_call() -> None:
    bad = prefill(
        answer("9999", "9999.1", "okänd fråga"),
        answer("33", "33.1", "kanske"),
        answer("29", "29.1", "Målare"),
    )
    certificate = created(send(Request(prefill=bad)))
    assert set(certificate.answers) == {"29", "UNIT_CONTACT_INFORMATION"}


def test_empty_prefill_is_no_prefill() -> None:
    assert set(created(send(Request(prefill=prefill()))).answers) == {"UNIT_CONTACT_INFORMATION"}


# --- each failing step, in order ----------------------------------------------------------------------------------
def test_step_1_a_schema_fault_is_a_validation_error_with_the_parsers_text() -> None:
    error_id, text = refused(send(Request(person_id="19121212-1212")))
    assert error_id == VALIDATION
    assert "Unmarshalling Error" in text


@pytest.mark.parametrize(
    "creator",
    [
        pytest.param("SE2321000016-NOONE", id="unknown in HSA"),
        pytest.param("SE2321000016-P008", id="commissions for other purposes only"),
        pytest.param("SE2321000016-P019", id="no commission"),
    ],
)
def test_step_2_a_creator_without_commission_for_care_is_refused(creator: str) -> None:
    error_id, text = refused(send(Request(creator=creator)))
    assert error_id == VALIDATION
    assert f"No valid MIU was found for person {creator} on unit {VE01}" in text


def test_step_2_hsa_out_of_order_reads_as_no_commission() -> None:
    DirectoryFault.objects.update_or_create(pk=1, defaults={"is_unavailable": True})
    error_id, text = refused(send(Request()))
    assert (error_id, "No valid MIU" in text) == (VALIDATION, True)


def test_step_2_a_real_catalogue_that_does_not_answer_reads_the_same(settings: Any) -> None:
    settings.HSA_URL = NOBODY
    assert "No valid MIU" in refused(send(Request()))[1]


def test_a_draft_is_made_with_a_real_catalogue_and_a_real_register(settings: Any) -> None:
    settings.HSA_URL, settings.PU_URL = sources.HSA, sources.PU
    settings.HSA_CACHE_S = settings.PU_CACHE_S = 0
    created(send(Request()))


def test_step_2_comes_before_the_field_checks() -> None:
    _, text = refused(send(Request(creator="SE2321000016-NOONE", last_name="")))
    assert "No valid MIU" in text


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"last_name": " "}, "Patient last name is required"),
        ({"first_name": ""}, "At least one patient first name is required"),
        ({"person_id": "191212121213"}, "The check digit of the personal identity number is wrong"),
        ({"person_id": "181212121212"}, "The personal identity number is not a personnummer or samordningsnummer"),
        ({"creator_name": " "}, "The full name of the creator is required"),
        ({"creator_name": "n" * 256}, "The full name of the creator is longer than 255 characters"),
        ({"unit_name": ""}, "The name of the unit is required"),
        ({"reference": "r" * 256}, "The reference is longer than 255 characters"),
    ],
)
def test_step_3_a_field_fault_is_a_validation_error(changes: dict[str, str], text: str) -> None:
    assert refused(send(Request(**changes))) == (VALIDATION, text)


def test_step_3_all_field_faults_are_told_together() -> None:
    _, text = refused(send(Request(last_name="", creator_name="", person_id="191212121213")))
    assert text == (
        "Patient last name is required, The check digit of the personal identity number is wrong, "
        "The full name of the creator is required"
    )


def test_step_3_a_reference_of_255_characters_fits() -> None:
    assert created(send(Request(reference="r" * 255))).reference == "r" * 255


def test_step_3_comes_before_the_unit() -> None:
    _, text = refused(send(Request(last_name="", unit=VE21)))
    assert text == "Patient last name is required"


@pytest.mark.parametrize("unit", [VE21, "SE2321000016-VE09", "SE2321000016-NOWHERE"])
def test_step_4_a_unit_outside_the_creators_tree_is_refused(unit: str) -> None:
    error_id, text = refused(send(Request(unit=unit)))
    assert error_id == VALIDATION
    assert f"No valid MIU was found for person {DOCTOR_ID} on unit {unit}" in text


def test_step_6_a_number_that_the_register_does_not_know() -> None:
    error_id, text = refused(send(Request(person_id=UNKNOWN_PERSON)))
    assert error_id == APPLICATION
    assert "Reservnummer kan inte användas" in text


def test_step_6_the_register_answers_error_for_the_person() -> None:
    error_id, text = refused(send(Request(person_id=REGISTER_ERROR)))
    assert (error_id, text) == (APPLICATION, "The PU service could not be reached, please try again later")


def test_step_6_the_register_is_out_of_order() -> None:
    patient_services.set_unavailable(True)
    assert refused(send(Request()))[0] == APPLICATION


def test_step_6_a_real_register_that_does_not_answer(settings: Any) -> None:
    settings.PU_URL = NOBODY
    error_id, text = refused(send(Request()))
    assert (error_id, text) == (APPLICATION, "The PU service could not be reached, please try again later")


def test_step_6_comes_before_the_type() -> None:
    assert "folkbokföring" in refused(send(Request(person_id=UNKNOWN_PERSON, code="NONSENSE")))[1]


@pytest.mark.parametrize(
    "changes", [{"code": "NONSENSE"}, {"code": "lisjp"}, {"code_system": "f6fb361a-e31d-48b8-8657-99b63912dd9b"}]
)
def test_step_7_an_unknown_type_code_is_an_application_error(changes: dict[str, str]) -> None:
    error_id, text = refused(send(Request(**changes)))
    assert error_id == APPLICATION
    assert "is not supported" in text


@pytest.mark.parametrize("code", ["ts-bas", "TS-BAS", "TSTRK1007"])
def test_step_7_a_deprecated_type_is_a_validation_error(code: str) -> None:
    ts_bas = tiny_type(type_id="ts-bas", code="TSTRK1007", engine=Engine.LEGACY, version="97.0")
    with registry.installed(ts_bas):
        error_id, text = refused(send(Request(code=code)))
        assert (error_id, "deprecated" in text) == (VALIDATION, True)
        Feature.objects.filter(name="INAKTIVERAD_INTYGSTYP").update(is_on=False)
        assert created(send(Request(code=code))).type_version == "97.0"


def test_an_older_type_takes_prefill_only_where_the_feature_says_so() -> None:
    luse = tiny_type(type_id="luse", code="LUSE", engine=Engine.LEGACY, version="97.0")
    request = Request(code="LUSE", prefill=prefill(answer("7001", "7001.1", "Från journalen")))
    with registry.installed(luse):
        assert "7001" not in created(send(request)).answers
        Feature.objects.filter(name="CREATE_DRAFT_PREFILL").update(certificate_types="luse")
        assert created(send(request)).answers["7001"] == "Från journalen"


def test_step_10_a_deceased_patient_gets_no_draft() -> None:
    assert refused(send(Request(person_id=DECEASED))) == (APPLICATION, "Patienten är avliden.")


def test_step_10_an_administrator_gets_no_draft_for_a_protected_patient() -> None:
    error_id, text = refused(send(Request(person_id=PROTECTED, creator=ADMINISTRATOR)))
    assert error_id == APPLICATION
    assert "skyddade personuppgifter" in text


def test_step_10_a_role_that_may_not_handle_the_type() -> None:
    fk7804 = registry.get("fk7804", "2.0")
    without_dentists = fk7804.signing_roles - {Role.TANDLAKARE}
    with registry.installed(replace(fk7804, version="9.0", signing_roles=without_dentists)):
        error_id, text = refused(send(Request(creator=DENTIST, unit="SE2321000016-VE02", code="LISJP")))
    assert (error_id, text) == (APPLICATION, "Din roll har inte behörighet att skapa intyg av den här typen.")


def test_step_11_any_other_failure_stores_nothing_and_tells_no_details() -> None:
    def fail(**_: object) -> None:
        raise RuntimeError("secret detail")

    domain_event.connect(fail)
    try:
        result = send(Request())
    finally:
        domain_event.disconnect(fail)
    assert refused(result) == (VALIDATION, "Internal error. The certificate draft could not be created.")


def test_a_refused_call_tells_the_rooms_above_nothing(heard: list[DomainEvent]) -> None:
    for request in (Request(last_name=""), Request(person_id=UNKNOWN_PERSON), Request(person_id=DECEASED)):
        refused(send(request))
    assert heard == []


def test_the_endpoint_is_served_under_both_paths() -> None:
    assert soap.PATHS == (PATH, PLATFORM_PATH)


def test_a_posted_envelope_is_answered_over_http(client: Client) -> None:
    response = client.post(PATH, envelope.wrap(Request().body(), VE01), content_type="text/xml; charset=utf-8")
    assert response.status_code == 200
    assert Certificate.objects.get().unit_id == VE01


def test_the_wsdl_names_the_endpoints_own_address(client: Client) -> None:
    response = client.get(f"{PLATFORM_PATH}?wsdl")
    assert response.status_code == 200
    assert PLATFORM_PATH in response.content.decode()


# --- one per patient (spec/death-certificates.md 3.3) -------------------------------------------------------------
@pytest.fixture
def death_types() -> Iterator[None]:
    with registry.installed(death(), cause()):
        yield


def earlier(type_id: str, unit: str, **changes: object) -> Certificate:
    values = {"type_id": type_id, "type_version": "1.0", "answers": {}}
    return make_draft(make_user(unit=unit), **(values | changes))


SIGNED = {"state": "SIGNED", "signed_at": clock.now()}


@pytest.mark.usefixtures("death_types")
@pytest.mark.parametrize(
    ("code", "unit", "fields", "words"),
    [
        ("DB", VE01, SIGNED, "kan ersättas"),
        ("DB", ME01, SIGNED, "på en annan enhet"),
        ("DB", VE21, SIGNED, "hos en annan vårdgivare"),
        ("DOI", VE01, SIGNED, "kan ersättas"),
        ("DB", VE01, {}, "Fortsätt"),
        ("DOI", ME01, {}, "på en annan enhet"),
    ],
)
def test_an_earlier_one_that_stands_in_the_way_is_an_application_error(
    code: str, unit: str, fields: dict[str, object], words: str
) -> None:
    earlier(code.lower(), unit, **fields)
    answer = send(Request(code=code))
    assert (answer.result.code, answer.result.error_id) == ("ERROR", APPLICATION)
    assert words in answer.result.text
    assert Certificate.objects.count() == 1


@pytest.mark.usefixtures("death_types")
@pytest.mark.parametrize(
    ("code", "fields"), [("DOI", SIGNED), ("DB", {}), ("DOI", {})], ids=["signed", "draft", "draft of the other"]
)
def test_an_earlier_one_at_another_care_provider_is_info_and_the_draft_is_made(
    code: str, fields: dict[str, object]
) -> None:
    earlier(code.lower(), VE21, **fields)
    answer = send(Request(code=code))
    assert answer.result.code == "INFO"
    assert "senast skapade" in answer.result.text
    assert Certificate.objects.get(pk=answer.certificate_id).is_draft


@pytest.mark.usefixtures("death_types")
def test_a_missing_first_certificate_is_info_and_the_draft_is_made() -> None:
    answer = send(Request(code="DOI"))
    assert (answer.result.code, answer.result.text.startswith("Patienten har inget signerat")) == ("INFO", True)
    assert Certificate.objects.get(pk=answer.certificate_id).is_draft


@pytest.mark.usefixtures("death_types")
def test_with_nothing_to_tell_the_answer_is_ok() -> None:
    earlier("db", VE21, **SIGNED)
    assert send(Request(code="DOI")).result.code == "OK"


@pytest.mark.usefixtures("death_types")
def test_what_comes_after_a_death_is_made_for_the_deceased_and_the_rest_is_not() -> None:
    earlier("db", VE21, person_id=DECEASED, **SIGNED)
    assert send(Request(code="DOI", person_id=DECEASED)).result.code == "OK"
    assert send(Request(code="DB", person_id=DECEASED)).result.error_id == APPLICATION
