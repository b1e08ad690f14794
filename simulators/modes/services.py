"""Choosing and playing a fault mode."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import F
from lxml import etree

from rivta.contracts import Contract
from rivta.envelope import SoapFault
from rivta.results import ErrorId, Result, ResultCode, response_element
from rivta.server import NoAnswer, RawReply
from simulators.modes.models import SimulatorMode

Mode = SimulatorMode.Mode

_ERRORS = {mode: ErrorId(mode.value) for mode in (Mode.TECHNICAL_ERROR, Mode.VALIDATION_ERROR, Mode.APPLICATION_ERROR)}
_ERRORS[Mode.REVOKED] = ErrorId.REVOKED
_RAW = {
    Mode.HTTP_500: RawReply(500, b"Simulated internal server error"),
    Mode.HTTP_503: RawReply(503, b"Simulated unavailable service"),
    Mode.BROKEN_XML: RawReply(200, b"<soapenv:Envelope><soapenv:Body><simulated>"),
}
_ACCEPTING = frozenset({Mode.OK, Mode.INFO, Mode.SLOW})


@dataclass(frozen=True, slots=True)
class Scope:
    """What a call is about; a mode that names something else does not apply."""

    unit_id: str = ""
    certificate_id: str = ""
    event: str = ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The mode of one call."""

    mode: SimulatorMode.Mode = Mode.OK
    delay_ms: int = 0
    text: str = ""

    @property
    def is_accepting(self) -> bool:
        """The receiver takes the message (OK, INFO, or late)."""
        return self.mode in _ACCEPTING

    @property
    def is_refusing(self) -> bool:
        """The receiver answers with a result ERROR."""
        return self.mode in _ERRORS

    def wait(self) -> None:
        """Let a slow simulator take its time."""
        if self.mode is Mode.SLOW:
            time.sleep(self.delay_ms / 1000)


def choose(simulator: str, scope: Scope) -> Chosen:
    """The mode for a call; a row that fails the first n calls is used up by one."""
    active = SimulatorMode.objects.filter(simulator=simulator, is_active=True).order_by()
    fitting = [row for row in active if _fits(row, scope)]
    for row in sorted(fitting, key=_specificity, reverse=True):
        if _take(row):
            text = row.text or f"Svar från simulatorn {row.get_simulator_display()}"
            return Chosen(Mode(row.mode), row.delay_ms, text)
    return Chosen()


def reply(chosen: Chosen, contract: Contract) -> etree._Element | RawReply:
    """The answer that a mode gives; raises ``SoapFault`` and ``NoAnswer`` where the mode says so.

    A contract without a result answers an error with a fault.
    """
    if chosen.mode in _RAW:
        return _RAW[chosen.mode]
    if chosen.mode is Mode.SOAP_FAULT or (chosen.mode in _ERRORS and not contract.result_namespace):
        raise SoapFault(chosen.text)
    if chosen.mode is Mode.NO_ANSWER:
        raise NoAnswer(settings.SOAP_TOTAL_TIMEOUT_S + 5)
    if chosen.mode in _ERRORS:
        return response_element(contract, Result(ResultCode.ERROR, chosen.text, _ERRORS[chosen.mode]))
    if chosen.mode in (Mode.INFO, Mode.ACCESSDENIED):
        return response_element(contract, Result(chosen.mode, chosen.text))
    chosen.wait()
    return response_element(contract, Result(ResultCode.OK))


def reply_to_question(
    chosen: Chosen, contract: Contract, answer: Callable[[], etree._Element]
) -> etree._Element | RawReply:
    """As ``reply``, for a contract whose answer holds no result: a refusal is a SOAP fault."""
    if chosen.is_refusing:
        raise SoapFault(chosen.text)
    if not chosen.is_accepting:
        return reply(chosen, contract)
    chosen.wait()
    return answer()


def _fits(row: SimulatorMode, scope: Scope) -> bool:
    return (
        row.unit_id.upper() in {"", scope.unit_id.upper()}
        and row.certificate_id.lower() in {"", scope.certificate_id.lower()}
        and row.event.upper() in {"", scope.event.upper()}
    )


def _specificity(row: SimulatorMode) -> tuple[bool, bool, bool, int]:
    return bool(row.certificate_id), bool(row.event), bool(row.unit_id), row.pk


def _take(row: SimulatorMode) -> bool:
    if row.remaining is None:
        return True
    used = SimulatorMode.objects.filter(pk=row.pk, remaining__gt=0).update(remaining=F("remaining") - 1)
    return bool(used)
