"""The patient's address follows the population register while a draft is made, opened and saved (db.yaml, doi.yaml)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from certificates.lifecycle import edit
from certificates.lifecycle.create import create_draft
from certificates.lifecycle.opening import open_certificate
from certificates.lifecycle.snapshots import with_patient_address
from certificates.models import Certificate
from certificates.questions.patient_address import PatientAddress
from certificates.questions.text_area import TextArea
from certificates.types import registry
from certificates.types.base import PatientContent
from patients.models import Patient
from patients.register import PatientRecord
from tests.certificates.engine.world import tiny_type
from tests.factories import PATIENT, make_patient, make_signed, make_user

pytestmark = pytest.mark.django_db

ADDRESS = PatientAddress(id="patient", label="Adress", required=True)
TYPE = tiny_type(
    ADDRESS,
    TextArea(id="7001", label="En fråga"),
    patient_address="patient",
    patient_content=PatientContent.WITH_ADDRESS,
)
REGISTERED = {"address": "Storgatan 1", "postal_code": "99001", "city": "Exempelby"}
FROM_REGISTER = {**REGISTERED, "source": "PU"}


@pytest.fixture(autouse=True)
def _installed() -> Iterator[None]:
    with registry.installed(TYPE):
        yield


def person(**address: str) -> Patient:
    parts = {"address_line_1": "Storgatan 1", "address_line_2": "", "care_of": "", "postal_code": "99001"}
    return make_patient(**(parts | {"city": "Exempelby"} | address))


def create(**address: str) -> Certificate:
    patient = PatientRecord(PATIENT, first_name="Tolvan", last_name="Tolvansson", **address)
    return create_draft(user=make_user(), certificate_type=TYPE, patient=patient, way_in=Certificate.WayIn.BROWSER)


def save(draft: Certificate, **fields: str) -> Certificate:
    draft.refresh_from_db()
    edit.save_form(
        user=make_user(),
        certificate_id=draft.pk,
        version=draft.version,
        post={f"e.patient.{part}": text for part, text in fields.items()},
        first_save_in_session=False,
    )
    draft.refresh_from_db()
    return draft


def test_a_new_draft_has_the_address_of_the_register() -> None:
    assert create(**REGISTERED).answers["patient"] == FROM_REGISTER


def test_without_an_address_in_the_register_there_is_no_answer() -> None:
    assert "patient" not in create(address="Storgatan 1").answers


def test_an_opened_draft_shows_the_address_that_the_register_has_now() -> None:
    draft = create(**REGISTERED)
    person(address_line_1="Nygatan 2")

    assert open_certificate(make_user(), draft.pk).certificate.answers["patient"]["address"] == "Nygatan 2"
    draft.refresh_from_db()
    assert draft.answers["patient"] == FROM_REGISTER


def test_the_next_save_keeps_it() -> None:
    draft = create(**REGISTERED)
    person(address_line_1="Nygatan 2")

    save(draft, address="Annan gata", postal_code="11111", city="Annanstad")

    assert draft.answers["patient"] == {**FROM_REGISTER, "address": "Nygatan 2"}


def test_the_user_writes_the_address_that_the_register_lacks() -> None:
    draft = create()
    person(address_line_1="", postal_code="", city="")

    save(draft, address="Storgatan 1", postal_code="990 01", city="Exempelby")

    assert draft.answers["patient"] == {**REGISTERED, "source": "ANVANDARE"}


def test_an_address_that_the_register_has_lost_can_be_changed() -> None:
    draft = create(**REGISTERED)
    person(address_line_1="", postal_code="", city="")

    save(draft, address="Nygatan 2", postal_code="99001", city="Exempelby")

    assert draft.answers["patient"] == {**REGISTERED, "address": "Nygatan 2", "source": "ANVANDARE"}


def test_a_signed_certificate_keeps_the_address_it_was_signed_with() -> None:
    person(address_line_1="Nygatan 2")
    signed = make_signed(type_id=TYPE.type_id, type_version=TYPE.version, answers={"patient": FROM_REGISTER})

    assert open_certificate(make_user(), signed.pk).certificate.answers["patient"] == FROM_REGISTER


def test_types_without_the_question_keep_no_address() -> None:
    answers = {"25": "a"}

    assert with_patient_address(registry.get("fk7804", "2.0"), answers, PatientRecord(PATIENT, **REGISTERED)) == answers


def test_a_register_that_does_not_answer_changes_nothing() -> None:
    assert with_patient_address(TYPE, {"patient": FROM_REGISTER}, None) == {"patient": FROM_REGISTER}
