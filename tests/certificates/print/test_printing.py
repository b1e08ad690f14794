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
from certificates.print.file_name import file_name
from hsa.roles import Role
from tests import factories
from tests.pages.certificate.sessions import log_in


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


def test_there_is_no_employer_copy_of_this_type(
    doctor: CareUser, signed: Certificate, heard: list[DomainEvent]
) -> None:
    response = log_in(doctor).get(f"{address(signed)}/arbetsgivarutskrift")
    assert (response.status_code, response.json()["errorCode"]) == (403, "AUTHORIZATION_PROBLEM")
    assert "arbetsgivare" in response.json()["message"]
    assert heard == []


@pytest.mark.parametrize(
    ("type_name", "cleaned"),
    [
        ("Läkarintyg för sjukpenning", "lakarintyg_for_sjukpenning"),
        ("Intyg – om å, Ä och ö", "intyg_om_a_a_och_o"),
        ("Två  blanka", "tva_blanka"),
    ],
)
def test_a_file_is_named_after_its_type_and_time(type_name: str, cleaned: str) -> None:
    moment = dt.datetime(2026, 7, 1, 22, 4, tzinfo=dt.UTC)
    assert file_name(type_name, printed_at=moment) == f"{cleaned}_26-07-02_0004"
