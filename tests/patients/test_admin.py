"""The register in Django admin: no personal number in an address, a title or the log (spec/administration.md 9)."""

from __future__ import annotations

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from patients.models import Patient, RegisterSwitch
from patients.queries import look_up
from patients.register import LookupStatus

pytestmark = pytest.mark.django_db

NUMBER = "191212121212"
LIST = "admin:patients_patient_changelist"
FIND = "admin:patients_patient_find"


@pytest.fixture
def tolvan() -> Patient:
    return Patient.objects.create(person_id=NUMBER, first_name="Tolvan", last_name="Tolvansson")


def test_the_list_masks_the_number(admin_client: Client, tolvan: Patient) -> None:
    html = admin_client.get(reverse(LIST)).content.decode()
    assert "19121212-****" in html
    assert NUMBER not in html


def test_a_posted_number_leads_to_an_address_without_it(admin_client: Client, tolvan: Patient) -> None:
    answer = admin_client.post(reverse(FIND), {"person_id": "19121212-1212"})
    assert answer["Location"] == reverse("admin:patients_patient_change", args=[tolvan.pk])
    assert "1212" not in answer["Location"]


@pytest.mark.parametrize("text", ["196403219055", "hej", ""])
def test_an_unknown_number_leads_back_with_a_message(admin_client: Client, text: str) -> None:
    answer = admin_client.post(reverse(FIND), {"person_id": text}, follow=True)
    assert "Ingen person med det numret" in answer.content.decode()


def test_the_search_is_posted_with_a_token_and_never_fetched(admin_client: Client) -> None:
    assert admin_client.get(reverse(FIND), {"person_id": NUMBER}).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = admin_client.cookies
    answer = strict.post(reverse(FIND), {"person_id": NUMBER})
    assert "auth-exception-resource" in answer["Location"]


def test_the_list_has_no_search_by_address(admin_client: Client, tolvan: Patient) -> None:
    html = admin_client.get(reverse(LIST)).content.decode()
    assert 'name="q"' not in html
    assert re.search(r'<form method="post"\s+action="/admin/patients/patient/find/"', html)


@pytest.mark.parametrize("lookup", ["person_id", "person_id__startswith", "last_name"])
def test_filters_by_number_or_name_are_refused(admin_client: Client, lookup: str) -> None:
    assert admin_client.get(reverse(LIST), {lookup: NUMBER}).status_code == 400


def test_filters_by_flag_work(admin_client: Client, tolvan: Patient) -> None:
    assert "Tolvansson" not in admin_client.get(reverse(LIST), {"is_deceased__exact": "1"}).content.decode()


def test_titles_and_the_log_do_not_tell_the_number(admin_client: Client, tolvan: Patient) -> None:
    address = reverse("admin:patients_patient_change", args=[tolvan.pk])
    html = admin_client.get(address).content.decode()
    title = re.search(r"<title>(.*?)</title>", html, re.DOTALL)
    assert title is not None
    assert "1212" not in title.group(1)
    admin_client.post(address, {"first_name": "Ny", "last_name": "Tolvansson"})
    entry = LogEntry.objects.get()
    assert "1212" not in f"{entry.object_repr} {entry.change_message}"


def test_a_number_is_taken_in_any_form_and_stands_fast(admin_client: Client) -> None:
    admin_client.post(reverse("admin:patients_patient_add"), {"person_id": "19121212-1212", "first_name": "A"})
    row = Patient.objects.get()
    assert row.person_id == NUMBER
    address = reverse("admin:patients_patient_change", args=[row.pk])
    admin_client.post(address, {"person_id": "195401232540", "first_name": "B"})
    row.refresh_from_db()
    assert (row.person_id, row.first_name) == (NUMBER, "B")


def test_a_text_that_is_no_number_is_refused(admin_client: Client) -> None:
    answer = admin_client.post(reverse("admin:patients_patient_add"), {"person_id": "12"})
    assert "giltigt person- eller samordningsnummer" in answer.content.decode()


def test_the_search_needs_leave_to_see_persons(client: Client) -> None:
    client.force_login(get_user_model().objects.create_user("staff", is_staff=True))
    assert client.post(reverse(FIND), {"person_id": NUMBER}).status_code == 403


def test_an_administrator_can_switch_the_register_off(admin_client: Client, tolvan: Patient) -> None:
    admin_client.post(reverse("admin:patients_registerswitch_add"), {"is_unavailable": "on"})
    assert look_up(NUMBER).status is LookupStatus.ERROR
    row = RegisterSwitch.objects.get()
    admin_client.post(reverse("admin:patients_registerswitch_change", args=[row.pk]), {})
    assert look_up(NUMBER).status is LookupStatus.FOUND
