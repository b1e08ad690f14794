"""/units/{hsaId}: is a unit told of events, where, and the test mode of the receiver (spec/integration.md 4.3)."""

from __future__ import annotations

import threading

import pytest
from django.db import connection
from lxml import etree

import tak.demo
from api import addresses, outside, units
from delivery import services as outbox
from hsa import directory
from notifications.models import IntegratedUnit, StatusUpdate
from rivta.contracts import CERTIFICATE_STATUS_UPDATE_FOR_CARE_3
from rivta.results import Result, read_result
from simulators.modes.models import SimulatorMode
from tak.models import TakRoute
from tests.api.conftest import Reply, System, draft_body
from tests.delivery.receiver import listening
from tests.factories import REGION, VE01, VE02
from tests.notifications.conftest import soap_answer
from tests.simulators.messages import CARE_PATH, STATUS_UPDATE, ask

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


@pytest.mark.django_db(transaction=True)
def test_of_two_endpoints_at_once_one_stays(region: System) -> None:
    start = threading.Barrier(2)

    def connect(url: str) -> None:
        start.wait()
        try:
            units.connect(directory.unit(VE02), integrated=True, endpoint=url)
        finally:
            connection.close()

    threads = [threading.Thread(target=connect, args=[f"{ENDPOINT}/{number}"]) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    routes = TakRoute.objects.filter(logical_address=VE02)
    assert len(routes) == 2
    assert len([route for route in routes if route.valid_to is None]) == 1


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


def test_the_endpoint_is_judged_again_at_each_call(region: System, settings) -> None:
    """A name that leads into our own network by now."""
    with listening(soap_answer()) as journal:
        region.put(f"/units/{VE01}", {"integrated": True, "endpoint": journal.url})
        region.post("/drafts", draft_body())
        settings.WEBHOOK_PRIVATE_ADDRESSES = False
        outbox.deliver_due(kinds=["status"])
    assert journal.received == []
    update = StatusUpdate.objects.get()
    assert update.external_status == "RESEND"
    assert "the address may not be called" in update.delivery.last_text


@pytest.mark.parametrize("endpoint", ["/simulators/care", "ftp://a.example.test/", "https://a:b@example.test/"])
def test_an_endpoint_that_is_no_plain_address_is_refused(region: System, endpoint: str) -> None:
    reply = region.put(f"/units/{VE02}", {"integrated": True, "endpoint": endpoint})
    assert (reply.status, reply.code) == (422, "VALIDATION_ERROR")
    assert not IntegratedUnit.objects.filter(unit_id=VE02).exists()


@pytest.mark.django_db(transaction=True)
def test_the_name_of_an_endpoint_is_looked_up_before_the_database_is_locked(
    region: System, settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.WEBHOOK_PRIVATE_ADDRESSES = False
    within: list[bool] = []

    def slow(*_args: object, **_more: object) -> list[object]:
        within.append(connection.in_atomic_block)
        return []

    monkeypatch.setattr(addresses.socket, "getaddrinfo", slow)
    region.put(f"/units/{VE02}", {"integrated": True, "endpoint": ENDPOINT})
    region.post("/webhooks", {"url": ENDPOINT})
    assert within == [False, False]


@pytest.mark.parametrize("body", [{"integrated": True}, {"integrated": "ja", "endpoint": None}, {"endpoint": None}])
def test_both_parts_are_needed(region: System, body: dict[str, object]) -> None:
    assert region.put(f"/units/{VE02}", body).status == 422


def test_another_care_providers_unit_is_not_connected(private: System) -> None:
    assert private.put(f"/units/{VE01}", {"integrated": True, "endpoint": None}).status == 404


# --- the test mode of the receiver (spec/ui.md 14.5) --------------------------------------------------------------
NORMAL = {
    "text": "",
    "delayMs": 0,
    "delayMaxMs": None,
    "remaining": None,
    "every": None,
    "percent": None,
    "seed": 1,
}


def set_receiver(system: System, mode: dict[str, object] | None, unit: str = VE01) -> Reply:
    return system.put(f"/units/{unit}", {"integrated": True, "endpoint": None, "receiver": mode})


def tell_care_of_a_status(unit: str) -> etree._Element:
    """What the simulated journal system answers to an event on the unit."""
    content = STATUS_UPDATE.replace(VE01.encode(), unit.encode())
    answer = ask(CARE_PATH, CERTIFICATE_STATUS_UPDATE_FOR_CARE_3, content, unit)
    assert answer.body is not None
    return answer.body


def test_a_unit_has_no_mode_of_its_own_from_the_start(region: System) -> None:
    assert region.get(f"/units/{VE01}").body["receiver"] is None


@pytest.mark.parametrize("mode", list(outside.Mode))
def test_each_mode_is_set_and_read(region: System, mode: outside.Mode) -> None:
    assert set_receiver(region, {"mode": mode.value}).body["receiver"] == NORMAL | {"mode": mode.value}
    assert region.get(f"/units/{VE01}").body["receiver"] == NORMAL | {"mode": mode.value}


def test_a_mode_is_kept_with_all_its_numbers(region: System) -> None:
    given = {
        "mode": "SLOW",
        "text": "Provsvar",
        "delayMs": 10,
        "delayMaxMs": 20,
        "remaining": 3,
        "every": 2,
        "percent": 50,
        "seed": 7,
    }
    assert set_receiver(region, given).body["receiver"] == given


def test_the_modes_are_those_of_the_simulated_journal_system() -> None:
    of_the_log_alone = {SimulatorMode.Mode.ACCESSDENIED}
    assert {mode.value for mode in outside.Mode} == set(SimulatorMode.Mode.values) - of_the_log_alone


def test_another_mode_takes_the_place_of_the_former(region: System) -> None:
    for mode in ("SOAP_FAULT", "INFO"):
        set_receiver(region, {"mode": mode})
    assert SimulatorMode.objects.get().mode == "INFO"


def test_a_mode_that_is_set_again_counts_on(region: System) -> None:
    for _ in range(2):
        set_receiver(region, {"mode": "INFO", "every": 2})
        SimulatorMode.objects.update(calls=1)
    assert SimulatorMode.objects.get().calls == 1


def test_another_mode_counts_from_the_beginning(region: System) -> None:
    set_receiver(region, {"mode": "INFO", "every": 2})
    SimulatorMode.objects.update(calls=1)
    set_receiver(region, {"mode": "INFO", "every": 3})
    assert SimulatorMode.objects.get().calls == 0


def test_a_mode_that_was_set_in_small_letters_is_the_unit_s_too(region: System) -> None:
    SimulatorMode.objects.create(simulator="care", unit_id=VE01.lower(), mode="INFO")
    assert region.get(f"/units/{VE01}").body["receiver"]["mode"] == "INFO"
    set_receiver(region, {"mode": "SOAP_FAULT"})
    assert SimulatorMode.objects.get().mode == "SOAP_FAULT"


@pytest.mark.django_db(transaction=True)
def test_of_modes_that_are_set_at_the_same_time_one_is_left(region: System) -> None:
    set_receiver(region, None)
    replies: list[Reply] = []

    def work(mode: str) -> None:
        try:
            replies.append(set_receiver(region, {"mode": mode}))
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(mode,)) for mode in ("INFO", "REVOKED", "HTTP_500", "SOAP_FAULT")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {reply.status for reply in replies} == {200}
    assert SimulatorMode.objects.count() == 1


def test_null_takes_the_mode_away(region: System) -> None:
    set_receiver(region, {"mode": "INFO"})
    assert set_receiver(region, None).body["receiver"] is None
    assert not SimulatorMode.objects.exists()


def test_without_the_member_the_mode_stays(region: System) -> None:
    set_receiver(region, {"mode": "INFO"})
    assert region.put(f"/units/{VE01}", {"integrated": True, "endpoint": None}).body["receiver"]["mode"] == "INFO"


def test_a_mode_of_a_certificate_or_an_event_is_not_the_unit_s(region: System) -> None:
    mode = SimulatorMode(simulator="care", unit_id=VE01, event="SKAPAT", mode="INFO")
    mode.save()
    assert set_receiver(region, None).body["receiver"] is None
    assert SimulatorMode.objects.get() == mode


def test_the_journal_system_answers_as_the_mode_of_the_unit_says(region: System) -> None:
    set_receiver(region, {"mode": "VALIDATION_ERROR", "text": "Provsvar"}, VE01)
    answers = [read_result(tell_care_of_a_status(unit)) for unit in (VE01, VE02)]
    assert answers == [Result("ERROR", "Provsvar", "VALIDATION_ERROR"), Result("OK")]


@pytest.mark.parametrize(
    "mode",
    [
        {},
        {"mode": "ACCESSDENIED"},
        {"mode": "INFO", "unitId": VE02},
        {"mode": "SLOW", "delayMs": 120_001},
        {"mode": "INFO", "every": 0},
        {"mode": "INFO", "percent": 101},
        {"mode": "SLOW", "delayMs": 20, "delayMaxMs": 10},
    ],
)
def test_a_mode_that_is_none_is_refused_and_nothing_is_changed(region: System, mode: dict[str, object]) -> None:
    reply = set_receiver(region, mode, VE02)
    assert (reply.status, reply.code) == (422, "VALIDATION_ERROR")
    assert not SimulatorMode.objects.exists()
    assert not IntegratedUnit.objects.filter(unit_id=VE02).exists()


def test_the_mode_of_another_care_provider_s_unit_is_neither_read_nor_set(region: System, private: System) -> None:
    set_receiver(region, {"mode": "INFO"})
    assert private.get(f"/units/{VE01}").status == 404
    assert set_receiver(private, {"mode": "OK"}).status == 404
    assert SimulatorMode.objects.get().mode == "INFO"


def test_without_simulators_there_is_no_mode_and_none_can_be_set(
    region: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outside, "_players", [])
    assert region.get(f"/units/{VE01}").body["receiver"] is None
    reply = set_receiver(region, {"mode": "INFO"}, VE02)
    assert (reply.status, reply.code) == (409, "INVALID_STATE")
    assert not IntegratedUnit.objects.filter(unit_id=VE02).exists()
