"""The main job: a journal system asks for a draft, a doctor opens, fills, signs and sends it, everybody is told."""

from __future__ import annotations

import base64
import re
import shutil
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from lxml import etree
from playwright.sync_api import expect

from tests.e2e.journal_system import SHARED, JournalSystem, eventually
from tests.e2e.watch import WatchedPage
from tools.installation import Installation

P001 = "SE2321000016-P001"
VE01 = "SE2321000016-VE01"


@pytest.fixture(scope="module")
def journal(place: Installation) -> JournalSystem:
    return JournalSystem(place)


def choose_persona(page: WatchedPage, hsa_id: str) -> None:
    """Press *Logga in* on the persona's row of the test login, as a person does."""
    page.locator(f'button[name="hsa_id"][value="{hsa_id}"]').click()
    page.wait_for_load_state()


def fill_in(page: WatchedPage) -> None:
    """Fill in a complete FK 7804 with mouse and keyboard; every change saves itself."""
    page.get_by_label("min undersökning vid fysiskt vårdmöte", exact=True).check()
    page.get_by_label("Nuvarande arbete", exact=True).check()
    page.locator('[name="e.29.text"]').fill("Undersköterska på särskilt boende.")
    code = page.locator('[name="e.6.huvuddiagnos.code"]')
    code.click()
    code.press_sequentially("F43", delay=30)
    page.get_by_role("option").filter(has_text="F43.0").click()
    page.locator('[name="e.35.text"]').fill("Nedsatt uthållighet, bedömt vid besök.")
    page.locator('[name="e.17.text"]').fill("Klarar inte de tunga lyften.")
    page.get_by_label("100 procent", exact=True).check()
    expect(page.locator('[name="e.32.HELT_NEDSATT.from"]')).to_have_value(re.compile(r"\d{4}-\d{2}-\d{2}"))
    end = page.locator('[name="e.32.HELT_NEDSATT.to"]')
    end.fill("v2")
    end.press("Tab")
    page.get_by_label("Återgång helt efter intygets slutdatum").check()
    page.get_by_test_id("status-1").filter(has_text="Klart att signera").wait_for()
    expect(page.locator("[data-unsaved]")).to_have_count(0)


def sign(page: WatchedPage) -> None:
    """Sign by the signing service."""
    page.get_by_test_id("btn-sign-certificate").click()
    page.get_by_role("button", name="Signera", exact=True).click()
    page.get_by_test_id("status-1").filter(has_text="Intyget är signerat").wait_for()


def send(page: WatchedPage) -> None:
    page.get_by_test_id("btn-send-certificate").click()
    page.get_by_test_id("modal").get_by_role("button", name="Skicka till Försäkringskassan").click()
    page.get_by_test_id("status-1").filter(has_text="Intyget är skickat till Försäkringskassan").wait_for()


@pytest.fixture(scope="module")
def finished(place: Installation, journal: JournalSystem, request: pytest.FixtureRequest) -> str:
    """One whole life in a real browser; the certificate's id."""
    browser = request.getfixturevalue("browser")
    certificate_id = journal.new_certificate(reference="journal-ref-77")
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="sv-SE", base_url=place.url)
    page = WatchedPage(context.new_page(), place.url)
    page.goto(f"/visa/intyg/{certificate_id}?enhet={VE01}")
    choose_persona(page, P001)
    assert page.url == f"{place.url}/certificate/{certificate_id}"
    fill_in(page)
    sign(page)
    send(page)
    context.close()
    page.assert_clean()
    return certificate_id


def test_the_journal_system_hears_of_each_event_in_order(journal: JournalSystem, finished: str) -> None:
    events = eventually(
        lambda: (e := journal.events(finished)) and e[-1] == "SKICKA" and e, because="SKICKA did not arrive"
    )
    assert [e for e in events if e != "ANDRAT"] == ["SKAPAT", "SIGNAT", "SKICKA"]
    updates = journal.status_updates(finished)
    assert all(update["valid"] for update in updates)
    assert all("journal-ref-77" in update["xml"] for update in updates)
    assert updates[0]["unitId"] == VE01
    times = [update["eventTime"] for update in updates if update["event"] != "ANDRAT"]
    assert times == sorted(times)


def test_no_change_is_told_after_the_signature(journal: JournalSystem, finished: str) -> None:
    events = journal.events(finished)
    assert "ANDRAT" not in events[events.index("SIGNAT") :]


def test_intygstjansten_holds_it_registered_and_then_sent(journal: JournalSystem, finished: str) -> None:
    stored = eventually(
        lambda: (s := journal.stored(finished)) and any(x["status"] == "SENT" for x in map(state, s["states"])) and s,
        because="it is not sent at Intygstjänsten",
    )
    states = [state(s) for s in stored["states"]]
    assert [s["status"] for s in states] == ["RECEIVED", "SENT"]
    assert states[1]["target"] == "FKASSA"
    assert stored["typeCode"] == "LISJP"
    assert stored["version"] == "2.0"


def state(entry: dict[str, str]) -> dict[str, str]:
    """Status and target of one state, whatever it calls the wire code."""
    code = entry.get("status") or entry.get("code") or ""
    return {"status": {"RECEIV": "RECEIVED", "SENTTO": "SENT"}.get(code, code), "target": entry.get("target", "")}


def test_forsakringskassan_has_it_once(journal: JournalSystem, finished: str) -> None:
    received = eventually(lambda: journal.received_by("FKASSA", finished), because="Försäkringskassan has nothing")
    assert len(received) == 1
    assert received[0]["valid"] is True


def test_every_access_is_in_the_pdl_log(journal: JournalSystem, finished: str) -> None:
    def complete() -> list[dict[str, str]]:
        entries = journal.log_entries(finished)
        kinds = [e["activityType"] for e in entries]
        return entries if "Signera" in kinds and "Utskrift" in kinds else []

    entries = eventually(complete, because="the log is not complete")
    kinds = [e["activityType"] for e in entries]
    assert kinds.count("Signera") == 1
    assert kinds.count("Skriva") == 2  # created over SOAP, saved in the browser
    assert kinds.count("Läsa") >= 1
    sent = next(e for e in entries if e["activityType"] == "Utskrift")
    assert sent["activityArgs"] == "Intyg skickat till mottagare Försäkringskassan"
    assert {e["userId"] for e in entries} == {P001}
    assert {e["careUnitId"] for e in entries} == {VE01}


def test_every_message_agrees_with_the_official_contracts(journal: JournalSystem, finished: str) -> None:
    tool = SHARED / "tools" / "check_contract.py"
    if not tool.exists():
        pytest.skip("the official contract files are not on this machine")
    sys.path.insert(0, str(tool.parent))
    import check_contract

    envelopes = [u["xml"] for u in journal.status_updates(finished)]
    envelopes += [r["xml"] for r in journal.received_by("FKASSA", finished)]
    assert len(envelopes) >= 4
    for envelope in envelopes:
        assert check_contract.check(envelope.encode()) == []


def test_xmlsec1_accepts_the_stored_certificate_and_refuses_one_changed_letter(
    place: Installation, journal: JournalSystem, finished: str, tmp_path: Path
) -> None:
    program = shutil.which("xmlsec1")
    assert program, "xmlsec1 is missing; make test installs it"
    encoded = place.manage(
        "shell", "-v", "0", "-c",
        "import base64; from certificates.models import SignedDocument as D;"
        f"print(base64.b64encode(bytes(D.objects.get(pk='{finished}').xml)).decode())",
    )  # fmt: skip
    document = base64.b64decode(encoded.strip())
    (tmp_path / "ca.pem").write_text(httpx.get(f"{place.url}/simulators/signing/ca.pem").text)

    def verify(data: bytes) -> int:
        (tmp_path / "signed.xml").write_bytes(data)
        chain = split_pem((tmp_path / "ca.pem").read_text(), tmp_path)
        command = [program, "--verify", "--enabled-reference-uris", "empty", *chain, str(tmp_path / "signed.xml")]
        return subprocess.run(command, capture_output=True).returncode

    assert verify(document) == 0
    assert b"tunga" in document
    assert verify(document.replace(b"tunga", b"tynga")) != 0
    received = journal.received_by("FKASSA", finished)[0]["xml"].encode()
    body = etree.fromstring(received).find("{http://schemas.xmlsoap.org/soap/envelope/}Body")
    assert body is not None
    assert verify(etree.tostring(body[0])) == 0


def split_pem(text: str, folder: Path) -> list[str]:
    """Arguments for xmlsec1: the self-signed root is trusted, the rest is not."""
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding

    arguments = []
    for number, certificate in enumerate(x509.load_pem_x509_certificates(text.encode())):
        path = folder / f"ca-{number}.pem"
        path.write_bytes(certificate.public_bytes(Encoding.PEM))
        arguments += ["--trusted-pem" if certificate.issuer == certificate.subject else "--untrusted-pem", str(path)]
    return arguments


def test_a_draft_made_in_the_browser_reaches_the_same_end(
    place: Installation, journal: JournalSystem, page: WatchedPage
) -> None:
    page.login(P001)
    page.goto("/search")
    page.locator("#person_id").fill("198706160291")
    page.keyboard.press("Enter")
    page.get_by_test_id("btn-create-fk7804").click()
    page.wait_for_url("**/certificate/*")
    certificate_id = page.url.rsplit("/", 1)[1].split("?")[0]
    assert "198706160291" not in page.url
    fill_in(page)
    sign(page)
    send(page)
    eventually(lambda: journal.events(certificate_id)[-1:] == ["SKICKA"], because="SKICKA did not arrive")
    eventually(lambda: journal.received_by("FKASSA", certificate_id), because="Försäkringskassan has nothing")
