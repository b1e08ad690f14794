"""The result of a call: what we answer with and what we read (spec/integration.md 0)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from lxml import etree

from rivta.build import el, root
from rivta.contracts import Contract
from rivta.namespaces import CERT, HEALTHREPORTING, LOG

_Parts = tuple[tuple[str, str], ...]
_TEXTS = ("resultText", "errorText", "infoText")


class ResultCode(StrEnum):
    OK = "OK"
    INFO = "INFO"
    ERROR = "ERROR"


class ErrorId(StrEnum):
    VALIDATION_ERROR = "VALIDATION_ERROR"
    APPLICATION_ERROR = "APPLICATION_ERROR"
    TECHNICAL_ERROR = "TECHNICAL_ERROR"
    REVOKED = "REVOKED"


@dataclass(frozen=True, slots=True)
class Result:
    """``code`` and ``error_id`` as on the wire; empty when the element is missing."""

    code: str
    text: str = ""
    error_id: str = ""

    @property
    def is_done(self) -> bool:
        """OK and INFO mean that the receiver has taken the message."""
        return self.code in {ResultCode.OK, ResultCode.INFO}


def result_element(
    namespace: str,
    code: str,
    text: str = "",
    error_id: str = "",
    *,
    type_namespace: str = CERT,
) -> etree._Element:
    """``result`` of the responder ``namespace``; its parts are in ``type_namespace``, which decides their order."""
    parts = _PARTS[type_namespace](Result(code, text, error_id))
    return el(namespace, "result", None, *(el(type_namespace, name, value) for name, value in parts if value))


def response_element(contract: Contract, result: Result, *before: etree._Element) -> etree._Element:
    """The whole answer of a contract that has a result: ``before`` (such as ``intygs-id``) and then the result."""
    outcome = result_element(
        contract.namespace, result.code, result.text, result.error_id, type_namespace=contract.result_namespace
    )
    return root(contract.namespace, contract.response_name, *before, outcome)


def read_result(body: etree._Element) -> Result:
    """The result of an answer; a code of "" when it has none."""
    for child in body:
        if isinstance(child.tag, str) and etree.QName(child).localname == "result":
            parts = {etree.QName(part).localname: (part.text or "") for part in child if isinstance(part.tag, str)}
            text = next((parts[name] for name in _TEXTS if name in parts), "")
            return Result(parts.get("resultCode", ""), text, parts.get("errorId", ""))
    return Result("")


def _certificate_parts(result: Result) -> _Parts:
    return ("resultCode", result.code), ("resultText", result.text), ("errorId", result.error_id)


def _log_parts(result: Result) -> _Parts:
    """There is no ``errorId``: a VALIDATION_ERROR is the code itself (spec/pdl-logging.md 1)."""
    code = result.error_id if result.error_id == ErrorId.VALIDATION_ERROR else result.code
    return ("resultCode", code), ("resultText", result.text)


def _healthreporting_parts(result: Result) -> _Parts:
    """The older type has one text for what went well and one, after the id, for what did not."""
    info, error = ("", result.text) if result.code == ResultCode.ERROR else (result.text, "")
    return ("resultCode", result.code), ("infoText", info), ("errorId", result.error_id), ("errorText", error)


_PARTS: Mapping[str, Callable[[Result], _Parts]] = {
    CERT: _certificate_parts,
    LOG: _log_parts,
    HEALTHREPORTING: _healthreporting_parts,
}
"""What a result consists of, in the order of its type; an empty part is left out."""
