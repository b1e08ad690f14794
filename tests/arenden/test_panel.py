"""The tab "Ärendekommunikation" of a certificate's page, and the marks in the form (messages 9; ui 3.5)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import OperationalError
from lxml import html

from accounts.user import CareUser
from arenden.services import (
    ComplementLine,
    answer_complement,
    begin_complement,
    forward,
    save_answer,
    save_question,
    send_answer,
    send_question,
    set_handled,
)
from certificates.models import Certificate
from tests.arenden.conftest import NEWER, OLDER, asked, asked_to_complement, make_sent
from tests.factories import (
    TEST_PERSON,
    make_diagnoses,
    make_draft,
    make_integrated_user,
    make_patient,
    make_signed,
    make_user,
)
from tests.pages.certificate.markup import Page
from tests.pages.certificate.sessions import htmx_post, log_in
from webcert import clock

pytestmark = pytest.mark.django_db
ABOUT_DIAGNOSES = (ComplementLine("6", "Vilken diagnos väger tyngst?"),)


@pytest.fixture(autouse=True)
def _diagnoses() -> None:
    make_diagnoses()


def page_of(certificate: Certificate, user: CareUser | None = None, rest: str = "") -> Page:
    return Page(log_in(user or make_user()).get(f"/certificate/{certificate.pk}{rest}"))


def chosen(page: Page) -> str:
    (radio,) = page.tree.xpath("//input[@name='kind'][@checked]")
    return radio.get("id").removeprefix("kind-")


def buttons(element: html.HtmlElement) -> list[str]:
    found = element.xpath(".//button | .//a[@role='button'] | .//summary[contains(@class, 'nhsuk-button')]")
    return [" ".join(one.text_content().split()) for one in found]


def foot(page: Page) -> list[str]:
    found = page.tree.xpath("//*[contains(@class, 'wc-panel__foot')]")
    return buttons(found[0]) if found else []


def test_what_is_not_sent_has_no_questions() -> None:
    certificate = make_sent(sent_at=None, sent_to="")
    page = page_of(certificate)
    assert "intyget är inte skickat" in page.by_id("panel-arenden").text_content()
    assert page.test_id("questions") is None


def test_both_parts_say_that_they_are_empty(sent: Certificate) -> None:
    page = page_of(sent)
    assert "Det finns ingen kompletteringsbegäran" in page.text("complements")
    assert "Det finns inga administrativa frågor" in page.text("administrative")
    assert page.by_id("panel-count").get("hidden") is not None
    assert foot(page) == []


def test_the_tab_opens_and_counts_what_nobody_has_handled(sent: Certificate) -> None:
    asked_to_complement(sent)
    set_handled(user=make_user(), question_id=asked(sent, message_id="m-2").pk)
    page = page_of(sent)
    assert page.test_id("panel-tab-arenden").get("aria-current") == "true"
    assert page.by_id("panel-count").text_content() == "1 ej hanterade"
    assert "Kompletteringsbegäran 1 ej hanterade" in page.text("questions")
    assert "Administrativa frågor 0 ej hanterade" in page.text("questions")


def test_requests_are_chosen_unless_only_administrative_questions_wait(sent: Certificate) -> None:
    asked(sent)
    assert chosen(page_of(sent)) == "administrative"
    asked_to_complement(sent, message_id="m-2")
    assert chosen(page_of(sent)) == "complements"


def test_a_type_without_administrative_questions_says_why_the_part_is_closed() -> None:
    page = page_of(make_sent("fk7427"))
    radio = page.by_id("kind-administrative")
    assert radio.get("disabled") is not None
    assert "finns inte för den här intygstypen" in page.by_id(radio.get("aria-describedby")).text_content()
    assert page.test_id("administrative") is None


def test_a_card_tells_all_about_an_open_request(sent: Certificate) -> None:
    request = asked_to_complement(
        sent,
        complements=ABOUT_DIAGNOSES,
        text="Vi behöver veta mer.",
        contact=("Hanna", "010-123"),
        last_answer_date=dt.date(2026, 1, 19),
    )
    asked(sent, message_id="m-2", topic="PAMINN", reminds="m-1", text="Vi väntar på svar.")
    forward(user=make_user(), certificate_id=sent.pk)
    card = page_of(sent).text(f"question-{request.pk}")
    for part in (
        "Komplettering Försäkringskassan",
        "Svara senast 2026-01-19",
        "Vidarebefordrad",
        "Påminnelse",
        "Vi väntar på svar.",
        "Vi behöver veta mer.",
        "Kontakt: Hanna, 010-123",
        "Visa kompletteringsbegäran för: ",
        "Markera som hanterad",
    ):
        assert part in card


def test_a_handled_question_asks_for_nothing_any_more(sent: Certificate) -> None:
    request = asked_to_complement(sent, last_answer_date=dt.date(2026, 1, 19))
    asked(sent, message_id="m-2", topic="PAMINN", reminds="m-1")
    set_handled(user=make_user(), question_id=request.pk)
    card = page_of(sent).text(f"question-{request.pk}")
    assert "Hanterad" in card
    assert "Markera som hanterad" not in card
    assert "Svara senast" not in card
    assert "Påminnelse" not in card


@pytest.mark.parametrize(("length", "is_folded"), [(230, False), (231, True)])
def test_a_long_request_is_folded(length: int, is_folded: bool) -> None:
    certificate = make_sent()
    text = ("ord " * 100)[: length - 1] + "x"
    request = asked_to_complement(certificate, text=text)
    card = page_of(certificate).test_id(f"question-{request.pk}")
    assert bool(card.xpath(".//details")) is is_folded
    shown = "".join(card.text_content().split())
    assert "".join(text.split()) in shown.replace("…", "").replace("VisamerVisamindre", "")


def test_a_long_administrative_question_is_not_folded(sent: Certificate) -> None:
    question = asked(sent, text="ord " * 100)
    assert "Visa mer" not in page_of(sent).text(f"question-{question.pk}")


def test_what_is_asked_stands_beside_the_answer_and_in_the_rail() -> None:
    certificate = make_sent()
    asked_to_complement(certificate, complements=ABOUT_DIAGNOSES)
    page = page_of(certificate)
    answer = page.test_id("element-6")
    assert "wc-answer--asked" in answer.get("class")
    assert "Vilken diagnos väger tyngst?" in answer.text_content()
    assert "Diagnos, kompletteringsbegäran" in page.by_id("rail").text_content()
    (link,) = page.tree.xpath("//a[@data-goto]/@href")
    assert link == "#q-6-huvuddiagnos-code"


ABOUT_ROWS = (
    ComplementLine("6", "Sedan när?", 2),
    ComplementLine("1", "Vad framkom?", 1),
    ComplementLine("28", "Vilka studier?", 2),
    ComplementLine("32", "Varför halva dagar?", 1),
)


def test_a_request_about_one_of_several_answers_leads_to_its_row() -> None:
    certificate = make_sent()
    asked_to_complement(certificate, complements=ABOUT_ROWS)
    page = page_of(certificate)
    links = page.tree.xpath("//a[@data-goto]")
    leads_to = [page.by_id(link.get("href").removeprefix("#")) for link in links]
    assert [row.tag for row in leads_to] == ["tr", "tr", "li", "tr"]
    shown = ["Ont i ryggen", "2026-01-05", "tudier", "2026-02-11"]
    assert [words in row.text_content() for words, row in zip(shown, leads_to, strict=True)] == [True] * 4
    assert links[0].text_content().strip().endswith(", Diagnos 2")
    assert "Diagnos 2: Sedan när?" in page.text("element-6")


def test_on_the_draft_it_leads_to_the_first_control_of_the_row() -> None:
    certificate = make_sent()
    asked_to_complement(certificate, complements=ABOUT_ROWS)
    page = page_of(begin_complement(user=make_user(), certificate_id=certificate.pk))
    names = [page.by_id(link.removeprefix("#")).get("name") for link in page.tree.xpath("//a[@data-goto]/@href")]
    assert names == ["e.6.diagnos2.code", "e.1.FYSISKUNDERSOKNING", "e.28.STUDIER", "e.32.HALFTEN"]
    assert "Diagnos 2: Sedan när?" in page.source


def test_a_row_of_investigations_goes_by_its_place_in_the_form() -> None:
    certificate = make_sent("luse")
    asked_to_complement(certificate, complements=(ComplementLine("4", "Vilket?", 1),))
    page = page_of(certificate)
    (link,) = page.tree.xpath("//a[@data-goto]/@href")
    assert link == "#q-4-row1-type"
    assert page.by_id("q-4-row1-type").tag == "tr"


def test_what_is_handled_leaves_no_mark() -> None:
    certificate = make_sent()
    request = asked_to_complement(certificate, complements=ABOUT_DIAGNOSES)
    set_handled(user=make_user(), question_id=request.pk)
    assert page_of(certificate).test_id("asked") is None


def test_a_question_that_is_not_shown_is_asked_at_the_one_above_it() -> None:
    certificate = make_sent(answers={"27": False, "26": False})
    asked_to_complement(certificate, complements=(ComplementLine("26.2", "Varför?"),))
    assert "Varför?" in page_of(certificate).text("element-26")


def test_a_point_that_the_form_does_not_know_is_only_read_in_the_request(sent: Certificate) -> None:
    known = ComplementLine("6", "Vilken?")
    request = asked_to_complement(sent, complements=(known, ComplementLine("4711", "Vad?")))
    page = page_of(sent)
    assert "Fråga 4711: Vad?" in page.text(f"question-{request.pk}")
    assert "Vad?" not in page.test_id("asked").text_content()
    assert len(page.tree.xpath("//a[@data-goto]")) == 1


def test_the_footer_offers_what_any_question_lets_be_done(sent: Certificate) -> None:
    asked_to_complement(sent)
    assert foot(page_of(sent)) == ["Komplettera", "Kan ej komplettera", "Vidarebefordra"]


def test_an_integrated_user_does_not_forward(sent: Certificate) -> None:
    asked_to_complement(sent)
    assert foot(page_of(sent, make_integrated_user())) == ["Komplettera", "Kan ej komplettera"]


def test_an_action_that_is_closed_but_explained_says_why() -> None:
    make_patient(TEST_PERSON)
    certificate = make_sent(OLDER, person_id=TEST_PERSON)
    asked(certificate)
    page = page_of(certificate)
    assert "Svara" in buttons(page.test_id("administrative"))
    refused = page.tree.xpath("//button[@aria-disabled='true'][normalize-space()='Svara']")
    assert page.by_id(refused[0].get("aria-describedby")).text_content()


def test_a_begun_complement_is_shown_and_the_ways_to_answer_are_gone(sent: Certificate) -> None:
    asked_to_complement(sent)
    draft = begin_complement(user=make_user(), certificate_id=sent.pk)
    page = page_of(sent)
    assert f"/certificate/{draft.pk}" in page.test_id("complements").xpath(".//a/@href")
    assert foot(page) == ["Vidarebefordra"]


def test_the_draft_shows_what_it_answers_and_marks_the_questions(sent: Certificate) -> None:
    request = asked_to_complement(sent, complements=(ComplementLine("25", "Vad mer?"),))
    asked(sent, message_id="m-2", text="Ring genast.")
    draft = begin_complement(user=make_user(), certificate_id=sent.pk)
    page = page_of(draft)
    assert "Visa kompletteringsbegäran för" in page.text(f"question-{request.pk}")
    assert buttons(page.test_id("questions")) == []
    assert "Ring genast." not in page.text("questions")
    (frame,) = page.tree.xpath("//*[@class='wc-asked'][.//*[@id='q-25']]")
    assert "Vad mer?" in frame.text_content()
    assert "kompletteringsbegäran" in page.by_id("rail").text_content()


def test_a_save_keeps_the_marks_of_the_draft() -> None:
    certificate = make_sent(NEWER)
    asked_to_complement(certificate, complements=(ComplementLine("25", "Vad mer?"),))
    draft = begin_complement(user=make_user(), certificate_id=certificate.pk)
    client = log_in(make_user())
    fields = {"version": str(draft.version), "e.25.text": "Mer."}
    reply = htmx_post(client, f"/certificate/{draft.pk}/element/25", fields)
    assert "kompletteringsbegäran" in reply.content.decode()


def test_an_ordinary_draft_of_the_same_type_has_no_marks(sent: Certificate) -> None:
    asked_to_complement(sent)
    draft = make_draft(parent=sent, relation=Certificate.Relation.ERSATT)
    page = page_of(draft)
    assert page.test_id("asked") is None
    assert page.test_id("questions") is None


def test_a_request_that_was_answered_by_a_message_says_so(sent: Certificate) -> None:
    request = asked_to_complement(sent)
    answer_complement(user=make_user(), certificate_id=sent.pk, text="Läkaren har slutat.")
    card = page_of(sent).text(f"question-{request.pk}")
    assert "besvarats med ett meddelande" in card
    assert "Re: Komplettering Leonie Koehl" in card
    assert "Läkaren har slutat." in card


def test_a_request_that_was_answered_by_a_certificate_leads_to_it(sent: Certificate) -> None:
    request = asked_to_complement(sent)
    child = make_signed(parent=sent, relation=Certificate.Relation.KOMPLT, created_at=clock.now())
    set_handled(user=make_user(), question_id=request.pk)
    card = page_of(sent).test_id(f"question-{request.pk}")
    assert "besvarats med ett nytt intyg" in card.text_content()
    assert f"/certificate/{child.pk}" in card.xpath(".//a/@href")


def test_an_answer_stands_below_its_question(sent: Certificate) -> None:
    question = asked(sent)
    send_answer(user=make_user(), question_id=question.pk, text="Ring växeln.")
    page = page_of(sent)
    assert page.text(f"answer-{question.pk}").startswith("Re: Kontakt Leonie Koehl")
    assert "Ring växeln." in page.text(f"answer-{question.pk}")
    assert page.by_id(f"handled-{question.pk}") is None


def test_what_is_begun_is_found_again(sent: Certificate) -> None:
    question = asked(sent)
    save_answer(user=make_user(), question_id=question.pk, text="Ring vä")
    save_question(user=make_user(), certificate_id=sent.pk, topic="OVRIGT", text="Hur går")
    page = page_of(sent)
    assert page.by_id(f"answer-{question.pk}-text").text.strip() == "Ring vä"
    assert page.by_id("question-text").text.strip() == "Hur går"
    assert page.tree.xpath("//select[@id='question-topic']/option[@selected]/@value") == ["OVRIGT"]
    assert page.by_id("question-status").text_content() == "Utkast sparat"
    assert page.by_id("question-cancel").get("hidden") is None


def test_care_asks_about_what_the_type_lets_be_asked() -> None:
    page = page_of(make_sent("fk3221"))
    options = page.tree.xpath("//select[@id='question-topic']/option/text()")
    assert options == ["Välj typ av fråga", "Kontakt", "Övrigt"]


def test_the_box_shows_whether_an_administrative_question_is_handled(sent: Certificate) -> None:
    question = asked(sent)
    assert page_of(sent).by_id(f"handled-{question.pk}").get("checked") is None
    set_handled(user=make_user(), question_id=question.pk)
    assert page_of(sent).by_id(f"handled-{question.pk}").get("checked") is not None


def test_an_address_opens_the_administrative_questions(sent: Certificate) -> None:
    asked_to_complement(sent)
    page = page_of(sent, rest="/questions/administrative")
    assert chosen(page) == "administrative"
    assert page.test_id("panel-tab-arenden").get("aria-current") == "true"


def test_when_questions_can_not_be_read_the_certificate_is_shown_all_the_same(
    sent: Certificate, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_args: object) -> None:
        raise OperationalError("disk I/O error")

    asked_to_complement(sent, complements=ABOUT_DIAGNOSES)
    monkeypatch.setattr("arenden.queries.questions", fail)
    monkeypatch.setattr("arenden.queries.complement_texts", fail)
    page = page_of(sent)
    error_id = page.test_id("questions-unreadable").xpath(".//code/text()")[0]
    assert error_id in caplog.text
    assert page.test_id("element-6") is not None
    assert page.test_id("asked") is None
    assert page.by_id("panel-count").get("hidden") is not None


def test_no_id_stands_twice_and_headings_follow_each_other(sent: Certificate) -> None:
    asked_to_complement(sent)
    send_answer(user=make_user(), question_id=asked(sent, message_id="m-2").pk, text="Ja.")
    send_question(user=make_user(), certificate_id=sent.pk, topic="KONTKT", text="Vem?")
    asked(sent, message_id="m-3")
    ids = page_of(sent).ids()
    assert [one for one in ids if ids.count(one) > 1] == []
