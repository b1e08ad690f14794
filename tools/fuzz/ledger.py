"""What was stored, against what was answered OK: nothing without a cause, and nothing lost."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.http import parse_header_parameters
from lxml import etree

from rivta import envelope, server, xml
from rivta.contracts import CREATE_DRAFT_CERTIFICATE_3, REGISTER_CERTIFICATE_3, SEND_MESSAGE_TO_CARE_2
from rivta.namespaces import CERT, CREATE_DRAFT, MESSAGE_TO_CARE, REGISTER, TYPES
from rivta.results import ResultCode, read_result
from tools.fuzz.judge import Fault
from tools.fuzz.wire import Answer, Request

Ask = Callable[[str], list[tuple[Any, ...]]]
"""Rows of the installation's database for a query."""
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_REGISTERED_ID = f"{{{REGISTER}}}intyg/{{{CERT}}}intygs-id/{{{TYPES}}}extension"
_DONE = (200, 201, 202, 204, 302, 303, 307)
_FOLLOWING = {
    "event": "SELECT id, certificate_id FROM certificates_certificateevent",
    "status update": "SELECT id, certificate_id FROM notifications_statusupdate",
    "PDL record": "SELECT id, activity_level FROM pdllog_pdlrecord",
}
"""Entries that follow from what happens to a certificate, by their id and the certificate's."""


@dataclass(slots=True)
class Ledger:
    """What the answers say was done. ``touched``: certificates that something may have been done to.

    ``registered``: certificates of others at Intygstjänsten; one that is asked for is fetched from there.
    """

    drafts: set[str] = field(default_factory=set)
    registered: set[str] = field(default_factory=set)
    messages: dict[str, str] = field(default_factory=dict)
    touched: set[str] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, request: Request, answer: Answer) -> None:
        """Remember what an answer acknowledges."""
        if answer.status not in _DONE:
            return
        with self._lock:
            if answer.content_type == "text/xml" and server.endpoint_at(request.path):
                self._note_soap(request, answer)
            elif answer.status == 201 and answer.content_type == "application/json":
                self._note_json(json.loads(answer.body))
            if request.header("Cookie") or request.header("Authorization"):
                self.touched.update(found.lower() for found in _UUID.findall(request.path))

    def _note_soap(self, request: Request, answer: Answer) -> None:
        shown = envelope.open_answer(etree.fromstring(answer.body))
        if not isinstance(shown, etree._Element) or not read_result(shown).is_done:
            return
        if shown.tag == CREATE_DRAFT_CERTIFICATE_3.response_tag:
            self._note_draft(shown.findtext(f"{{{CREATE_DRAFT}}}intygs-id/{{{TYPES}}}extension", ""))
        elif shown.tag == REGISTER_CERTIFICATE_3.response_tag:
            asked = next(_read(request).iter(REGISTER_CERTIFICATE_3.request_tag))
            self.registered.add(asked.findtext(_REGISTERED_ID, "").strip().lower())
        elif shown.tag == SEND_MESSAGE_TO_CARE_2.response_tag:
            asked = next(_read(request).iter(SEND_MESSAGE_TO_CARE_2.request_tag))
            certificate = asked.findtext(f"{{{MESSAGE_TO_CARE}}}intygs-id/{{{TYPES}}}extension", "")
            self._note_message(asked.findtext(f"{{{MESSAGE_TO_CARE}}}meddelande-id", ""), certificate)

    def _note_json(self, content: dict[str, Any]) -> None:
        if "messageId" in content and content.get("resultCode") in (ResultCode.OK, ResultCode.INFO):
            self._note_message(str(content["messageId"]), str(content.get("certificateId", "")))
        elif content.get("result") in (ResultCode.OK, ResultCode.INFO):
            self._note_of_the_api(content)

    def _note_of_the_api(self, content: dict[str, Any]) -> None:
        """A message names its certificate; a draft is one."""
        if "certificateId" in content:
            self._note_message(str(content["id"]), str(content["certificateId"]))
        else:
            self._note_draft(str(content.get("id", "")))

    def _note_draft(self, certificate: str) -> None:
        self.drafts.add(certificate)
        self.touched.add(certificate)

    def _note_message(self, message: str, certificate: str) -> None:
        self.messages[message.strip()] = certificate.strip().lower()
        self.touched.add(certificate.strip().lower())


def _read(request: Request) -> etree._Element:
    """The body of a request that was understood; a web server may have put a header aside that is no ASCII."""
    _, parameters = parse_header_parameters(request.header("Content-Type"))
    try:
        return xml.parse(request.body, charset=parameters.get("charset", ""))
    except xml.MalformedXml:
        return xml.parse(request.body)


@dataclass(frozen=True, slots=True)
class Stored:
    """What an installation holds at one moment."""

    certificates: frozenset[str]
    messages: frozenset[str]
    following: dict[str, dict[Any, str]]

    @classmethod
    def now(cls, ask: Ask) -> Stored:
        return cls(
            certificates=frozenset(str(key) for (key,) in ask("SELECT id FROM certificates_certificate")),
            messages=frozenset(str(key) for (key,) in ask("SELECT message_id FROM arenden_arende")),
            following={what: {key: str(of) for key, of in ask(query)} for what, query in _FOLLOWING.items()},
        )


def faults(before: Stored, after: Stored, ledger: Ledger) -> Iterator[Fault]:
    """What was stored without a cause, and what was answered OK and is not there."""
    for what, found, told in (
        ("draft", after.certificates - before.certificates - ledger.registered, ledger.drafts - ledger.registered),
        ("message", after.messages - before.messages, set(ledger.messages) - before.messages),
    ):
        for key in sorted(found - told):
            yield Fault(f"{what} without a cause", key[:80])
        for key in sorted(told - found):
            yield Fault(f"{what} answered OK and not stored", key[:80])
    for what, rows in after.following.items():
        for key in rows.keys() - before.following[what].keys():
            if _UUID.fullmatch(rows[key]) and rows[key].lower() not in ledger.touched:
                yield Fault(f"{what} without a cause", rows[key])
