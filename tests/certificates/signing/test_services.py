"""Signing a draft from start to end (spec/signing.md 7, 10, 12.1, 12.7)."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
import time_machine
from django.db import connection, transaction
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from lxml import etree

from accounts.user import AuthenticationMethod, CareUser
from certificates.events import DomainEvent, EventKind, domain_event
from certificates.lifecycle.edit import save_element
from certificates.models import Certificate, CertificateEvent, SignedDocument, SigningTicket
from certificates.signing import services, test_ca, tickets, verification, xmldsig
from certificates.signing.test_ca import Credential, Signer
from certificates.transport import parse_intyg
from delivery.models import Delivery
from hsa.roles import Role
from rivta.contracts import REGISTER_CERTIFICATE_3
from tests import factories
from tests.certificates.signing.conftest import SESSION
from tests.certificates.signing.judges import xmlsec1_accepts
from webcert import clock
from webcert.errors import (
    AuthorizationProblem,
    ConcurrentModification,
    DataNotFound,
    IndeterminateIdentity,
    InternalProblem,
    InvalidState,
    MissingParameter,
)

DSS, FAKE = SigningTicket.Method.SIGN_SERVICE, SigningTicket.Method.FAKE


def start(user: CareUser, draft: Certificate, *, method: str = DSS, version: int = 3) -> SigningTicket:
    return services.start(user=user, session_key=SESSION, certificate_id=draft.pk, version=version, method=method)


def credential(user: CareUser, ticket: SigningTicket) -> Credential:
    issue = test_ca.issue_ec if ticket.method == DSS else test_ca.issue_rsa
    return issue(Signer(user.hsa_id, user.name), at=clock.now())


def complete(
    user: CareUser, ticket: SigningTicket, *, signer: Credential | None = None, session_key: str = SESSION
) -> Certificate:
    signer = signer or credential(user, ticket)
    return services.complete(
        user=user,
        session_key=session_key,
        ticket_id=ticket.pk,
        signature_value=xmldsig.sign(bytes(ticket.signed_info), signer.key),
        chain=(signer.certificate, test_ca.authority().issuing),
    )


def assert_untouched(draft: Certificate, ticket: SigningTicket | None = None, status: str = "") -> None:
    row = Certificate.objects.get(pk=draft.pk)
    assert (row.state, row.version, row.signed_at) == (Certificate.State.DRAFT, draft.version, None)
    assert not SignedDocument.objects.exists()
    assert not CertificateEvent.objects.filter(kind=EventKind.SIGNAT).exists()
    if ticket is not None:
        ticket.refresh_from_db()
        assert ticket.status == status


@pytest.mark.parametrize("method", [DSS, FAKE])
def test_a_signed_certificate_is_stored_as_bytes_that_xmlsec1_accepts(
    method: str, doctor: CareUser, draft: Certificate, tmp_path: Path
) -> None:
    complete(doctor, start(doctor, draft, method=method))
    document = SignedDocument.objects.get(pk=draft.pk)
    assert xmlsec1_accepts(bytes(document.xml), tmp_path)
    assert verification.verify_document(document).is_valid


def test_the_stored_document_is_a_valid_register_certificate(doctor: CareUser, draft: Certificate) -> None:
    complete(doctor, start(doctor, draft))
    body = etree.fromstring(bytes(SignedDocument.objects.get(pk=draft.pk).xml))
    assert REGISTER_CERTIFICATE_3.validate(body) == []


def test_the_draft_becomes_a_signed_certificate_of_the_signer(doctor: CareUser, draft: Certificate) -> None:
    administrator = factories.make_user(Role.VARDADMINISTRATOR)
    Certificate.objects.filter(pk=draft.pk).update(issuer_hsa_id=administrator.hsa_id, issuer_name=administrator.name)
    ticket = start(doctor, draft)
    signed = complete(doctor, ticket)
    assert (signed.state, signed.issuer_hsa_id) == (Certificate.State.SIGNED, doctor.hsa_id)
    document = SignedDocument.objects.get(pk=draft.pk)
    assert document.signer_hsa_id == doctor.hsa_id
    assert document.digest == ticket.digest
    parsed = parse_intyg(etree.fromstring(bytes(document.xml))[0])
    assert parsed.issuer_hsa_id == doctor.hsa_id


def test_the_signing_time_is_fixed_at_start(doctor: CareUser, draft: Certificate) -> None:
    with time_machine.travel(dt.datetime(2026, 3, 2, 9, 11, 12, 345678, tzinfo=dt.UTC)) as traveller:
        ticket = start(doctor, draft)
        traveller.shift(dt.timedelta(minutes=7))
        signed = complete(doctor, ticket)
    assert signed.signed_at == dt.datetime(2026, 3, 2, 9, 11, 12, tzinfo=dt.UTC)
    xml = bytes(SignedDocument.objects.get(pk=draft.pk).xml)
    assert b"<c:signeringstidpunkt>2026-03-02T10:11:12<" in xml


def test_starting_leaves_the_draft_as_it_was(doctor: CareUser, draft: Certificate) -> None:
    administrator = factories.make_user(Role.VARDADMINISTRATOR)
    Certificate.objects.filter(pk=draft.pk).update(issuer_name=administrator.name)
    start(doctor, draft)
    assert_untouched(draft)
    assert Certificate.objects.get(pk=draft.pk).issuer_name == administrator.name


def test_everything_that_follows_a_signature_happens_once(
    doctor: CareUser, draft: Certificate, heard: list[DomainEvent]
) -> None:
    complete(doctor, start(doctor, draft))
    assert [event.kind for event in heard] == [EventKind.SIGNAT]
    assert CertificateEvent.objects.filter(certificate=draft, kind=EventKind.SIGNAT).count() == 1
    messages = [d.metadata["message"] for d in Delivery.objects.filter(kind="certificate", owner_id=draft.pk)]
    assert messages == ["REGISTER"]


# --- checks, in their order (7.1) ---


def test_an_unknown_draft_is_not_found(doctor: CareUser, draft: Certificate) -> None:
    with pytest.raises(DataNotFound):
        services.start(user=doctor, session_key=SESSION, certificate_id="unknown", version=3, method=DSS)


def test_an_administrator_may_not_sign(draft: Certificate) -> None:
    with pytest.raises(AuthorizationProblem):
        start(factories.make_user(Role.VARDADMINISTRATOR), draft, version=99)


def test_an_old_version_is_a_conflict_before_anything_about_the_content(doctor: CareUser, draft: Certificate) -> None:
    Certificate.objects.filter(pk=draft.pk).update(is_complete=False)
    with pytest.raises(ConcurrentModification) as error:
        start(doctor, draft, version=2)
    assert error.value.saved_by == draft.saved_by_name


def test_an_incomplete_draft_cannot_be_signed(doctor: CareUser, draft: Certificate) -> None:
    Certificate.objects.filter(pk=draft.pk).update(is_complete=False)
    with pytest.raises(InvalidState):
        start(doctor, draft)


def test_xml_that_breaks_the_schema_is_not_signed(doctor: CareUser, draft: Certificate) -> None:
    with pytest.raises(InternalProblem):
        start(replace(doctor, hsa_id=""), draft)
    assert_untouched(draft)


def test_answers_that_the_receiver_refuses_are_not_signed(doctor: CareUser, draft: Certificate) -> None:
    without_diagnosis = {key: value for key, value in draft.answers.items() if key != "6"}
    Certificate.objects.filter(pk=draft.pk).update(answers=without_diagnosis)
    with pytest.raises(InternalProblem):
        start(doctor, draft)
    assert_untouched(draft)


def test_an_unknown_method_is_refused(doctor: CareUser, draft: Certificate) -> None:
    with pytest.raises(MissingParameter):
        start(doctor, draft, method="GRP")


# --- completion ---


def test_a_version_saved_in_between_is_a_conflict_and_the_ticket_fails(doctor: CareUser, draft: Certificate) -> None:
    ticket = start(doctor, draft)
    Certificate.objects.filter(pk=draft.pk).update(version=4)
    with pytest.raises(ConcurrentModification):
        complete(doctor, ticket)
    draft.version = 4
    assert_untouched(draft, ticket, SigningTicket.Status.ERROR)
    assert ticket.failure == "CONCURRENT_MODIFICATION"


def test_a_draft_that_became_incomplete_is_not_signed(doctor: CareUser, draft: Certificate) -> None:
    ticket = start(doctor, draft, method=FAKE)
    Certificate.objects.filter(pk=draft.pk).update(is_complete=False)
    with pytest.raises(InvalidState):
        complete(doctor, ticket)
    assert_untouched(draft, ticket, SigningTicket.Status.OKAND)


def test_a_ticket_older_than_fifteen_minutes_is_not_found(doctor: CareUser, draft: Certificate) -> None:
    now = clock.wall_now()
    with time_machine.travel(now):
        ticket = start(doctor, draft)
    with time_machine.travel(now + dt.timedelta(minutes=15, seconds=1)), pytest.raises(DataNotFound):
        complete(doctor, ticket)
    assert_untouched(draft)


def test_another_users_session_is_refused_and_the_ticket_still_works(doctor: CareUser, draft: Certificate) -> None:
    ticket = start(doctor, draft)
    colleague = replace(doctor, hsa_id="SE2321000016-P002", name="Lars Berg")
    with pytest.raises(IndeterminateIdentity):
        complete(colleague, ticket)
    with pytest.raises(IndeterminateIdentity):
        complete(doctor, ticket, session_key="another-session")
    assert_untouched(draft, ticket, SigningTicket.Status.BEARBETAR)
    assert complete(doctor, ticket).is_signed


def test_a_signature_by_somebody_else_is_refused(doctor: CareUser, draft: Certificate) -> None:
    ticket = start(doctor, draft)
    other = test_ca.issue_ec(Signer("SE2321000016-P002", "Lars Berg"), at=clock.now())
    with pytest.raises(IndeterminateIdentity):
        complete(doctor, ticket, signer=other)
    assert_untouched(draft, ticket, SigningTicket.Status.ERROR)


def test_a_signature_of_other_bytes_is_refused(doctor: CareUser, draft: Certificate) -> None:
    ticket = start(doctor, draft)
    signer = credential(doctor, ticket)
    with pytest.raises(InternalProblem):
        services.complete(
            user=doctor,
            session_key=SESSION,
            ticket_id=ticket.pk,
            signature_value=xmldsig.sign(b"something else", signer.key),
            chain=(signer.certificate,),
        )
    assert_untouched(draft, ticket, SigningTicket.Status.ERROR)


def test_a_certificate_of_an_unknown_authority_is_refused(doctor: CareUser, draft: Certificate, tmp_path: Path) -> None:
    ticket = start(doctor, draft)
    with override_settings(SIGNING_DIR=tmp_path):
        stranger = credential(doctor, ticket)
    with pytest.raises(InternalProblem):
        complete(doctor, ticket, signer=stranger)
    assert_untouched(draft, ticket, SigningTicket.Status.ERROR)


def test_content_changed_on_the_ticket_is_refused(doctor: CareUser, draft: Certificate) -> None:
    ticket = start(doctor, draft)
    changed = bytes(ticket.unsigned_xml).replace(b"Akut stressreaktion", b"Akut gastroenterit")
    assert changed != bytes(ticket.unsigned_xml)
    SigningTicket.objects.filter(pk=ticket.pk).update(unsigned_xml=changed)
    with pytest.raises(InternalProblem):
        complete(doctor, ticket)
    with override_settings(SIGNING_STRICT=False):
        second = start(doctor, draft)
        SigningTicket.objects.filter(pk=second.pk).update(unsigned_xml=changed)
        with pytest.raises(InvalidState):
            complete(doctor, second)
    assert_untouched(draft, second, SigningTicket.Status.ERROR)


def test_without_strict_mode_the_signer_is_not_judged(doctor: CareUser, draft: Certificate) -> None:
    other = test_ca.issue_ec(Signer("SE2321000016-P002", "Lars Berg"), at=clock.now())
    with override_settings(SIGNING_STRICT=False):
        assert complete(doctor, start(doctor, draft), signer=other).is_signed


def test_a_second_completion_is_refused(doctor: CareUser, draft: Certificate, heard: list[DomainEvent]) -> None:
    ticket = start(doctor, draft)
    complete(doctor, ticket)
    with pytest.raises(InvalidState):
        complete(doctor, ticket)
    ticket.refresh_from_db()
    assert ticket.status == SigningTicket.Status.SIGNERAD
    assert len(heard) == 1


def test_two_tickets_of_one_draft_give_one_certificate(
    doctor: CareUser, draft: Certificate, heard: list[DomainEvent]
) -> None:
    first, second = start(doctor, draft), start(doctor, draft)
    complete(doctor, first)
    with pytest.raises((InvalidState, AuthorizationProblem)):
        complete(doctor, second)
    assert len(heard) == 1


@pytest.mark.django_db(transaction=True)
def test_two_threads_that_complete_at_once_give_one_certificate(doctor: CareUser, heard: list[DomainEvent]) -> None:
    factories.make_patient()
    factories.make_diagnoses()
    draft = factories.make_draft(doctor, answers=factories.complete_answers(), is_complete=True, version=3)
    ticket = start(doctor, draft)

    def attempt(_: int) -> str:
        try:
            complete(doctor, ticket)
        except InvalidState:
            return "refused"
        finally:
            connection.close()
        return "signed"

    with ThreadPoolExecutor(4) as pool:
        outcomes = sorted(pool.map(attempt, range(4)))
    assert outcomes == ["refused", "refused", "refused", "signed"]
    assert SignedDocument.objects.count() == 1
    assert CertificateEvent.objects.filter(kind=EventKind.SIGNAT).count() == 1
    assert Delivery.objects.filter(kind="certificate").count() == 1
    assert len(heard) == 1


@pytest.mark.django_db(transaction=True)
def test_a_failing_room_above_undoes_the_signature_but_not_the_tickets_end(doctor: CareUser) -> None:
    factories.make_patient()
    factories.make_diagnoses()
    draft = factories.make_draft(doctor, answers=factories.complete_answers(), is_complete=True, version=3)
    ticket = start(doctor, draft)

    def fail(**_: object) -> None:
        raise RuntimeError("a room above has failed")

    domain_event.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            complete(doctor, ticket)
    finally:
        domain_event.disconnect(fail)
    assert_untouched(draft, ticket, SigningTicket.Status.ERROR)
    assert ticket.failure == "RuntimeError"
    assert not Delivery.objects.filter(kind="certificate").exists()


@pytest.mark.parametrize("ending", ["cancel", "fail"])
def test_a_cancelled_or_failed_draft_can_be_signed_again(ending: str, doctor: CareUser, draft: Certificate) -> None:
    ticket = start(doctor, draft)
    if ending == "cancel":
        services.cancel(user=doctor, session_key=SESSION, ticket_id=ticket.pk)
        assert_untouched(draft, ticket, SigningTicket.Status.AVBRUTEN)
    else:
        services.fail(user=doctor, session_key=SESSION, ticket_id=ticket.pk, reason="no answer")
        assert_untouched(draft, ticket, SigningTicket.Status.ERROR)
    with pytest.raises(InvalidState):
        complete(doctor, ticket)
    assert complete(doctor, start(doctor, draft)).is_signed


def test_a_saved_change_can_be_signed_in_its_new_version(doctor: CareUser, draft: Certificate) -> None:
    ticket = start(doctor, draft)
    saved = save_element(
        user=doctor,
        certificate_id=draft.pk,
        version=3,
        question_id="25",
        post={"e.25.shown": "1", "e.25.text": "Ny upplysning"},
        first_save_in_session=True,
    ).certificate
    with pytest.raises(ConcurrentModification):
        complete(doctor, ticket)
    assert complete(doctor, start(doctor, draft, version=saved.version)).is_signed


# --- one click ---


def test_one_click_signs_for_a_user_of_the_test_login(doctor: CareUser, draft: Certificate, tmp_path: Path) -> None:
    signed = services.sign_at_once(user=doctor, session_key=SESSION, certificate_id=draft.pk, version=3)
    assert signed.is_signed
    assert SigningTicket.objects.get().status == SigningTicket.Status.SIGNERAD
    xml = bytes(SignedDocument.objects.get(pk=draft.pk).xml)
    assert b"xmldsig-more#rsa-sha256" in xml
    assert xmlsec1_accepts(xml, tmp_path)


def test_one_click_asks_the_population_register_once_and_never_reads_its_ticket(
    doctor: CareUser, draft: Certificate
) -> None:
    with CaptureQueriesContext(connection) as asked:
        services.sign_at_once(user=doctor, session_key=SESSION, certificate_id=draft.pk, version=3)
    statements = [query["sql"] for query in asked]
    assert sum('FROM "patients_patient"' in sql for sql in statements) == 1
    assert not any('FROM "certificates_signingticket"' in sql for sql in statements)


def test_a_one_click_ticket_cannot_be_used_again(doctor: CareUser, draft: Certificate) -> None:
    services.sign_at_once(user=doctor, session_key=SESSION, certificate_id=draft.pk, version=3)
    with pytest.raises(InvalidState) as error:
        complete(doctor, SigningTicket.objects.get())
    assert error.value.reason == "TICKET_USED"


@pytest.mark.parametrize("closed_by", ["login", "setting"])
def test_one_click_is_closed_to_everybody_else(closed_by: str, doctor: CareUser, draft: Certificate) -> None:
    user = replace(doctor, authentication_method=AuthenticationMethod.SITHS) if closed_by == "login" else doctor
    with override_settings(TEST_LOGIN_ENABLED=closed_by != "setting"), pytest.raises(AuthorizationProblem):
        services.sign_at_once(user=user, session_key=SESSION, certificate_id=draft.pk, version=3)
    assert_untouched(draft)


# --- tickets ---


def test_a_ticket_for_the_signing_service_names_customer_application_and_time(
    doctor: CareUser, draft: Certificate
) -> None:
    moment = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)
    names = override_settings(SIGNING_CUSTOMER="Region Å-Ö: södra delen", SIGNING_APPLICATION="Web_Cert")
    with time_machine.travel(moment, tick=False), names:
        ticket_id = start(doctor, draft).pk
    assert ticket_id.startswith(f"region:sdrad-webcert-{int(moment.timestamp() * 1000):x}-")


def test_expired_tickets_are_removed_with_the_patient_data_in_them(doctor: CareUser, draft: Certificate) -> None:
    old, new = start(doctor, draft), start(doctor, draft)
    SigningTicket.objects.filter(pk=old.pk).update(expires_at=clock.wall_now() - dt.timedelta(seconds=1))
    assert services.remove_expired_tickets() == 1
    assert list(SigningTicket.objects.all()) == [new]


def test_a_ticket_is_used_by_one_update(doctor: CareUser, draft: Certificate) -> None:
    ticket = start(doctor, draft)
    with transaction.atomic():
        tickets.consume(ticket)
    with pytest.raises(InvalidState):
        tickets.consume(ticket)


# --- relations ----------------------------------------------------------------------------------------------------
def test_a_complement_names_the_request_that_it_answers(doctor: CareUser, draft: Certificate) -> None:
    parent = factories.make_signed(doctor, complement_message_id="fraga-1", complement_reference="FK-1")
    Certificate.objects.filter(pk=draft.pk).update(parent=parent, relation="KOMPLT")
    signed = services.sign_at_once(user=doctor, session_key=SESSION, certificate_id=draft.pk, version=3)
    body = etree.fromstring(bytes(SignedDocument.objects.get(pk=signed.pk).xml))
    assert body.findtext("{*}svarPa/{*}meddelande-id") == "fraga-1"
    assert body.findtext("{*}svarPa/{*}referens-id") == "FK-1"
    assert body.findtext("{*}intyg/{*}relation/{*}intygs-id/{*}extension") == parent.pk
    assert REGISTER_CERTIFICATE_3.validate(body) == []
