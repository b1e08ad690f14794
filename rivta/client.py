"""Calling a service: an envelope built once around the given bytes, posted, its answer read with care.

What an answer means is the caller's matter (``rivta.results``); that there was none is ``TransportFailure``.
"""

from __future__ import annotations

import os
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

import httpx
from django.conf import settings
from lxml import etree

from rivta import envelope, server, xml
from rivta.contracts import Contract
from rivta.envelope import ReadFault, SoapFault

_SHOWN_ERRORS = 3


class TransportKind(StrEnum):
    CONNECT = "CONNECT"
    TIMEOUT = "TIMEOUT"
    BROKEN = "BROKEN"
    ADDRESS = "ADDRESS"


class TransportFailure(Exception):
    """No answer: not connected, no answer in time, connection broken, or an address that can not be called."""

    def __init__(self, kind: TransportKind, text: str) -> None:
        super().__init__(f"{kind}: {text}")
        self.kind = kind
        self.text = text


@dataclass(frozen=True, slots=True)
class SoapAnswer:
    """An answer. ``body`` is the response element, set only when it came with a 2xx and agrees with the contract.

    Otherwise ``fault`` is the text of a SOAP fault, or ``problem`` says what is wrong. ``text`` is what was received.
    """

    status: int
    body: etree._Element | None
    fault: str | None
    text: str
    problem: str = ""


def call(
    *,
    url: str,
    contract: Contract,
    body: etree._Element | bytes,
    logical_address: str,
    headers: Mapping[str, str] | None = None,
) -> SoapAnswer:
    """Post ``body`` to ``url``. Bytes travel unchanged inside the envelope, so that a signature stays valid."""
    message = envelope.wrap(body, logical_address)
    all_headers = {
        "Content-Type": "text/xml; charset=utf-8",
        "Accept": "text/xml",
        "Accept-Encoding": "identity",
        "SOAPAction": f'"{contract.soap_action}"',
        **(headers or {}),
    }
    deadline = time.monotonic() + settings.SOAP_TOTAL_TIMEOUT_S
    timeout = httpx.Timeout(settings.SOAP_TOTAL_TIMEOUT_S, connect=settings.SOAP_CONNECT_TIMEOUT_S)
    http = _pool(os.getpid())
    try:
        with http.stream("POST", url, content=message, headers=all_headers, timeout=timeout) as response:
            content = _read(response, deadline)
            return _interpret(response.status_code, content, contract, charset=response.charset_encoding or "")
    except httpx.TimeoutException as error:
        kind = TransportKind.CONNECT if isinstance(error, httpx.ConnectTimeout) else TransportKind.TIMEOUT
        raise TransportFailure(kind, "no answer in time") from error
    except httpx.ConnectError as error:
        raise TransportFailure(TransportKind.CONNECT, str(error)) from error
    except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
        raise TransportFailure(TransportKind.ADDRESS, "the address can not be called") from error
    except httpx.TransportError as error:
        raise TransportFailure(TransportKind.BROKEN, str(error) or type(error).__name__) from error


def call_in_process(*, path: str, contract: Contract, body: etree._Element | bytes, logical_address: str) -> SoapAnswer:
    """As ``call``, to an endpoint of this installation and without a network: same bytes, same checks."""
    try:
        status, content = server.answer(path, envelope.wrap(body, logical_address))
    except server.NoAnswer as silence:
        raise TransportFailure(TransportKind.TIMEOUT, "no answer in time") from silence
    return _interpret(status, content, contract, charset="utf-8")


def _interpret(status: int, content: bytes, contract: Contract, *, charset: str) -> SoapAnswer:
    text = content.decode("utf-8", errors="replace")
    try:
        found = envelope.open_answer(xml.parse(content, charset=charset))
    except (xml.MalformedXml, SoapFault) as error:
        return SoapAnswer(status, None, None, text, problem=f"HTTP {status}: {error}")
    if isinstance(found, ReadFault):
        return SoapAnswer(status, None, found.text or found.code or "SOAP fault", text)
    problem = _problem(status, found, contract)
    return SoapAnswer(status, None if problem else found, None, text, problem=problem)


def _problem(status: int, body: etree._Element, contract: Contract) -> str:
    if not 200 <= status < 300:
        return f"HTTP {status}"
    if body.tag != contract.response_tag:
        return "The answer belongs to another contract"
    errors = contract.validate(body)
    return f"The answer does not agree with the contract: {'; '.join(errors[:_SHOWN_ERRORS])}" if errors else ""


def _read(response: httpx.Response, deadline: float) -> bytes:
    content = bytearray()
    for part in response.iter_bytes():
        content += part
        if len(content) > settings.SOAP_MAX_BYTES:
            raise TransportFailure(TransportKind.BROKEN, f"the answer has more than {settings.SOAP_MAX_BYTES} bytes")
        if time.monotonic() > deadline:
            raise TransportFailure(TransportKind.TIMEOUT, "the answer was not complete in time")
    return bytes(content)


@cache
def _pool(process: int) -> httpx.Client:
    """The connections of one process; a forked worker gets its own."""
    limits = httpx.Limits(max_connections=50, max_keepalive_connections=20, keepalive_expiry=15)
    return httpx.Client(limits=limits, follow_redirects=False, trust_env=False, verify=_tls())


def _tls() -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=settings.SOAP_TLS_CA_FILE or None)
    if settings.SOAP_TLS_CERTIFICATE_FILE:
        context.load_cert_chain(settings.SOAP_TLS_CERTIFICATE_FILE, settings.SOAP_TLS_KEY_FILE or None)
    return context
