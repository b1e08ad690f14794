"""Routes in Django admin (spec/status-updates.md 5.6, spec/administration.md 9)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from hsa import demo as hsa_demo
from hsa.services import set_unavailable
from tak import demo, services
from tak.models import TakRoute
from tak.resolver import resolve
from webcert import clock

pytestmark = pytest.mark.django_db

VE21 = "SE5565000001-VE21"


@pytest.fixture(autouse=True)
def _demo_world() -> None:
    hsa_demo.load()
    demo.load()


@pytest.fixture
def heard() -> Iterator[list[TakRoute]]:
    routes: list[TakRoute] = []
    services.on_route_saved(routes.append)
    yield routes
    services._listeners.remove(routes.append)


def new_route(**facts: str) -> dict[str, str]:
    return {
        "contract_namespace": demo.STATUS_UPDATE,
        "logical_address": VE21,
        "url": "https://journal.test/soap",
        "riv_profile": "RIVTABP21",
        "valid_from_0": "2020-01-01",
        "valid_from_1": "00:00:00",
        "is_enabled": "on",
        **facts,
    }


def test_the_list_shows_contracts_by_name(admin_client: Client) -> None:
    html = admin_client.get(reverse("admin:tak_takroute_changelist")).content.decode()
    assert "CertificateStatusUpdateForCare 3" in html


def test_a_route_saved_in_admin_is_heard_and_used(admin_client: Client, heard: list[TakRoute]) -> None:
    answer = admin_client.post(reverse("admin:tak_takroute_add"), new_route())
    assert answer.status_code == 302
    assert [route.logical_address for route in heard] == [VE21]
    assert resolve(demo.STATUS_UPDATE, VE21) is not None


def test_a_second_route_for_the_same_address_is_refused_with_a_reason(admin_client: Client) -> None:
    answer = admin_client.post(reverse("admin:tak_takroute_add"), new_route(logical_address="SE5565000001-ve22"))
    assert "redan ett aktivt vägval" in answer.content.decode()


def test_routes_are_ended_and_not_deleted(admin_client: Client) -> None:
    route = TakRoute.objects.get(contract_namespace=demo.STATUS_UPDATE, logical_address="SE5565000001-VE22")
    assert admin_client.post(reverse("admin:tak_takroute_delete", args=[route.pk])).status_code == 403
    admin_client.post(reverse("admin:tak_takroute_changelist"), {"action": "end_now", "_selected_action": [route.pk]})
    route.refresh_from_db()
    assert route.valid_to is not None
    assert route.valid_to <= clock.now()
    assert resolve(demo.STATUS_UPDATE, "SE5565000001-VE22") is None


def test_switching_on_a_route_that_would_overlap_is_refused_with_a_reason(admin_client: Client) -> None:
    route = TakRoute.objects.get(contract_namespace=demo.STATUS_UPDATE, logical_address="SE5565000001-VE22")
    services.set_enabled(route, False)
    admin_client.post(reverse("admin:tak_takroute_add"), new_route(logical_address="SE5565000001-VE22"))
    answer = admin_client.post(
        reverse("admin:tak_takroute_changelist"), {"action": "enable", "_selected_action": [route.pk]}, follow=True
    )
    assert "redan ett aktivt vägval" in answer.content.decode()
    route.refresh_from_db()
    assert not route.is_enabled


def explanation(client: Client, address: str) -> str:
    answer = client.get(reverse("admin:tak_route_explain"), {"contract": demo.STATUS_UPDATE, "address": address})
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_explanation_names_the_level_that_answers(admin_client: Client) -> None:
    html = explanation(admin_client, "SE2321000016-ME01")
    assert "genom vårdgivaren" in html
    assert [address in html for address in ("SE2321000016-VE01", "SE2321000016-VG01")] == [True, True]


def test_the_explanation_says_that_a_route_is_missing(admin_client: Client) -> None:
    assert "saknar vägval" in explanation(admin_client, VE21)


def test_the_explanation_says_that_hsa_does_not_answer(admin_client: Client) -> None:
    set_unavailable(True)
    assert "HSA-katalogen svarar inte" in explanation(admin_client, VE21)


def test_the_explanation_needs_leave_to_see_routes(client: Client) -> None:
    client.force_login(get_user_model().objects.create_user("staff", is_staff=True))
    assert client.get(reverse("admin:tak_route_explain")).status_code == 403
