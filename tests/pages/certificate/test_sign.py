"""Starting to sign, and what happens when it fails (spec/ui.md 3.6; spec/signing.md 8.1, 8.3)."""

from __future__ import annotations

import pytest
from django.test import Client, override_settings

from accounts.user import AuthenticationMethod
from certificates.models import Certificate, SigningTicket
from hsa.roles import Role
from tests.factories import complete_answers, make_draft, make_user
from tests.pages.certificate.markup import Page
from tests.pages.certificate.sessions import log_in


@pytest.fixture
def doctor() -> Client:
    return log_in(make_user())


@pytest.fixture
def complete() -> Certificate:
    return make_draft(answers=complete_answers(), is_complete=True)


def press(client: Client, draft: Certificate, **fields: str):
    return client.post(f"/certificate/{draft.pk}/sign", {"version": str(draft.version), **fields})


def test_a_complete_draft_goes_to_the_signing_service(doctor: Client, complete: Certificate) -> None:
    page = Page(press(doctor, complete))
    ticket = SigningTicket.objects.get(certificate=complete)
    form = page.test_id("signing-form")
    assert form.xpath(".//input[@name='RelayState']/@value") == [ticket.pk]
    assert form.get("data-signing") is not None


def test_what_was_typed_last_is_saved_before_signing(doctor: Client, complete: Certificate) -> None:
    press(doctor, complete, **{"e.25.text": "Sist skrivet"})
    complete.refresh_from_db()
    assert complete.answers["25"] == "Sist skrivet"
    assert SigningTicket.objects.get(certificate=complete).certificate_version == complete.version == 1


def test_an_incomplete_draft_starts_nothing(doctor: Client) -> None:
    response = press(doctor, make_draft())
    assert response["Location"].endswith("?visa=saknas")
    assert not SigningTicket.objects.exists()


@pytest.mark.parametrize("version", ["", "tre", "9" * 30])
def test_signing_starts_only_for_a_version_that_is_a_number(
    doctor: Client, complete: Certificate, version: str
) -> None:
    response = doctor.post(f"/certificate/{complete.pk}/sign/service", {"version": version})
    assert response.status_code == 400
    assert not SigningTicket.objects.exists()


def test_one_click_signs_at_once(doctor: Client, complete: Certificate) -> None:
    response = press(doctor, complete, method="FAKE")
    complete.refresh_from_db()
    assert response["Location"] == f"/certificate/{complete.pk}"
    assert complete.is_signed
    assert complete.document.signer_hsa_id == make_user().hsa_id


def test_the_signed_certificate_is_shown_after_one_click(doctor: Client, complete: Certificate) -> None:
    page = Page(doctor.get(press(doctor, complete, method="FAKE")["Location"]))
    assert page.text("status-1") == "Intyget är signerat"
    assert not page.tree.xpath("//main//textarea")


def test_one_click_is_refused_to_those_who_have_a_card(complete: Certificate) -> None:
    client = log_in(make_user(authentication_method=AuthenticationMethod.SITHS))
    response = press(client, complete, method="FAKE")
    complete.refresh_from_db()
    assert response["Location"].endswith("/sign/error")
    assert complete.is_draft


@override_settings(TEST_LOGIN_ENABLED=False)
def test_one_click_is_refused_without_test_login(doctor: Client, complete: Certificate) -> None:
    press(doctor, complete, method="FAKE")
    complete.refresh_from_db()
    assert complete.is_draft


def test_an_administrator_cannot_sign(complete: Certificate) -> None:
    assert press(log_in(make_user(Role.VARDADMINISTRATOR)), complete).status_code == 403


def test_a_stale_version_is_not_signed(doctor: Client, complete: Certificate) -> None:
    Certificate.objects.filter(pk=complete.pk).update(version=4, saved_by_name="Vera Sund")
    response = press(doctor, complete)
    assert response.status_code == 409
    assert "Vera Sund" in response.content.decode()


def test_a_failed_signature_opens_the_dialog_over_the_draft(doctor: Client, complete: Certificate) -> None:
    page = Page(doctor.get(f"/certificate/{complete.pk}/sign/error"))
    dialog = page.test_id("modal")
    assert dialog.get("open") is not None
    assert "Signering misslyckades" in dialog.text_content()
    assert page.by_id("draft") is not None


def test_the_dialog_offers_to_try_again_and_to_let_it_be(doctor: Client, complete: Certificate) -> None:
    dialog = Page(doctor.get(f"/certificate/{complete.pk}/sign/error")).test_id("modal")
    assert dialog.xpath(".//form/@action") == [f"/certificate/{complete.pk}/sign"]
    assert [b.text_content().strip() for b in dialog.xpath(".//button[@type='submit']")] == ["Försök igen"]
    assert dialog.xpath("string(.//a[@data-close][normalize-space()='Avbryt']/@href)") == f"/certificate/{complete.pk}"


def test_trying_again_starts_anew(doctor: Client, complete: Certificate) -> None:
    assert Page(press(doctor, complete)).test_id("signing-form") is not None


def test_a_signature_that_was_cancelled_is_called_so(doctor: Client, complete: Certificate) -> None:
    press(doctor, complete)
    SigningTicket.objects.update(status=SigningTicket.Status.AVBRUTEN)
    page = Page(doctor.get(f"/certificate/{complete.pk}/sign/error"))
    assert "avbröts i underskriftstjänsten" in page.test_id("modal").text_content()


def test_a_signature_by_somebody_else_is_called_so(doctor: Client, complete: Certificate) -> None:
    press(doctor, complete)
    SigningTicket.objects.update(status=SigningTicket.Status.ERROR, failure="INDETERMINATE_IDENTITY signer")
    page = Page(doctor.get(f"/certificate/{complete.pk}/sign/error"))
    assert "en annan identitet" in page.test_id("modal").text_content()
