"""GET and PUT /units/{hsaId}: is a unit told of events, and where (spec/integration.md 4.3)."""

from __future__ import annotations

import pytest

import tak.demo
from delivery import services as outbox
from notifications.models import IntegratedUnit, StatusUpdate
from tak.models import TakRoute
from tests.api.conftest import System, draft_body
from tests.delivery.receiver import listening
from tests.factories import REGION, VE01, VE02
from tests.notifications.conftest import soap_answer

pytestmark = pytest.mark.django_db
ENDPOINT = "https://journal.example.test/status"


def test_a_unit_is_told_with_its_registration_and_its_route(region: System, draft_id: str) -> None:
    body = region.get(f"/units/{VE01}").body
    assert (body["hsaId"], body["name"], body["careUnitId"]) == (VE01, "Björkbackens vårdcentral", VE01)
    assert (body["integrated"], body["registeredBy"]) == (True, "CREATE_DRAFT_CERTIFICATE")
    assert (body["route"]["level"], body["route"]["logicalAddress"]) == ("CARE_PROVIDER", REGION)


def test_a_unit_that_is_not_connected_says_so(region: System) -> None:
    TakRoute.objects.all().delete()
    body = region.get(f"/units/{VE02}").body
    assert (body["integrated"], body["registeredAt"], body["route"]) == (False, None, None)


def test_the_id_may_be_written_in_small_letters(region: System) -> None:
    assert region.get(f"/units/{VE01.lower()}").body["hsaId"] == VE01


def test_a_unit_is_connected_with_a_route_of_its_own(region: System) -> None:
    reply = region.put(f"/units/{VE02}", {"integrated": True, "endpoint": ENDPOINT})
    assert reply.body["route"] == {"url": ENDPOINT, "level": "OWN", "logicalAddress": VE02}
    unit = IntegratedUnit.objects.get(unit_id=VE02)
    assert (unit.registered_by, unit.care_provider_id, unit.schema_version_3) == ("API", REGION, True)


def test_putting_the_same_again_changes_nothing(region: System) -> None:
    for _ in range(2):
        region.put(f"/units/{VE02}", {"integrated": True, "endpoint": ENDPOINT})
    assert TakRoute.objects.filter(logical_address=VE02).count() == 1


def test_another_endpoint_ends_the_former_route(region: System) -> None:
    for url in (ENDPOINT, f"{ENDPOINT}/2"):
        reply = region.put(f"/units/{VE02}", {"integrated": True, "endpoint": url})
    assert reply.body["route"]["url"] == f"{ENDPOINT}/2"
    assert TakRoute.objects.filter(logical_address=VE02, valid_to=None).count() == 1


def test_without_an_endpoint_of_its_own_the_route_above_holds(region: System) -> None:
    region.put(f"/units/{VE02}", {"integrated": True, "endpoint": ENDPOINT})
    body = region.put(f"/units/{VE02}", {"integrated": True, "endpoint": None}).body
    assert body["route"]["level"] == "CARE_PROVIDER"


def test_a_unit_that_is_disconnected_is_told_nothing_more(region: System, draft_id: str) -> None:
    assert not region.put(f"/units/{VE01}", {"integrated": False, "endpoint": None}).body["integrated"]
    assert not IntegratedUnit.objects.filter(unit_id=VE01).exists()


def test_what_waited_for_a_route_goes_when_there_is_one(region: System) -> None:
    TakRoute.objects.filter(contract_namespace=tak.demo.STATUS_UPDATE).delete()
    region.post("/drafts", draft_body())
    outbox.deliver_due(kinds=["status"])
    assert StatusUpdate.objects.get().delivery.waiting_for_route
    with listening(soap_answer()) as journal:
        region.put(f"/units/{VE01}", {"integrated": True, "endpoint": journal.url})
        outbox.deliver_due(kinds=["status"])
    assert StatusUpdate.objects.get().external_status == "SUCCESS"


@pytest.mark.parametrize("endpoint", ["/simulators/care", "ftp://a.example.test/", "https://a:b@example.test/"])
def test_an_endpoint_that_is_no_plain_address_is_refused(region: System, endpoint: str) -> None:
    reply = region.put(f"/units/{VE02}", {"integrated": True, "endpoint": endpoint})
    assert (reply.status, reply.code) == (422, "VALIDATION_ERROR")
    assert not IntegratedUnit.objects.filter(unit_id=VE02).exists()


@pytest.mark.parametrize("body", [{"integrated": True}, {"integrated": "ja", "endpoint": None}, {"endpoint": None}])
def test_both_parts_are_needed(region: System, body: dict[str, object]) -> None:
    assert region.put(f"/units/{VE02}", body).status == 422


def test_another_care_providers_unit_is_not_connected(private: System) -> None:
    assert private.put(f"/units/{VE01}", {"integrated": True, "endpoint": None}).status == 404
