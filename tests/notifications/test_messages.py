"""How a unit is told of a recipient's message: by status update or by mail (spec/status-updates.md 6)."""

from __future__ import annotations

import datetime as dt

import pytest

import hsa.demo
from arenden.services import send_question
from certificates.models import Certificate
from notifications.models import StatusUpdate, UnitMail, UnitNotificationConfig
from tests.arenden.conftest import asked, asked_to_complement, make_sent
from tests.factories import VE01, make_patient, make_user
from tests.notifications.conftest import integrate
from webcert import clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _world(settings) -> None:
    settings.STATUS_UPDATE_RECORD_SUPPRESSED = True
    make_patient()
    hsa.demo.load()


def codes(certificate: Certificate) -> list[tuple[str, str]]:
    rows = StatusUpdate.objects.filter(certificate_id=certificate.pk).order_by("seq")
    return list(rows.values_list("code", "suppressed_reason"))


def mails() -> list[tuple[str, str]]:
    return list(UnitMail.objects.order_by("pk").values_list("incoming", "message_id"))


def test_an_integrated_unit_gets_a_status_update_and_no_mail() -> None:
    integrate()
    certificate = make_sent()
    asked(certificate)
    assert (codes(certificate), mails()) == ([("NYFRFM", "")], [])


def test_a_unit_that_is_not_integrated_gets_mail_about_everything_that_comes_in() -> None:
    certificate = make_sent()
    question = send_question(user=make_user(), certificate_id=certificate.pk, topic="KONTKT", text="Vem?")
    asked(certificate, answers=question.message_id)
    asked_to_complement(certificate, message_id="m-2")
    asked(certificate, message_id="m-3", topic="PAMINN", reminds="m-2")
    assert mails() == [("ANSWER", "m-1"), ("QUESTION", "m-2"), ("QUESTION", "m-3")]
    assert {reason for _, reason in codes(certificate)} == {"NOT_INTEGRATED"}
    assert "Leonie Koehl" in UnitMail.objects.get(message_id="m-1").text


def test_the_configuration_turns_a_status_update_into_mail() -> None:
    integrate()
    certificate = make_sent(signed_at=clock.now() - dt.timedelta(days=10))
    UnitNotificationConfig.objects.create(
        name="Byte av journalsystem",
        starts_at=clock.now() - dt.timedelta(days=5),
        care_provider_id=certificate.care_provider_id,
        unit_id=VE01,
    )
    asked(certificate)
    assert (codes(certificate), mails()) == ([("NYFRFM", "MAILED")], [("QUESTION", "m-1")])


def test_what_care_does_itself_is_never_mailed() -> None:
    certificate = make_sent()
    send_question(user=make_user(), certificate_id=certificate.pk, topic="KONTKT", text="Vem?")
    assert mails() == []
