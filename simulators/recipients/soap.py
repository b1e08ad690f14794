"""RegisterCertificate 3 at each recipient. A call is kept before a fault is played."""

from __future__ import annotations

from functools import partial

from lxml import etree

from rivta import server
from rivta.contracts import REGISTER_CERTIFICATE_3, Contract
from rivta.envelope import SoapFault
from rivta.server import Endpoint, RawReply, SoapRequest
from simulators.envelopes import text
from simulators.modes.services import Scope, choose, reply
from simulators.recipients.models import ReceivedDocument
from webcert import clock

PARTS = ("FKASSA", "TRANSP", "SKV", "SOS", "AF")
FAILING_ADDRESS = "fail-adress"
"""This logical address, and a certificate with this id, always fail (spec/integration.md 5.9)."""
REFUSED_AS_INVALID = "invalid"


def path(recipient: str, contract: Contract) -> str:
    return f"/simulators/recipients/{recipient}/{contract.name}/{contract.major}/rivtabp21"


def receive_certificate(request: SoapRequest, *, recipient: str) -> etree._Element | RawReply:
    """Keep the certificate, then answer as the recipient's mode says."""
    scope = _scope(request)
    chosen = choose(recipient, scope)
    _keep(request, recipient=recipient, is_valid=True, answer=chosen.mode)
    if FAILING_ADDRESS in {request.logical_address, scope.certificate_id}:
        raise SoapFault("Mottagaren svarar alltid med fel på den här adressen")
    return reply(chosen, request.contract)


def receive_invalid(request: SoapRequest, *, recipient: str) -> None:
    _keep(request, recipient=recipient, is_valid=False, answer=REFUSED_AS_INVALID)


def _scope(request: SoapRequest) -> Scope:
    return Scope(
        unit_id=text(request.body, "r:intyg/c:skapadAv/c:enhet/c:enhets-id/t:extension"),
        certificate_id=text(request.body, "r:intyg/c:intygs-id/t:extension"),
    )


def _keep(request: SoapRequest, *, recipient: str, is_valid: bool, answer: str) -> None:
    ReceivedDocument.objects.create(
        recipient=recipient,
        kind=ReceivedDocument.Kind.CERTIFICATE,
        certificate_id=text(request.body, "r:intyg/c:intygs-id/t:extension")[:64],
        type_code=text(request.body, "r:intyg/c:typ/t:code")[:40],
        logical_address=request.logical_address[:255],
        received_at=clock.now(),
        xml=request.raw,
        is_valid=is_valid,
        answer=answer,
    )


for part in PARTS:
    server.register(
        Endpoint(
            paths=[path(part, REGISTER_CERTIFICATE_3)],
            handlers={REGISTER_CERTIFICATE_3: partial(receive_certificate, recipient=part)},
            is_guarded=False,
            on_invalid=partial(receive_invalid, recipient=part),
        )
    )
