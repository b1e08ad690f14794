"""Endpoints of the test's own, and messages to send to them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from lxml import etree

from rivta import server
from rivta.contracts import (
    CREATE_DRAFT_CERTIFICATE_3,
    RECEIVE_MEDICAL_CERTIFICATE_QUESTION_1,
    REGISTER_CERTIFICATE_3,
    STORE_LOG_2,
    Contract,
)
from rivta.results import Result, response_element
from rivta.server import Endpoint, FailureStyle, SoapRequest

RICH = Path(__file__).parent.parent / "contracts" / "rich"
SOAP = "http://schemas.xmlsoap.org/soap/envelope/"


def body(name: str) -> bytes:
    return (RICH / f"{name}.xml").read_bytes()


def envelope(content: bytes | str, *, header: str = "", encoding: str = "utf-8") -> bytes:
    inner = content.decode("utf-8") if isinstance(content, bytes) else content
    text = f'<e:Envelope xmlns:e="{SOAP}">{header}<e:Body>{inner}</e:Body></e:Envelope>'
    return text.encode(encoding)


@dataclass
class Inbox:
    """What the test's handlers were given, and what they do."""

    requests: list[SoapRequest] = field(default_factory=list)
    behave: Callable[[SoapRequest], etree._Element | server.RawReply] | None = None

    def handle(self, request: SoapRequest) -> etree._Element | server.RawReply:
        self.requests.append(request)
        if self.behave is not None:
            return self.behave(request)
        return response_element(request.contract, Result("OK"))


@dataclass
class Place:
    path: str
    contract: Contract
    body: bytes
    inbox: Inbox


def serve(path: str, contract: Contract, name: str, style: FailureStyle) -> Iterator[Place]:
    inbox = Inbox()
    endpoint = Endpoint(paths=[path], handlers={contract: inbox.handle}, on_failure=style)
    server.register(endpoint)
    yield Place(path=path, contract=contract, body=body(name), inbox=inbox)
    server.unregister(endpoint)


@pytest.fixture
def draft_place() -> Iterator[Place]:
    """An endpoint that answers failures with a result."""
    yield from serve("/services/test/draft", CREATE_DRAFT_CERTIFICATE_3, "create_draft_certificate", server.RESULT)


@pytest.fixture
def register_place() -> Iterator[Place]:
    """An endpoint that answers failures with a fault."""
    yield from serve("/services/test/register", REGISTER_CERTIFICATE_3, "register_certificate", server.FAULT)


@pytest.fixture
def log_place() -> Iterator[Place]:
    yield from serve("/services/test/log", STORE_LOG_2, "store_log", server.RESULT)


@pytest.fixture
def old_place() -> Iterator[Place]:
    """An endpoint of Basic Profile 2.0 that answers failures with a result of the older type."""
    contract = RECEIVE_MEDICAL_CERTIFICATE_QUESTION_1
    yield from serve("/services/test/question", contract, "receive_medical_certificate_question", server.RESULT)
