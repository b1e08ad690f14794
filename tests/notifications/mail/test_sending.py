"""Handing mails over (design ch. 8; spec/status-updates.md 6.4)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from email.message import EmailMessage

import pytest
from django.test import Client

import hsa.demo
from delivery import services as outbox
from delivery.models import Delivery
from notifications.codes import IncomingKind
from notifications.mail import notify_unit
from notifications.models import UnitMail
from tests.factories import make_signed
from tests.notifications.mail.mail_server import MailServer, listening
from webcert import clock

pytestmark = pytest.mark.django_db
State = Delivery.State
MINUTE, HOUR = dt.timedelta(minutes=1), dt.timedelta(hours=1)


@pytest.fixture
def mail_server(settings) -> Iterator[MailServer]:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.DEFAULT_FROM_EMAIL = "no-reply@webcert.test"
    settings.EMAIL_HOST = "127.0.0.1"
    with listening() as server:
        settings.EMAIL_PORT = server.port
        yield server


@pytest.fixture
def mail(db: None) -> UnitMail:
    hsa.demo.load()
    written = notify_unit(make_signed(), IncomingKind.QUESTION, message_id="m-1")
    assert written is not None
    return written


def lines_of(message: EmailMessage, kind: str) -> list[str]:
    part = message.get_body((kind,))
    assert part is not None
    return part.get_content().strip().splitlines()


def test_a_mail_is_handed_over_as_text_and_html(mail_server: MailServer, mail: UnitMail) -> None:
    outbox.deliver_due()

    (message,) = mail_server.received
    assert (message["To"], message["From"]) == ("bjorkbacken@norrvik.test", "no-reply@webcert.test")
    assert message["Subject"].strip() == mail.subject
    assert lines_of(message, "plain") == mail.text.strip().splitlines()
    assert lines_of(message, "html") == mail.html.strip().splitlines()
    assert Delivery.objects.get().state == State.DELIVERED


def test_a_mail_that_is_sent_again_bears_the_same_id(mail_server: MailServer, mail: UnitMail) -> None:
    outbox.deliver_due()
    outbox.resend([mail.delivery_id])
    outbox.deliver_due()

    assert [message["Message-ID"] for message in mail_server.received] == [f"<{mail.mail_id}@webcert.test>"] * 2


def test_a_mail_is_tried_five_times(mail_server: MailServer, mail: UnitMail) -> None:
    mail_server.recipient_answer = "451 come back later"
    now = clock.now()
    for wait in (0 * MINUTE, MINUTE, 5 * MINUTE, HOUR, HOUR):
        now += wait
        outbox.deliver_due(now=now)
    outbox.deliver_due(now=now + 24 * HOUR)

    assert (mail_server.asked, Delivery.objects.get().state) == (5, State.FAILED)
    assert mail_server.received == []


def test_a_mail_server_that_is_back_gets_what_waited(mail_server: MailServer, mail: UnitMail, settings) -> None:
    settings.EMAIL_PORT = 9
    now = clock.now()
    outbox.deliver_due(now=now)
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.last_error_id) == (State.RETRY, "ConnectionRefusedError")

    settings.EMAIL_PORT = mail_server.port
    outbox.deliver_due(now=now + MINUTE)
    assert len(mail_server.received) == 1


def test_an_address_that_does_not_exist_ends_it_at_once(mail_server: MailServer, mail: UnitMail) -> None:
    mail_server.recipient_answer = "550 no such user"
    outbox.deliver_due()

    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.last_error_id) == (State.FAILED, "SMTPRecipientsRefused")
    assert "no such user" in delivery.last_text


def test_in_demo_mode_nothing_leaves_and_the_mail_is_seen_in_the_administration(
    mail_server: MailServer, mail: UnitMail, settings, admin_client: Client
) -> None:
    settings.EMAIL_BACKEND = settings.MAIL_KEPT_BACKEND
    outbox.deliver_due()

    assert mail_server.asked == 0
    listed = admin_client.get("/admin/notifications/unitmail/").content.decode()
    assert mail.subject in listed
    assert "skickar inga mejl" in listed
    shown = admin_client.get(f"/admin/notifications/unitmail/{mail.pk}/change/").content.decode()
    assert "Försäkringskassan har hört av sig" in shown


@pytest.mark.parametrize("typed", ["191212121212", "19121212-1212", "1212121212"])
def test_no_mail_is_found_by_a_personal_number(mail: UnitMail, admin_client: Client, typed: str) -> None:
    found = admin_client.get(f"/admin/notifications/unitmail/?q={typed}").content.decode()
    assert "Det går inte att söka på personnummer här." in found
    assert mail.certificate_id not in found
