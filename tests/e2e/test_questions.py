"""Questions between care and Försäkringskassan in a real browser, by keyboard, and told to the journal system.

The stories of spec/integration.md 6.2 to 6.4; each state is judged by axe at both widths.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from lxml import etree
from playwright.sync_api import Locator, expect

from tests.e2e.journal_system import JournalSystem, eventually
from tests.e2e.recipient import Recipient
from tests.e2e.test_story import P001, VE01
from tests.e2e.test_whole_life import go_on, judged, press
from tests.e2e.watch import WatchedPage
from tools.clinician import Clinician
from tools.installation import Installation

PATIENT = "191212121212"
LAST_DAY = dt.date(2031, 1, 19)


@pytest.fixture(scope="module")
def journal(place: Installation) -> JournalSystem:
    return JournalSystem(place)


@pytest.fixture(scope="module")
def recipient(place: Installation) -> Recipient:
    return Recipient(place, unit=VE01)


@pytest.fixture
def sent(place: Installation, journal: JournalSystem, recipient: Recipient) -> str:
    """Id of a certificate that Försäkringskassan has."""
    certificate_id = journal.new_certificate(patient=PATIENT)
    doctor = Clinician(place.url, P001, unit=VE01)
    doctor.login()
    doctor.fill(certificate_id)
    doctor.sign(certificate_id)
    doctor.send(certificate_id)
    doctor.close()
    eventually(lambda: journal.received_by("FKASSA", certificate_id), because="Försäkringskassan has nothing")
    return certificate_id


def told(journal: JournalSystem, certificate_id: str, event: str, *, times: int = 1) -> etree._Element:
    """The latest status update of that event, once there are so many."""

    def arrived() -> list[dict[str, Any]]:
        found = [u for u in journal.status_updates(certificate_id) if u["event"] == event]
        return found if len(found) >= times else []

    updates = eventually(arrived, because=f"{event} did not arrive")
    assert updates[-1]["valid"] is True
    return etree.fromstring(updates[-1]["xml"].encode())


def counts(update: etree._Element, name: str) -> tuple[int, ...]:
    """In all, unanswered, answered, handled of ``skickadeFragor`` or ``mottagnaFragor``."""
    parts = ("totalt", "ejBesvarade", "besvarade", "hanterade")
    return tuple(int(update.findtext(f".//{{*}}{name}/{{*}}{part}", default="-1")) for part in parts)


def open_page(page: WatchedPage, certificate_id: str) -> None:
    page.login(P001, VE01)
    page.goto(f"/certificate/{certificate_id}")


def part(page: WatchedPage, name: str) -> Locator:
    return page.get_by_test_id(name)


def write(page: WatchedPage, field: Locator, text: str) -> None:
    field.focus()
    page.keyboard.type(text)


def dialog(page: WatchedPage, title: str) -> Locator:
    modal = page.locator("#modal")
    expect(modal.get_by_role("heading", name=title)).to_be_visible()
    return modal


def test_a_question_of_the_recipient_is_answered_by_keyboard(
    page: WatchedPage, journal: JournalSystem, recipient: Recipient, sent: str
) -> None:
    message_id = recipient.tell(sent, PATIENT, topic="KONTKT", text="Kan ni ringa oss?", last_day=LAST_DAY)
    update = told(journal, sent, "NYFRFM")
    assert update.findtext(".//{*}handelse/{*}amne/{*}code") == "KONTKT"
    assert update.findtext(".//{*}handelse/{*}sistaDatumForSvar") == str(LAST_DAY)
    assert counts(update, "mottagnaFragor") == (1, 1, 0, 0)

    open_page(page, sent)
    card = part(page, "administrative").get_by_role("article", name="Kontakt")
    expect(card).to_contain_text("Kan ni ringa oss?")
    expect(card).to_contain_text(f"Svara senast {LAST_DAY}")
    expect(page.get_by_test_id("panel-tab-arenden")).to_contain_text("1")
    wrong = judged(page, "open question")
    press(page, card.locator("summary", has_text="Svara"))
    answer = card.get_by_label("Svar", exact=True)
    write(page, answer, "Ring växeln.")
    expect(card.get_by_role("status").filter(has_text="Utkast sparat")).to_be_visible()
    wrong += judged(page, "begun answer")
    page.reload()
    expect(answer).to_have_value("Ring växeln.")
    press(page, card.get_by_role("button", name="Skicka"))
    expect(card).to_contain_text("Re: Kontakt")
    expect(card).to_be_focused()
    expect(page.locator("#panel-count")).to_be_hidden()
    wrong += judged(page, "answered question")
    assert wrong == []

    update = told(journal, sent, "HANFRFM")
    assert counts(update, "mottagnaFragor") == (1, 0, 0, 1)
    (received,) = eventually(lambda: recipient.received(sent), because="the answer did not arrive")
    assert received["valid"] is True
    body = etree.fromstring(received["xml"].encode())
    assert body.findtext(".//{*}svarPa/{*}meddelande-id") == message_id
    assert body.findtext(".//{*}meddelande") == "Ring växeln."


def test_care_asks_and_handles_the_answer_by_keyboard(
    page: WatchedPage, journal: JournalSystem, recipient: Recipient, sent: str
) -> None:
    open_page(page, sent)
    press(page, page.get_by_role("radio", name="Kompletteringsbegäran"), "ArrowRight")
    form = part(page, "administrative").locator("form").first
    expect(form).to_be_visible()
    wrong = judged(page, "no questions")
    press(page, form.get_by_role("button", name="Skicka"))
    expect(form).to_contain_text("Välj vad frågan gäller.")
    expect(form).to_contain_text("Skriv ett meddelande.")
    expect(form.get_by_label("Fråga")).to_be_focused()
    wrong += judged(page, "incomplete question")
    press(page, form.get_by_label("Ämne"), "End")
    expect(form.get_by_label("Ämne")).to_have_value("OVRIGT")
    write(page, form.get_by_label("Fråga"), "Har ni fått allt? ✓")
    page.keyboard.press("Tab")
    expect(form).to_contain_text("1 tecken som inte stöds har tagits bort: ✓")
    expect(form.get_by_label("Fråga")).to_have_value("Har ni fått allt? ")
    expect(form.locator("[data-message-status]")).to_have_text("Utkast sparat")
    expect(page.locator("[data-unsaved]")).to_have_count(0)
    press(page, form.get_by_role("button", name="Skicka"))
    card = part(page, "administrative").get_by_role("article", name="Övrigt")
    expect(card).to_be_focused()
    expect(form.get_by_label("Fråga")).to_have_value("")
    assert counts(told(journal, sent, "NYFRFV"), "skickadeFragor") == (1, 1, 0, 0)
    (received,) = eventually(lambda: recipient.received(sent), because="the question did not arrive")
    assert (received["topic"], received["valid"]) == ("OVRIGT", True)

    recipient.tell(sent, PATIENT, topic="OVRIGT", text="Ja, tack.", answers=received["messageId"])
    assert counts(told(journal, sent, "NYSVFM"), "skickadeFragor") == (1, 0, 1, 0)
    page.reload()
    expect(card).to_contain_text("Ja, tack.")
    wrong += judged(page, "answer of the recipient")
    box = card.get_by_role("checkbox", name="Hanterad")
    press(page, box, "Space")
    expect(page.locator("#panel-count")).to_be_hidden()
    expect(box).to_be_checked()
    expect(box).to_be_focused()
    assert counts(told(journal, sent, "HANFRFV"), "skickadeFragor") == (1, 0, 0, 1)
    press(page, box, "Space")
    expect(page.locator("#panel-count")).to_be_visible()
    assert counts(told(journal, sent, "HANFRFV", times=2), "skickadeFragor") == (1, 0, 1, 0)
    assert wrong == []


def test_a_request_is_answered_by_a_new_certificate(
    page: WatchedPage, journal: JournalSystem, recipient: Recipient, sent: str
) -> None:
    asked = {"6": "Vilken diagnos väger tyngst?", "17": "Beskriv mer."}
    text = "Vi behöver veta mer för att kunna bedöma rätten till ersättning. " * 5
    request = recipient.tell(sent, PATIENT, topic="KOMPLT", text=text, complements=asked)
    recipient.tell(sent, PATIENT, topic="PAMINN", text="Vi väntar på svar.", reminds=request, last_day=LAST_DAY)
    assert counts(told(journal, sent, "NYFRFM", times=2), "mottagnaFragor") == (1, 1, 0, 0)

    open_page(page, sent)
    expect(page.get_by_test_id("status-1")).to_have_text("Försäkringskassan har begärt komplettering")
    card = part(page, "complements").get_by_role("article", name="Komplettering")
    expect(card).to_contain_text("Vi väntar på svar.")
    press(page, card.locator("summary", has_text="Visa mer"))
    expect(card.get_by_text("Visa mindre")).to_be_visible()
    wrong = judged(page, "request for a complement")
    press(page, card.get_by_role("link", name="Visa kompletteringsbegäran för: Diagnos"))
    expect(page.get_by_test_id("element-6").get_by_role("row").nth(1)).to_be_focused()
    expect(page.get_by_test_id("element-6")).to_contain_text(asked["6"])

    with page.expect_navigation(url=lambda address: sent not in address):
        press(page, page.get_by_test_id("btn-complement-certificate"))
    child = page.url.rsplit("/", 1)[1]
    expect(page.get_by_test_id("element-17").locator("xpath=..")).to_contain_text(asked["17"])
    field = page.locator('[name="e.17.text"]')
    press(page, page.get_by_role("link", name="Visa kompletteringsbegäran för: Aktivitetsbegränsning"))
    expect(page.get_by_test_id("element-17")).to_be_focused()
    write(page, field, "Orkar inte stå. ")
    expect(page.locator("[data-unsaved]")).to_have_count(0)
    expect(page.get_by_test_id("element-17").locator("xpath=..")).to_contain_text(asked["17"])
    wrong += judged(page, "complementing draft")
    page.get_by_test_id("btn-sign-certificate").click()
    page.get_by_role("button", name="Signera", exact=True).click()
    page.get_by_test_id("status-1").filter(has_text="Intyget är skickat till Försäkringskassan").wait_for()

    (received,) = eventually(lambda: journal.received_by("FKASSA", child), because="the complement did not arrive")
    assert received["valid"] is True
    assert request in received["xml"]
    assert counts(told(journal, sent, "HANFRFM"), "mottagnaFragor") == (1, 0, 0, 1)
    page.goto(f"/certificate/{sent}/questions")
    expect(card).to_contain_text("besvarats med ett nytt intyg")
    expect(card.get_by_role("link", name="Öppna intyget")).to_have_attribute("href", f"/certificate/{child}")
    expect(page.get_by_test_id("asked")).to_have_count(0)
    wrong += judged(page, "answered by a certificate")
    assert wrong == []


def test_a_request_is_answered_by_a_message(
    page: WatchedPage, journal: JournalSystem, recipient: Recipient, sent: str
) -> None:
    request = recipient.tell(sent, PATIENT, topic="KOMPLT", text="Mer, tack.", complements={"35": "Hur då?"})
    open_page(page, sent)
    opener = page.get_by_test_id("btn-cannot-complement-certificate")
    press(page, opener)
    modal = dialog(page, "Kan ej komplettera")
    send = modal.get_by_role("button", name="Skicka svar")
    expect(send).to_be_disabled()
    press(page, modal.get_by_label("Ingen ytterligare medicinsk information"), "Space")
    write(page, modal.get_by_label("Meddelande"), "Inget mer.")
    expect(send).to_be_enabled()
    press(page, modal.get_by_label("Ingen på vårdenheten kan ansvara"), "Space")
    expect(modal.get_by_label("Meddelande")).to_have_value("")
    expect(send).to_be_disabled()
    wrong = judged(page, "cannot complement")
    page.keyboard.press("Escape")
    expect(opener).to_be_focused()
    press(page, opener)
    press(page, modal.get_by_label("Ingen på vårdenheten kan ansvara"), "Space")
    write(page, modal.get_by_label("Meddelande"), "Läkaren har slutat.")
    go_on(page, modal, "Skicka svar")
    card = part(page, "complements").get_by_role("article", name="Komplettering")
    expect(card).to_contain_text("besvarats med ett meddelande")
    expect(card).to_contain_text("Läkaren har slutat.")
    wrong += judged(page, "answered by a message")
    assert wrong == []

    assert counts(told(journal, sent, "HANFRFM"), "mottagnaFragor") == (1, 0, 0, 1)
    (received,) = eventually(lambda: recipient.received(sent), because="the message did not arrive")
    body = etree.fromstring(received["xml"].encode())
    assert (received["topic"], body.findtext(".//{*}svarPa/{*}meddelande-id")) == ("KOMPLT", request)


def test_what_is_begun_is_deleted_and_a_request_handled_after_a_question(
    page: WatchedPage, journal: JournalSystem, recipient: Recipient, sent: str
) -> None:
    recipient.tell(sent, PATIENT, topic="KOMPLT", text="Mer, tack.", complements={"35": "Hur då?"})
    open_page(page, sent)
    press(page, page.get_by_role("button", name="Markera som hanterad"))
    modal = dialog(page, "Markera som hanterad")
    wrong = judged(page, "handle for good")
    go_on(page, modal, "Markera som hanterad")
    card = part(page, "complements").get_by_role("article", name="Komplettering")
    expect(card).to_contain_text("Hanterad")
    expect(page.get_by_role("button", name="Markera som hanterad")).to_have_count(0)
    told(journal, sent, "HANFRFM")

    press(page, page.get_by_role("radio", name="Kompletteringsbegäran"), "ArrowRight")
    form = part(page, "administrative").locator("form").first
    write(page, form.get_by_label("Fråga"), "Hur går")
    cancel = form.get_by_role("button", name="Avbryt")
    expect(cancel).to_be_visible()
    expect(page.locator("[data-unsaved]")).to_have_count(0)
    press(page, cancel)
    modal = dialog(page, "Radera påbörjad fråga")
    wrong += judged(page, "delete a begun question")
    go_on(page, modal, "Ja, radera")
    expect(form.get_by_label("Fråga")).to_have_value("")
    assert wrong == []


def test_the_journal_system_is_told_even_without_script(
    scriptless_page: WatchedPage, journal: JournalSystem, recipient: Recipient, sent: str
) -> None:
    page = scriptless_page
    recipient.tell(sent, PATIENT, topic="KONTKT", text="Kan ni ringa oss?")
    open_page(page, sent)
    card = part(page, "administrative").get_by_role("article", name="Kontakt")
    card.locator("summary", has_text="Svara").click()
    card.get_by_role("button", name="Skicka").click()
    expect(card).to_contain_text("Skriv ett meddelande.")
    card.get_by_label("Svar", exact=True).fill("Ring växeln.")
    card.get_by_role("button", name="Spara utkast").click()
    expect(card.get_by_label("Svar", exact=True)).to_have_value("Ring växeln.")
    card.get_by_role("button", name="Skicka").click()
    expect(card).to_contain_text("Re: Kontakt")
    assert counts(told(journal, sent, "HANFRFM"), "mottagnaFragor") == (1, 0, 0, 1)

    form = part(page, "administrative").locator("form").first
    form.get_by_label("Ämne").select_option("Övrigt")
    form.get_by_label("Fråga").fill("Har ni fått allt?")
    form.get_by_role("button", name="Skicka").click()
    ours = part(page, "administrative").get_by_role("article", name="Övrigt")
    ours.get_by_role("checkbox", name="Hanterad").check()
    ours.get_by_role("button", name="Spara").click()
    expect(ours.get_by_role("checkbox", name="Hanterad")).to_be_checked()
    assert counts(told(journal, sent, "HANFRFV"), "skickadeFragor") == (1, 0, 0, 1)

    recipient.tell(sent, PATIENT, topic="KOMPLT", text="Mer, tack.", complements={"35": "Hur då?"})
    page.goto(f"/certificate/{sent}/questions")
    page.get_by_role("button", name="Kan ej komplettera").click()
    page.get_by_label("Ingen ytterligare medicinsk information").check()
    page.get_by_label("Meddelande").fill("Inget mer att säga.")
    page.get_by_role("button", name="Skicka svar").click()
    expect(page.locator('[name="e.25.text"]')).to_have_value("Inget mer att säga.")
    assert sent not in page.url
