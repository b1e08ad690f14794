"""To whom, and in what words (spec/status-updates.md 6.3, 6.4)."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import transaction
from django.urls import resolve

import accounts.demo
import hsa.demo
from accounts.models import PrivatePractitioner
from certificates.models import Certificate
from certificates.pages import launch
from delivery.models import Delivery
from hsa.models import DirectoryFault, Unit
from hsa.tree import ProviderNode
from notifications.codes import IncomingKind
from notifications.mail import notify_unit
from notifications.models import StatusUpdate, UnitMail
from tests.factories import ME01, ME02, PATIENT, VE01, make_signed, make_user, unit_node

pytestmark = pytest.mark.django_db

QUESTION, ANSWER = IncomingKind.QUESTION, IncomingKind.ANSWER
PRACTICE = "SE165565594230-WEBCERT00001"


@pytest.fixture(autouse=True)
def _world(settings) -> None:
    settings.BASE_URL = "https://webcert.test"
    settings.MAIL_ADMIN = "drift@webcert.test"
    hsa.demo.load()


def written(certificate: Certificate, incoming: IncomingKind = QUESTION, asked_by: str = "") -> UnitMail:
    mail = notify_unit(certificate, incoming, message_id="m-1", asked_by=asked_by)
    assert mail is not None
    return mail


def of_practice() -> Certificate:
    accounts.demo.load()
    unit = unit_node(PRACTICE, care_provider_id=PRACTICE)
    provider = ProviderNode(PRACTICE, "Praktik", "121212-1212", "PRIVAT", (unit,))
    return make_signed(make_user(hsa_id=PRACTICE, providers=(provider,), unit=PRACTICE))


# --- to whom ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("unit", "recipient"),
    [
        (VE01, "bjorkbacken@norrvik.test"),
        (ME01, "barnmottagning@norrvik.test"),
        (ME02, "bjorkbacken@norrvik.test"),
    ],
    ids=["the care unit", "the clinic itself", "the care unit of a clinic without address"],
)
def test_the_unit_is_written_to_and_else_its_care_unit(unit: str, recipient: str) -> None:
    mail = written(make_signed(make_user(unit=unit)))
    assert (mail.audience, mail.recipient, mail.unit_id) == (UnitMail.Audience.UNIT, recipient, unit)


def test_a_blank_address_is_none() -> None:
    Unit.objects.filter(hsa_id=ME01).update(mail="  ")
    assert written(make_signed(make_user(unit=ME01))).recipient == "bjorkbacken@norrvik.test"


def test_when_nobody_has_an_address_the_administrator_is_told_which_unit_it_is() -> None:
    Unit.objects.filter(hsa_id__in=[VE01, ME02]).update(mail="")
    certificate = make_signed(make_user(unit=ME02))
    mail = written(certificate)
    assert (mail.audience, mail.recipient) == (UnitMail.Audience.ADMINISTRATOR, "drift@webcert.test")
    assert ME02 in mail.text
    assert certificate.unit_name in mail.text
    assert certificate.pk in mail.text


def test_without_an_administrators_address_the_mail_is_only_kept(settings) -> None:
    settings.MAIL_ADMIN = ""
    Unit.objects.filter(hsa_id=VE01).update(mail="")
    mail = written(make_signed())
    assert (mail.recipient, mail.delivery) == ("", None)
    assert not Delivery.objects.exists()


def test_a_private_practitioner_is_written_to_at_the_address_of_the_account() -> None:
    assert written(of_practice()).recipient == "praktik1@privatlakare.test"


def test_the_account_of_a_practitioner_that_is_gone_is_told_to_the_administrator() -> None:
    certificate = of_practice()
    PrivatePractitioner.objects.all().delete()
    assert written(certificate).audience == UnitMail.Audience.ADMINISTRATOR


def test_nobody_is_written_to_when_hsa_does_not_answer() -> None:
    certificate = make_signed()
    DirectoryFault.objects.update_or_create(pk=1, defaults={"is_unavailable": True})
    assert notify_unit(certificate, QUESTION, message_id="m-1") is None
    assert not UnitMail.objects.exists()


def test_nobody_is_written_to_when_hsa_does_not_know_the_unit() -> None:
    certificate = make_signed()
    Unit.objects.filter(hsa_id=VE01).update(hsa_id="SE2321000016-VE99")
    assert notify_unit(certificate, QUESTION, message_id="m-1") is None
    assert not UnitMail.objects.exists()


def test_a_mail_is_no_status_update_and_goes_with_the_callers_transaction() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        written(make_signed())
        raise RuntimeError
    assert not UnitMail.objects.exists()

    written(make_signed())
    assert not StatusUpdate.objects.exists()
    assert Delivery.objects.get().kind == "mail"


# --- in what words ------------------------------------------------------------------------------------------------
def test_a_question_names_who_issued_the_certificate_and_where() -> None:
    certificate = make_signed()
    mail = written(certificate)
    assert mail.subject == "Försäkringskassan har ställt en fråga om ett intyg"
    for words in (mail.text, mail.html):
        assert certificate.issuer_name in words
        assert certificate.unit_name in words
        assert "SITHS" in words


def test_an_answer_names_who_asked_and_where() -> None:
    certificate = make_signed()
    mail = written(certificate, ANSWER, asked_by="Vera Sund")
    assert mail.subject == "Försäkringskassan har svarat på en fråga"
    assert f"Vera Sund har ställt på {certificate.unit_name}" in mail.text
    assert certificate.issuer_name not in mail.text


def test_an_answer_to_somebody_unknown_names_the_unit() -> None:
    certificate = make_signed()
    assert f"svarat på en fråga från {certificate.unit_name}." in written(certificate, ANSWER).text


def test_text_and_html_say_the_same_and_markup_in_a_name_stays_text() -> None:
    mail = written(make_signed(issuer_name="Eva <b>& Co"))
    assert "Eva <b>& Co" in mail.text
    assert "Eva &lt;b&gt;&amp; Co" in mail.html


@pytest.mark.parametrize("incoming", IncomingKind)
def test_nothing_of_the_patient_is_told(incoming: IncomingKind) -> None:
    certificate = make_signed()
    mail = written(certificate, incoming, asked_by="Vera Sund")
    for words in (mail.subject, mail.text, mail.html):
        assert PATIENT not in words
        assert PATIENT[2:8] not in words
        assert "Tolvan" not in words


# --- the link -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("type_id", "version", "path"),
    [
        ("fk7804", "2.0", "certificate/fk7804/{}"),
        ("luse", "1.3", "basic-certificate/luse/{}"),
        ("fk7263", "1.0", "basic-certificate/{}"),
    ],
)
def test_the_link_leads_to_the_questions_by_the_way_of_the_type(type_id: str, version: str, path: str) -> None:
    certificate = make_signed(type_id=type_id, type_version=version)
    address = f"https://webcert.test/webcert/web/user/{path.format(certificate.pk)}/questions?enhet={VE01}"
    mail = written(certificate)
    assert address in mail.text
    assert f'href="{address}"' in mail.html


def test_a_practitioners_link_begins_a_login_with_e_legitimation() -> None:
    mail = written(of_practice())
    assert "/webcert/web/user/pp-certificate/fk7804/" in mail.text
    assert "e-legitimation" in mail.text


def test_the_link_is_an_address_that_is_served() -> None:
    certificate = make_signed()
    link = urlsplit(next(line for line in written(certificate).text.splitlines() if line.startswith("https:")))
    match = resolve(link.path)
    assert match.func is launch.jump_out
    assert match.kwargs["certificate_id"] == certificate.pk
    assert parse_qs(link.query) == {"enhet": [VE01]}
