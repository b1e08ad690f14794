"""Choosing and playing a fault mode, and switching modes on and off."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import F
from lxml import etree

from rivta.contracts import Contract
from rivta.envelope import SoapFault
from rivta.results import ErrorId, Result, ResultCode, response_element
from rivta.server import Approach, HangUp, NoAnswer, RawReply, SoapRequest
from simulators.modes.models import SimulatorMode

Mode = SimulatorMode.Mode

_ERRORS = {mode: ErrorId(mode.value) for mode in (Mode.TECHNICAL_ERROR, Mode.VALIDATION_ERROR, Mode.APPLICATION_ERROR)}
_ERRORS[Mode.REVOKED] = ErrorId.REVOKED
RAW = {
    Mode.HTTP_404: RawReply(404, b"Simulated missing service"),
    Mode.HTTP_500: RawReply(500, b"Simulated internal server error"),
    Mode.HTTP_503: RawReply(503, b"Simulated unavailable service"),
    Mode.BROKEN_XML: RawReply(200, b"<soapenv:Envelope><soapenv:Body><simulated>"),
}
_ACCEPTING = frozenset({Mode.OK, Mode.INFO, Mode.SLOW})
HANGING_UP = frozenset({Mode.CONNECTION_CLOSED, Mode.CONNECTION_REFUSED})


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
    """The mode for a call that has arrived.

    A refused connection that counts its calls has been played before this one arrived; one that never lets anybody in
    is played for callers from outside, as far as a server that listens can.
    """
    return _first(
        row for row in _fitting(simulator, scope) if not (row.mode == Mode.CONNECTION_REFUSED and row.is_counted)
    )


def choose_over_http(simulator: str, scope: Scope) -> Chosen:
    """The same for a simulator that this installation never calls itself: no connection was refused before."""
    return _first(_fitting(simulator, scope))


def _first(rows: Iterable[SimulatorMode]) -> Chosen:
    """The first row whose turn it is; OK without one."""
    for row in rows:
        number = _turn(row)
        if number is not None:
            text = row.text or f"Svar från simulatorn {row.get_simulator_display()}"
            return Chosen(Mode(row.mode), _delay(row, number), text)
    return Chosen()


def refusing(simulator: str, scope_of: Callable[[SoapRequest], Scope]) -> Callable[[Approach], bool]:
    """For ``Endpoint.refuses``: whether a simulator lets a call of this installation have no connection."""

    def refuses(approach: Approach) -> bool:
        downs = SimulatorMode.objects.filter(simulator=simulator, is_active=True, mode=Mode.CONNECTION_REFUSED)
        if not downs.exists():
            return False
        for row in _fitting(simulator, scope_of(approach.request())):
            if row.mode != Mode.CONNECTION_REFUSED:
                return False
            if _turn(row) is not None:
                return True
        return False

    return refuses


def reply(chosen: Chosen, contract: Contract) -> etree._Element | RawReply:
    """The answer that a mode gives; raises ``SoapFault``, ``NoAnswer`` and ``HangUp`` where the mode says so.

    A contract without a result answers an error with a fault.
    """
    if chosen.mode in RAW:
        return RAW[chosen.mode]
    if chosen.mode is Mode.SOAP_FAULT or (chosen.is_refusing and not contract.result_namespace):
        raise SoapFault(chosen.text)
    if chosen.mode is Mode.NO_ANSWER:
        raise NoAnswer(settings.SOAP_TOTAL_TIMEOUT_S + 5)
    if chosen.mode in HANGING_UP:
        raise HangUp
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


@transaction.atomic
def switch_on(mode: SimulatorMode) -> SimulatorMode:
    """Store a mode; one that was active for the same simulator and scope gives way."""
    alike = SimulatorMode.objects.filter(
        simulator=mode.simulator, unit_id=mode.unit_id, certificate_id=mode.certificate_id, event=mode.event
    )
    if mode.is_active:
        alike.filter(is_active=True).exclude(pk=mode.pk).delete()
    mode.save()
    return mode


def switch_all_off() -> int:
    """Every simulator answers OK again; returns how many modes are gone."""
    return SimulatorMode.objects.all().delete()[0]


def _fitting(simulator: str, scope: Scope) -> list[SimulatorMode]:
    """The rows that fit a call, the most specific first."""
    active = SimulatorMode.objects.filter(simulator=simulator, is_active=True).order_by()
    return sorted((row for row in active if _fits(row, scope)), key=_specificity, reverse=True)


def _fits(row: SimulatorMode, scope: Scope) -> bool:
    return (
        row.unit_id.upper() in {"", scope.unit_id.upper()}
        and row.certificate_id.lower() in {"", scope.certificate_id.lower()}
        and row.event.upper() in {"", scope.event.upper()}
    )


def _specificity(row: SimulatorMode) -> tuple[bool, bool, bool, int]:
    return bool(row.certificate_id), bool(row.event), bool(row.unit_id), row.pk


def _turn(row: SimulatorMode) -> int | None:
    """The number of this call among those that fit the row; None when the row lets it pass."""
    if not row.is_counted:
        return 0
    with transaction.atomic():
        locked = SimulatorMode.objects.select_for_update().filter(pk=row.pk)
        if not locked.update(calls=F("calls") + 1):
            return None
        number, remaining = locked.values_list("calls", "remaining").get()
        if row.every is not None and number % row.every:
            return None
        if row.percent is not None and _drawn(row, number, "turn").random() * 100 >= row.percent:
            return None
        if remaining is not None and not locked.filter(remaining__gt=0).update(remaining=F("remaining") - 1):
            return None
    return number


def _delay(row: SimulatorMode, number: int) -> int:
    if row.delay_max_ms is None:
        return row.delay_ms
    return _drawn(row, number, "delay").randint(row.delay_ms, max(row.delay_ms, row.delay_max_ms))


def _drawn(row: SimulatorMode, number: int, purpose: str) -> random.Random:
    """Chance that is the same for the same seed and number of call, whoever asks first."""
    return random.Random(f"{row.seed}:{number}:{purpose}")  # noqa: S311 - a repeatable draw is what is wanted
