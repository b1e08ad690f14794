"""Webhooks: registered over the API, told in the event's transaction, signed, delivered (spec/integration.md 4.3)."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator

import pytest
from django.db import transaction

from api import addresses
from api.models import Webhook, WebhookCall
from api.webhooks.services import MOST_WEBHOOKS
from certificates.events import EventKind
from certificates.lifecycle import recording
from certificates.models import Certificate
from delivery import services as outbox
from delivery.models import Delivery
from notifications.models import StatusUpdate
from rivta import transport
from tests.api.conftest import System, draft_body
from tests.delivery.receiver import Answer, Receiver, listening
from tests.factories import ME01, PATIENT, VE01, VE21, make_integrated_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with listening(Answer()) as journal:
        yield journal


def register(system: System, url: str, **more: object) -> dict[str, str]:
    reply = system.post("/webhooks", {"url": url, **more})
    assert reply.status == 201, reply.content
    return reply.body


def order(system: System, unit: str = VE01) -> str:
    creator = draft_body()["createdBy"] | {"unitHsaId": unit}
    return system.post("/drafts", draft_body(createdBy=creator)).body["id"]


def happens(certificate_id: str, kind: EventKind) -> None:
    certificate = Certificate.objects.get(pk=certificate_id)
    with transaction.atomic():
        if kind in EventKind.stored():
            recording.record(kind, certificate, user=make_integrated_user())
        else:
            recording.announce(kind, certificate=certificate, user=make_integrated_user())


def deliver() -> None:
    outbox.deliver_due(kinds=["webhook"])


def told() -> list[tuple[str, str]]:
    """Codes and states of the calls, in order."""
    calls = WebhookCall.objects.select_related("status_update", "delivery").order_by("id")
    return [(call.status_update.code, call.delivery.state) for call in calls]


# --- registering --------------------------------------------------------------------------------------------------
def test_the_secret_is_shown_once_and_the_webhook_listed_without_it(region: System) -> None:
    webhook = register(region, "https://journal.example.test/hook", units=[VE01])
    assert webhook["secret"].startswith("whsec_")
    (listed,) = region.get("/webhooks").body["webhooks"]
    assert listed == {name: value for name, value in webhook.items() if name != "secret"}
    assert listed["units"] == [VE01]


def test_the_table_does_not_tell_the_secret(region: System) -> None:
    secret = register(region, "https://journal.example.test/hook")["secret"]
    assert secret not in str(Webhook.objects.values_list().get())


def test_units_of_another_care_provider_are_not_listened_to(region: System) -> None:
    assert region.post("/webhooks", {"url": "https://a.example.test/", "units": [VE21]}).status == 404


def test_webhooks_of_another_care_provider_are_neither_listed_nor_removed(region: System, private: System) -> None:
    webhook = register(region, "https://journal.example.test/hook")
    assert private.get("/webhooks").body == {"webhooks": []}
    assert private.delete(f"/webhooks/{webhook['id']}").status == 404
    assert Webhook.objects.get().removed_at is None


def test_there_is_an_end_to_their_number(region: System) -> None:
    for number in range(MOST_WEBHOOKS):
        register(region, f"https://journal.example.test/{number}")
    reply = region.post("/webhooks", {"url": "https://journal.example.test/more"})
    assert (reply.status, reply.code) == (409, "INVALID_STATE")


@pytest.mark.parametrize(
    "url", ["journal", "ftp://a.example.test/", "http://", "https://a:b@c.test/", "https://a.test/#x", "http://[::1"]
)
def test_an_address_that_cannot_be_called_is_refused(region: System, url: str) -> None:
    reply = region.post("/webhooks", {"url": url})
    assert (reply.status, reply.code) == (422, "VALIDATION_ERROR")


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://10.0.0.1/",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://2130706433/",
        "http://0.0.0.0/",
        "http://no-such-host.invalid/",
    ],
)
def test_in_service_no_address_leads_into_our_own_network(region: System, settings, url: str) -> None:
    settings.WEBHOOK_PRIVATE_ADDRESSES = False
    assert region.post("/webhooks", {"url": url}).status == 422
    assert region.put(f"/units/{VE01}", {"integrated": True, "endpoint": url}).status == 422


@pytest.mark.parametrize(
    ("address", "is_open"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07::1", True),
        ("224.0.0.1", False),
        ("100.64.0.1", False),
        ("x", False),
    ],
)
def test_what_is_an_open_network(settings, address: str, is_open: bool) -> None:
    settings.WEBHOOK_PRIVATE_ADDRESSES = False
    assert addresses.may_reach(address) is is_open


# --- telling ------------------------------------------------------------------------------------------------------
def test_an_event_is_posted_as_json_without_patient_data(region: System, receiver: Receiver) -> None:
    register(region, receiver.url)
    certificate_id = order(region)
    deliver()
    (request,) = receiver.received
    body = json.loads(request.body)
    update = StatusUpdate.objects.get()
    assert (body["id"], body["code"], body["certificateId"]) == (update.pk, "SKAPAT", certificate_id)
    assert body["correlationId"] == str(update.correlation_id)
    assert request.headers["content-type"] == "application/json"
    assert request.headers["webcert-event-id"] == str(update.pk)
    assert PATIENT not in request.body.decode()
    assert "Tolvan" not in request.body.decode()


def test_the_signature_is_over_time_and_body_with_the_secret(region: System, receiver: Receiver) -> None:
    secret = register(region, receiver.url)["secret"]
    order(region)
    deliver()
    (request,) = receiver.received
    parts = dict(part.split("=") for part in request.headers["webcert-signature"].split(","))
    expected = hmac.new(secret.encode(), parts["t"].encode() + b"." + request.body, hashlib.sha256).hexdigest()
    assert parts["v1"] == expected


def test_only_events_of_the_chosen_units_are_told(region: System, receiver: Receiver) -> None:
    register(region, receiver.url, units=[ME01])
    order(region, VE01)
    order(region, ME01)
    deliver()
    assert [json.loads(request.body)["unitId"] for request in receiver.received] == [ME01]


def test_another_care_providers_events_are_not_told(private: System, region: System, receiver: Receiver) -> None:
    register(private, receiver.url)
    order(region)
    assert told() == []


def test_every_webhook_is_told(region: System, receiver: Receiver) -> None:
    for path in ("a", "b"):
        register(region, f"{receiver.url}/{path}")
    order(region)
    deliver()
    assert len(receiver.received) == 2


def test_an_event_that_is_undone_is_told_to_nobody(region: System, draft_id: str) -> None:
    register(region, "https://journal.example.test/hook")
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        happens(draft_id, EventKind.KFSIGN)
        raise ZeroDivisionError
    assert told() == []
    assert not Delivery.objects.filter(kind="webhook").exists()


def test_changes_rest_and_are_withdrawn_as_those_of_soap(region: System) -> None:
    register(region, "https://journal.example.test/hook")
    certificate_id = order(region)
    for kind in (EventKind.ANDRAT, EventKind.ANDRAT):
        happens(certificate_id, kind)
    assert told() == [("SKAPAT", "PENDING"), ("ANDRAT", "SUPERSEDED"), ("ANDRAT", "COALESCING")]
    happens(certificate_id, EventKind.RADERAT)
    assert told()[1:] == [("ANDRAT", "SUPERSEDED"), ("ANDRAT", "SUPERSEDED"), ("RADERA", "PENDING")]


# --- delivering ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("status", "state"), [(200, "DELIVERED"), (202, "DELIVERED"), (204, "DELIVERED"), (410, "FAILED")]
)
def test_any_2xx_is_enough_and_gone_ends_it(region: System, receiver: Receiver, status: int, state: str) -> None:
    receiver.standard = Answer(status=status)
    register(region, receiver.url)
    order(region)
    deliver()
    assert told() == [("SKAPAT", state)]


@pytest.mark.parametrize("status", [302, 400, 404, 500, 503])
def test_anything_else_is_tried_again(region: System, receiver: Receiver, status: int) -> None:
    receiver.standard = Answer(status=status)
    register(region, receiver.url)
    order(region)
    deliver()
    assert told() == [("SKAPAT", "RETRY")]


def test_a_second_attempt_has_the_same_body(region: System, receiver: Receiver) -> None:
    receiver.answers = [Answer(status=500)]
    register(region, receiver.url)
    order(region)
    deliver()
    Delivery.objects.filter(kind="webhook").update(
        available_at=Delivery.objects.filter(kind="webhook").get().created_at
    )
    deliver()
    assert told() == [("SKAPAT", "DELIVERED")]
    assert receiver.received[0].body == receiver.received[1].body


def test_the_next_event_of_a_certificate_waits_for_the_one_before(region: System, receiver: Receiver) -> None:
    receiver.answers = [Answer(status=500)]
    register(region, receiver.url)
    happens(order(region), EventKind.KFSIGN)
    deliver()
    assert told() == [("SKAPAT", "RETRY"), ("KFSIGN", "PENDING")]


def test_the_address_is_judged_again_at_the_call(region: System, receiver: Receiver, settings) -> None:
    """A name that leads elsewhere by now, even over a connection that is still open."""
    register(region, receiver.url)
    order(region)
    transport.post(receiver.url, b"", {})
    settings.WEBHOOK_PRIVATE_ADDRESSES = False
    deliver()
    assert told() == [("SKAPAT", "FAILED")]
    assert len(receiver.received) == 1


def test_what_waits_for_a_removed_webhook_is_cancelled(region: System, receiver: Receiver) -> None:
    webhook = register(region, receiver.url)
    certificate_id = order(region)
    assert region.delete(f"/webhooks/{webhook['id']}").status == 204
    happens(certificate_id, EventKind.KFSIGN)
    deliver()
    assert told() == [("SKAPAT", "CANCELLED")]
    assert region.get("/webhooks").body == {"webhooks": []}
    assert region.delete(f"/webhooks/{webhook['id']}").status == 404


def test_a_call_that_an_administrator_resends_after_the_removal_is_not_made(region: System, receiver: Receiver) -> None:
    webhook = register(region, receiver.url)
    order(region)
    region.delete(f"/webhooks/{webhook['id']}")
    outbox.resend(Delivery.objects.filter(kind="webhook").values_list("pk", flat=True))
    deliver()
    assert told() == [("SKAPAT", "FAILED")]
    assert receiver.received == []
