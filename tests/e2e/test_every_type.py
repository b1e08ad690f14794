"""A whole life in a browser for every type that new drafts are made of: found, filled in, signed, sent and printed."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from lxml import etree
from playwright.sync_api import Browser, ViewportSize, expect
from pypdf import PdfReader

from certificates import receiver_rules
from certificates.types.base import CertificateType
from hsa.roles import Role
from patients.person_id import PersonId
from tests.certificates.print.pdfs import structure
from tests.certificates.types.days import moved_to
from tests.certificates.types.examples import Example, all_examples
from tests.certificates.types.test_every_type import find
from tests.e2e.filling import Filler
from tests.e2e.journal_system import SHARED, JournalSystem, eventually
from tests.e2e.test_accessibility import judge
from tests.e2e.test_story import split_pem
from tests.e2e.watch import WatchedPage
from tools import type_table
from tools.installation import ROOT, Installation
from webcert import clock

WIDE, NARROW = ViewportSize(width=1280, height=900), ViewportSize(width=320, height=800)
REGISTERED_ADDRESS = {"address": "Tolvgatan 12", "postal_code": "99001", "city": "Norrvik", "source": "PU"}
"""Where the patient lives by the population register of the demo world: such an answer is locked."""
ANSWERS = """
import json, sys
from certificates.models import Certificate
for line in sys.stdin:
    print(json.dumps(Certificate.objects.get(pk=line.strip()).answers), flush=True)
"""


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody of the demo world, on her unit."""

    role: Role
    hsa_id: str
    unit: str


DOCTOR = Persona(Role.LAKARE, "SE2321000016-P001", "SE2321000016-VE01")
DENTIST = Persona(Role.TANDLAKARE, "SE2321000016-P004", "SE2321000016-VE02")
OTHERS = (
    DENTIST,
    Persona(Role.SJUKSKOTERSKA, "SE2321000016-P006", "SE2321000016-VE01"),
    Persona(Role.BARNMORSKA, "SE2321000016-P007", "SE2321000016-VE01"),
)


def signers(types: tuple[CertificateType, ...]) -> dict[str, Persona]:
    """By type id. The doctor signs, except that each other role signs one type that it may sign."""
    chosen: dict[str, Persona] = {}
    for persona in OTHERS:
        free = (t for t in types if persona.role in t.signing_roles and t.type_id not in chosen)
        chosen[next(free).type_id] = persona
    return {t.type_id: chosen.get(t.type_id, DOCTOR) for t in types}


def in_order(types: tuple[CertificateType, ...]) -> tuple[CertificateType, ...]:
    """A type that should follow another one comes after it."""
    return tuple(sorted(types, key=lambda t: bool(t.made_after)))


OFFERED = in_order(type_table.offered())
SIGNERS = signers(OFFERED)
LEAVES_FOR_THE_SERVICE = OFFERED[0]
"""The type that is signed on the page of the signing service; the others at once."""

QUESTION = "form[data-confirm]"
"""Of a dialog that opens by itself, before a draft is made, over it, or before it is signed (spec/ui.md 6.3)."""


class Archive:
    """Reads answers from the installation's database, by one process that is asked again and again."""

    def __init__(self, place: Installation) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "shell", "-v", "0", "-c", ANSWERS],
            cwd=ROOT, env=place.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def answers(self, certificate_id: str) -> dict[str, Any]:
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(f"{certificate_id}\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def close(self) -> None:
        self.process.communicate()


@pytest.fixture(scope="module")
def archive(place: Installation) -> Iterator[Archive]:
    archive = Archive(place)
    yield archive
    archive.close()


@pytest.fixture(scope="module")
def journal(place: Installation) -> JournalSystem:
    """Its drafts make the units known as integrated: from then on they are told of every certificate."""
    journal = JournalSystem(place)
    for persona in (DOCTOR, DENTIST):
        journal.new_certificate(unit=persona.unit, person=persona.hsa_id)
    return journal


@dataclass(slots=True)
class Desk:
    """One signer in the browser, with one certificate of one type."""

    page: WatchedPage
    ctype: CertificateType
    example: Example
    persona: Persona
    certificate_id: str = ""

    def begin(self) -> None:
        """Find the patient and choose the type."""
        self.page.login(self.persona.hsa_id)
        self.page.goto("/search")
        self.page.locator("#person_id").fill(self.example.person_id)
        self.page.keyboard.press("Enter")
        self.page.get_by_test_id(f"btn-create-{self.ctype.type_id}").click()
        draft = self.page.locator("form#draft")
        expect(draft.or_(self.page.locator(QUESTION)).first).to_be_visible()
        self._go_on()
        self.page.wait_for_url("**/certificate/*")
        expect(draft).to_be_visible()
        self._go_on()
        self.certificate_id = self.page.url.rsplit("/", 1)[1].split("?")[0]

    def _go_on(self) -> None:
        """Answer the question that stands over the page, if one does; copy nothing from another certificate."""
        question = self.page.locator(QUESTION)
        if not question.is_visible():
            return
        assert self.judged("question") + self.judged("question", NARROW) == []
        if question.locator("#checked").count():
            question.locator("#checked").check()
        stays = question.locator("button", has_text="Avbryt")
        (stays if stays.count() else question.locator('.wc-dialog__foot button[type="submit"]').last).click()

    def fill(self) -> dict[str, Any]:
        answers = moved_to(clock.today(), self.example.answers)
        if self.ctype.patient_address:
            answers[self.ctype.patient_address] = REGISTERED_ADDRESS
        birth = PersonId(self.example.person_id).birth_date
        return Filler(self.page, self.ctype, answers, birth=birth, find=find).fill()

    def sign(self) -> None:
        leaves = self.ctype is LEAVES_FOR_THE_SERVICE
        self.page.get_by_test_id("btn-sign-certificate" if leaves else "btn-sign-at-once").click()
        if self.ctype.signing_check:
            expect(self.page.locator(QUESTION)).to_be_visible()
            self._go_on()
        if leaves:
            self.page.wait_for_url(lambda url: "/certificate/" not in url)
            self.page.get_by_role("button", name="Signera", exact=True).click()
        expect(self.page.get_by_test_id("btn-sign-certificate")).to_have_count(0)

    def send(self) -> None:
        recipient = self.ctype.recipient
        assert recipient
        if not self.ctype.flags.auto_send_after_sign:
            self.page.get_by_test_id("btn-send-certificate").click()
            self.page.get_by_test_id("modal").get_by_role("button", name=f"Skicka till {recipient.name}").click()
        sent = self.page.get_by_test_id("status-1").filter(has_text=f"Intyget är skickat till {recipient.name}")
        sent.wait_for()

    def judged(self, name: str, size: ViewportSize = WIDE) -> list[str]:
        self.page.set_viewport_size(size)
        found = judge(self.page, f"{name} {size['width']}")
        self.page.set_viewport_size(WIDE)
        return found


@pytest.fixture
def desk(browser: Browser, place: Installation, request: pytest.FixtureRequest) -> Iterator[Desk]:
    ctype: CertificateType = request.param
    example = next(e for e in all_examples() if e.type_id == ctype.type_id and ctype.version in e.versions)
    context = browser.new_context(viewport=WIDE, locale="sv-SE", base_url=place.url)
    page = WatchedPage(context.new_page(), place.url)
    yield Desk(page, ctype, example, SIGNERS[ctype.type_id])
    context.close()
    page.assert_clean()


@pytest.mark.parametrize("desk", OFFERED, indirect=True, ids=lambda t: t.type_id)
def test_a_certificate_lives_its_whole_life_in_the_browser(
    desk: Desk, place: Installation, journal: JournalSystem, archive: Archive, tmp_path: Path
) -> None:
    desk.begin()
    desk.page.get_by_test_id("btn-sign-certificate").click()
    desk.page.get_by_test_id("summary-top").wait_for()
    wrong = desk.judged("all that is missing is shown")
    answers = desk.fill()
    assert archive.answers(desk.certificate_id) == answers
    desk.page.get_by_test_id("status-1").filter(has_text="Klart att signera").wait_for()
    wrong += desk.judged("filled in") + desk.judged("filled in", NARROW)
    assert wrong == []

    desk.sign()
    stored = eventually(lambda: journal.stored(desk.certificate_id), because="Intygstjänsten does not hold it")
    message = etree.fromstring(stored["xml"].encode())
    assert official_faults(message) == []
    assert verified(message, place, tmp_path)
    intyg = message.find("{*}intyg")
    assert intyg is not None
    assert receiver_rules.check(desk.ctype, intyg) == []

    events = ["SKAPAT", "SIGNAT"]
    if desk.ctype.flags.sendable:
        desk.send()
        events.append("SKICKA")
        recipient = desk.ctype.recipient
        assert recipient
        received = eventually(
            lambda: journal.received_by(recipient.id, desk.certificate_id), because=f"{recipient.name} has nothing"
        )
        assert [entry["valid"] for entry in received] == [True]
    eventually(lambda: heard(journal, desk.certificate_id) == events, because="not all status updates came")

    printed = desk.page.request.get(f"/moduleapi/intyg/{desk.ctype.type_id}/{desk.certificate_id}/pdf")
    assert printed.ok
    assert {"Document", "H1"} <= set(structure(PdfReader(io.BytesIO(printed.body()))))


def heard(journal: JournalSystem, certificate_id: str) -> list[str]:
    """What the journal system was told, without the changes of the draft."""
    return [event for event in journal.events(certificate_id) if event != "ANDRAT"]


def official_faults(message: etree._Element) -> list[str]:
    """By the official schemas, where they are on this machine."""
    tool = SHARED / "tools" / "check_contract.py"
    if not tool.exists():
        return []
    if str(tool.parent) not in sys.path:
        sys.path.insert(0, str(tool.parent))
    import check_contract

    return check_contract.check(etree.tostring(message))


def verified(message: etree._Element, place: Installation, folder: Path) -> bool:
    """What xmlsec1 says of the signature."""
    program = shutil.which("xmlsec1")
    assert program, "xmlsec1 is missing; make test installs it"
    (folder / "signed.xml").write_bytes(etree.tostring(message))
    chain = split_pem(httpx.get(f"{place.url}/simulators/signing/ca.pem").text, folder)
    command = [program, "--verify", "--enabled-reference-uris", "empty", *chain, str(folder / "signed.xml")]
    return subprocess.run(command, capture_output=True).returncode == 0
