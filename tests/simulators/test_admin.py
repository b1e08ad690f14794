"""The administration shows what is held, changes nothing of it, and keeps personal numbers out of lists."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import path

from certificates.models import Certificate
from simulators import demo
from simulators.care.models import ReceivedStatusUpdate
from simulators.envelopes import text
from simulators.intygstjanst.models import StoredCertificate, StoredMessage
from simulators.log.models import StoredLogEntry
from simulators.modes.models import SimulatorMode
from simulators.recipients.models import ReceivedDocument, SentMessage
from tak import demo as tak_demo
from tests import factories
from tests.simulators.conftest import Webcert
from tests.simulators.messages import (
    deliver_to_fk,
    register,
    send,
    signed_certificate,
    store_log,
    tell_care,
    tell_recipient,
    update_status,
)
from webcert import clock

urlpatterns = [path("admin/", admin.site.urls)]
pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.simulators.test_admin")]

HELD = [
    "receivedstatusupdate",
    "receiveddocument",
    "storelogcall",
    "storedlogentry",
    "storedcertificate",
    "storedmessage",
]


@pytest.fixture
def http(webcert: Webcert) -> Client:
    tak_demo.load()
    demo.load()
    factories.make_patient()
    factories.make_diagnoses()
    client = Client()
    client.force_login(User.objects.create_superuser("admin", "admin@example.test", "x"))
    update_status()
    deliver_to_fk()
    store_log()
    certificate = signed_certificate()
    register(certificate)
    tell_care(certificate)
    return client


@pytest.mark.parametrize("model", [*HELD, "recipient", "simulatormode", "sentmessage", "automaticmode"])
def test_each_list_is_shown_without_personal_numbers(model: str, http: Client) -> None:
    SimulatorMode.objects.create(simulator="care", mode="INFO")

    response = http.get(f"/admin/simulators/{model}/")

    assert response.status_code == 200
    assert b"191212121212" not in response.content


@pytest.mark.parametrize("model", HELD)
def test_what_is_held_can_not_be_added(model: str, http: Client) -> None:
    assert http.get(f"/admin/simulators/{model}/add/").status_code == 403


@pytest.mark.parametrize(
    "model", [ReceivedStatusUpdate, ReceivedDocument, StoredLogEntry, StoredCertificate, StoredMessage]
)
def test_what_is_held_is_shown_and_can_not_be_changed(model, http: Client) -> None:
    row = model.objects.get()
    address = f"/admin/simulators/{model.__name__.lower()}/{row.pk}/change/"

    assert http.get(address).status_code == 200
    assert http.post(address, {"event": "OTHER"}).status_code == 403


def test_the_xml_is_shown_as_text(http: Client) -> None:
    row = ReceivedStatusUpdate.objects.get()

    content = http.get(f"/admin/simulators/receivedstatusupdate/{row.pk}/change/").content

    assert b"&lt;u:handelse&gt;" in content


def test_a_certificate_is_put_away_by_care_and_comes_back(http: Client) -> None:
    certificate = StoredCertificate.objects.get()

    for action, is_deleted in (("delete_by_care", True), ("restore_to_care", False)):
        http.post("/admin/simulators/storedcertificate/", {"action": action, "_selected_action": certificate.pk})

        certificate.refresh_from_db()
        assert certificate.is_deleted_by_care is is_deleted


def test_one_who_may_only_look_can_not_put_a_certificate_away(http: Client) -> None:
    certificate = StoredCertificate.objects.get()
    reader = User.objects.create_user("reader", password="x", is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_storedcertificate"))
    http.force_login(reader)

    address = "/admin/simulators/storedcertificate/"
    http.post(address, {"action": "delete_by_care", "_selected_action": certificate.pk})

    certificate.refresh_from_db()
    assert not certificate.is_deleted_by_care
    assert http.get(address).status_code == 200


def test_a_message_is_sent_to_care_from_the_page_of_a_received_certificate(http: Client, webcert: Webcert) -> None:
    send(Certificate.objects.get())
    document = ReceivedDocument.objects.latest("pk")
    address = f"/admin/simulators/receiveddocument/{document.pk}/act/"

    assert address.encode() in http.get(f"/admin/simulators/receiveddocument/{document.pk}/change/").content
    page = http.get(address).content.decode()
    assert "Komplettera 27" in page
    assert factories.PATIENT not in page

    response = http.post(address, {"topic": "KOMPLT", "text": "Beskriv.", "complement-27-": "Vad?", "contact": "Anna"})

    sent = SentMessage.objects.get()
    assert response.headers["Location"] == f"/admin/simulators/sentmessage/{sent.pk}/change/"
    assert (sent.topic, sent.result_code) == ("KOMPLT", "OK")
    body = webcert.requests[-1].body
    assert text(body, "mc:komplettering/mc:text") == "Vad?"
    assert LogEntry.objects.filter(object_id=str(sent.pk)).exists()
    assert b"Vad?" in http.get(response.headers["Location"]).content


def test_reminders_and_answers_are_chosen_among_what_is_open(http: Client, webcert: Webcert) -> None:
    certificate = Certificate.objects.get()
    send(certificate)
    document = ReceivedDocument.objects.latest("pk")
    address = f"/admin/simulators/receiveddocument/{document.pk}/act/"
    http.post(address, {"topic": "KONTKT", "text": "Ring."})
    asked = SentMessage.objects.get().message_id
    tell_recipient(certificate, message_id="v-1")

    http.post(address, {"topic": "PAMINN", "reminds_of": asked, "text": "Ring."})
    http.post(address, {"topic": "ANSWER", "answers": "v-1", "last_day": "2027-01-01", "text": "Ja."})

    assert [row.topic for row in SentMessage.objects.order_by("pk")] == ["KONTKT", "PAMINN", "KONTKT"]
    assert {row.result_code for row in SentMessage.objects.all()} == {"OK"}


def test_an_order_that_is_none_is_told_on_the_form(http: Client) -> None:
    send(Certificate.objects.get())
    document = ReceivedDocument.objects.latest("pk")

    response = http.post(f"/admin/simulators/receiveddocument/{document.pk}/act/", {"topic": "KOMPLT", "text": "x"})

    assert "pekar ut frågor" in response.content.decode()
    assert not SentMessage.objects.exists()


def test_only_a_valid_certificate_can_be_asked_about(http: Client) -> None:
    document = ReceivedDocument.objects.create(
        recipient="FKASSA",
        kind="messages",
        certificate_id="x",
        received_at=clock.now(),
        xml=b"<x/>",
        is_valid=True,
        answer="OK",
    )

    assert http.get(f"/admin/simulators/receiveddocument/{document.pk}/act/").status_code == 404
    page = http.get(f"/admin/simulators/receiveddocument/{document.pk}/change/").content
    assert b"/act/" not in page


def test_acting_needs_the_permission(http: Client) -> None:
    document = ReceivedDocument.objects.get()
    user = User.objects.create_user("viewer", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_receiveddocument"))
    http.force_login(user)

    assert http.get(f"/admin/simulators/receiveddocument/{document.pk}/act/").status_code == 403


def test_a_mode_is_switched_in_the_list(http: Client) -> None:
    mode = SimulatorMode.objects.create(simulator="care", mode="INFO")

    http.post(
        "/admin/simulators/simulatormode/",
        {
            "form-TOTAL_FORMS": "1",
            "form-INITIAL_FORMS": "1",
            "form-0-id": str(mode.pk),
            "form-0-mode": "HTTP_503",
            "form-0-is_active": "on",
            "form-0-delay_ms": "0",
            "_save": "Spara",
        },
    )

    mode.refresh_from_db()
    assert mode.mode == "HTTP_503"
