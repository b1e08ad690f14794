"""What the forms of the tab do, with script and without (spec/messages.md 4; spec/ui.md 6.2, 10.8)."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

import pytest
from django.http import HttpResponse
from django.test import Client

from arenden.models import Arende, ArendeDraft
from arenden.services import ComplementLine, begin_complement, save_answer, save_question, send_answer, set_handled
from certificates.models import Certificate
from pdllog.models import PdlRecord
from tests.arenden.conftest import asked, asked_to_complement, make_sent, messages_to_recipient
from tests.factories import VE02, make_diagnoses, make_integrated_user, make_user
from tests.pages.certificate.markup import Page
from tests.pages.certificate.sessions import htmx_get, htmx_post, log_in

pytestmark = pytest.mark.django_db
UUID = "0f0e5b6a-4b7f-4c1e-9d7a-1c2d3e4f5a6b"


@pytest.fixture(autouse=True)
def _diagnoses() -> None:
    make_diagnoses()


@pytest.fixture
def doctor() -> Client:
    return log_in(make_user())


def url(certificate: Certificate, rest: str) -> str:
    return f"/certificate/{certificate.pk}/questions/{rest}"


def post(client: Client, certificate: Certificate, rest: str, **fields: Any) -> HttpResponse:
    return client.post(url(certificate, rest), fields)


def by_script(client: Client, certificate: Certificate, rest: str, **fields: Any) -> HttpResponse:
    return htmx_post(client, url(certificate, rest), fields)


def status(question: Arende) -> str:
    question.refresh_from_db()
    return question.status


# --- care asks ----------------------------------------------------------------------------------------------------
def test_a_question_is_sent_and_the_page_comes_back_on_it(doctor: Client, sent: Certificate) -> None:
    answer = post(doctor, sent, "new/send", topic="KONTKT", text="Vem?\r\nNär?")
    question = Arende.objects.get()
    assert (answer.status_code, question.text) == (303, "Vem?\nNär?")
    assert answer["Location"] == f"/certificate/{sent.pk}/questions/administrative#question-{question.pk}"
    page = Page(doctor.get(answer["Location"].partition("#")[0]))
    assert "Frågan är skickad" in page.source
    assert "Vem?" in page.text(f"question-{question.pk}")


def test_coming_back_is_no_new_reading(doctor: Client, sent: Certificate) -> None:
    post(doctor, sent, "new/send", topic="KONTKT", text="Vem?")
    before = PdlRecord.objects.count()
    doctor.get(url(sent, "administrative"))
    assert PdlRecord.objects.count() == before
    doctor.get(url(sent, "administrative"))
    assert PdlRecord.objects.count() == before + 1


def test_by_script_the_tab_comes_back_with_its_number(doctor: Client, sent: Certificate) -> None:
    page = Page(by_script(doctor, sent, "new/send", topic="KONTKT", text="Vem?"))
    question = Arende.objects.get()
    card = page.test_id(f"question-{question.pk}")
    assert card.get("data-focus") is not None
    assert page.by_id("panel-count").text_content() == "1 ej hanterade"
    assert page.by_id("live").text_content() == "Frågan är skickad"
    assert not page.tree.xpath("//header")


def test_two_presses_are_one_question(doctor: Client, sent: Certificate) -> None:
    for _ in range(2):
        answer = post(doctor, sent, "new/send", topic="KONTKT", text="Vem?", message_id=UUID)
        assert answer.status_code == 303
    assert Arende.objects.get().message_id == UUID
    assert len(messages_to_recipient()) == 1


def test_the_form_brings_an_id_of_its_own(doctor: Client, sent: Certificate) -> None:
    ids = {
        Page(doctor.get(url(sent, "administrative"))).tree.xpath("string(//input[@name='message_id']/@value)")
        for _ in range(2)
    }
    assert len(ids) == 2


def test_an_id_that_is_none_is_not_used(doctor: Client, sent: Certificate) -> None:
    post(doctor, sent, "new/send", topic="KONTKT", text="Vem?", message_id="<script>")
    assert len(Arende.objects.get().message_id) == 36


@pytest.mark.parametrize("send", [post, by_script])
def test_everything_that_is_missing_is_told_at_its_field(doctor: Client, sent: Certificate, send: Any) -> None:
    answer = send(doctor, sent, "new/send", topic="", text=" ")
    page = Page(answer)
    assert answer.status_code == 422
    assert "Välj vad frågan gäller." in page.by_id("question-topic-error").text_content()
    assert "Skriv ett meddelande." in page.by_id("question-text-error").text_content()
    assert page.by_id("question-text").get("aria-invalid") == "true"
    assert not Arende.objects.exists()


@pytest.mark.parametrize("send", [post, by_script])
def test_what_cannot_be_sent_is_explained_and_kept(doctor: Client, sent: Certificate, send: Any) -> None:
    page = Page(send(doctor, sent, "new/send", topic="OVRIGT", text="Ett — två"))
    assert "—" in page.by_id("question-text-error").text_content()
    assert page.by_id("question-text").text.strip() == "Ett — två"
    assert page.tree.xpath("//option[@selected]/@value") == ["OVRIGT"]


def test_what_is_written_is_saved_while_one_types(doctor: Client, sent: Certificate) -> None:
    page = Page(by_script(doctor, sent, "new/save", topic="", text="Hur"))
    assert ArendeDraft.objects.get().text == "Hur"
    assert page.by_id("question-status").text_content() == "Utkast sparat"
    assert page.by_id("question-text") is None


def test_what_cannot_be_saved_says_why_beside_the_field(doctor: Client, sent: Certificate) -> None:
    page = Page(by_script(doctor, sent, "new/save", topic="", text="x" * 5000))
    assert "högst 4999 tecken" in page.by_id("question-text-error").text_content()
    assert page.by_id("question-status").text_content() == "Utkastet kunde inte sparas"
    assert not ArendeDraft.objects.exists()


def test_without_script_a_button_saves(doctor: Client, sent: Certificate) -> None:
    assert post(doctor, sent, "new/save", topic="OVRIGT", text="Hur").status_code == 303
    assert Page(doctor.get(url(sent, "administrative"))).by_id("question-text").text.strip() == "Hur"


def test_a_begun_question_is_deleted_once_that_is_confirmed(doctor: Client, sent: Certificate) -> None:
    save_question(user=make_user(), certificate_id=sent.pk, topic="", text="Hur")
    dialog = Page(doctor.get(url(sent, "new/delete")))
    assert dialog.tree.xpath("string(//h1)") == "Radera påbörjad fråga"
    assert ArendeDraft.objects.exists()
    for _ in range(2):
        assert post(doctor, sent, "new/delete").status_code == 303
    assert not ArendeDraft.objects.exists()


# --- care answers -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("send", [post, by_script])
def test_an_answer_is_sent(doctor: Client, sent: Certificate, send: Any) -> None:
    question = asked(sent)
    send(doctor, sent, f"{question.pk}/answer/send", text="Ring växeln.")
    assert status(question) == "CLOSED"
    page = Page(doctor.get(url(sent, "administrative")))
    assert "Ring växeln." in page.text(f"answer-{question.pk}")


@pytest.mark.parametrize("send", [post, by_script])
def test_an_empty_answer_is_refused_at_its_field(doctor: Client, sent: Certificate, send: Any) -> None:
    question = asked(sent)
    answer = send(doctor, sent, f"{question.pk}/answer/send", text="")
    page = Page(answer)
    assert answer.status_code == 422
    assert "Skriv ett meddelande." in page.by_id(f"answer-{question.pk}-text-error").text_content()
    assert page.test_id(f"question-{question.pk}").xpath(".//details[@open]")


def test_an_answer_is_saved_while_one_types(doctor: Client, sent: Certificate) -> None:
    question = asked(sent)
    page = Page(by_script(doctor, sent, f"{question.pk}/answer/save", text="Ring"))
    assert page.by_id(f"answer-{question.pk}-status").text_content() == "Utkast sparat"
    assert ArendeDraft.objects.get().question_id == question.pk


def test_a_begun_answer_is_deleted_once_that_is_confirmed(doctor: Client, sent: Certificate) -> None:
    question = asked(sent)
    save_answer(user=make_user(), question_id=question.pk, text="Ring")
    assert "Radera påbörjat svar" in htmx_get(doctor, url(sent, f"{question.pk}/answer/delete")).content.decode()
    answer = by_script(doctor, sent, f"{question.pk}/answer/delete")
    assert answer["HX-Redirect"] == f"/certificate/{sent.pk}/questions/administrative"
    assert not ArendeDraft.objects.exists()


def test_an_answer_that_came_too_late_is_told_in_the_dialog(doctor: Client, sent: Certificate) -> None:
    question = asked(sent)
    send_answer(user=make_user(), question_id=question.pk, text="Ring växeln.")
    answer = by_script(doctor, sent, f"{question.pk}/answer/send", text="Ring mig.")
    assert answer.status_code == 409
    assert "redan besvarad" in answer.content.decode()
    assert len(messages_to_recipient()) == 1


def test_an_answer_goes_to_a_question_of_the_same_certificate(doctor: Client, sent: Certificate) -> None:
    question = asked(sent)
    other = make_sent()
    assert post(doctor, other, f"{question.pk}/answer/send", text="Ring.").status_code == 404
    assert status(question) == "PENDING_INTERNAL_ACTION"


def test_another_care_unit_does_not_answer(sent: Certificate) -> None:
    question = asked(sent)
    client = log_in(make_user(unit=VE02))
    assert post(client, sent, f"{question.pk}/answer/send", text="Ring.").status_code == 403


def test_a_form_without_its_token_is_refused(sent: Certificate) -> None:
    client = log_in(make_user(), client=Client(enforce_csrf_checks=True))
    post(client, sent, "new/send", topic="KONTKT", text="Vem?")
    assert not Arende.objects.exists()


# --- handled, forwarded -------------------------------------------------------------------------------------------
def test_the_box_handles_and_takes_up_again(doctor: Client, sent: Certificate) -> None:
    question = asked(sent)
    page = Page(by_script(doctor, sent, f"{question.pk}/handle", handled="1"))
    assert status(question) == "CLOSED"
    assert page.by_id(f"handled-{question.pk}").get("checked") is not None
    assert page.test_id(f"question-{question.pk}").get("data-focus") is None
    assert post(doctor, sent, f"{question.pk}/handle").status_code == 303
    assert status(question) == "PENDING_INTERNAL_ACTION"


def test_a_request_is_handled_once_that_is_confirmed(doctor: Client, sent: Certificate) -> None:
    request = asked_to_complement(sent)
    dialog = htmx_get(doctor, url(sent, f"{request.pk}/handle-for-good")).content.decode()
    assert "Det går inte att ångra." in dialog
    assert status(request) == "PENDING_INTERNAL_ACTION"
    answer = by_script(doctor, sent, f"{request.pk}/handle-for-good")
    assert answer["HX-Redirect"] == f"/certificate/{sent.pk}/questions"
    assert status(request) == "CLOSED"
    assert post(doctor, sent, f"{request.pk}/handle-for-good").status_code == 303


def test_forwarding_gives_a_mail_with_the_way_to_the_questions(doctor: Client, sent: Certificate) -> None:
    asked(sent)
    page = Page(doctor.get(url(sent, "forward")))
    mail = unquote(page.tree.xpath("string(//a[starts-with(@href, 'mailto:')]/@href)"))
    assert f"/webcert/web/user/launch/certificate/{sent.pk}/questions" in mail
    assert "Ett ärende i Webcert väntar på dig" in mail
    assert sent.person_id not in mail
    assert "SITHS-kort" in mail
    assert post(doctor, sent, "forward").status_code == 303
    assert Arende.objects.get().is_forwarded
    assert "redan markerat" in doctor.get(url(sent, "forward")).content.decode()


def test_an_integrated_user_is_not_asked_to_forward(sent: Certificate) -> None:
    asked(sent)
    assert log_in(make_integrated_user()).get(url(sent, "forward")).status_code == 403


# --- complements --------------------------------------------------------------------------------------------------
def test_complementing_leads_to_the_draft(doctor: Client, sent: Certificate) -> None:
    asked_to_complement(sent)
    answer = by_script(doctor, sent, "complement")
    draft = Certificate.objects.get(parent=sent)
    assert (draft.relation, answer["HX-Redirect"]) == ("KOMPLT", f"/certificate/{draft.pk}")


def test_two_presses_are_one_draft(doctor: Client, sent: Certificate) -> None:
    asked_to_complement(sent)
    assert post(doctor, sent, "complement").status_code == 303
    assert post(doctor, sent, "complement").status_code == 409
    assert Certificate.objects.filter(parent=sent).count() == 1


def test_a_closed_text_that_is_asked_about_is_open_in_the_draft(doctor: Client) -> None:
    certificate = make_sent("fk3221")
    asked_to_complement(certificate, complements=(ComplementLine("9", "Hur då?"),))
    post(doctor, certificate, "complement")
    draft = Certificate.objects.get(parent=certificate)
    page = Page(doctor.get(f"/certificate/{draft.pk}"))
    assert page.shown("q-9")


def test_no_more_to_tell_makes_a_draft_with_the_text(doctor: Client, sent: Certificate) -> None:
    asked_to_complement(sent)
    post(doctor, sent, "cannot-complement", reason="NO_FURTHER_MED_INFO", text="Inget mer att säga.")
    draft = Certificate.objects.get(parent=sent)
    assert "Inget mer att säga." in draft.answers["25"]


def test_nobody_responsible_sends_a_message(doctor: Client, sent: Certificate) -> None:
    request = asked_to_complement(sent)
    answer = by_script(doctor, sent, "cannot-complement", reason="NO_RESP_MEDICAL_CONTENT", text="Har slutat.")
    assert answer["HX-Redirect"] == f"/certificate/{sent.pk}/questions"
    assert status(request) == "CLOSED"
    assert len(messages_to_recipient()) == 1


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"text": "Har slutat."}, "reason-error"),
        ({"reason": "NO_RESP_MEDICAL_CONTENT", "text": ""}, "reason-text-error"),
        ({"reason": "NO_FURTHER_MED_INFO", "text": "x" * 501}, "reason-text-error"),
        ({"reason": "NO_FURTHER_MED_INFO", "text": "—"}, "reason-text-error"),
    ],
)
@pytest.mark.parametrize("send", [post, by_script])
def test_what_is_wrong_with_the_reason_is_told_there(
    doctor: Client, sent: Certificate, send: Any, fields: dict[str, str], where: str
) -> None:
    asked_to_complement(sent)
    answer = send(doctor, sent, "cannot-complement", **fields)
    page = Page(answer)
    assert answer.status_code == 422
    assert page.by_id(where) is not None
    assert page.by_id("reason-text").text.strip() == fields["text"]
    assert not Certificate.objects.filter(parent=sent).exists()
    assert messages_to_recipient() == []


def test_the_dialog_warns_of_medical_information(doctor: Client, sent: Certificate) -> None:
    asked_to_complement(sent)
    page = Page(doctor.get(url(sent, "cannot-complement")))
    assert "inga medicinska uppgifter" in page.source
    assert page.by_id("reason-text").get("maxlength") == "500"
    assert len(page.tree.xpath("//input[@type='radio']")) == 2


def test_a_begun_complement_closes_the_dialog(doctor: Client, sent: Certificate) -> None:
    asked_to_complement(sent)
    begin_complement(user=make_user(), certificate_id=sent.pk)
    assert doctor.get(url(sent, "cannot-complement")).status_code == 409


def test_a_stranger_is_sent_to_the_login(sent: Certificate) -> None:
    assert post(Client(), sent, "new/send", topic="KONTKT", text="Vem?").status_code in {302, 303, 401}
    assert not Arende.objects.exists()


def test_a_handled_question_cannot_be_answered(doctor: Client, sent: Certificate) -> None:
    question = asked(sent)
    set_handled(user=make_user(), question_id=question.pk)
    assert post(doctor, sent, f"{question.pk}/answer/save", text="Ring").status_code == 409
