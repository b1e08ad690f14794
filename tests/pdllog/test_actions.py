"""One row of the table in spec/pdl-logging.md 3 = one test, done as users and journal systems do it."""

from __future__ import annotations

import pytest
from django.db import DatabaseError
from django.http import QueryDict

import hsa.demo
from accounts.user import CareUser, LaunchParameters
from certificates.lifecycle import fill
from certificates.lifecycle.complement import complement, request_complement
from certificates.lifecycle.copy import copy_locked
from certificates.lifecycle.create import create_draft
from certificates.lifecycle.delete import delete_draft
from certificates.lifecycle.forward import mark_forwarded
from certificates.lifecycle.listing import show_drafts, show_earlier, show_patient, show_signed
from certificates.lifecycle.opening import open_certificate, reload_certificate
from certificates.lifecycle.printing import announce_printed
from certificates.lifecycle.ready import mark_ready_for_sign
from certificates.lifecycle.renew import renew
from certificates.lifecycle.replace import replace
from certificates.lifecycle.revoke import RevocationReason, revoke
from certificates.lifecycle.send import send
from certificates.models import Certificate
from certificates.queries import DraftFilter, PageRequest, SignedFilter
from certificates.types import registry
from certificates.types.base import CertificateType
from hsa.roles import Role
from patients import queries as patient_queries
from pdllog.models import PdlRecord
from tests.certificates.engine.world import COMPLETE
from tests.certificates.lifecycle.kinds import answers_of, cause, death
from tests.certificates.lifecycle.signed import complete_draft, sign
from tests.certificates.soap.messages import Request
from tests.certificates.soap.messages import send as call_create_draft
from tests.factories import (
    DOCTOR_ID,
    ME01,
    OTHER_PATIENT,
    PATIENT,
    PROTECTED,
    REGION,
    TEST_PERSON,
    VE01,
    VE02,
    VE21,
    make_draft,
    make_integrated_user,
    make_patient,
    make_signed,
    make_user,
)
from tests.pages.certificate.sessions import log_in
from webcert import clock
from webcert.errors import WebcertError

pytestmark = pytest.mark.django_db

READ, WRITE, SIGN, PRINT, DELETE = "Läsa", "Skriva", "Signera", "Utskrift", "Radera"
SENT = "Intyg skickat till mottagare Försäkringskassan"


@pytest.fixture(autouse=True)
def _patients() -> None:
    for person_id in (PATIENT, OTHER_PATIENT, PROTECTED, TEST_PERSON):
        make_patient(person_id)


def logged() -> list[tuple[str, str, str, str]]:
    """Type, level, arguments and the owner's unit of every record, in order."""
    rows = PdlRecord.objects.order_by("id")
    return list(rows.values_list("activity_type", "activity_level", "activity_args", "owner_care_unit_id"))


def create(user: CareUser, certificate_type: CertificateType, person_id: str = PATIENT) -> Certificate:
    patient = patient_queries.look_up(person_id).patient
    assert patient is not None
    way_in = Certificate.WayIn.BROWSER
    return create_draft(user=user, certificate_type=certificate_type, patient=patient, way_in=way_in)


def fk7804() -> CertificateType:
    return registry.get("fk7804", "2.0")


def locked_luse() -> Certificate:
    return make_draft(state="LOCKED", type_id="luse", type_version="1.3", answers={})


def asked_to_complement() -> Certificate:
    certificate = make_signed(sent_at=clock.now(), sent_to="FKASSA", answers=COMPLETE)
    return request_complement(certificate_id=certificate.pk, message_id="m-1", requested_at=clock.now())


# --- a draft ------------------------------------------------------------------------------------------------------
def test_making_a_draft_in_the_browser() -> None:
    draft = create(make_user(), fk7804())
    assert logged() == [(WRITE, draft.pk, "", VE01)]


def test_a_draft_that_a_journal_system_asks_for_is_the_named_persons_doing() -> None:
    hsa.demo.load()
    answer = call_create_draft(Request(unit=ME01))
    assert logged() == [(WRITE, answer.certificate_id, "", ME01)]
    record = PdlRecord.objects.get()
    assert (record.user_id, record.user_care_unit_id, record.user_care_provider_id) == (DOCTOR_ID, ME01, REGION)
    assert all((record.user_title, record.user_assignment, record.user_care_unit_name, record.user_care_provider_name))


def test_opening_each_time_and_not_what_follows_an_own_action() -> None:
    draft = make_draft()
    open_certificate(make_user(), draft.pk)
    open_certificate(make_user(), draft.pk)
    reload_certificate(make_user(), draft.pk)
    assert logged() == [(READ, draft.pk, "", VE01)] * 2


def test_saving_is_logged_at_each_change_of_draft() -> None:
    """A, A, B, A is three records (section 5)."""
    client, versions = log_in(make_user()), {"A": 0, "B": 0}
    drafts = {name: make_draft() for name in versions}
    for name in "AABA":
        posted = QueryDict(f"version={versions[name]}&e.29.text=rad {versions[name]}")
        answer = client.post(f"/certificate/{drafts[name].pk}/element/29", posted.dict())
        assert answer.status_code == 200
        versions[name] += 1
    assert logged() == [(WRITE, drafts[name].pk, "", VE01) for name in "ABA"]


def test_offering_to_copy_from_a_candidate_in_the_newer_engine_reads_the_patient_too() -> None:
    make_signed(answers=COMPLETE)
    draft, user = make_draft(type_id="ag7804", type_version="2.0"), make_integrated_user()
    fill.offered_candidate(user=user, draft=open_certificate(user, draft.pk).certificate)
    assert logged() == [(READ, draft.pk, "", VE01), (READ, "2", "", VE01)]


def test_looking_up_a_candidate_in_the_older_engine_reads_the_candidate() -> None:
    with registry.installed(death(), cause()):
        source = make_signed(type_id="db", type_version="1.0", answers=answers_of(death(), q1="id-kort"))
        fill.offered_candidate(user=make_user(), draft=make_draft(type_id="doi", type_version="1.0"))
    assert logged() == [(READ, source.pk, "", VE01)]


def test_filling_from_a_candidate_reads_it_and_writes_the_draft() -> None:
    source, draft = make_signed(answers=COMPLETE), make_draft(type_id="ag7804", type_version="2.0")
    fill.fill_from_candidate(user=make_integrated_user(), certificate_id=draft.pk, version=0)
    assert logged() == [(READ, source.pk, "", VE01), (WRITE, draft.pk, "", VE01)]


def test_deleting_a_draft() -> None:
    draft = make_draft()
    delete_draft(user=make_user(), certificate_id=draft.pk, version=0)
    assert logged() == [(DELETE, draft.pk, "", VE01)]


# --- a certificate ------------------------------------------------------------------------------------------------
def test_signing() -> None:
    certificate = sign(complete_draft())
    assert logged() == [(SIGN, certificate.pk, "", VE01)]


def test_signing_what_is_sent_by_itself_is_also_a_sending() -> None:
    user, parent = make_user(), asked_to_complement()
    draft = complete_draft(user, relation="KOMPLT", parent=parent)
    sign(draft)
    assert logged() == [(SIGN, draft.pk, "", VE01), (PRINT, draft.pk, SENT, VE01)]


def test_sending_by_the_newer_engine_names_the_recipient() -> None:
    certificate = make_signed(answers=COMPLETE)
    send(user=make_user(), certificate_id=certificate.pk)
    assert logged() == [(PRINT, certificate.pk, SENT, VE01)]


def test_sending_by_the_older_engine_says_the_recipients_id() -> None:
    certificate = make_signed(type_id="luse", type_version="1.3")
    send(user=make_user(), certificate_id=certificate.pk)
    assert logged() == [(PRINT, certificate.pk, "Intyg skickat till mottagare FKASSA", VE01)]


@pytest.mark.parametrize(
    ("make", "args"),
    [
        (make_signed, "Intyg utskrivet"),
        (make_draft, "Utkastet utskrivet"),
        (locked_luse, "Utkastet utskrivet"),
    ],
    ids=["signed", "draft", "locked"],
)
def test_printing(make, args: str) -> None:
    certificate = make()
    announce_printed(make_user(), certificate)
    assert logged() == [(PRINT, certificate.pk, args, VE01)]


@pytest.mark.parametrize("make", [make_signed, locked_luse], ids=["signed", "locked draft"])
def test_revoking(make) -> None:
    certificate = make()
    revoke(user=make_user(), certificate_id=certificate.pk, reason=RevocationReason.FEL_PATIENT)
    assert logged() == [(DELETE, certificate.pk, "", VE01)]


# --- a draft made from a certificate ------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("source", "make"),
    [
        (lambda: make_signed(answers=COMPLETE), renew),
        (lambda: make_signed(answers=COMPLETE), replace),
        (asked_to_complement, complement),
        (locked_luse, copy_locked),
    ],
    ids=["renew", "replace", "complement", "copy"],
)
def test_a_draft_made_from_another_writes_the_new_one_and_does_not_name_the_source(source, make) -> None:
    draft = make(user=make_user(), certificate_id=source().pk)
    assert logged() == [(WRITE, draft.pk, "", VE01)]


def test_a_draft_made_from_a_template_writes_the_new_one() -> None:
    source = make_signed(answers=COMPLETE)
    draft = fill.create_from_template(user=make_user(), certificate_id=source.pk, type_id="ag7804")
    assert logged() == [(WRITE, draft.pk, "", VE01)]


# --- lists --------------------------------------------------------------------------------------------------------
def test_a_page_of_drafts_is_one_reading_per_patient_however_many_rows() -> None:
    for person_id in (PATIENT, PATIENT, OTHER_PATIENT, PATIENT, PROTECTED, OTHER_PATIENT, OTHER_PATIENT):
        make_draft(person_id=person_id)
    show_drafts(make_user(), DraftFilter(), PageRequest())
    assert logged() == [(READ, "2", "", VE01)] * 3


def test_a_page_of_signed_certificates_is_one_reading_per_patient() -> None:
    for person_id in (PATIENT, PATIENT, OTHER_PATIENT):
        make_signed(person_id=person_id)
    show_signed(make_user(), SignedFilter(), PageRequest())
    assert logged() == [(READ, "2", "", VE01)] * 2


def test_a_patients_earlier_certificates_are_one_reading() -> None:
    make_signed()
    make_draft()
    show_patient(make_user(), PATIENT)
    assert logged() == [(READ, "2", "", VE01)]


def test_telling_that_the_patient_has_one_elsewhere_is_a_reading_about_the_patient_by_the_users_unit() -> None:
    make_signed(make_user(unit=VE02), type_id="db", type_version="1.0")
    show_earlier(make_user(), registry.newest_of("db", at=clock.today()), PATIENT)
    assert logged() == [(READ, "1", "", VE01)]


# --- not logged ---------------------------------------------------------------------------------------------------
def test_ready_for_signing_forwarding_and_requests_of_the_recipient_are_no_access() -> None:
    draft = make_draft()
    mark_ready_for_sign(user=make_integrated_user(Role.VARDADMINISTRATOR), certificate_id=draft.pk)
    mark_forwarded(user=make_user(Role.VARDADMINISTRATOR), certificate_id=draft.pk, version=0)
    asked_to_complement()
    assert logged() == []


def test_a_test_patients_draft_is_not_logged_through_its_life() -> None:
    draft = create(make_user(), fk7804(), TEST_PERSON)
    open_certificate(make_user(), draft.pk)
    show_drafts(make_user(), DraftFilter(), PageRequest())
    delete_draft(user=make_user(), certificate_id=draft.pk, version=0)
    assert logged() == []


def test_what_failed_is_not_logged() -> None:
    draft = make_draft()
    with pytest.raises(WebcertError):
        delete_draft(user=make_user(), certificate_id=draft.pk, version=99)
    assert logged() == []


# --- protected persons --------------------------------------------------------------------------------------------
def test_a_protected_patient_is_logged_like_anybody() -> None:
    certificate = make_signed(person_id=PROTECTED)
    open_certificate(make_user(), certificate.pk)
    assert logged() == [(READ, certificate.pk, "", VE01)]


def test_a_refused_opening_and_a_row_that_is_not_shown_are_no_access() -> None:
    draft, administrator = make_draft(person_id=PROTECTED), make_user(Role.VARDADMINISTRATOR)
    with pytest.raises(WebcertError):
        open_certificate(administrator, draft.pk)
    show_drafts(administrator, DraftFilter(), PageRequest())
    assert logged() == []


# --- nothing is shown that is not logged --------------------------------------------------------------------------
@pytest.mark.parametrize("address", ["/certificate/{}", "/list/draft", "/moduleapi/intyg/fk7804/{}/pdf"])
def test_no_page_and_no_print_comes_when_the_log_cannot_be_written(address: str, monkeypatch) -> None:
    draft, client = make_draft(), log_in(make_user())
    client.raise_request_exception = False

    def full(*_args: object, **_values: object) -> None:
        raise DatabaseError("disk full")

    monkeypatch.setattr(PdlRecord.objects, "create", full)
    answer = client.get(address.format(draft.pk))
    assert answer.status_code == 500
    assert PATIENT not in answer.content.decode()
    assert "Tolvan" not in answer.content.decode()


def test_an_access_at_another_provider_is_owned_by_that_provider() -> None:
    certificate = make_signed(make_user(unit=VE21))
    open_certificate(make_integrated_user(launch=LaunchParameters(enhet=VE01, sjf=True)), certificate.pk)
    assert logged() == [(READ, certificate.pk, "Läsning i enlighet med sammanhållen journalföring", VE21)]
