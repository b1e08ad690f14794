"""What the parameters of a journal's link do to pages, logs and messages (spec/integration.md 3.3, 3.5)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

import accounts.demo
from certificates.lifecycle.snapshots import unit_contact
from certificates.models import Certificate
from certificates.types import registry
from hsa.roles import Role
from notifications.models import StatusUpdate
from pdllog.models import PdlRecord
from tests.factories import (
    DECEASED,
    OTHER_PATIENT,
    PATIENT,
    PROTECTED,
    UNKNOWN_PERSON,
    VE01,
    VE02,
    VE21,
    complete_answers,
    make_diagnoses,
    make_draft,
    make_integrated_user,
    make_patient,
    make_signed,
    make_user,
    open_every_type,
)
from tests.notifications.conftest import integrate
from tests.pages.certificate.markup import Page
from tests.pages.certificate.sessions import log_in
from tests.pages.launch.conftest import Launch

RENEW, REPLACE, REVOKE, SEND = (f"btn-{deed}-certificate" for deed in ("renew", "replace", "revoke", "send"))


@pytest.fixture
def signed() -> Callable[..., Certificate]:
    make_diagnoses()
    return lambda **changes: make_signed(**({"answers": complete_answers()} | changes))


# --- ref ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("type_id", "version", "kept"), [("lisjp", "1.3", "REF-1"), ("ts-bas", "6.8", "REF-1"), ("fk7804", "2.0", "")]
)
def test_a_signed_certificate_of_the_older_kind_gets_the_reference_too(
    launch: Launch, type_id: str, version: str, kept: str
) -> None:
    certificate = make_signed(type_id=type_id, type_version=version, answers={})
    launch(certificate, ref=" REF-1 ")
    assert certificate.reference == kept


@pytest.mark.parametrize("ref", ["", "  "])
def test_a_blank_reference_is_none(launch: Launch, ref: str) -> None:
    draft = make_draft()
    launch(draft, ref=ref)
    assert draft.reference == ""


@pytest.mark.parametrize("deed", ["renew", "replace"])
def test_what_is_made_in_the_session_gets_the_reference(signed: Callable[..., Certificate], deed: str) -> None:
    certificate = signed(reference="REF-OLD")
    client = log_in(replace(make_integrated_user(), launch=None))
    client.post(f"/visa/intyg/{certificate.pk}", {"enhet": VE01, "ref": "REF-NEW"})
    client.post(f"/certificate/{certificate.pk}/{deed}")
    assert certificate.children.get().reference == "REF-NEW"
    certificate.refresh_from_db()
    assert certificate.reference == "REF-OLD"


# --- sjf ----------------------------------------------------------------------------------------------------------
def test_with_sjf_the_pdl_entry_says_so_for_another_care_provider(launch: Launch) -> None:
    launch(make_signed(make_user(unit=VE21)), sjf="true")
    assert PdlRecord.objects.get().activity_args == "Läsning i enlighet med sammanhållen journalföring"


@pytest.mark.parametrize(("unit", "sjf"), [(VE01, "true"), (VE02, "true"), (VE02, "false")])
def test_within_the_care_provider_the_pdl_entry_says_nothing_of_it(launch: Launch, unit: str, sjf: str) -> None:
    launch(make_signed(make_user(unit=unit)), sjf=sjf)
    assert PdlRecord.objects.get().activity_args == ""


def test_with_sjf_another_care_providers_certificate_is_only_renewed(launch: Launch) -> None:
    page = launch(make_signed(make_user(unit=VE21)), sjf="true")
    assert page.tree.xpath("//*[starts-with(@data-testid, 'btn-')]/@data-testid") == [RENEW]


@pytest.mark.parametrize(
    ("unit", "sjf", "told"),
    [(VE21, "true", "other_care_provider"), (VE02, "true", "other_unit"), (VE01, "true", ""), (VE02, "false", "")],
)
def test_coherent_journaling_is_a_line_of_the_log(
    launch: Launch, caplog: pytest.LogCaptureFixture, unit: str, sjf: str, told: str
) -> None:
    with caplog.at_level("INFO", logger="certificates.pages.launch"):
        launch(make_signed(make_user(unit=unit)), sjf=sjf)
    lines = [line for line in caplog.messages if "coherent_journaling" in line]
    assert [told in line for line in lines] == ([True] if told else [])


# --- kopieringOK, inaktivEnhet, avliden ---------------------------------------------------------------------------
@pytest.mark.parametrize(("value", "offered"), [("true", True), ("", True), ("false", False)])
def test_kopiering_ok_false_takes_renewal_away(
    launch: Launch, signed: Callable[..., Certificate], value: str, offered: bool
) -> None:
    page = launch(signed(), kopieringOK=value)
    assert (page.test_id(RENEW) is not None) is offered
    assert page.test_id(REPLACE) is not None


@pytest.mark.parametrize("parameters", [{}, {"inaktivEnhet": "false"}, {"inaktivEnhet": "true"}])
def test_an_inactive_unit_is_shown_and_replaces_nothing(
    launch: Launch, signed: Callable[..., Certificate], parameters: dict[str, str]
) -> None:
    is_inactive = parameters.get("inaktivEnhet") == "true"
    page = launch(signed(), **parameters)
    assert ("Inaktiv enhet" in page.source) is is_inactive
    assert (page.test_id(REPLACE) is None) is is_inactive
    assert page.test_id(REVOKE) is not None
    assert page.test_id(SEND) is not None


def test_an_inactive_unit_renews_nothing_of_the_older_kind(launch: Launch) -> None:
    accounts.demo.load_features()
    open_every_type()
    certificate = make_signed(type_id="luse", type_version="1.3", answers={})
    assert launch(certificate).test_id(RENEW) is not None
    assert launch(certificate, inaktivEnhet="true").test_id(RENEW) is None


@pytest.mark.parametrize("counts", [False, True])
def test_avliden_counts_only_where_the_installation_lets_it(
    launch: Launch, signed: Callable[..., Certificate], settings, counts: bool
) -> None:
    settings.LAUNCH_AVLIDEN_COUNTS = counts
    page = launch(signed(), avliden="true")
    assert (page.test_id("patient-deceased") is not None) is counts
    assert (page.test_id(RENEW) is None) is counts


def test_a_death_that_the_register_knows_counts_whatever_the_journal_says(
    launch: Launch, signed: Callable[..., Certificate]
) -> None:
    make_patient(DECEASED)
    page = launch(signed(person_id=DECEASED), avliden="false")
    assert page.test_id("patient-deceased") is not None
    assert page.test_id(RENEW) is None


# --- alternatePatientSSn ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("type_id", "version"), [("fk7804", "2.0"), ("luse", "1.3")])
def test_a_new_number_is_told_to_the_journal_system_as_a_change(launch: Launch, type_id: str, version: str) -> None:
    accounts.demo.load_features()
    open_every_type()
    integrate()
    draft = draft_of(type_id, version)
    launch(draft, alternatePatientSSn="19910317-2608")
    (update,) = StatusUpdate.objects.filter(certificate_id=draft.pk)
    assert update.code == "ANDRAT"
    assert OTHER_PATIENT in bytes(update.payload).decode()


@pytest.mark.parametrize("number", ["", PATIENT, "19121212-1212", "RESERV-1", "199103172609", UNKNOWN_PERSON])
def test_no_change_is_told_when_the_number_is_not_a_new_one(launch: Launch, number: str) -> None:
    integrate()
    draft = make_draft()
    launch(draft, alternatePatientSSn=number)
    assert (draft.person_id, draft.version) == (PATIENT, 0)
    assert not StatusUpdate.objects.exists()


def test_a_locked_draft_keeps_its_number(launch: Launch) -> None:
    draft = make_draft(state=Certificate.State.LOCKED)
    launch(draft, alternatePatientSSn=OTHER_PATIENT)
    assert draft.person_id == PATIENT


def test_the_former_number_is_no_former_one_of_a_certificate_that_still_has_it(
    signed: Callable[..., Certificate],
) -> None:
    parent = signed()
    draft = make_draft(parent=parent, relation="ERSATT")
    client = log_in(replace(make_integrated_user(), launch=None))
    client.post(f"/visa/intyg/{draft.pk}", {"enhet": VE01, "alternatePatientSSn": OTHER_PATIENT})
    page = Page(client.get(f"/certificate/{parent.pk}"))
    assert "19910317-2608 fd. 19121212-1212" in page.text("patient-header")


@pytest.mark.parametrize("number", ["RESERV-1", "199103172609"], ids=["reserve number", "wrong check digit"])
@pytest.mark.parametrize("make", [make_draft, make_signed])
def test_a_reserve_number_is_shown_beside_the_certificates(
    launch: Launch, make: Callable[[], Certificate], number: str
) -> None:
    page = launch(make(), alternatePatientSSn=number)
    assert f"{number} intygets nummer 19121212-1212" in page.text("patient-header")
    assert page.test_id("patient-reserve-number") is not None
    assert page.test_id("patient-number-changed") is None


@pytest.mark.parametrize("deed", ["renew", "replace"])
@pytest.mark.parametrize(("number", "expected"), [(OTHER_PATIENT, OTHER_PATIENT), ("RESERV-1", PATIENT)])
def test_what_is_made_in_the_session_has_the_new_number_but_no_reserve_number(
    signed: Callable[..., Certificate], deed: str, number: str, expected: str
) -> None:
    certificate = signed()
    client = log_in(replace(make_integrated_user(), launch=None))
    client.post(f"/visa/intyg/{certificate.pk}", {"enhet": VE01, "alternatePatientSSn": number})
    client.post(f"/certificate/{certificate.pk}/{deed}")
    assert certificate.children.get().person_id == expected
    certificate.refresh_from_db()
    assert certificate.person_id == PATIENT


# --- names --------------------------------------------------------------------------------------------------------
def test_a_protected_patient_is_not_named_by_the_journal(launch: Launch) -> None:
    accounts.demo.load_features()
    make_patient(PROTECTED, first_name="", last_name="")
    draft = draft_of("luse", "1.3", person_id=PROTECTED, patient_first_name="", patient_last_name="")
    page = launch(draft, fornamn="Nina", efternamn="Nilsson")
    assert "Namn okänt" in page.text("patient-header")
    assert draft.patient_name == ""


def test_the_responsible_doctor_is_named_to_who_prepares_the_draft(launch: Launch) -> None:
    page = launch(make_draft(), role=Role.VARDADMINISTRATOR, responsibleHospName="Ansvarig Läkarsson")
    assert "Ansvarig Läkarsson" in page.source


def test_the_responsible_doctor_is_not_named_to_who_signs(launch: Launch) -> None:
    assert "Ansvarig Läkarsson" not in launch(make_draft(), responsibleHospName="Ansvarig Läkarsson").source


def draft_of(type_id: str, version: str, **changes: str) -> Certificate:
    """A draft of the type with nothing but the unit's contact details."""
    ctype, unit = registry.get(type_id, version), make_user().unit
    assert unit is not None
    answers = {ctype.unit_contact: unit_contact(ctype, unit)}
    return make_draft(type_id=type_id, type_version=version, answers=answers, **changes)
