"""Printing over its address: access, log record, headers, names (spec/print.md 1, 4, 5, 7.1; spec/ui.md S-25)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client, override_settings

from accounts.user import CareUser
from certificates.events import DomainEvent, EventKind, domain_event
from certificates.models import Certificate
from certificates.print.document import print_document
from certificates.print.remarks import HANDLE_WITH_CARE
from hsa.roles import Role
from tests import factories
from tests.certificates.print.pdfs import read, text
from tests.certificates.types.examples.death import DB_COMPLETE
from tests.pages.certificate.sessions import log_in
from webcert import clock


def address(certificate: Certificate, type_id: str = "fk7804") -> str:
    return f"/moduleapi/intyg/{type_id}/{certificate.pk}/pdf"


def fetch(user: CareUser, certificate: Certificate) -> HttpResponse:
    return log_in(user).get(address(certificate))


def test_the_pdf_comes_inline_uncached_and_framed_by_us_only(doctor: CareUser, signed: Certificate) -> None:
    with time_machine.travel(dt.datetime(2026, 3, 2, 14, 5, tzinfo=dt.UTC)):
        response = fetch(doctor, signed)
    assert response.status_code == 200
    assert response.content.startswith(b"%PDF-")
    assert response["Content-Type"] == "application/pdf"
    name = "lakarintyg_for_sjukpenning_26-03-02_1505"
    assert response["Content-Disposition"] == f"inline; filename*=UTF-8''{name}"
    assert response["Cache-Control"] == "no-store"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert response["Content-Security-Policy"] == "frame-ancestors 'self'"


def test_a_request_without_user_agent_is_answered(doctor: CareUser, signed: Certificate) -> None:
    client = log_in(doctor)
    client.defaults.pop("HTTP_USER_AGENT", None)
    assert client.get(address(signed)).status_code == 200


@pytest.mark.parametrize(("state", "message"), [("signed", "Intyg utskrivet"), ("draft", "Utkastet utskrivet")])
def test_each_download_is_one_record(
    state: str, message: str, doctor: CareUser, heard: list[DomainEvent], request: pytest.FixtureRequest
) -> None:
    certificate = request.getfixturevalue(state)
    fetch(doctor, certificate)
    assert [(event.kind, event.message) for event in heard] == [(EventKind.PRINTED, message)]
    assert heard[0].certificate == certificate
    assert heard[0].user.hsa_id == doctor.hsa_id


@pytest.mark.django_db(transaction=True)
def test_without_a_record_no_bytes_leave(doctor: CareUser, signed: Certificate) -> None:
    def fail(**_: object) -> None:
        raise RuntimeError("the log refuses the record")

    client = log_in(doctor)
    client.raise_request_exception = False
    domain_event.connect(fail)
    try:
        response = client.get(address(signed))
    finally:
        domain_event.disconnect(fail)
    assert response.status_code == 500
    assert b"%PDF" not in response.content


def test_a_print_that_cannot_be_set_leaves_no_record(
    doctor: CareUser, signed: Certificate, heard: list[DomainEvent]
) -> None:
    with override_settings(PRINT_TIMEOUT_S=0.0):
        response = fetch(doctor, signed)
    assert response.status_code == 500
    assert response.json()["errorCode"] == "MODULE_PROBLEM"
    assert heard == []


def test_a_revoked_certificate_is_refused(doctor: CareUser, revoked: Certificate, heard: list[DomainEvent]) -> None:
    response = fetch(doctor, revoked)
    assert response.status_code in {403, 409}
    assert heard == []


def test_a_locked_draft_is_refused(doctor: CareUser, locked: Certificate, heard: list[DomainEvent]) -> None:
    response = fetch(doctor, locked)
    assert response.status_code in {403, 409}
    assert heard == []


def test_another_units_certificate_is_refused(doctor: CareUser, signed: Certificate) -> None:
    elsewhere = replace(doctor, selected_unit_id=factories.VE02)
    response = fetch(elsewhere, signed)
    assert (response.status_code, response.json()["errorCode"]) == (403, "AUTHORIZATION_PROBLEM")


def test_an_administrator_may_print(signed: Certificate) -> None:
    assert fetch(factories.make_user(Role.VARDADMINISTRATOR), signed).status_code == 200


def test_a_protected_patients_certificate_is_closed_to_an_administrator(signed: Certificate) -> None:
    factories.make_patient(factories.PROTECTED)
    Certificate.objects.filter(pk=signed.pk).update(person_id=factories.PROTECTED)
    response = fetch(factories.make_user(Role.VARDADMINISTRATOR), signed)
    assert response.json()["errorCode"].startswith("AUTHORIZATION_PROBLEM")


def test_a_wrong_type_in_the_address_is_not_found(doctor: CareUser, signed: Certificate) -> None:
    assert log_in(doctor).get(address(signed, "db")).status_code == 404
    assert log_in(doctor).get(address(signed, "FK7804")).status_code == 200


def test_an_unknown_certificate_is_not_found(db: None, doctor: CareUser) -> None:
    assert log_in(doctor).get("/moduleapi/intyg/fk7804/unknown/pdf").status_code == 404


def test_without_a_session_nothing_is_printed(signed: Certificate) -> None:
    response = Client().get(address(signed))
    assert response.status_code in {302, 401, 403}
    assert b"%PDF" not in response.content


def test_a_draft_for_the_employer_is_not_to_be_sent_to_the_employer(draft: Certificate) -> None:
    draft.type_id, draft.type_version = "ag7804", "2.0"
    (notice,) = print_document(draft, printed_at=clock.now()).notices
    assert "arbetsgivaren" in notice
    assert "Sveriges Kommuner" not in notice


def test_a_protected_patients_print_is_to_be_handled_with_care(doctor: CareUser, signed: Certificate) -> None:
    factories.make_patient(factories.PROTECTED)
    Certificate.objects.filter(pk=signed.pk).update(person_id=factories.PROTECTED)

    assert HANDLE_WITH_CARE in text(read(fetch(doctor, signed).content))


def test_other_prints_do_not_speak_of_protection(doctor: CareUser, signed: Certificate) -> None:
    assert HANDLE_WITH_CARE not in text(read(fetch(doctor, signed).content))


def of_death(certificate: Certificate) -> Certificate:
    """The certificate as one about a dead person whose address has been forgotten."""
    factories.make_patient(factories.DECEASED)
    certificate.type_id, certificate.type_version, certificate.person_id = "db", "1.0", factories.DECEASED
    certificate.answers = {key: answer for key, answer in DB_COMPLETE.items() if key != "patient_address"}
    certificate.save()
    return certificate


def test_a_draft_is_printed_with_the_address_that_its_page_shows(doctor: CareUser, draft: Certificate) -> None:
    response = log_in(doctor).get(address(of_death(draft), "db"))

    assert "Småmåla" in text(read(response.content))


def test_a_signed_certificate_is_printed_as_it_was_signed(doctor: CareUser, signed: Certificate) -> None:
    response = log_in(doctor).get(address(of_death(signed), "db"))

    assert response.status_code == 200
    assert "Småmåla" not in text(read(response.content))


def test_a_locked_certificate_of_death_is_refused(
    doctor: CareUser, locked: Certificate, heard: list[DomainEvent]
) -> None:
    response = log_in(doctor).get(address(of_death(locked), "db"))

    assert response.status_code in {403, 409}
    assert heard == []
