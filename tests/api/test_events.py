"""Events to poll, the search for a patient's certificates, and resending (spec/integration.md 1.4, 4.3)."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.db import connection, transaction
from lxml import etree

from api import paging
from certificates.events import EventKind
from certificates.lifecycle import recording
from certificates.models import Certificate
from delivery import services as outbox
from delivery.models import Delivery
from delivery.outcomes import Outcome
from notifications.models import StatusUpdate
from tests.api.conftest import Reply, System, draft_body
from tests.factories import ME01, OTHER_PATIENT, PATIENT, REGION, VE01, VE02, VE21, make_integrated_user
from webcert import clock

pytestmark = pytest.mark.django_db
CREATOR = draft_body()["createdBy"]


def order(system: System, **changes: object) -> str:
    reply = system.post("/drafts", draft_body(**changes))
    assert reply.status == 201, reply.content
    return reply.body["id"]


def happens(certificate_id: str, kind: EventKind) -> None:
    certificate = Certificate.objects.get(pk=certificate_id)
    with transaction.atomic():
        if kind in EventKind.stored():
            recording.record(kind, certificate, user=make_integrated_user())
        else:
            recording.announce(kind, certificate=certificate, user=make_integrated_user())


def codes(reply: Reply) -> list[str]:
    assert reply.status == 200, reply.content
    return [event["code"] for event in reply.body["events"]]


def search(system: System, **changes: object) -> Reply:
    return system.post("/certificates/search", {"personId": PATIENT, "careProvider": REGION} | changes)


def found(reply: Reply) -> list[str]:
    assert reply.status == 200, reply.content
    return [item["certificate"]["id"] for item in reply.body["items"]]


# --- events -------------------------------------------------------------------------------------------------------
def test_an_event_is_told_with_its_message_and_its_delivery(region: System, created: StatusUpdate) -> None:
    (event,) = region.get("/events").body["events"]
    assert (event["id"], event["code"], event["certificateId"]) == (created.pk, "SKAPAT", created.certificate_id)
    assert (event["ref"], event["unitId"], event["number"]) == ("min-referens", VE01, 1)
    assert etree.fromstring(event["xml"].encode()).tag.endswith("CertificateStatusUpdateForCare")
    assert (event["delivery"]["status"], event["delivery"]["attempts"]) == ("QUEUED", 0)


def test_the_delivery_tells_what_the_receiver_said(region: System, created: StatusUpdate) -> None:
    lease = outbox.claim(created.delivery_id)
    outbox.mark(lease, Outcome.retry("kom tillbaka", error_id="TECHNICAL_ERROR"))
    (event,) = region.get("/events").body["events"]
    assert event["delivery"]["status"] == "RESEND"
    assert (event["delivery"]["lastErrorId"], event["delivery"]["lastText"]) == ("TECHNICAL_ERROR", "kom tillbaka")


def test_events_come_in_order_after_the_one_that_is_known(region: System, draft_id: str) -> None:
    for kind in (EventKind.KFSIGN, EventKind.ANDRAT):
        happens(draft_id, kind)
    events = region.get("/events").body["events"]
    assert [event["code"] for event in events] == ["SKAPAT", "KFSIGN", "ANDRAT"]
    assert codes(region.get(f"/events?after={events[0]['id']}")) == ["KFSIGN", "ANDRAT"]
    assert codes(region.get(f"/events?after={events[2]['id']}")) == []


def test_a_page_is_cut_and_says_so(region: System, draft_id: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "PAGE_SIZE", 2)
    for kind in (EventKind.KFSIGN, EventKind.ANDRAT):
        happens(draft_id, kind)
    first = region.get("/events").body
    assert (len(first["events"]), first["hasMore"]) == (2, True)
    second = region.get(f"/events?after={first['events'][-1]['id']}").body
    assert ([event["code"] for event in second["events"]], second["hasMore"]) == (["ANDRAT"], False)


def test_events_can_be_those_of_one_unit_or_one_certificate(region: System, draft_id: str) -> None:
    other = order(region, createdBy=CREATOR | {"unitHsaId": ME01})
    assert [e["certificateId"] for e in region.get(f"/events?unit={ME01}").body["events"]] == [other]
    assert [e["unitId"] for e in region.get(f"/events?certificate={draft_id}").body["events"]] == [VE01]


def test_events_of_another_care_provider_are_not_told(private: System, draft_id: str) -> None:
    assert codes(private.get("/events")) == []
    assert private.get(f"/events?unit={VE01}").status == 404


def test_an_event_that_is_not_sent_says_why(region: System, draft_id: str, settings) -> None:
    settings.STATUS_UPDATE_RECORD_SUPPRESSED = True
    region.put(f"/units/{VE01}", {"integrated": False, "endpoint": None})
    happens(draft_id, EventKind.KFSIGN)
    event = region.get("/events").body["events"][-1]
    assert (event["suppressed"], event["xml"], event["delivery"]) == ("NOT_INTEGRATED", None, None)


@pytest.mark.parametrize("query", ["after=x", "after=-1", "after=99999999999999999999", "certificate=x", "unit=x"])
def test_a_query_of_the_wrong_form_is_refused(region: System, query: str) -> None:
    assert region.get(f"/events?{query}").status == 422


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite writes one transaction at a time")
@pytest.mark.django_db(transaction=True)
def test_no_event_is_handed_out_while_one_with_a_lower_id_is_still_to_come(region: System) -> None:
    with clock.moved(dt.timedelta(hours=-1)):
        order(region)
    region.get("/events")
    is_written, may_commit = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            order(region)
            is_written.set()
            may_commit.wait(20)
        connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    assert is_written.wait(20)
    order(region, createdBy=CREATOR | {"unitHsaId": ME01})
    assert len(region.get("/events").body["events"]) == 1
    may_commit.set()
    thread.join()
    assert [event["unitId"] for event in region.get("/events").body["events"]] == [VE01, VE01, ME01]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite writes one transaction at a time")
def test_an_id_that_nobody_holds_any_more_keeps_nothing_back(region: System, draft_id: str) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        order(region)
        raise ZeroDivisionError
    order(region)
    assert len(region.get("/events").body["events"]) == 1
    with clock.moved(dt.timedelta(minutes=3)):
        assert len(region.get("/events").body["events"]) == 2


# --- resend -------------------------------------------------------------------------------------------------------
def test_a_settled_event_is_sent_again(region: System, created: StatusUpdate) -> None:
    outbox.mark(outbox.claim(created.delivery_id), Outcome.delivered())
    reply = region.post(f"/events/{created.pk}/resend")
    assert (reply.status, reply.body) == (202, {"id": created.pk, "resent": True})
    assert Delivery.objects.get(pk=created.delivery_id).state == "PENDING"


def test_one_that_is_on_its_way_is_not(region: System, created: StatusUpdate) -> None:
    reply = region.post(f"/events/{created.pk}/resend")
    assert (reply.status, reply.code) == (409, "INVALID_STATE")


def test_another_care_providers_event_is_not_found(private: System, created: StatusUpdate) -> None:
    reply = private.post(f"/events/{created.pk}/resend")
    assert (reply.status, reply.code) == (404, "DATA_NOT_FOUND")


# --- search -------------------------------------------------------------------------------------------------------
def test_the_search_finds_the_patients_certificates_with_their_events(region: System, draft_id: str) -> None:
    happens(draft_id, EventKind.KFSIGN)
    order(region, patient={"personId": OTHER_PATIENT})
    (item,) = search(region).body["items"]
    assert item["certificate"]["id"] == draft_id
    assert [event["code"] for event in item["events"]] == ["SKAPAT", "KFSIGN"]


def test_units_go_before_the_care_provider(region: System, draft_id: str) -> None:
    other = order(region, createdBy=CREATOR | {"unitHsaId": ME01})
    assert found(search(region)) == [draft_id, other]
    assert found(search(region, units=[ME01])) == [other]
    assert found(search(region, units=[VE02])) == []


def test_a_save_that_still_rests_is_not_found_yet(region: System, draft_id: str) -> None:
    happens(draft_id, EventKind.ANDRAT)
    assert Delivery.objects.filter(state=Delivery.State.COALESCING).exists()
    (item,) = search(region).body["items"]
    assert [event["code"] for event in item["events"]] == ["SKAPAT"]


def test_without_units_and_care_provider_there_is_nothing_to_search_in(region: System) -> None:
    reply = region.post("/certificates/search", {"personId": PATIENT})
    assert (reply.status, reply.code) == (422, "VALIDATION_ERROR")


@pytest.mark.parametrize("where", [{"units": [VE21]}, {"careProvider": "SE5565000001-VG02"}])
def test_another_care_provider_is_not_searched(region: System, where: dict[str, object]) -> None:
    assert search(region, **where).status == 404


@pytest.mark.parametrize(
    ("span", "hits"),
    [
        ({"from": 0}, 0),
        ({"to": 0}, 0),
        ({"from": 0, "to": 0}, 1),
        ({"from": -1}, 1),
        ({"to": 1}, 1),
        ({"from": -2, "to": -1}, 0),
    ],
)
def test_one_end_excludes_its_moment_and_both_include_theirs(
    region: System, created: StatusUpdate, span: dict[str, int], hits: int
) -> None:
    times = {
        name: (created.occurred_at + dt.timedelta(seconds=offset)).astimezone(clock.SWEDEN).isoformat()
        for name, offset in span.items()
    }
    assert len(found(search(region, **times))) == hits


def test_a_deleted_draft_is_left_out(region: System, draft_id: str) -> None:
    Certificate.objects.filter(pk=draft_id).update(state=Certificate.State.DELETED)
    assert found(search(region)) == []


def test_one_of_a_type_that_is_gone_is_left_out_alone(region: System, draft_id: str) -> None:
    gone = order(region)
    Certificate.objects.filter(pk=gone).update(type_id="okänd")
    assert found(search(region)) == [draft_id]


def test_the_cursor_leads_through_all_pages(region: System, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "PAGE_SIZE", 2)
    ids = [order(region) for _ in range(5)]
    seen: list[str] = []
    cursor: dict[str, str] = {}
    while cursor is not None:
        reply = search(region, **cursor)
        seen += found(reply)
        cursor = {"cursor": reply.body["cursor"]} if reply.body["cursor"] else None
    assert seen == ids


@pytest.mark.parametrize("cursor", ["abc", "YWZ0ZXI6", "YWZ0ZXI6eA", "ö"])
def test_a_cursor_of_others_is_refused(region: System, cursor: str) -> None:
    reply = search(region, cursor=cursor)
    assert reply.status == 422
    assert reply.body["errors"][0]["field"] == "cursor"
