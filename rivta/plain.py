"""Questions of plain data: dictionaries to and from XML by a contract's own WSDL, with zeep (docs/adr/0002).

The bytes go the way of every other call (``rivta.client``): the same time-outs, limits and check of the contract.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from copy import deepcopy
from functools import cache
from typing import Any

import zeep
from lxml import etree
from zeep.helpers import serialize_object
from zeep.transports import Transport

from rivta import client
from rivta.client import SoapAnswer, TransportFailure
from rivta.contracts import Contract
from rivta.envelope import FaultCode, SoapFault

_NOWHERE = "http://contract.invalid/"


class NotAnswered(Exception):
    """No answer that can be used. ``reason``: FAULT, INVALID or a ``TransportKind``; it repeats nothing received."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def ask(
    question: Mapping[str, Any], *, contract: Contract, base: str, logical_address: str, timeout_s: float
) -> dict[str, Any]:
    """Ask ``question`` at the contract's platform path below ``base`` and give back the parts of the answer.

    A ``base`` that is a path leads to this installation, without a network. Raises ``NotAnswered``.
    """
    url = f"{base}{contract.platform_path}"
    body = element(contract, contract.request_tag, question)
    try:
        if url.startswith("/"):
            answer = client.call_in_process(path=url, contract=contract, body=body, logical_address=logical_address)
        else:
            answer = client.call(
                url=url, contract=contract, body=body, logical_address=logical_address, timeout_s=timeout_s
            )
    except TransportFailure as failure:
        raise NotAnswered(failure.kind) from failure
    return _parts(contract, answer)


def element(contract: Contract, tag: str, parts: Mapping[str, Any]) -> etree._Element:
    """A request or response body; what is repeated is a list or tuple, what is None is left out.

    The order of the elements is the contract's.
    """
    kind = _described(contract).get_element(tag)
    holder = etree.Element("holder")
    kind.render(holder, kind(**_with_lists(parts)))
    return holder[0]


def _with_lists(part: Any) -> Any:
    """zeep takes a tuple for one value."""
    if isinstance(part, Mapping):
        return {name: _with_lists(value) for name, value in part.items()}
    return [_with_lists(one) for one in part] if isinstance(part, list | tuple) else part


def values(contract: Contract, body: etree._Element) -> dict[str, Any]:
    """The parts of a body that agrees with its contract; what is missing is None or an empty list.

    Raises ``ValueError`` when a value has none in Python, such as the hour 24: it must not look as if it were missing.
    """
    described = _described(contract)
    parsed = described.get_element(body.tag).parse(_elements_only(body), described.wsdl.types)
    parts = dict(serialize_object(parsed, dict))
    if not _is_whole(body, parts, f"{{urn:riv:{contract.domain}:"):
        raise ValueError("A value of the message can not be read")
    return parts


def asked(contract: Contract, body: etree._Element) -> dict[str, Any]:
    """The parts of a request, as ``values``; ``SoapFault`` of the client when one can not be read."""
    try:
        return values(contract, body)
    except (zeep.exceptions.Error, ValueError) as error:
        raise SoapFault("A value of the message can not be read", FaultCode.CLIENT) from error


def _elements_only(body: etree._Element) -> etree._Element:
    """The body without the comments and instructions that zeep takes for elements; a copy when it has any."""
    if next(body.iter(etree.Comment, etree.ProcessingInstruction), None) is None:
        return body
    copied = deepcopy(body)
    etree.strip_elements(copied, etree.Comment, etree.ProcessingInstruction, with_tail=False)
    return copied


def _is_whole(element: etree._Element, parts: Mapping[str, Any], namespaces: str) -> bool:
    """Whether zeep has left out no value: it does so, silently, with those that it can not read."""
    seen: Counter[str] = Counter()
    for child in element.iterchildren(etree.Element):
        name = etree.QName(child).localname
        if not str(child.tag).startswith(namespaces) or name not in parts:
            continue
        value = parts[name]
        if isinstance(value, list):
            if seen[name] == len(value):
                return False
            value = value[seen[name]]
        seen[name] += 1
        if isinstance(value, dict):
            if not _is_whole(child, value, namespaces):
                return False
        elif value is None and (child.text or "").strip():
            return False
    return True


def _parts(contract: Contract, answer: SoapAnswer) -> dict[str, Any]:
    if answer.body is None:
        raise NotAnswered("FAULT" if answer.fault is not None else "INVALID")
    try:
        return values(contract, answer.body)
    except (zeep.exceptions.Error, ValueError) as error:
        raise NotAnswered("INVALID") from error


class _OwnDocuments(Transport):
    """Gives zeep the contract's documents; it never reaches a network."""

    def __init__(self, contract: Contract) -> None:
        super().__init__()
        self._contract = contract

    def load(self, url: str) -> bytes:
        file = url.partition("?xsd=")[2]
        return self._contract.schema_document(file, _NOWHERE) if file else self._contract.wsdl(_NOWHERE)


@cache
def _described(contract: Contract) -> zeep.Client:
    return zeep.Client(f"{_NOWHERE}?wsdl", transport=_OwnDocuments(contract))
