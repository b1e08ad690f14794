"""StoreLog 2 of the built-in log service: all entries of a call are stored, or none (spec/pdl-logging.md 1, 6, 10)."""

from __future__ import annotations

from django.db import transaction
from lxml import etree

from rivta import server
from rivta.contracts import STORE_LOG_2
from rivta.results import ErrorId, Result, ResultCode, response_element
from rivta.server import Endpoint, RawReply, SoapRequest
from simulators.envelopes import find_all, text
from simulators.log.models import StoredLogEntry, StoreLogCall
from simulators.modes.models import SimulatorMode
from simulators.modes.services import Mode, Scope, choose, refusing, reply
from webcert import clock

PATH = "/simulators/log/StoreLog/2/rivtabp21"
REFUSED_SYSTEM = "invalid"
REFUSED_AS_INVALID = "invalid"


def receive(request: SoapRequest) -> etree._Element | RawReply:
    """Store the entries unless a mode or the system's id says otherwise."""
    logs = find_all(request.body, "sl:log")
    if any(text(log, "l:system/l:systemId") == REFUSED_SYSTEM for log in logs):
        _keep(request, [], is_valid=True, answer=Mode.VALIDATION_ERROR)
        refusal = Result(ResultCode.ERROR, "Systemets id är inte känt i loggtjänsten", ErrorId.VALIDATION_ERROR)
        return response_element(request.contract, refusal)
    chosen = choose(SimulatorMode.Simulator.LOG, _scope(request))
    _keep(request, logs if chosen.is_accepting else [], is_valid=True, answer=chosen.mode)
    return reply(chosen, request.contract)


def receive_invalid(request: SoapRequest) -> None:
    _keep(request, [], is_valid=False, answer=REFUSED_AS_INVALID)


def _scope(request: SoapRequest) -> Scope:
    """That of the first entry of a call."""
    return Scope(
        unit_id=text(request.body, "sl:log/l:user/l:careUnit/l:careUnitId"),
        certificate_id=text(request.body, "sl:log/l:activity/l:activityLevel"),
    )


@transaction.atomic
def _keep(request: SoapRequest, logs: list[etree._Element], *, is_valid: bool, answer: str) -> None:
    call = StoreLogCall.objects.create(
        logical_address=request.logical_address[:255],
        received_at=clock.now(),
        xml=request.raw,
        is_valid=is_valid,
        answer=answer,
    )
    StoredLogEntry.objects.bulk_create([_entry(call, log) for log in logs], ignore_conflicts=True)


def _entry(call: StoreLogCall, log: etree._Element) -> StoredLogEntry:
    return StoredLogEntry(
        call=call,
        log_id=text(log, "l:logId"),
        activity_type=text(log, "l:activity/l:activityType"),
        activity_level=text(log, "l:activity/l:activityLevel"),
        activity_args=text(log, "l:activity/l:activityArgs"),
        start_date=text(log, "l:activity/l:startDate")[:40],
        user_id=text(log, "l:user/l:userId"),
        care_unit_id=text(log, "l:user/l:careUnit/l:careUnitId"),
        patient_id=text(log, "l:resources/l:resource/l:patient/l:patientId/l:extension")[:32],
    )


server.register(
    Endpoint(
        paths=[PATH],
        handlers={STORE_LOG_2: receive},
        on_failure=server.RESULT,
        is_guarded=False,
        on_invalid=receive_invalid,
        refuses=refusing(SimulatorMode.Simulator.LOG, _scope),
    )
)
