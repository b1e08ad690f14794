"""Calling a service: an envelope built once around the given bytes, posted, its answer read with care.

What an answer means is the caller's matter (``rivta.results``); that there was none is ``TransportFailure``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.conf import settings
from lxml import etree

from rivta import envelope, server, transport, xml
from rivta.contracts import Contract
from rivta.envelope import ReadFault, SoapFault
from rivta.transport import TransportFailure, TransportKind

__all__ = ["SoapAnswer", "TransportFailure", "TransportKind", "call", "call_in_process"]

_SHOWN_ERRORS = 3


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
    timeout_s: float | None = None,
    may_reach: Callable[[str], bool] | None = None,
) -> SoapAnswer:
    """Post ``body`` to ``url``. Bytes travel unchanged inside the envelope, so that a signature stays valid.

    The whole answer must come within ``timeout_s``, by default ``SOAP_TOTAL_TIMEOUT_S``. ``may_reach`` judges the
    network address that the connection leads to.
    """
    if url.startswith(f"{settings.BASE_URL}/"):
        _approach(url.removeprefix(settings.BASE_URL), contract, body, logical_address)
    message = envelope.wrap(body, logical_address, profile=contract.profile)
    all_headers = {
        "Content-Type": "text/xml; charset=utf-8",
        "Accept": "text/xml",
        "Accept-Encoding": "identity",
        "SOAPAction": f'"{contract.soap_action}"',
        **(headers or {}),
    }
    answer = transport.post(url, message, all_headers, timeout_s=timeout_s, may_reach=may_reach)
    return _interpret(answer.status, answer.content, contract, charset=answer.charset)


def call_in_process(*, path: str, contract: Contract, body: etree._Element | bytes, logical_address: str) -> SoapAnswer:
    """As ``call``, to an endpoint of this installation and without a network: same bytes, same checks."""
    _approach(path, contract, body, logical_address)
    try:
        status, content = server.answer(path, envelope.wrap(body, logical_address, profile=contract.profile))
    except server.NoAnswer as silence:
        raise TransportFailure(TransportKind.TIMEOUT, "no answer in time") from silence
    except server.HangUp as end:
        raise TransportFailure(TransportKind.BROKEN, "the answer ended too early") from end
    return _interpret(status, content, contract, charset="utf-8")


def _approach(path: str, contract: Contract, body: etree._Element | bytes, logical_address: str) -> None:
    """An endpoint of this installation may play one that cannot be reached."""
    endpoint = server.endpoint_at(path)
    if endpoint is None or endpoint.refuses is None:
        return
    if endpoint.refuses(server.Approach(contract, logical_address, body)):
        raise TransportFailure(TransportKind.CONNECT, "[Errno 111] Connection refused (simulated)")


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
