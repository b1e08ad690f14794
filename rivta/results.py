"""The result of a call: what we answer with and what we read (spec/integration.md 0)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from lxml import etree

from rivta.build import el, root
from rivta.contracts import Contract
from rivta.namespaces import CERT, LOG


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
    error_id: str | None = None,
    *,
    type_namespace: str = CERT,
) -> etree._Element:
    """``result`` of the responder ``namespace``; its parts are in ``type_namespace``."""
    return el(
        namespace,
        "result",
        None,
        el(type_namespace, "resultCode", code),
        el(type_namespace, "resultText", text) if text else None,
        el(type_namespace, "errorId", error_id) if error_id else None,
    )


def response_element(contract: Contract, result: Result, *before: etree._Element) -> etree._Element:
    """The whole answer of a contract: ``before`` (such as ``intygs-id``) and then the result.

    StoreLog has no ``errorId``: there a VALIDATION_ERROR is the code itself (spec/pdl-logging.md 1).
    """
    code, error_id = result.code, result.error_id
    if contract.result_namespace == LOG:
        code, error_id = ("VALIDATION_ERROR" if error_id == ErrorId.VALIDATION_ERROR else code), ""
    outcome = result_element(
        contract.namespace, code, result.text, error_id or None, type_namespace=contract.result_namespace
    )
    return root(contract.namespace, contract.response_name, *before, outcome)


def read_result(body: etree._Element) -> Result:
    """The result of an answer; a code of "" when it has none."""
    for child in body:
        if isinstance(child.tag, str) and etree.QName(child).localname == "result":
            parts = {etree.QName(part).localname: (part.text or "") for part in child if isinstance(part.tag, str)}
            return Result(parts.get("resultCode", ""), parts.get("resultText", ""), parts.get("errorId", ""))
    return Result("")
