"""The embedded Intygstjänst's endpoints, at its own paths and at those of the national platform."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from lxml import etree

from rivta import contracts, server
from rivta.contracts import Contract
from rivta.results import Result, ResultCode, read_result, response_element
from rivta.server import Endpoint, FailureStyle, RawReply, SoapRequest
from simulators.envelopes import text
from simulators.intygstjanst.marking import mark
from simulators.intygstjanst.messages_to_care import pass_to_care
from simulators.intygstjanst.messages_to_recipient import pass_to_recipient
from simulators.intygstjanst.reading import list_for_care, show
from simulators.intygstjanst.registering import register
from simulators.intygstjanst.revoking import revoke
from simulators.intygstjanst.sending import send
from simulators.modes.models import SimulatorMode
from simulators.modes.services import Mode, Scope, choose, refusing, reply

SIMULATOR = SimulatorMode.Simulator.INTYGSTJANST
BASE = "/inera-certificate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One contract: its own path, what does the work, and where unit and certificate stand in the body.

    A place may be "": a mode for one certificate then does not apply. A list asked for by units counts as that of the
    unit named first.
    """

    contract: Contract
    path: str
    work: Callable[[etree._Element], Result | etree._Element]
    unit: str
    certificate: str = ""
    on_failure: FailureStyle = server.FAULT

    def scope(self, request: SoapRequest) -> Scope:
        return Scope(unit_id=_text(request, self.unit), certificate_id=_text(request, self.certificate))


SERVICES = (
    Service(
        contract=contracts.REGISTER_CERTIFICATE_3,
        path="register-certificate-se/v3.0",
        work=register,
        unit="r:intyg/c:skapadAv/c:enhet/c:enhets-id/t:extension",
        certificate="r:intyg/c:intygs-id/t:extension",
    ),
    Service(
        contract=contracts.SEND_CERTIFICATE_TO_RECIPIENT_2,
        path="send-certificate-to-recipient/v2.0",
        work=send,
        unit="s:skickatAv/s:hosPersonal/c:enhet/c:enhets-id/t:extension",
        certificate="s:intygs-id/t:extension",
    ),
    Service(
        contract=contracts.REVOKE_CERTIFICATE_2,
        path="revoke-certificate-rivta/v2.0",
        work=revoke,
        unit="v:skickatAv/c:enhet/c:enhets-id/t:extension",
        certificate="v:intygs-id/t:extension",
    ),
    Service(
        contract=contracts.SEND_MESSAGE_TO_CARE_2,
        path="send-message-to-care/v2.0",
        work=pass_to_care,
        unit="mc:logiskAdressMottagare",
        certificate="mc:intygs-id/t:extension",
        on_failure=server.RESULT,
    ),
    Service(
        contract=contracts.SEND_MESSAGE_TO_RECIPIENT_2,
        path="send-message-to-recipient/v2.0",
        work=pass_to_recipient,
        unit="mr:skickatAv/c:enhet/c:enhets-id/t:extension",
        certificate="mr:intygs-id/t:extension",
    ),
    Service(
        contract=contracts.GET_CERTIFICATE_2,
        path="get-certificate-se/v2.0",
        work=show,
        unit="g:intygs-id/t:root",
        certificate="g:intygs-id/t:extension",
    ),
    Service(
        contract=contracts.LIST_CERTIFICATES_FOR_CARE_3,
        path="list-certificates-for-care/v3.0",
        work=list_for_care,
        unit="lc:enhets-id/t:extension",
    ),
    Service(
        contract=contracts.SET_CERTIFICATE_STATUS_2,
        path="set-certificate-status-rivta/v2.0",
        work=mark,
        unit="ss:intygs-id/t:root",
        certificate="ss:intygs-id/t:extension",
    ),
)


def answer(request: SoapRequest, *, service: Service) -> etree._Element | RawReply:
    """Do the work unless a mode refuses it; a mode INFO replaces an answer OK. An answer passed on stays as it is."""
    chosen = choose(SIMULATOR, service.scope(request))
    if not chosen.is_accepting:
        return reply(chosen, request.contract)
    chosen.wait()
    outcome = service.work(request.body)
    result = outcome if isinstance(outcome, Result) else read_result(outcome)
    if chosen.mode is Mode.INFO and result.code == ResultCode.OK:
        return response_element(request.contract, Result(ResultCode.INFO, chosen.text))
    return response_element(request.contract, outcome) if isinstance(outcome, Result) else outcome


def _text(request: SoapRequest, place: str) -> str:
    return text(request.body, place) if place else ""


for service in SERVICES:
    server.register(
        Endpoint(
            paths=[f"{BASE}/{service.path}", service.contract.platform_path],
            handlers={service.contract: partial(answer, service=service)},
            on_failure=service.on_failure,
            refuses=refusing(SIMULATOR, service.scope),
        )
    )
