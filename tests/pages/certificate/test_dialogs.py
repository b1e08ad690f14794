"""Dialogs: each works as a page of its own and as the inside of a dialog (spec/ui.md 6, 10.8)."""

from __future__ import annotations

import datetime as dt
from urllib.parse import unquote

import pytest
from django.db import transaction
from django.test import Client

from certificates.events import EventKind
from certificates.lifecycle.recording import record
from certificates.models import Certificate, CertificateEvent
from certificates.pages.explanations import EXPLANATIONS
from delivery.models import Delivery
from hsa.roles import Role
from tests.factories import (
    PROTECTED,
    TEST_PERSON,
    complete_answers,
    make_draft,
    make_integrated_user,
    make_patient,
    make_signed,
    make_user,
)
from tests.pages.certificate.markup import Page
from tests.pages.certificate.sessions import htmx_get, log_in
from webcert import clock


@pytest.fixture
def doctor() -> Client:
    return log_in(make_user())


def signed_for(days: int, **changes) -> Certificate:
    today = clock.today()
    period = {"HELT_NEDSATT": {"from": str(today), "to": str(today + dt.timedelta(days=days - 1))}}
    return make_signed(answers=complete_answers() | {"27": False, "32": period}, **changes)


ADDRESSES = ["delete", "ready-for-sign", "forward", "events", *(f"about/{topic}" for topic in EXPLANATIONS)]


def user_for(address: str):
    if address == "ready-for-sign":
        return make_integrated_user(Role.VARDADMINISTRATOR)
    return make_user(Role.VARDADMINISTRATOR)


@pytest.mark.parametrize("address", ADDRESSES)
def test_without_script_it_is_a_page(address: str) -> None:
    page = Page(log_in(user_for(address)).get(f"/certificate/{make_draft().pk}/{address}"))
    assert len(page.tree.xpath("//h1")) == 1
    assert page.tree.xpath("//header")
    assert page.test_id("modal") is not None


@pytest.mark.parametrize("address", ADDRESSES)
def test_with_script_it_is_the_inside_of_the_dialog(address: str) -> None:
    page = Page(htmx_get(log_in(user_for(address)), f"/certificate/{make_draft().pk}/{address}"))
    assert not page.tree.xpath("//header | //h1")
    assert page.by_id("modal-title").tag == "h2"
    assert page.tree.xpath("//*[@data-close]")


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_way_out_without_script_leads_to_the_certificate(address: str) -> None:
    draft = make_draft()
    page = Page(log_in(user_for(address)).get(f"/certificate/{draft.pk}/{address}"))
    assert f"/certificate/{draft.pk}" in page.tree.xpath("//a[@data-close]/@href")


def test_an_unknown_explanation_is_not_found(doctor: Client) -> None:
    assert doctor.get(f"/certificate/{make_draft().pk}/about/allt").status_code == 404


def test_a_draft_is_deleted_after_the_question(doctor: Client) -> None:
    draft = make_draft()
    response = doctor.post(f"/certificate/{draft.pk}/delete", {"version": "0"})
    draft.refresh_from_db()
    assert response["Location"] == "/list/draft"
    assert draft.state == Certificate.State.DELETED
    assert "Utkastet är borttaget" in doctor.get("/list/draft").content.decode()


def test_the_question_carries_the_version_that_is_deleted(doctor: Client) -> None:
    page = Page(doctor.get(f"/certificate/{make_draft(version=7).pk}/delete"))
    assert page.tree.xpath("//input[@name='version']/@value") == ["7"]


def test_a_journals_user_is_told_on_the_spot_that_the_draft_is_gone() -> None:
    draft = make_draft()
    page = Page(log_in(make_integrated_user()).post(f"/certificate/{draft.pk}/delete", {"version": "0"}))
    assert page.tree.xpath("string(//h1)") == "Utkastet är borttaget"


def test_a_draft_that_somebody_saved_meanwhile_is_not_deleted(doctor: Client) -> None:
    draft = make_draft(version=2)
    assert doctor.post(f"/certificate/{draft.pk}/delete", {"version": "1"}).status_code == 409
    draft.refresh_from_db()
    assert draft.is_draft


def test_a_signed_certificate_cannot_be_deleted(doctor: Client) -> None:
    assert doctor.get(f"/certificate/{make_signed().pk}/delete").status_code == 409


def test_a_certificate_is_sent_after_the_question(doctor: Client) -> None:
    certificate = signed_for(20)
    response = doctor.post(f"/certificate/{certificate.pk}/send")
    certificate.refresh_from_db()
    assert response["Location"] == f"/certificate/{certificate.pk}"
    assert certificate.sent_to == "FKASSA"
    assert Delivery.objects.count() == 1


@pytest.mark.parametrize(("days", "is_short"), [(14, True), (15, False), (1, True)])
def test_a_short_certificate_is_sent_after_a_warning(doctor: Client, days: int, is_short: bool) -> None:
    page = Page(doctor.get(f"/certificate/{signed_for(days).pk}/send"))
    assert (page.test_id("short-period") is not None) is is_short


def test_the_warning_names_those_who_need_it_anyway(doctor: Client) -> None:
    warning = Page(doctor.get(f"/certificate/{signed_for(3).pk}/send")).text("short-period")
    for group in ("egenföretagare", "arbetssökande", "sjuklön", "studerar", "föräldrapenning", "graviditetspenning"):
        assert group in warning


def test_the_question_reminds_the_patient_to_apply(doctor: Client) -> None:
    page = doctor.get(f"/certificate/{signed_for(20).pk}/send").content.decode()
    assert "i samråd med patienten" in page
    assert "ansöka om sjukpenning" in page


def test_a_sent_certificate_is_not_sent_again(doctor: Client) -> None:
    certificate = signed_for(20, sent_at=clock.now(), sent_to="FKASSA")
    assert doctor.get(f"/certificate/{certificate.pk}/send").status_code == 409
    assert doctor.post(f"/certificate/{certificate.pk}/send").status_code == 409


def test_a_test_persons_certificate_is_not_sent(doctor: Client) -> None:
    make_patient(TEST_PERSON)
    assert doctor.post(f"/certificate/{signed_for(20, person_id=TEST_PERSON).pk}/send").status_code == 403


def test_an_incomplete_draft_is_marked_ready_after_a_warning() -> None:
    client, draft = log_in(make_integrated_user(Role.VARDADMINISTRATOR)), make_draft()
    question = client.get(f"/certificate/{draft.pk}/ready-for-sign").content.decode()
    client.post(f"/certificate/{draft.pk}/ready-for-sign")
    draft.refresh_from_db()
    assert "Utkastet saknar uppgifter" in question
    assert draft.ready_for_sign_at is not None


def test_marking_ready_is_done_once() -> None:
    client, draft = log_in(make_integrated_user(Role.VARDADMINISTRATOR)), make_draft()
    first = client.post(f"/certificate/{draft.pk}/ready-for-sign")
    second = client.post(f"/certificate/{draft.pk}/ready-for-sign")
    assert (first.status_code, second.status_code) == (303, 409)
    assert CertificateEvent.objects.filter(kind=EventKind.KFSIGN).count() == 1


def test_a_doctor_does_not_mark_ready(doctor: Client) -> None:
    assert doctor.get(f"/certificate/{make_draft().pk}/ready-for-sign").status_code == 403


def test_forwarding_gives_a_text_with_the_link_and_no_patient() -> None:
    draft = make_draft()
    page = Page(log_in(make_user(Role.VARDADMINISTRATOR)).get(f"/certificate/{draft.pk}/forward"))
    body = page.by_id("forward-body").text
    mail = unquote(page.tree.xpath("string(//a[starts-with(@href, 'mailto:')]/@href)"))
    assert f"/webcert/web/user/launch/certificate/{draft.pk}" in body
    assert "SITHS-kort" in body
    assert "Enhet VE01" in page.by_id("forward-subject").get("value")
    assert "1212" not in mail and "Tolvan" not in mail


def test_a_forwarded_draft_is_marked_after_yes() -> None:
    client, draft = log_in(make_user(Role.VARDADMINISTRATOR)), make_draft()
    response = client.post(f"/certificate/{draft.pk}/forward", {"version": "0"})
    draft.refresh_from_db()
    assert response["Location"] == f"/certificate/{draft.pk}"
    assert draft.is_forwarded
    assert "Vidarebefordrat" in Page(client.get(response["Location"])).text("sign-bar")


def test_forwarding_from_the_list_leads_back_to_the_list(doctor: Client) -> None:
    draft = make_draft()
    headers = {"Referer": "http://testserver/list/draft"}
    response = doctor.post(f"/certificate/{draft.pk}/forward", {"version": "0"}, headers=headers)
    assert response["Location"] == "/list/draft"


def test_printing_for_a_protected_patient_warns_first(doctor: Client) -> None:
    make_patient(PROTECTED)
    certificate = make_signed(person_id=PROTECTED, answers=complete_answers())
    page = Page(doctor.get(f"/certificate/{certificate.pk}/print"))
    assert page.tree.xpath("string(//h1)") == "Skriv ut intyg"
    assert "skyddade personuppgifter" in page.text("modal")
    assert page.tree.xpath("//a[@target='_blank']/@href") == [f"/moduleapi/intyg/fk7804/{certificate.pk}/pdf"]


def texts(client: Client, certificate: Certificate) -> list[str]:
    page = Page(client.get(f"/certificate/{certificate.pk}/events"))
    return [" ".join(row.text_content().split()) for row in page.tree.xpath("//tbody/tr/td[2]")]


def tell(certificate: Certificate, *kinds: EventKind) -> None:
    with transaction.atomic():
        for minute, kind in enumerate(kinds):
            record(kind, certificate, user=make_user(), occurred_at=clock.now() + dt.timedelta(minutes=minute))


def test_the_history_is_told_newest_first(doctor: Client) -> None:
    certificate = signed_for(20, sent_at=clock.now(), sent_to="FKASSA")
    tell(certificate, EventKind.SKAPAT, EventKind.SIGNAT, EventKind.SKICKAT)
    assert texts(doctor, certificate) == [
        "Intyget skickades till Försäkringskassan",
        "Intyget blev tillgängligt för patienten",
        "Intyget signerades",
        "Utkastet skapades",
    ]


def test_what_only_the_journal_needs_is_not_told(doctor: Client) -> None:
    draft = make_draft()
    tell(draft, EventKind.SKAPAT, EventKind.KFSIGN)
    assert texts(doctor, draft) == ["Utkastet skapades"]


def test_a_replacement_is_told_on_both_sides(doctor: Client) -> None:
    old = signed_for(20)
    new = make_draft(parent=old, relation="ERSATT")
    tell(new, EventKind.ERSATTER)
    assert texts(doctor, new) == ["Utkastet skapades för att ersätta ett tidigare intyg. Öppna intyget"]
    assert texts(doctor, old)[0] == "Ett utkast skapades för att ersätta intyget. Öppna utkastet"


def test_a_history_without_events_says_so(doctor: Client) -> None:
    assert "Det finns inga händelser." in doctor.get(f"/certificate/{make_draft().pk}/events").content.decode()
