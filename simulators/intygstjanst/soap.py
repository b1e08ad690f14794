"""The embedded Intygstjänst's endpoints, at its own paths and at those of the national platform."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from rivta import server
from rivta.contracts import (
    GET_CERTIFICATE_2,
    LIST_CERTIFICATES_FOR_CARE_3,
    REGISTER_CERTIFICATE_3,
    REVOKE_CERTIFICATE_2,
    SEND_CERTIFICATE_TO_RECIPIENT_2,
    SEND_MESSAGE_TO_CARE_2,
    SEND_MESSAGE_TO_RECIPIENT_2,
    SET_CERTIFICATE_STATUS_2,
)
from rivta.results import Result, ResultCode, read_result, response_element
from rivta.server import Endpoint, RawReply, SoapRequest
from simulators.envelopes import text
from simulators.intygstjanst.marking import mark
from simulators.intygstjanst.messages_to_care import pass_to_care
from simulators.intygstjanst.messages_to_recipient import pass_to_recipient
from simulators.intygstjanst.reading import list_for_care, show
from simulators.intygstjanst.registering import register
from simulators.intygstjanst.revoking import revoke
from simulators.intygstjanst.sending import send
from simulators.modes.models import SimulatorMode
from simulators.modes.services import Mode, Scope, choose, reply

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
MESSAGE_TO_CARE_PATHS = [
    "/inera-certificate/send-message-to-care/v2.0",
    SEND_MESSAGE_TO_CARE_2.platform_path,
]
MESSAGE_TO_RECIPIENT_PATHS = [
    "/inera-certificate/send-message-to-recipient/v2.0",
    SEND_MESSAGE_TO_RECIPIENT_2.platform_path,
]
GET_PATHS = [
    "/inera-certificate/get-certificate-se/v2.0",
    GET_CERTIFICATE_2.platform_path,
]
LIST_PATHS = [
    "/inera-certificate/list-certificates-for-care/v3.0",
    LIST_CERTIFICATES_FOR_CARE_3.platform_path,
]
STATUS_PATHS = [
    "/inera-certificate/set-certificate-status-rivta/v2.0",
    SET_CERTIFICATE_STATUS_2.platform_path,
]


def register_certificate(request: SoapRequest) -> etree._Element | RawReply:
    scope = Scope(
        unit_id=text(request.body, "r:intyg/c:skapadAv/c:enhet/c:enhets-id/t:extension"),
        certificate_id=text(request.body, "r:intyg/c:intygs-id/t:extension"),
    )
    return _answer(request, scope, register)


def send_certificate_to_recipient(request: SoapRequest) -> etree._Element | RawReply:
    scope = Scope(
        unit_id=text(request.body, "s:skickatAv/s:hosPersonal/c:enhet/c:enhets-id/t:extension"),
        certificate_id=text(request.body, "s:intygs-id/t:extension"),
    )
    return _answer(request, scope, send)


def revoke_certificate(request: SoapRequest) -> etree._Element | RawReply:
    scope = Scope(
        unit_id=text(request.body, "v:skickatAv/c:enhet/c:enhets-id/t:extension"),
        certificate_id=text(request.body, "v:intygs-id/t:extension"),
    )
    return _answer(request, scope, revoke)


def send_message_to_care(request: SoapRequest) -> etree._Element | RawReply:
    scope = Scope(
        unit_id=text(request.body, "mc:logiskAdressMottagare"),
        certificate_id=text(request.body, "mc:intygs-id/t:extension"),
    )
    return _answer(request, scope, pass_to_care)


def send_message_to_recipient(request: SoapRequest) -> etree._Element | RawReply:
    scope = Scope(
        unit_id=text(request.body, "mr:skickatAv/c:enhet/c:enhets-id/t:extension"),
        certificate_id=text(request.body, "mr:intygs-id/t:extension"),
    )
    return _answer(request, scope, pass_to_recipient)


def get_certificate(request: SoapRequest) -> etree._Element | RawReply:
    scope = Scope(
        unit_id=text(request.body, "g:intygs-id/t:root"),
        certificate_id=text(request.body, "g:intygs-id/t:extension"),
    )
    return _answer(request, scope, show)


def list_certificates_for_care(request: SoapRequest) -> etree._Element | RawReply:
    """A mode for one unit counts when the list is asked for by units and that one is named first."""
    scope = Scope(unit_id=text(request.body, "lc:enhets-id/t:extension"))
    return _answer(request, scope, list_for_care)


def set_certificate_status(request: SoapRequest) -> etree._Element | RawReply:
    scope = Scope(
        unit_id=text(request.body, "ss:intygs-id/t:root"),
        certificate_id=text(request.body, "ss:intygs-id/t:extension"),
    )
    return _answer(request, scope, mark)


def _answer(
    request: SoapRequest, scope: Scope, work: Callable[[etree._Element], Result | etree._Element]
) -> etree._Element | RawReply:
    """Do the work unless a mode refuses it; a mode INFO replaces an answer OK. An answer passed on stays as it is."""
    chosen = choose(SimulatorMode.Simulator.INTYGSTJANST, scope)
    if not chosen.is_accepting:
        return reply(chosen, request.contract)
    chosen.wait()
    outcome = work(request.body)
    result = outcome if isinstance(outcome, Result) else read_result(outcome)
    if chosen.mode is Mode.INFO and result.code == ResultCode.OK:
        return response_element(request.contract, Result(ResultCode.INFO, chosen.text))
    return response_element(request.contract, outcome) if isinstance(outcome, Result) else outcome


server.register(Endpoint(paths=REGISTER_PATHS, handlers={REGISTER_CERTIFICATE_3: register_certificate}))
server.register(Endpoint(paths=REVOKE_PATHS, handlers={REVOKE_CERTIFICATE_2: revoke_certificate}))
server.register(Endpoint(paths=SEND_PATHS, handlers={SEND_CERTIFICATE_TO_RECIPIENT_2: send_certificate_to_recipient}))
server.register(
    Endpoint(
        paths=MESSAGE_TO_CARE_PATHS,
        handlers={SEND_MESSAGE_TO_CARE_2: send_message_to_care},
        on_failure=server.RESULT,
    )
)
server.register(
    Endpoint(paths=MESSAGE_TO_RECIPIENT_PATHS, handlers={SEND_MESSAGE_TO_RECIPIENT_2: send_message_to_recipient})
)
server.register(Endpoint(paths=GET_PATHS, handlers={GET_CERTIFICATE_2: get_certificate}))
server.register(Endpoint(paths=LIST_PATHS, handlers={LIST_CERTIFICATES_FOR_CARE_3: list_certificates_for_care}))
server.register(Endpoint(paths=STATUS_PATHS, handlers={SET_CERTIFICATE_STATUS_2: set_certificate_status}))
