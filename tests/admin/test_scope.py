"""A regional administrator sees the own care provider and nothing else (spec/administration.md 9)."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, User
from django.test import Client

import tak.demo
from accounts import staff
from accounts.admin_scope import CareProviderScope
from accounts.models import StaffAccount
from delivery.models import Delivery
from hsa.models import Membership, Person, Unit
from notifications.models import IntegratedUnit, UnitNotificationConfig
from tests.admin.conftest import World
from tests.factories import REGION, VE01, VE02, VE21
from webcert import clock

SCOPED = [
    "arenden/arende",
    "arenden/legacymessage",
    "certificates/certificate",
    "delivery/delivery",
    "delivery/deliveryattempt",
    "hsa/careprovider",
    "hsa/careunit",
    "hsa/person",
    "hsa/unit",
    "notifications/integratedunit",
    "notifications/statusupdate",
    "notifications/unitmail",
    "notifications/unitnotificationconfig",
    "tak/takroute",
]
WHOLE_INSTALLATION = {
    "accounts",
    "certificates.certificatetypesetting",
    "admin",
    "auth",
    "delivery.endpoint",
    "hsa.directoryfault",
    "patients",
    "simulators",
    "terminology",
}
"""Rooms and models that are nobody's own; only the system administrator opens them."""


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_every_admin_is_limited_to_a_care_provider_or_known_to_be_everybodys() -> None:
    unlimited = {m._meta.label_lower for m, a in admin.site._registry.items() if not isinstance(a, CareProviderScope)}
    assert {label for label in unlimited if not {label, label.split(".")[0]} & WHOLE_INSTALLATION} == set()


@pytest.mark.parametrize("name", SCOPED)
def test_a_list_holds_own_rows_and_no_others(world: World, region: Client, name: str) -> None:
    page = text(region, f"/admin/{name}/")
    assert f"/admin/{name}/{world.own.rows[name].pk}/change/" in page
    assert f"/admin/{name}/{world.foreign.rows[name].pk}/change/" not in page


@pytest.mark.parametrize("name", SCOPED)
def test_the_system_administrator_sees_the_rows_of_all(world: World, system: Client, name: str) -> None:
    page = text(system, f"/admin/{name}/")
    assert f"/admin/{name}/{world.own.rows[name].pk}/change/" in page
    assert f"/admin/{name}/{world.foreign.rows[name].pk}/change/" in page


@pytest.mark.parametrize("name", SCOPED)
@pytest.mark.parametrize("page", ["change", "history", "delete"])
def test_a_foreign_row_does_not_exist_by_its_address(world: World, region: Client, name: str, page: str) -> None:
    address = f"/admin/{name}/{world.foreign.rows[name].pk}/{page}/"
    assert region.get(address).status_code == 404
    assert region.post(address, {"name": "x"}).status_code in {403, 404}


def test_a_row_that_nobody_has_is_not_found_either(region: Client) -> None:
    assert region.get("/admin/hsa/unit/999999/change/").status_code == 404


def test_the_connected_units_of_own_care_units_are_own(world: World, region: Client) -> None:
    assert "Björkbackens barnmottagning" in text(region, f"/admin/hsa/subunit/{world.clinic.pk}/change/")


def test_commissions_elsewhere_of_an_own_person_are_not_shown(region: Client, system: Client) -> None:
    person = Person.objects.get(hsa_id="SE2321000016-P013")
    address = f"/admin/hsa/person/{person.pk}/change/"
    assert VE21 in text(system, address)
    assert VE01 in text(region, address)
    assert VE21 not in text(region, address)


def test_completion_of_a_field_finds_own_units_only(region: Client) -> None:
    address = "/admin/autocomplete/"
    field = {"app_label": "hsa", "model_name": "membership", "field_name": "member"}
    assert region.get(address, {**field, "term": VE01}).json()["results"]
    assert region.get(address, {**field, "term": VE21}).json()["results"] == []


def test_a_foreign_unit_can_not_be_connected_by_who_may_change_units(world: World, region: Client) -> None:
    regional = User.objects.get(username="SE2321000016-A002")
    regional.user_permissions.set(Group.objects.get(name=staff.SYSTEM_ADMINISTRATOR).permissions.all())
    form = {
        "name": "Namn",
        "is_care_unit": "on",
        "stated_provider": REGION,
        "member_connections-TOTAL_FORMS": "1",
        "member_connections-INITIAL_FORMS": "0",
        "member_connections-0-member": world.foreign.unit.pk,
    }
    region.post(f"/admin/hsa/careunit/{world.own.care_unit.pk}/change/", form)
    assert not Membership.objects.filter(member=world.foreign.unit).exists()


def test_nobody_moves_a_row_out_of_the_own_care_provider(world: World, region: Client) -> None:
    regional = User.objects.get(username="SE2321000016-A002")
    regional.user_permissions.set(Group.objects.get(name=staff.SYSTEM_ADMINISTRATOR).permissions.all())
    none = {"member_connections-TOTAL_FORMS": "0", "member_connections-INITIAL_FORMS": "0"}
    form = {"name": "Namn", "is_care_unit": "on", "stated_provider": "SE5565000001-VG02", **none}
    assert region.post(f"/admin/hsa/careunit/{world.own.care_unit.pk}/change/", form).status_code == 403
    assert Unit.objects.get(pk=world.own.unit.pk).stated_provider == REGION


def test_the_control_run_is_that_of_the_own_care_provider(region: Client) -> None:
    page = text(region, "/admin/hsa/unit/control/?provider=SE5567000003-VG04")
    assert "Godkänd" in page
    assert "VG04" not in page
    assert "VG04" not in region.get("/admin/hsa/unit/control.csv?provider=SE5567000003-VG04").content.decode()


def test_only_the_routing_of_own_addresses_is_explained(region: Client) -> None:
    address = f"/admin/tak/takroute/explain/?contract={tak.demo.STATUS_UPDATE}&address="
    assert "genom vårdgivaren" in text(region, f"{address}{VE01}")
    assert "hör inte till din vårdgivare" in text(region, f"{address}SE5565000001-VE22")


def test_routes_of_recipients_are_nobodys_own(region: Client) -> None:
    assert "FKORG" not in text(region, "/admin/tak/takroute/")


def settle(*rows: Delivery) -> None:
    for row in rows:
        Delivery.objects.filter(pk=row.pk).update(state="FAILED", available_at=None, finished_at=clock.now())


def test_own_status_updates_are_sent_again_and_foreign_ones_left_alone(world: World, region: Client) -> None:
    chosen = [holding.status_update for holding in (world.own, world.foreign)]
    settle(*(update.delivery for update in chosen))
    region.post(
        "/admin/notifications/statusupdate/",
        {"action": "resend_selected", "_selected_action": [update.pk for update in chosen]},
    )
    assert [Delivery.objects.get(pk=update.delivery_id).state for update in chosen] == ["PENDING", "FAILED"]
    assert LogEntry.objects.get().change_message == "Skickade om 1 statusuppdateringar."


@pytest.mark.parametrize("action", ["resend_selected", "fail_selected", "cancel_selected"])
def test_the_outbox_is_only_looked_at_by_a_region(world: World, region: Client, action: str) -> None:
    before = Delivery.objects.get(pk=world.own.delivery.pk).state
    region.post("/admin/delivery/delivery/", {"action": action, "_selected_action": [world.own.delivery.pk]})
    assert Delivery.objects.get(pk=world.own.delivery.pk).state == before


def test_a_region_does_not_see_batches_of_the_pdl_log(world: World, region: Client) -> None:
    batch = Delivery.objects.create(
        kind="pdl", queue="pdl", owner_id="x", state="DELIVERED", created_at=clock.now(), finished_at=clock.now()
    )
    assert region.get(f"/admin/delivery/delivery/{batch.pk}/change/").status_code == 404


def unit_form(unit_id: str, provider: str) -> dict[str, str]:
    return {
        "unit_id": unit_id,
        "unit_name": "Enhet",
        "care_provider_id": provider,
        "care_provider_name": "Vårdgivare",
        "schema_version_3": "on",
    }


def test_a_region_registers_an_own_unit(region: Client) -> None:
    assert f'value="{REGION}"' in text(region, "/admin/notifications/integratedunit/add/")
    region.post("/admin/notifications/integratedunit/add/", unit_form(VE02, REGION))
    assert IntegratedUnit.objects.get(unit_id=VE02).care_provider_id == REGION


@pytest.mark.parametrize(
    ("unit_id", "provider"), [("SE5566000002-VE31", REGION), (VE02, "SE5565000001-VG02")], ids=["unit", "provider"]
)
def test_a_region_registers_no_foreign_unit(region: Client, unit_id: str, provider: str) -> None:
    answer = region.post("/admin/notifications/integratedunit/add/", unit_form(unit_id, provider))
    assert f"Du kan bara registrera enheter som hör till {REGION}" in answer.content.decode()
    assert not IntegratedUnit.objects.filter(unit_id=unit_id).exists()


def test_a_region_can_not_give_a_unit_away(world: World, region: Client) -> None:
    address = f"/admin/notifications/integratedunit/{world.own.integrated_unit.pk}/change/"
    region.post(address, unit_form(VE01, "SE5565000001-VG02"))
    assert IntegratedUnit.objects.get(unit_id=VE01).care_provider_id == REGION


@pytest.mark.parametrize(
    ("unit_id", "provider", "is_made"),
    [
        ("", REGION, True),
        (VE02, REGION, True),
        (VE21, REGION, False),
        ("", "SE5565000001-VG02", False),
        (VE21, "SE5565000001-VG02", False),
    ],
)
def test_a_region_says_when_own_units_get_mail(region: Client, unit_id: str, provider: str, is_made: bool) -> None:
    before = UnitNotificationConfig.objects.count()
    times = {"starts_at_0": "2026-03-01", "starts_at_1": "08:00"}
    posted = {"name": "Nytt journalsystem", "care_provider_id": provider, "unit_id": unit_id, **times}
    region.post("/admin/notifications/unitnotificationconfig/add/", posted)
    assert UnitNotificationConfig.objects.count() == before + is_made


@pytest.mark.parametrize("name", SCOPED)
def test_a_regional_account_without_care_provider_sees_nothing(world: World, region: Client, name: str) -> None:
    StaffAccount.objects.filter(hsa_id="SE2321000016-A002").update(care_provider_id="")
    assert "/change/" not in text(region, f"/admin/{name}/")


def test_the_log_administrator_sees_the_log_of_the_own_care_provider(world: World, log_reader: Client) -> None:
    page = text(log_reader, "/admin/pdllog/pdlrecord/")
    assert world.own.certificate.pk in page
    assert world.foreign.certificate.pk not in page
    address = "/admin/pdllog/pdlrecord/{}/change/"
    assert log_reader.get(address.format(world.own.pdl_record.pk)).status_code == 200
    assert log_reader.get(address.format(world.foreign.pdl_record.pk)).status_code == 404


def test_a_search_for_a_patient_in_the_log_is_written_down_without_the_number(world: World, log_reader: Client) -> None:
    number = world.own.certificate.person_id
    answer = log_reader.post("/admin/pdllog/pdlrecord/search/", {"person_id": number}, follow=True)
    assert "en vald patient" in answer.content.decode()
    entry = LogEntry.objects.get()
    assert entry.user.username == "SE2321000016-P011"
    assert "Sökte patient" in entry.change_message
    assert number not in entry.change_message
    assert all(number not in address for address, _status in answer.redirect_chain)
