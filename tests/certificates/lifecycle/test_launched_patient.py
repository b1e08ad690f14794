"""Whose word about the patient counts, the register's or the launch's, by type (spec/integration.md 3.3, 3.5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

import accounts.demo
from accounts.features import FeatureName
from accounts.models import Feature
from accounts.user import LaunchParameters
from certificates.lifecycle import edit
from certificates.lifecycle.opening import open_certificate
from certificates.lifecycle.printing import get_printable
from certificates.lifecycle.replace import replace as replace_certificate
from certificates.lifecycle.snapshots import unit_contact
from certificates.models import Certificate
from certificates.questions.patient_address import PatientAddress
from certificates.questions.text_area import TextArea
from certificates.transport import intyg_element
from certificates.types import registry
from certificates.types.base import PatientContent
from rivta.namespaces import CERT
from tests.certificates.engine.world import tiny_type
from tests.factories import (
    VE01,
    make_draft,
    make_integrated_user,
    make_patient,
    make_signed,
    make_user,
    open_every_type,
)
from tests.pages.certificate.markup import Page
from tests.pages.certificate.sessions import log_in

pytestmark = pytest.mark.django_db

NAMED = {"fornamn": " Nina ", "mellannamn": "", "efternamn": "Nilsson"}
PLACED = {"postadress": "Nygatan 2", "postnummer": "990 02", "postort": "Exempelby"}
REGISTERED = {"address_line_1": "Storgatan 1", "postal_code": "99001", "city": "Exempelby"}
TOLD_BY_LAUNCH = {"address": "Nygatan 2", "postal_code": "99002", "city": "Exempelby", "source": "JOURNAL"}
TOLD_BY_REGISTER = {"address": "Storgatan 1", "postal_code": "99001", "city": "Exempelby", "source": "PU"}

TAKES_NAMES = [
    ("ts-bas", "7.0"), ("ts-bas", "6.8"), ("ts-diabetes", "4.2"), ("ts-diabetes", "3.0"), ("ts-diabetes", "2.8"),
    ("tstrk1009", "1.0"), ("tstrk1062", "1.0"), ("lisjp", "1.3"), ("luse", "1.3"), ("af00213", "1.0"),
]  # fmt: skip
REGISTER_ONLY = [("ts8071", "2.0"), ("ts8071", "1.0"), ("fk7804", "2.0"), ("db", "1.0"), ("doi", "1.0")]
LIKE_TS_BAS_6 = tiny_type(
    PatientAddress(id="patient", label="Adress", required=True, launch_first=True),
    TextArea(id="7001", label="En fråga"),
    patient_address="patient",
    patient_content=PatientContent.WITH_ADDRESS,
)


@pytest.fixture(autouse=True)
def _every_type_is_open() -> Iterator[None]:
    """Also those that the delivered features keep closed: they exist as drafts from before."""
    accounts.demo.load_features()
    closing = (FeatureName.INAKTIVERAD_INTYGSTYP, FeatureName.INAKTIVERA_TIDIGARE_HUVUDVERSION)
    Feature.objects.filter(name__in=closing).update(is_on=False)
    open_every_type()
    with registry.installed(LIKE_TS_BAS_6):
        yield


def of_type(type_id: str, version: str, **changes: Any) -> dict[str, Any]:
    """A row of the type, with nothing but the unit's contact details; the patient has no name yet."""
    ctype, unit = registry.get(type_id, version), make_user().unit
    assert unit is not None
    return {
        "type_id": type_id,
        "type_version": version,
        "answers": {ctype.unit_contact: unit_contact(ctype, unit)},
        "patient_first_name": "",
        "patient_last_name": "",
        **changes,
    }


def launch(certificate: Certificate, **parameters: str) -> Page:
    """Open the certificate by a posted link, as the journal system does."""
    client = log_in(replace(make_integrated_user(), launch=None, selected_unit_id=""))
    answer = client.post(f"/visa/intyg/{certificate.pk}", {"enhet": VE01, **parameters})
    assert answer["Location"] == f"/certificate/{certificate.pk}"
    page = Page(client.get(answer["Location"]))
    certificate.refresh_from_db()
    return page


def launched(**parameters: str) -> Any:
    return make_integrated_user(launch=LaunchParameters(enhet=VE01, **parameters))


@pytest.mark.parametrize(("type_id", "version"), TAKES_NAMES)
def test_the_name_of_the_launch_stands_in_for_one_that_the_register_lacks(type_id: str, version: str) -> None:
    make_patient(first_name="", last_name="")
    draft = make_draft(**of_type(type_id, version))

    assert "Nina Nilsson" in launch(draft, **NAMED).text("patient-header")
    assert draft.patient_name == "Nina Nilsson"


@pytest.mark.parametrize(("type_id", "version"), REGISTER_ONLY)
def test_some_types_know_the_register_only(type_id: str, version: str) -> None:
    make_patient(first_name="", last_name="")
    draft = make_draft(**of_type(type_id, version))

    assert "Namn okänt" in launch(draft, **NAMED).text("patient-header")
    assert draft.patient_name == ""


@pytest.mark.parametrize(("type_id", "version"), [*TAKES_NAMES, *REGISTER_ONLY])
def test_the_registers_name_comes_before_the_launchs(type_id: str, version: str) -> None:
    make_patient()
    draft = make_draft(**of_type(type_id, version, patient_first_name="Tolvan", patient_last_name="Tolvansson"))

    assert "Tolvan Tolvansson" in launch(draft, **NAMED).text("patient-header")
    assert draft.patient_name == "Tolvan Tolvansson"


@pytest.mark.parametrize("given", [{"fornamn": "Nina"}, {"efternamn": "Nilsson", "fornamn": " "}, {}])
def test_half_a_name_is_no_name(given: dict[str, str]) -> None:
    make_patient(first_name="", last_name="")
    draft = make_draft(**of_type("tstrk1009", "1.0"))

    assert "Namn okänt" in launch(draft, **given).text("patient-header")
    assert draft.patient_name == ""


def test_a_signed_certificate_keeps_its_name_and_shows_the_launchs() -> None:
    make_patient(first_name="", last_name="")
    signed = make_signed(**of_type("tstrk1062", "1.0"))

    assert "Nina Nilsson" in launch(signed, **NAMED).text("patient-header")
    assert signed.patient_name == ""


def test_a_draft_that_the_user_may_not_change_keeps_its_name() -> None:
    make_patient(first_name="", last_name="")
    locked = make_draft(**of_type("tstrk1062", "1.0", state="LOCKED"))

    launch(locked, **NAMED)
    assert locked.patient_name == ""


def test_a_draft_made_in_the_session_has_the_launchs_name() -> None:
    make_patient(first_name="", last_name="")
    signed = make_signed(**of_type("ts-diabetes", "4.2"))

    assert replace_certificate(user=launched(**NAMED), certificate_id=signed.pk).patient_name == "Nina Nilsson"


@pytest.mark.parametrize("version", ["6.7", "6.8"])
def test_the_older_ts_bas_asks_the_launch_for_the_address_first(version: str) -> None:
    ctype = registry.get("ts-bas", version)
    question = ctype.question(ctype.patient_address)
    assert isinstance(question, PatientAddress)
    assert question.launch_first


@pytest.mark.parametrize("type_id", ["db", "doi"])
def test_certificates_of_a_death_ask_the_register_only(type_id: str) -> None:
    make_patient(**REGISTERED)
    draft = make_draft(**of_type(type_id, "1.0"))

    opened = open_certificate(launched(**PLACED), draft.pk).certificate
    assert opened.answers["patient_address"] == TOLD_BY_REGISTER


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [(PLACED, TOLD_BY_LAUNCH), ({**PLACED, "postort": " "}, TOLD_BY_REGISTER), ({}, TOLD_BY_REGISTER)],
    ids=["whole", "partly", "none"],
)
def test_a_whole_address_of_the_launch_is_shown_printed_and_kept_at_the_next_save(
    parameters: dict[str, str], expected: dict[str, str]
) -> None:
    make_patient(**REGISTERED)
    draft, user = make_draft(**of_type("tiny", "1.0")), launched(**parameters)

    assert open_certificate(user, draft.pk).certificate.answers["patient"] == expected
    assert get_printable(user, draft.pk).certificate.answers["patient"] == expected
    edit.save_element(
        user=user, certificate_id=draft.pk, version=0, question_id="7001", post={"e.7001.text": "Ja"},
        first_save_in_session=False,
    )  # fmt: skip
    draft.refresh_from_db()
    assert draft.answers["patient"] == expected


def test_without_a_launch_the_registers_address_is_shown_again() -> None:
    make_patient(**REGISTERED)
    draft = make_draft(**of_type("tiny", "1.0", answers={"patient": TOLD_BY_LAUNCH}))

    assert open_certificate(make_user(), draft.pk).certificate.answers["patient"] == TOLD_BY_REGISTER


def test_the_form_tells_where_the_address_comes_from() -> None:
    make_patient(**REGISTERED)
    page = launch(make_draft(**of_type("tiny", "1.0")), **PLACED)

    assert "Adressen kommer från journalsystemet" in page.text("element-patient")
    assert page.test_id("element-patient").xpath(".//input[@disabled or @readonly]")


def test_the_launchs_address_goes_into_the_xml_as_the_users() -> None:
    make_patient(**REGISTERED)
    draft = make_draft(**of_type("tiny", "1.0", answers={"patient": TOLD_BY_LAUNCH}))

    patient = intyg_element(draft).find(f"{{{CERT}}}patient")
    assert patient.findtext(f"{{{CERT}}}postadress") == "Nygatan 2"
    assert "ANVANDARE" in "".join(patient.itertext())


@pytest.mark.parametrize(
    ("type_id", "version"), [("ts-bas", "7.0"), ("ts-diabetes", "4.2"), ("ts-diabetes", "2.8"), ("tstrk1009", "1.0")]
)
def test_types_that_send_the_number_only_keep_no_address(type_id: str, version: str) -> None:
    make_patient(**REGISTERED)
    draft = make_draft(**of_type(type_id, version))
    before = dict(draft.answers)

    launch(draft, **PLACED)
    assert draft.answers == before
