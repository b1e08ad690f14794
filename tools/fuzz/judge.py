"""What an answer must be, whatever was asked."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from lxml import etree

from rivta import envelope, server
from rivta.envelope import ReadFault, SoapFault
from tools.fuzz.wire import Answer, Request
from tools.installation import ROOT

_PROBLEM = "application/problem+json"
_INTERNAL = re.compile(rb"Internal error|internt fel", re.IGNORECASE)
_NUMBER = re.compile(r"(?<!\d)(?:19|20)\d{6}[-+]?\d{4}(?!\d)")
_LEAKS = (
    re.compile(rb"Traceback \(most recent"),
    re.compile(rb"[\w.-]+\.py\b"),
    re.compile(rb"site-packages|" + re.escape(str(ROOT).encode())),
    re.compile(rb"\b(?:django|sqlite3|psycopg\w*|lxml)\.\w+"),
    re.compile(rb"\b(?:Operational|Integrity|Data|Key|Value|Type|Attribute|Index|Recursion|Unicode\w*|Lookup)Error\b"),
    re.compile(rb"\b(?:SELECT|INSERT INTO|UPDATE|DELETE FROM) \"?[a-z]+_[a-z]+"),
    re.compile(rb"no such (?:table|column)|constraint failed|duplicate key value"),
    re.compile(rb"demo-only-not-a-secret|DJANGO_SETTINGS_MODULE|DATABASE_URL"),
)
"""What no answer holds, unless the request said it first."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with an answer: its kind, and what was seen of it."""

    kind: str
    detail: str


def faults(request: Request, answer: Answer, *, within: float) -> list[Fault]:
    """Every fault of an answer that may take ``within`` seconds."""
    found = [fault for look in _LOOKS for fault in look(request, answer)]
    if answer.seconds > within:
        found.append(Fault("slow", f"{answer.seconds:.1f} s"))
    return found


def _failures(request: Request, answer: Answer) -> Iterator[Fault]:
    if answer.status == 500 and request.method != "HEAD" and not _is_explained(answer):
        yield Fault("500 without a fault", answer.content_type)
    if answer.status in (501, 502, 504) or answer.status > 504:
        yield Fault("server error", str(answer.status))
    if _INTERNAL.search(answer.body) and not _INTERNAL.search(request.body):
        yield Fault("internal error", answer.body[-300:].decode("utf-8", "replace"))


def _leaks(request: Request, answer: Answer) -> Iterator[Fault]:
    said = b"\n".join((request.body, unquote_to_bytes(request.path)))
    for pattern in _LEAKS:
        for match in pattern.finditer(answer.body):
            if match.group() not in said:
                yield Fault("leak", match.group().decode("utf-8", "replace")[:200])
                break


def _addresses(request: Request, answer: Answer) -> Iterator[Fault]:
    target = answer.headers.get("location", "")
    if _NUMBER.search(target) and not _NUMBER.search(request.path):
        yield Fault("personal number in an address", _NUMBER.sub("…", target)[:200])


def _forms(request: Request, answer: Answer) -> Iterator[Fault]:
    """An answer is what its type says."""
    if request.method == "HEAD" or not answer.body:
        return
    if answer.content_type in ("application/json", _PROBLEM):
        try:
            json.loads(answer.body)
        except ValueError:
            yield Fault("unreadable answer", answer.content_type)
    elif _is_call(request) and answer.status in (200, 500) and _opened(answer) is None:
        yield Fault("unreadable answer", f"{answer.status} {answer.content_type}")


_LOOKS: tuple[Callable[[Request, Answer], Iterator[Fault]], ...] = (_failures, _leaks, _addresses, _forms)


def _is_explained(answer: Answer) -> bool:
    """The body is a SOAP fault, or JSON with a code."""
    if answer.content_type == _PROBLEM:
        return True
    if answer.content_type == "application/json":
        return b'"errorCode"' in answer.body
    return isinstance(_opened(answer), ReadFault)


def _is_call(request: Request) -> bool:
    return request.method == "POST" and server.endpoint_at(request.path) is not None


def _opened(answer: Answer) -> etree._Element | ReadFault | None:
    try:
        return envelope.open_answer(etree.fromstring(answer.body))
    except (etree.XMLSyntaxError, SoapFault, ValueError):
        return None
