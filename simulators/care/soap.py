"""CertificateStatusUpdateForCare 3 of the built-in journal system. A call is kept before a fault is played."""

from __future__ import annotations

from lxml import etree

from rivta import server
from rivta.contracts import CERTIFICATE_STATUS_UPDATE_FOR_CARE_3
from rivta.server import Endpoint, RawReply, SoapRequest
from simulators.care.models import ReceivedStatusUpdate
from simulators.envelopes import text
from simulators.modes.models import SimulatorMode
from simulators.modes.services import Mode, Scope, choose, refusing, reply
from webcert import clock

PATH = "/simulators/care/CertificateStatusUpdateForCare/3/rivtabp21"
REFUSED_AS_INVALID = "invalid"
_TAKEN = (Mode.OK, Mode.INFO, Mode.SLOW)


def receive(request: SoapRequest) -> etree._Element | RawReply:
    """Keep the call, then answer as the mode for its unit, certificate and event says."""
    chosen = choose(SimulatorMode.Simulator.CARE, _scope(request))
    keep(request, is_valid=True, answer=chosen.mode)
    return reply(chosen, request.contract)


def receive_invalid(request: SoapRequest) -> None:
    keep(request, is_valid=False, answer=REFUSED_AS_INVALID)


def _scope(request: SoapRequest) -> Scope:
    return Scope(
        unit_id=text(request.body, "u:intyg/c:skapadAv/c:enhet/c:enhets-id/t:extension") or request.logical_address,
        certificate_id=text(request.body, "u:intyg/c:intygs-id/t:extension"),
        event=text(request.body, "u:handelse/c:handelsekod/t:code"),
    )


def keep(request: SoapRequest, *, is_valid: bool, answer: str) -> None:
    """Put a call in the inbox; a journal system that had taken the same one before would call it a duplicate."""
    scope = _scope(request)
    key = {
        "certificate_id": scope.certificate_id[:64],
        "event": scope.event[:20],
        "event_time": text(request.body, "u:handelse/c:tidpunkt")[:40],
    }
    ReceivedStatusUpdate.objects.create(
        **key,
        unit_id=scope.unit_id[:64],
        logical_address=request.logical_address[:255],
        received_at=clock.now(),
        xml=request.raw,
        is_valid=is_valid,
        answer=answer,
        is_duplicate=ReceivedStatusUpdate.objects.filter(**key, answer__in=_TAKEN).exists(),
    )


server.register(
    Endpoint(
        paths=[PATH],
        handlers={CERTIFICATE_STATUS_UPDATE_FOR_CARE_3: receive},
        is_guarded=False,
        on_invalid=receive_invalid,
        refuses=refusing(SimulatorMode.Simulator.CARE, _scope),
    )
)
