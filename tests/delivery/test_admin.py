"""The outbox in the administration."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.test import Client

from delivery import hints, kinds, services
from delivery.models import Delivery, Endpoint
from delivery.outcomes import Outcome
from tests.delivery.conftest import make_kind
from webcert import clock

pytestmark = pytest.mark.django_db
State = Delivery.State
LIST = "/admin/delivery/delivery/"


@pytest.fixture
def administrator(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("root"))
    return client


def put() -> Delivery:
    return services.enqueue("trial", owner_id="1", payload=b"<secret/>")


def act(client: Client, action: str, *rows: Delivery, address: str = LIST) -> str:
    answer = client.post(address, {"action": action, "_selected_action": [row.pk for row in rows]}, follow=True)
    return answer.content.decode()


def test_the_list_shows_rows_and_warnings(administrator):
    services.mark(services.claim(put().pk), Outcome.failed("trasigt"))

    page = administrator.get(LIST).content.decode()
    assert "trasigt" in page
    assert "1 leveranser har misslyckats det senaste dygnet." in page


def test_a_row_shows_its_attempts_but_not_what_it_carries(administrator):
    delivery = put()
    services.mark(services.claim(delivery.pk), Outcome.retry("upptaget", url="http://a.test/x", http_status=503))

    page = administrator.get(f"{LIST}{delivery.pk}/change/", follow=True).content.decode()
    assert "upptaget" in page
    assert "503" in page
    assert "secret" not in page


def test_every_call_stands_in_a_list_of_its_own_and_is_found_by_its_outcome(administrator):
    for outcome in (Outcome.retry("upptaget", url="http://a.test/x"), Outcome.failed("trasigt")):
        services.mark(services.claim(put().pk), outcome)

    attempts = "/admin/delivery/deliveryattempt/"
    page = administrator.get(attempts).content.decode()
    assert page.index("trasigt") < page.index("upptaget")
    assert "trasigt" not in administrator.get(f"{attempts}?verdict=RETRY").content.decode()


def test_settled_rows_are_sent_again_and_the_act_is_written_down(administrator):
    settled, waiting = put(), put()
    services.mark(services.claim(settled.pk), Outcome.failed("nej"))

    assert "1 av 2 leveranser skickas om" in act(administrator, "resend_selected", settled, waiting)
    assert Delivery.objects.get(pk=settled.pk).state == State.PENDING
    assert LogEntry.objects.get().change_message == "Skickade om 1 leveranser."


def test_waiting_rows_are_cancelled_and_settled_ones_reported(administrator):
    waiting, settled = put(), put()
    services.mark(services.claim(settled.pk), Outcome.delivered())

    page = act(administrator, "cancel_selected", waiting, settled)
    assert Delivery.objects.get(pk=waiting.pk).state == State.CANCELLED
    assert "1 leveranser är avslutade" in page


def test_waiting_rows_are_given_up(administrator):
    waiting = put()
    act(administrator, "fail_selected", waiting)

    assert Delivery.objects.get(pk=waiting.pk).state == State.FAILED


def test_the_answer_counts_right_although_the_rows_no_longer_fit_the_filter(administrator):
    settled, waiting = put(), put()
    services.mark(services.claim(settled.pk), Outcome.failed("nej"))

    assert "1 av 1 leveranser skickas om" in act(
        administrator, "resend_selected", settled, address=f"{LIST}?state__exact=FAILED"
    )
    assert "Avbröt 1 leveranser" in act(
        administrator, "cancel_selected", waiting, address=f"{LIST}?state__exact=PENDING"
    )


@pytest.mark.parametrize(
    ("action", "said"), [("cancel_selected", "Avbröt leveransen."), ("fail_selected", "Gav upp leveransen.")]
)
def test_an_end_by_hand_is_written_down_for_its_row(administrator, action, said):
    waiting = put()
    act(administrator, action, waiting)

    entry = LogEntry.objects.get()
    assert (entry.user.username, entry.object_id, entry.change_message) == ("root", str(waiting.pk), said)


def test_what_may_never_be_lost_cannot_be_cancelled(administrator):
    kinds.register(make_kind(never_gives_up=True))
    waiting = put()

    assert "får inte ges upp" in act(administrator, "cancel_selected", waiting)
    assert Delivery.objects.get(pk=waiting.pk).state == State.PENDING


def test_deliver_now_is_done_by_a_task_and_says_when_the_broker_is_away(administrator, monkeypatch):
    asked = []
    monkeypatch.setattr(hints, "publish_task", lambda name: asked.append(name) or len(asked) == 1)
    row = put()

    assert "skickas nu" in act(administrator, "deliver_due_now", row)
    assert "går inte att nå" in act(administrator, "deliver_due_now", row)
    assert asked == ["delivery.tasks.deliver_due"] * 2
    assert Delivery.objects.get().state == State.PENDING
    assert LogEntry.objects.get().change_message == "Lät skicka det som väntade på sin tur."


def test_a_resting_receiver_may_be_tried_at_once(administrator):
    endpoint = Endpoint.objects.create(url="http://a.test/", failures_in_a_row=7, open_until=clock.now())
    act(administrator, "let_calls_through", endpoint, address="/admin/delivery/endpoint/")

    endpoint.refresh_from_db()
    assert (endpoint.failures_in_a_row, endpoint.open_until) == (0, None)
    assert LogEntry.objects.get().change_message == "Släppte fram anrop till 1 mottagare."


def test_nobody_adds_changes_or_deletes_a_row(administrator):
    delivery = put()

    assert administrator.get(f"{LIST}add/").status_code == 403
    assert administrator.get(f"{LIST}{delivery.pk}/delete/").status_code == 403
    assert administrator.post(f"{LIST}{delivery.pk}/change/", {"state": "DELIVERED"}).status_code == 403


def test_who_may_only_look_has_no_actions(client):
    reader = User.objects.create_user("reader", is_staff=True)
    reader.user_permissions.set(Permission.objects.filter(codename="view_delivery"))
    client.force_login(reader)
    delivery = put()

    act(client, "cancel_selected", delivery)
    assert Delivery.objects.get().state == State.PENDING
