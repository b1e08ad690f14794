"""``/internalapi``: register and resend with their limits and refusals (spec/status-updates.md 1.4, 4.8)."""

import datetime as dt
import json

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.test import Client

from accounts.models import StaffAccount
from certificates.events import EventKind
from delivery.models import Delivery
from notifications.models import StatusUpdate
from tests.factories import PRIVATE, REGION, VE01, VE22
from tests.notifications.conftest import integrate, make_story
from webcert import clock

pytestmark = pytest.mark.django_db
State = Delivery.State
DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)


def make_staff(*permissions: str, **fields: object) -> User:
    user = User.objects.create_user(f"admin{User.objects.count()}", is_staff=True, **fields)
    codes = [permission.partition(".")[2] for permission in permissions]
    user.user_permissions.set(Permission.objects.filter(codename__in=codes))
    return user


@pytest.fixture
def administrator(client: Client) -> Client:
    client.force_login(
        make_staff(
            "notifications.view_integratedunit",
            "notifications.view_statusupdate",
            "notifications.resend_statusupdate",
        )
    )
    return client


def post(client: Client, path: str, **body: object) -> tuple[int, dict]:
    answer = client.post(f"/internalapi/notification/{path}", json.dumps(body), content_type="application/json")
    return answer.status_code, answer.json()


def local(moment: dt.datetime) -> str:
    return clock.riv_timestamp(moment)


def make_update(state: str = State.FAILED, *, kind: EventKind = EventKind.SKAPAT, unit: str = VE01) -> StatusUpdate:
    """A settled status update of a new certificate."""
    integrate(unit)
    story = make_story(unit=unit)
    story.happens(kind)
    (update,) = story.updates
    changes = {"state": state, "available_at": None, "finished_at": clock.now(), "attempts": 3}
    Delivery.objects.filter(pk=update.delivery_id).update(**changes)
    update.refresh_from_db()
    return update


# --- the register -------------------------------------------------------------------------------------------------
def test_the_register_is_read_as_in_the_real_system(administrator):
    unit = integrate()

    expected = {
        "enhetsId": VE01,
        "enhetsNamn": "Enhet VE01",
        "vardgivarId": REGION,
        "vardgivarNamn": "Vårdgivare VG01",
        "skapadDatum": clock.riv_timestamp(unit.created_at),
        "senasteKontrollDatum": None,
    }
    assert administrator.get(f"/internalapi/integratedUnits/{VE01.lower()}").json() == expected
    assert administrator.get("/internalapi/integratedUnits/all").json() == [expected]


def test_an_unknown_unit_is_404_with_an_empty_body(administrator):
    answer = administrator.get("/internalapi/integratedUnits/SE-NOBODY")

    assert (answer.status_code, answer.content) == (404, b"")


@pytest.mark.parametrize("path", ["integratedUnits/all", f"integratedUnits/{VE01}"])
def test_nobody_else_reads_the_register(client, path):
    assert client.get(f"/internalapi/{path}").status_code == 403
    client.force_login(make_staff())
    assert client.get(f"/internalapi/{path}").status_code == 403


def test_who_may_read_may_not_resend(client):
    client.force_login(make_staff("notifications.view_statusupdate"))
    body = {"certificateIds": [make_update().certificate_id], "statuses": ["FAILURE"]}

    assert post(client, "count/certificates", **body)[0] == 200
    assert post(client, "certificates", **body)[0] == 403


# --- what is selected ---------------------------------------------------------------------------------------------
def test_one_event_is_sent_again_whatever_its_status(administrator):
    update = make_update(State.DELIVERED)

    assert post(administrator, str(update.pk)) == (200, {"count": 1})
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.attempts) == (State.PENDING, 0)
    assert post(administrator, str(update.pk)) == (200, {"count": 0})


def test_an_unknown_event_is_not_found(administrator):
    status, body = post(administrator, "4711")

    assert (status, body["errorCode"]) == (404, "DATA_NOT_FOUND")


def test_certificates_are_selected_with_the_chosen_statuses_and_codes(administrator):
    failed, delivered = make_update(State.FAILED), make_update(State.DELIVERED)
    deleted = make_update(State.FAILED, kind=EventKind.RADERAT)
    ids = [update.certificate_id for update in (failed, delivered, deleted)]

    def count(statuses: list[str], **more: object) -> int:
        return post(administrator, "count/certificates", certificateIds=ids, statuses=statuses, **more)[1]["count"]

    assert count(["FAILURE"]) == 2
    assert count(["FAILURE", "SUCCESS"]) == 3
    assert count(["SUCCESS", "RESEND", "NONSENSE"]) == 1
    assert count(["FAILURE"], eventCodes=["RADERA"]) == 1
    assert count([]) == 0


def test_white_space_inside_ids_is_removed(administrator):
    update = make_update()
    spaced = f" {update.certificate_id[:8]} {update.certificate_id[8:]}\n"

    answer = post(administrator, "count/certificates", certificateIds=[spaced], statuses=["FAILURE"])
    assert answer == (200, {"count": 1, "max": 30_000})


def test_units_are_selected_by_event_time_and_sent_in_its_order(administrator):
    update = make_update()
    make_update(unit=VE22)
    period = {"start": local(update.occurred_at - HOUR), "end": local(update.occurred_at + HOUR)}

    assert post(administrator, "units", unitIds=[VE01], statuses=["FAILURE"], **period) == (200, {"count": 1})
    assert Delivery.objects.get(pk=update.delivery_id).state == State.PENDING


def test_a_period_without_events_selects_nothing_and_a_missing_end_is_now(administrator):
    update = make_update()
    start, end = local(update.occurred_at - 2 * HOUR), local(update.occurred_at - HOUR)
    body = {"unitIds": [VE01], "statuses": ["FAILURE"], "start": start}

    assert post(administrator, "count/units", **body, end=end)[1]["count"] == 0
    assert post(administrator, "count/units", **body)[1]["count"] == 1


def test_a_resend_may_wait_for_its_activation_time(administrator):
    update = make_update()
    tomorrow = (clock.now() + DAY).replace(microsecond=0)

    post(
        administrator,
        f"caregiver/{REGION}",
        statuses=["FAILURE"],
        start=local(clock.now() - HOUR),
        activationTime=local(tomorrow),
    )

    assert Delivery.objects.get(pk=update.delivery_id).available_at == tomorrow


def test_a_regional_administrator_reaches_the_own_care_provider_only(client):
    user = make_staff("notifications.resend_statusupdate", "notifications.view_statusupdate")
    StaffAccount.objects.create(user=user, hsa_id="SE2321000016-A002", care_provider_id=PRIVATE)
    client.force_login(user)
    update = make_update()

    assert post(client, str(update.pk))[0] == 404
    answer = post(client, "count/certificates", certificateIds=[update.certificate_id], statuses=["FAILURE"])
    assert answer[1]["count"] == 0


def test_a_resend_is_written_in_the_log_of_administrators(administrator):
    update = make_update()
    post(administrator, "certificates", certificateIds=[update.certificate_id], statuses=["FAILURE"])

    assert "1" in LogEntry.objects.get().change_message


# --- what is refused ----------------------------------------------------------------------------------------------
def refused(answer: tuple[int, dict], *words: str) -> None:
    status, body = answer
    assert (status, body["errorCode"]) == (400, "UNKNOWN_INTERNAL_PROBLEM")
    assert all(word in body["message"] for word in words), body


def test_an_empty_list_or_id_is_refused(administrator):
    refused(post(administrator, "certificates", certificateIds=[], statuses=["FAILURE"]), "certificateIds")
    refused(post(administrator, "units", unitIds=[" "], statuses=["FAILURE"], start=local(clock.now())), "unitIds")
    refused(post(administrator, "count/certificates", statuses=["FAILURE"]), "certificateIds")


def test_an_id_of_the_wrong_form_is_refused_and_named(administrator):
    refused(post(administrator, "certificates", certificateIds=["not-an-id"], statuses=["FAILURE"]), "not-an-id")


def test_missing_statuses_or_start_is_refused(administrator):
    refused(post(administrator, "units", unitIds=[VE01], start=local(clock.now())), "statuses")
    refused(post(administrator, f"caregiver/{REGION}", statuses=["FAILURE"]), "start")


def test_what_is_no_json_object_or_no_time_is_refused(administrator):
    answer = administrator.post("/internalapi/notification/units", "hej", content_type="application/json")
    refused((answer.status_code, answer.json()), "JSON")
    refused(post(administrator, "units", unitIds=[VE01], statuses=["FAILURE"], start="i går"), "start")


def test_an_end_before_the_start_is_refused(administrator):
    now = clock.now()
    body = {"unitIds": [VE01], "statuses": ["FAILURE"], "start": local(now), "end": local(now - HOUR)}

    refused(post(administrator, "units", **body), "före")


@pytest.mark.parametrize(("path", "days"), [("units", 7), (f"caregiver/{REGION}", 1)])
def test_a_period_longer_than_allowed_is_refused(administrator, path, days):
    end = clock.now().replace(microsecond=0)
    body = {"unitIds": [VE01], "statuses": ["FAILURE"], "end": local(end)}

    assert post(administrator, path, **body, start=local(end - days * DAY))[0] == 200
    refused(post(administrator, path, **body, start=local(end - days * DAY - HOUR)), str(days))


def test_a_start_more_than_a_year_back_is_refused(administrator):
    start = clock.now() - 366 * DAY

    refused(
        post(
            administrator,
            "units",
            unitIds=[VE01],
            statuses=["FAILURE"],
            start=local(start),
            end=local(start + DAY),
        ),
        "365",
    )


def test_too_many_are_refused_with_number_and_limit(administrator, settings):
    settings.STATUS_UPDATE_RESEND_MAX = 1
    ids = [make_update().certificate_id for _ in range(2)]

    refused(post(administrator, "certificates", certificateIds=ids, statuses=["FAILURE"]), "2", "1")
    assert post(administrator, "count/certificates", certificateIds=ids, statuses=["FAILURE"]) == (
        200,
        {"count": 2, "max": 1},
    )
