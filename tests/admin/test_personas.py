"""Who may open which list of the administration (spec/demo-world.md; spec/roles-and-access.md 9)."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.test import Client

from tests.admin.conftest import World, persona

PDL = {"pdllog/pdlrecord", "simulators/storelogcall", "simulators/storedlogentry"}
REGIONAL = {
    "accounts/feature",
    "api/apikey",
    "api/webhook",
    "arenden/arende",
    "arenden/legacymessage",
    "certificates/certificate",
    "certificates/certificatetypesetting",
    "delivery/delivery",
    "delivery/deliveryattempt",
    "hsa/careprovider",
    "hsa/careunit",
    "hsa/person",
    "hsa/subunit",
    "hsa/unit",
    "notifications/integratedunit",
    "notifications/statusupdate",
    "notifications/unitmail",
    "notifications/unitnotificationconfig",
    "tak/takroute",
}


def lists() -> set[str]:
    return {f"{model._meta.app_label}/{model._meta.model_name}" for model in admin.site._registry}


def answers(client: Client, ending: str = "") -> dict[str, int]:
    return {name: client.get(f"/admin/{name}/{ending}").status_code for name in lists()}


def opened(client: Client, ending: str = "") -> set[str]:
    return {name for name, status in answers(client, ending).items() if status == 200}


def test_the_system_administrator_opens_every_list_but_the_pdl_log(system: Client) -> None:
    assert lists() - opened(system) == PDL


def test_the_system_administrator_is_offered_no_pdl_log(system: Client) -> None:
    page = system.get("/admin/").content.decode()
    assert "Vägval" in page
    assert "pdllog" not in page


def test_the_regional_administrator_opens_the_lists_of_the_region(region: Client) -> None:
    assert opened(region) == REGIONAL


def test_the_regional_administrator_adds_integrated_units_when_they_get_mail_and_keys_only(region: Client) -> None:
    added = {"api/apikey", "notifications/integratedunit", "notifications/unitnotificationconfig"}
    assert opened(region, "add/") == added


def test_the_log_administrator_opens_the_pdl_log_and_nothing_else(log_reader: Client) -> None:
    assert opened(log_reader) == {"pdllog/pdlrecord"}
    assert opened(log_reader, "add/") == set()


def test_the_log_administrator_is_offered_the_pdl_log_only(log_reader: Client) -> None:
    page = log_reader.get("/admin/").content.decode()
    assert "/admin/pdllog/pdlrecord/" in page
    assert "/admin/hsa/" not in page


def test_what_is_refused_is_forbidden(log_reader: Client) -> None:
    assert {status for name, status in answers(log_reader).items() if name != "pdllog/pdlrecord"} == {403}


def test_the_integrator_has_no_way_in(world: World) -> None:
    client = persona("A003")
    assert set(answers(client).values()) == {302}
    assert client.get("/admin/")["Location"].startswith("/admin/login/")


@pytest.mark.parametrize("number", ["P001", "P005"])
def test_care_users_have_no_way_in(world: World, number: str) -> None:
    assert set(answers(persona(number)).values()) == {302}


@pytest.mark.parametrize("number", ["A001", "A002", "P011"])
def test_no_list_shows_a_whole_personal_number(world: World, number: str) -> None:
    client = persona(number)
    for name in opened(client):
        assert world.own.certificate.person_id not in client.get(f"/admin/{name}/").content.decode(), name


NUMBERS = {"person_id", "patient_id"}


@pytest.mark.parametrize("lookup", ["", "__exact", "__startswith"])
def test_no_list_is_filtered_by_a_personal_number_in_its_address(root: Client, lookup: str) -> None:
    asked = 0
    for model in admin.site._registry:
        for field in NUMBERS & {field.name for field in model._meta.concrete_fields}:
            address = f"/admin/{model._meta.app_label}/{model._meta.model_name}/?{field}{lookup}=191212121212"
            assert root.get(address).status_code == 400, address
            asked += 1
    assert asked >= 8


@pytest.mark.parametrize("number", ["A001", "A002"])
def test_no_page_of_a_row_shows_a_whole_personal_number(world: World, number: str) -> None:
    client = persona(number)
    for name, row in world.own.rows.items():
        page = client.get(f"/admin/{name}/{row.pk}/change/")
        assert page.status_code == 200, name
        assert world.own.certificate.person_id not in page.content.decode(), name
