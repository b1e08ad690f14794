"""The ways between a certificate, its status updates, deliveries, attempts and PDL records."""

from __future__ import annotations

import re

from django.test import Client

from delivery.models import Delivery
from tests.admin.conftest import World
from webcert import clock


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def links(client: Client, name: str, pk: object) -> dict[str, str]:
    """The links above a row's fields."""
    tools = page(client, f"/admin/{name}/{pk}/change/").split('class="object-tools"')[1].split("</ul>")[0]
    found = re.findall(r'<a href="([^"]+)"[^>]*>([^<]+)</a>', tools)
    return {label.strip(): address.replace("&amp;", "&") for address, label in found}


def test_from_a_certificate_to_all_that_was_told_about_it(world: World, root: Client) -> None:
    found = links(root, "certificates/certificate", world.own.certificate.pk)
    updates = page(root, found["Statusuppdateringar"])
    assert f"/statusupdate/{world.own.status_update.pk}/" in updates
    assert f"/statusupdate/{world.foreign.status_update.pk}/" not in updates
    assert f"/delivery/{world.own.delivery.pk}/" in page(root, found["Leveranser"])
    assert f"/pdlrecord/{world.own.pdl_record.pk}/" in page(root, found["PDL-loggen"])


def test_links_lead_only_where_the_user_may_go(world: World, region: Client) -> None:
    found = links(region, "certificates/certificate", world.own.certificate.pk)
    assert {"Statusuppdateringar", "Leveranser"} <= set(found)
    assert "PDL-loggen" not in found


def test_between_a_status_update_its_delivery_and_its_certificate(world: World, region: Client) -> None:
    update = world.own.status_update
    found = links(region, "notifications/statusupdate", update.pk)
    assert found["Intyget"] == f"/admin/certificates/certificate/{update.certificate_id}/change/"
    assert found["Leveransen"] == f"/admin/delivery/delivery/{update.delivery_id}/change/"
    back = links(region, "delivery/delivery", update.delivery_id)
    assert back["Statusuppdateringen"] == f"/admin/notifications/statusupdate/{update.pk}/change/"
    assert "Intyget" not in back


def test_from_a_delivery_to_its_certificate_with_its_attempts_in_sight(world: World, region: Client) -> None:
    found = links(region, "delivery/delivery", world.own.delivery.pk)
    assert found["Intyget"] == f"/admin/certificates/certificate/{world.own.certificate.pk}/change/"
    delivery = page(region, f"/admin/delivery/delivery/{world.own.delivery.pk}/change/")
    assert "upptaget" in delivery
    attempt = f"/admin/delivery/deliveryattempt/{world.own.attempt.pk}/change/"
    assert f'href="{attempt}"' in delivery
    assert world.own.attempt.worker in page(region, attempt)


def test_between_a_batch_and_its_records(world: World, root: Client) -> None:
    record = world.own.pdl_record
    now = clock.now()
    batch = Delivery.objects.create(
        kind="pdl", queue="pdl", owner_id="x", state="DELIVERED", created_at=now, finished_at=now
    )
    type(record).objects.filter(pk=record.pk).update(delivery=batch)
    records = page(root, links(root, "delivery/delivery", batch.pk)["Loggposterna"])
    assert f"/pdlrecord/{record.pk}/" in records
    assert f"/pdlrecord/{world.foreign.pdl_record.pk}/" not in records
    found = links(root, "pdllog/pdlrecord", record.pk)
    assert found["Bunten"] == f"/admin/delivery/delivery/{batch.pk}/change/"
    assert found["Intyget"] == f"/admin/certificates/certificate/{world.own.certificate.pk}/change/"


def test_the_log_administrator_gets_no_links_out_of_the_log(world: World, log_reader: Client) -> None:
    found = links(log_reader, "pdllog/pdlrecord", world.own.pdl_record.pk)
    assert not {"Intyget", "Bunten"} & set(found)


def test_from_a_unit_to_its_registration_and_route(world: World, region: Client) -> None:
    found = links(region, "hsa/careunit", world.own.care_unit.pk)
    assert "vårdgivaren" in page(region, found["Registrering och vägval"])


def test_times_are_told_to_the_second(world: World, root: Client) -> None:
    began = world.own.attempt.started_at
    attempt = page(root, f"/admin/delivery/delivery/{world.own.delivery.pk}/change/")
    assert f"{clock.local(began):%Y-%m-%d %H:%M:%S}" in attempt


def test_an_unknown_address_leads_back_to_the_administration(root: Client) -> None:
    answer = root.get("/admin/no-such-page/", headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert 'href="/admin/">Till administrationen</a>' in answer.content.decode()
