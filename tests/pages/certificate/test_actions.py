"""Förnya, Ersätt, Kopiera, Makulera and Skapa: which buttons there are, what their dialogs do (spec/ui.md 3.2, 6.2)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client

from accounts import preferences
from certificates.lifecycle.complement import request_complement
from certificates.models import Certificate
from certificates.types import registry
from hsa.roles import Role
from tests.certificates.lifecycle.kinds import answers_of, cause, death, employer, older
from tests.factories import (
    VE02,
    complete_answers,
    make_draft,
    make_integrated_user,
    make_signed,
    make_user,
)
from tests.pages.certificate.markup import Page
from tests.pages.certificate.sessions import htmx_get, htmx_post, log_in
from webcert import clock


@pytest.fixture(autouse=True)
def _types() -> Iterator[None]:
    with registry.installed(older(), death(), cause(), employer()):
        yield


@pytest.fixture
def doctor() -> Client:
    return log_in(make_user())


def signed(**changes) -> Certificate:
    return make_signed(answers=complete_answers(), **changes)


def locked(**changes) -> Certificate:
    values = {"type_id": "luse", "type_version": "1.0", "answers": answers_of(older(), q25="Text")}
    return make_draft(state=Certificate.State.LOCKED, **(values | changes))


def a_death(**changes) -> Certificate:
    values = {"type_id": "db", "type_version": "1.0", "answers": answers_of(death(), q1="id-kort")}
    return make_signed(**(values | changes))


def page_of(client: Client, certificate: Certificate, rest: str = "") -> Page:
    return Page(client.get(f"/certificate/{certificate.pk}{rest}"))


def child(certificate: Certificate) -> Certificate:
    return certificate.children.get()


DIALOGS = ["renew", "replace", "revoke", "create/ag7804"]


@pytest.mark.parametrize("address", DIALOGS)
def test_without_script_a_dialog_is_a_page_with_a_way_back(doctor: Client, address: str) -> None:
    certificate = signed()
    page = page_of(doctor, certificate, f"/{address}")
    assert len(page.tree.xpath("//h1")) == 1
    assert f"/certificate/{certificate.pk}" in page.tree.xpath("//a[@data-close]/@href")


@pytest.mark.parametrize("address", DIALOGS)
def test_with_script_a_dialog_is_the_inside_of_one(doctor: Client, address: str) -> None:
    page = Page(htmx_get(doctor, f"/certificate/{signed().pk}/{address}"))
    assert not page.tree.xpath("//header | //h1")
    assert page.by_id("modal-title").tag == "h2"


@pytest.mark.parametrize("address", [*DIALOGS, "send"])
def test_with_script_what_goes_wrong_after_the_question_is_told_in_the_dialog(doctor: Client, address: str) -> None:
    url = f"/certificate/{signed().pk}/{address}"
    form = Page(htmx_get(doctor, url)).tree.find(".//form")
    assert (form.get("action"), form.get("hx-post"), form.get("hx-target")) == (url, url, "#modal")
    assert form.get("data-confirm") is not None


def test_renewing_leads_to_the_new_draft(doctor: Client) -> None:
    certificate = signed()
    response = doctor.post(f"/certificate/{certificate.pk}/renew")
    assert response["Location"] == f"/certificate/{child(certificate).pk}"
    assert child(certificate).relation == "FRLANG"
    assert preferences.get(make_user().hsa_id, preferences.RENEW_WITHOUT_ASKING) == ""


def test_a_form_that_htmx_posts_is_told_where_to_go(doctor: Client) -> None:
    certificate = signed()
    response = htmx_post(doctor, f"/certificate/{certificate.pk}/renew", {})
    assert response["HX-Redirect"] == f"/certificate/{child(certificate).pk}"


def test_who_does_not_want_to_be_asked_again_renews_with_the_press(doctor: Client) -> None:
    certificate = signed()
    doctor.post(f"/certificate/{certificate.pk}/renew", {"never_again": "1"})
    button = page_of(doctor, certificate).test_id("btn-renew-certificate")
    assert button.tag == "button"
    assert button.getparent().get("method") == "post"
    assert button.getparent().get("action") == f"/certificate/{certificate.pk}/renew"


def test_the_choice_not_to_be_asked_is_the_users_own(doctor: Client) -> None:
    certificate = signed()
    doctor.post(f"/certificate/{certificate.pk}/renew", {"never_again": "1"})
    other = log_in(make_user(hsa_id="SE2321000016-P002"))
    assert page_of(other, certificate).test_id("btn-renew-certificate").tag == "a"


def test_replacing_leads_to_the_draft_and_from_then_on_continues_there(doctor: Client) -> None:
    certificate = signed()
    first = doctor.post(f"/certificate/{certificate.pk}/replace")["Location"]
    question = page_of(doctor, certificate, "/replace")
    again = doctor.post(f"/certificate/{certificate.pk}/replace", {"continue": "1"})["Location"]
    assert first == again == f"/certificate/{child(certificate).pk}"
    assert "Fortsätt på utkast" in question.text("modal")
    assert page_of(doctor, certificate).text("btn-replace-certificate-continue") == "Ersätt"


def test_a_second_replacement_is_refused_in_the_dialog_with_its_own_words(doctor: Client) -> None:
    certificate = signed()
    doctor.post(f"/certificate/{certificate.pk}/replace")
    response = htmx_post(doctor, f"/certificate/{certificate.pk}/replace", {})
    page = Page(response)
    assert response.status_code == 409
    assert page.tree.xpath("//@data-error-code") == ["INVALID_STATE_REPLACED"]
    assert page.by_id("modal-title").text == "Intyget är redan ersatt"


def test_a_renewal_after_a_complement_says_that_it_is_complemented(doctor: Client) -> None:
    certificate = signed(sent_at=clock.now(), sent_to="FKASSA")
    signed(parent=certificate, relation="KOMPLT")
    page = Page(htmx_post(doctor, f"/certificate/{certificate.pk}/renew", {}))
    assert page.tree.xpath("//@data-error-code") == ["COMPLEMENT_INTYG_EXISTS"]


def test_an_error_of_a_posted_form_has_a_way_back_without_script() -> None:
    certificate = signed(revoked_at=clock.now())
    response = log_in(make_integrated_user()).post(f"/certificate/{certificate.pk}/renew")
    assert response.status_code == 409
    assert f"/certificate/{certificate.pk}" in Page(response).tree.xpath("//main//a/@href")


def test_an_open_request_disables_replacing_and_says_why(doctor: Client) -> None:
    certificate = signed(sent_at=clock.now(), sent_to="FKASSA")
    request_complement(certificate_id=certificate.pk, message_id="m-1", requested_at=clock.now())
    page = page_of(doctor, certificate)
    button = page.test_id("btn-replace-certificate")
    assert button.get("aria-disabled") == "true"
    assert "begärt komplettering" in page.by_id(button.get("aria-describedby")).text
    assert page.text("status-1") == "Försäkringskassan har begärt komplettering"


def test_an_administrator_renews_but_neither_replaces_nor_revokes() -> None:
    page = page_of(log_in(make_user(Role.VARDADMINISTRATOR)), signed())
    shown = page.tree.xpath("//*[@id='certificate-actions']//*[starts-with(@data-testid, 'btn-')]/@data-testid")
    assert "btn-renew-certificate" in shown
    assert not {"btn-replace-certificate", "btn-revoke-certificate"} & set(shown)


def test_a_locked_draft_is_copied_and_the_copy_continued(doctor: Client) -> None:
    draft = locked()
    assert page_of(doctor, draft).text("btn-copy-certificate") == "Kopiera"
    first = doctor.post(f"/certificate/{draft.pk}/copy")["Location"]
    page = page_of(doctor, draft)
    again = doctor.post(f"/certificate/{draft.pk}/copy", {"continue": "1"})["Location"]
    assert first == again == f"/certificate/{child(draft).pk}"
    assert page.text("btn-copy-certificate-continue") == "Kopiera"
    assert page.test_id("btn-copy-certificate") is None


def test_a_locked_draft_of_a_unique_type_is_not_copied_while_another_stands(doctor: Client) -> None:
    draft = locked(type_id="db", answers=answers_of(death(), q1="id-kort"))
    a_death()
    page = page_of(doctor, draft)
    button = page.test_id("btn-copy-certificate")
    assert button.get("aria-disabled") == "true"
    assert "finns redan" in page.by_id(button.get("aria-describedby")).text


def test_the_copy_of_a_unique_type_warns_of_a_draft_elsewhere(doctor: Client) -> None:
    draft = locked(type_id="db", answers=answers_of(death(), q1="id-kort"))
    make_draft(make_user(unit="SE5565000001-VE21"), type_id="db", type_version="1.0")
    assert "hos en annan vårdgivare" in page_of(doctor, draft, "/copy").text("modal")


def test_revoking_for_the_wrong_patient_needs_no_text(doctor: Client) -> None:
    certificate = signed()
    response = doctor.post(f"/certificate/{certificate.pk}/revoke", {"reason": "FEL_PATIENT"})
    certificate.refresh_from_db()
    assert response["Location"] == f"/certificate/{certificate.pk}"
    assert certificate.is_revoked


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({}, "Välj en anledning"),
        ({"reason": "ANNAT_ALLVARLIGT_FEL", "text": "  "}, "Beskriv felet."),
        ({"reason": "ANNAT_ALLVARLIGT_FEL", "text": "a" * 3501}, "högst 3500 tecken"),
    ],
)
def test_what_is_missing_is_told_in_the_dialog(doctor: Client, fields: dict[str, str], error: str) -> None:
    certificate = signed()
    response = doctor.post(f"/certificate/{certificate.pk}/revoke", fields)
    certificate.refresh_from_db()
    assert response.status_code == 422
    assert error in Page(response).text("modal")
    assert not certificate.is_revoked


def test_the_reason_stays_chosen_when_the_text_is_missing(doctor: Client) -> None:
    response = doctor.post(f"/certificate/{signed().pk}/revoke", {"reason": "ANNAT_ALLVARLIGT_FEL"})
    assert Page(response).by_id("reason-ANNAT_ALLVARLIGT_FEL").get("checked") is not None


def test_a_death_certificate_is_revoked_after_a_call_and_without_a_reason(doctor: Client, settings) -> None:
    settings.REVOKE_PHONES = {"SKV": "000-111 22 33"}
    certificate = a_death()
    page = page_of(doctor, certificate, "/revoke")
    doctor.post(f"/certificate/{certificate.pk}/revoke")
    certificate.refresh_from_db()
    assert "Ring genast Skatteverket på 000-111 22 33" in page.text("revoke-steps")
    assert not page.tree.xpath("//input[@type='radio']")
    assert certificate.is_revoked


def test_a_locked_draft_is_revoked_with_a_shorter_text(doctor: Client) -> None:
    draft = locked(type_id="db", answers=answers_of(death(), q1="id-kort"))
    page = page_of(doctor, draft, "/revoke")
    assert page.tree.xpath("string(//h1)") == "Makulera låst utkast"
    assert page.test_id("revoke-steps") is None
    doctor.post(f"/certificate/{draft.pk}/revoke")
    assert page_of(doctor, draft).text("status-1") == "Utkastet är makulerat"


@pytest.mark.parametrize(
    ("relation", "word"), [("FRLANG", "förnyades"), ("ERSATT", "ersattes"), ("KOMPLT", "kompletterades")]
)
def test_after_revoking_the_parent_is_pointed_at(doctor: Client, relation: str, word: str) -> None:
    parent = signed()
    page = page_of(doctor, signed(parent=parent, relation=relation, revoked_at=clock.now()))
    assert f"intyget som {word} också ska makuleras" in page.text("status-parent")
    assert page.test_id("status-parent").xpath(".//a/@href") == [f"/certificate/{parent.pk}"]


def test_another_type_is_made_from_a_signed_certificate_stand_alone_only(doctor: Client) -> None:
    certificate = signed()
    assert page_of(doctor, certificate).text("btn-create-certificate-from-template") == "Skapa AG7804"
    integrated = page_of(log_in(make_integrated_user()), certificate)
    assert integrated.test_id("btn-create-certificate-from-template") is None


def test_the_made_draft_is_of_the_other_type(doctor: Client) -> None:
    response = doctor.post(f"/certificate/{signed().pk}/create/ag7804")
    draft = Certificate.objects.get(pk=response["Location"].rsplit("/", 1)[1])
    assert (draft.type_id, draft.version) == ("ag7804", 1)


def test_a_type_that_is_not_made_from_this_one_is_not_found(doctor: Client) -> None:
    assert doctor.get(f"/certificate/{signed().pk}/create/older").status_code == 404


def test_the_certificate_made_after_a_death_is_shown_and_not_made_twice(doctor: Client) -> None:
    certificate = a_death()
    made = make_draft(type_id="doi", type_version="1.0")
    page = page_of(doctor, certificate)
    assert page.test_id("btn-show-related-certificate").get("href") == f"/certificate/{made.pk}"
    assert page.text("btn-show-related-certificate") == "Visa dödsorsaksintyg"
    assert page.test_id("btn-create-certificate-from-template").get("aria-disabled") == "true"


def test_a_related_certificate_on_another_care_unit_is_not_shown(doctor: Client) -> None:
    make_signed(make_user(unit=VE02), type_id="doi", type_version="1.0")
    assert page_of(doctor, a_death()).test_id("btn-show-related-certificate") is None


def test_a_deleted_draft_with_a_parent_leads_back_to_it(doctor: Client) -> None:
    certificate = signed()
    draft = make_draft(parent=certificate, relation="ERSATT")
    response = doctor.post(f"/certificate/{draft.pk}/delete", {"version": "0"})
    assert response["Location"] == f"/certificate/{certificate.pk}"
