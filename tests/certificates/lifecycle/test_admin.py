"""Certificates in the administration (spec/administration.md 9): looked at, never changed."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from certificates.lifecycle.delete import delete_draft
from tests.factories import PATIENT, make_draft, make_patient, make_signed, make_user

pytestmark = pytest.mark.django_db
LIST = "/admin/certificates/certificate/"


@pytest.fixture
def administrator(client: Client) -> Client:
    client.force_login(get_user_model().objects.create_superuser("A001", password="x"))
    return client


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_the_list_shows_certificates_with_a_masked_number(administrator: Client) -> None:
    draft = make_draft()
    html = page(administrator, LIST)
    assert draft.pk in html
    assert "19121212-****" in html
    assert PATIENT not in html


@pytest.mark.parametrize("field", ["pk", "unit_id", "type_id"])
def test_a_certificate_is_found_by_id_unit_or_type(administrator: Client, field: str) -> None:
    draft = make_draft()
    assert draft.pk in page(administrator, f"{LIST}?q={getattr(draft, field)}")


@pytest.mark.parametrize("number", ["191212121212", "19121212-1212", "121212-1212"])
def test_nothing_is_found_by_personal_number(administrator: Client, number: str) -> None:
    draft = make_draft()
    html = page(administrator, f"{LIST}?q={number}")
    assert draft.pk not in html
    assert "Det går inte att söka på personnummer här." in html


def test_a_certificate_is_shown_with_its_events_and_without_number_or_answers(administrator: Client) -> None:
    make_patient()
    draft = make_draft(answers={"25": "Hemlig uppgift"})
    delete_draft(user=make_user(), certificate_id=draft.pk, version=0)
    html = page(administrator, f"{LIST}{draft.pk}/change/")
    assert "RADERAT" in html
    assert PATIENT not in html
    assert "Hemlig uppgift" not in html


@pytest.mark.parametrize("address", ["add/", "{pk}/delete/"])
def test_nothing_is_added_or_deleted(administrator: Client, address: str) -> None:
    pk = make_signed().pk
    assert administrator.get(LIST + address.format(pk=pk)).status_code == 403


def test_nothing_is_changed(administrator: Client) -> None:
    draft = make_draft()
    response = administrator.post(f"{LIST}{draft.pk}/change/", {"reference": "changed"})
    assert response.status_code == 403
    draft.refresh_from_db()
    assert draft.reference == ""
