"""Handing mails over (design ch. 8; spec/status-updates.md 6.4)."""

from __future__ import annotations

import datetime as dt
import smtplib

import pytest
from django.core import mail as mailer
from django.core.mail.backends.locmem import EmailBackend

import hsa.demo
from delivery import services as outbox
from delivery.models import Delivery
from notifications.codes import IncomingKind
from notifications.mail import notify_unit
from notifications.models import UnitMail
from tests.factories import make_signed
from webcert import clock

pytestmark = pytest.mark.django_db
State = Delivery.State
MINUTE, HOUR = dt.timedelta(minutes=1), dt.timedelta(hours=1)


@pytest.fixture
def kept(settings) -> UnitMail:
    settings.DEFAULT_FROM_EMAIL = "no-reply@webcert.test"
    hsa.demo.load()
    mail = notify_unit(make_signed(), IncomingKind.QUESTION, message_id="m-1")
    assert mail is not None
    return mail


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch):
    """Let the mail server raise; returns how often it was asked."""
    asked: list[int] = []

    def with_error(error: Exception) -> list[int]:
        def send_messages(_backend: EmailBackend, _messages: object) -> int:
            asked.append(1)
            raise error

        monkeypatch.setattr(EmailBackend, "send_messages", send_messages)
        return asked

    return with_error


def test_a_mail_is_handed_over_as_text_and_html(kept: UnitMail) -> None:
    outbox.deliver_due()
    (message,) = mailer.outbox
    assert (message.to, message.from_email, message.subject) == (
        ["bjorkbacken@norrvik.test"],
        "no-reply@webcert.test",
        kept.subject,
    )
    assert (message.body, message.alternatives[0].content) == (kept.text, kept.html)
    assert message.alternatives[0].mimetype == "text/html"
    assert Delivery.objects.get().state == State.DELIVERED


def test_a_mail_that_is_sent_again_bears_the_same_id(kept: UnitMail) -> None:
    outbox.deliver_due()
    outbox.resend([kept.delivery_id])
    outbox.deliver_due()
    ids = [message.message()["Message-ID"] for message in mailer.outbox]
    assert ids == [f"<{kept.mail_id}@webcert.test>"] * 2


def test_a_mail_server_that_is_away_is_tried_five_times(kept: UnitMail, failing) -> None:
    asked = failing(ConnectionRefusedError("nobody there"))
    now = clock.now()
    for wait in (0 * MINUTE, MINUTE, 5 * MINUTE, HOUR, HOUR):
        now += wait
        outbox.deliver_due(now=now)
    outbox.deliver_due(now=now + 24 * HOUR)
    delivery = Delivery.objects.get()
    assert (len(asked), delivery.state, delivery.last_error_id) == (5, State.FAILED, "ConnectionRefusedError")


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (smtplib.SMTPRecipientsRefused({"a@b.test": (550, b"no such user")}), State.FAILED),
        (smtplib.SMTPRecipientsRefused({"a@b.test": (451, b"come back later")}), State.RETRY),
        (smtplib.SMTPAuthenticationError(535, b"wrong password"), State.RETRY),
        (smtplib.SMTPServerDisconnected("gone"), State.RETRY),
    ],
    ids=["no such address", "greylisted", "wrong password", "disconnected"],
)
def test_only_an_address_that_does_not_exist_ends_it_at_once(kept: UnitMail, failing, error, state: str) -> None:
    failing(error)
    outbox.deliver_due()
    assert Delivery.objects.get().state == state


def test_in_demo_mode_nothing_leaves_and_the_mail_is_seen_in_the_administration(
    kept: UnitMail, settings, admin_client
) -> None:
    settings.EMAIL_BACKEND = settings.MAIL_KEPT_BACKEND
    outbox.deliver_due()
    assert mailer.outbox == []
    listed = admin_client.get("/admin/notifications/unitmail/").content.decode()
    assert kept.subject in listed
    assert "skickar inga mejl" in listed
    shown = admin_client.get(f"/admin/notifications/unitmail/{kept.pk}/change/").content.decode()
    assert "Försäkringskassan har hört av sig" in shown
