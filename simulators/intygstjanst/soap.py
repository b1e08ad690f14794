"""The embedded Intygstjänst's endpoints, at its own paths and at those of the national platform."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from rivta import server
from rivta.contracts import REGISTER_CERTIFICATE_3, REVOKE_CERTIFICATE_2, SEND_CERTIFICATE_TO_RECIPIENT_2
from rivta.results import Result, ResultCode, response_element
from rivta.server import Endpoint, RawReply, SoapRequest
from simulators.envelopes import text
from simulators.intygstjanst.registering import register
from simulators.intygstjanst.revoking import revoke
from simulators.intygstjanst.sending import send
from simulators.modes.models import SimulatorMode
from simulators.modes.services import Mode, Scope, choose, refusing, reply

REGISTER_PATHS = [
    "/inera-certificate/register-certificate-se/v3.0",
    REGISTER_CERTIFICATE_3.platform_path,
]
SEND_PATHS = [
    "/inera-certificate/send-certificate-to-recipient/v2.0",
    SEND_CERTIFICATE_TO_RECIPIENT_2.platform_path,
]
REVOKE_PATHS = [
    "/inera-certificate/revoke-certificate-rivta/v2.0",
    REVOKE_CERTIFICATE_2.platform_path,
]
_PLACES = {
    REGISTER_CERTIFICATE_3: (
        "r:intyg/c:skapadAv/c:enhet/c:enhets-id/t:extension",
        "r:intyg/c:intygs-id/t:extension",
    ),
    REVOKE_CERTIFICATE_2: ("v:skickatAv/c:enhet/c:enhets-id/t:extension", "v:intygs-id/t:extension"),
    SEND_CERTIFICATE_TO_RECIPIENT_2: (
        "s:skickatAv/s:hosPersonal/c:enhet/c:enhets-id/t:extension",
        "s:intygs-id/t:extension",
    ),
}
"""Where unit and certificate stand in the body of each contract."""


def register_certificate(request: SoapRequest) -> etree._Element | RawReply:
    return _answer(request, register)


def send_certificate_to_recipient(request: SoapRequest) -> etree._Element | RawReply:
    return _answer(request, send)


def revoke_certificate(request: SoapRequest) -> etree._Element | RawReply:
    return _answer(request, revoke)


def _scope(request: SoapRequest) -> Scope:
    unit, certificate = _PLACES[request.contract]
    return Scope(unit_id=text(request.body, unit), certificate_id=text(request.body, certificate))


def _answer(request: SoapRequest, work: Callable[[etree._Element], Result]) -> etree._Element | RawReply:
    """Do the work unless a mode refuses it; a mode INFO replaces an answer OK."""
    chosen = choose(SimulatorMode.Simulator.INTYGSTJANST, _scope(request))
    if not chosen.is_accepting:
        return reply(chosen, request.contract)
    chosen.wait()
    result = work(request.body)
    if chosen.mode is Mode.INFO and result.code == ResultCode.OK:
        result = Result(ResultCode.INFO, chosen.text)
    return response_element(request.contract, result)


_REFUSES = refusing(SimulatorMode.Simulator.INTYGSTJANST, _scope)
server.register(
    Endpoint(paths=REGISTER_PATHS, handlers={REGISTER_CERTIFICATE_3: register_certificate}, refuses=_REFUSES)
)
server.register(Endpoint(paths=REVOKE_PATHS, handlers={REVOKE_CERTIFICATE_2: revoke_certificate}, refuses=_REFUSES))
server.register(
    Endpoint(
        paths=SEND_PATHS,
        handlers={SEND_CERTIFICATE_TO_RECIPIENT_2: send_certificate_to_recipient},
        refuses=_REFUSES,
    )
)
