"""RegisterCertificate 3 and RevokeCertificate 2 at each recipient. A call is kept before a fault is played."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from lxml import etree

from rivta import server
from rivta.contracts import REGISTER_CERTIFICATE_3, REVOKE_CERTIFICATE_2, Contract
from rivta.envelope import SoapFault
from rivta.server import Endpoint, RawReply, SoapRequest
from simulators.envelopes import text
from simulators.modes.services import Scope, choose, refusing, reply
from simulators.recipients.models import ReceivedDocument
from webcert import clock

PARTS = ("FKASSA", "TRANSP", "SKV", "SOS", "AF")
FAILING_ADDRESS = "fail-adress"
"""This logical address, and a certificate with this id, always fail (spec/integration.md 5.9)."""
REFUSED_AS_INVALID = "invalid"


@dataclass(frozen=True, slots=True)
class Letter:
    """A kind of call, and where in its body the facts of the list stand."""

    kind: ReceivedDocument.Kind
    certificate: str
    unit: str
    type_code: str = ""


_CERTIFICATE = Letter(
    ReceivedDocument.Kind.CERTIFICATE,
    certificate="r:intyg/c:intygs-id/t:extension",
    unit="r:intyg/c:skapadAv/c:enhet/c:enhets-id/t:extension",
    type_code="r:intyg/c:typ/t:code",
)
_REVOCATION = Letter(
    ReceivedDocument.Kind.REVOCATION,
    certificate="v:intygs-id/t:extension",
    unit="v:skickatAv/c:enhet/c:enhets-id/t:extension",
)


def path(recipient: str, contract: Contract) -> str:
    return f"/simulators/recipients/{recipient}/{contract.name}/{contract.major}/rivtabp21"


def receive_certificate(request: SoapRequest, *, recipient: str) -> etree._Element | RawReply:
    """Keep the certificate, then answer as the recipient's mode says."""
    return _receive(request, _CERTIFICATE, recipient)


def receive_revocation(request: SoapRequest, *, recipient: str) -> etree._Element | RawReply:
    """The same for the message that a certificate is revoked."""
    return _receive(request, _REVOCATION, recipient)


def receive_invalid_certificate(request: SoapRequest, *, recipient: str) -> None:
    _keep(request, _CERTIFICATE, recipient=recipient, is_valid=False, answer=REFUSED_AS_INVALID)


def receive_invalid_revocation(request: SoapRequest, *, recipient: str) -> None:
    _keep(request, _REVOCATION, recipient=recipient, is_valid=False, answer=REFUSED_AS_INVALID)


def _receive(request: SoapRequest, letter: Letter, recipient: str) -> etree._Element | RawReply:
    scope = _scope(request, letter=letter)
    chosen = choose(recipient, scope)
    _keep(request, letter, recipient=recipient, is_valid=True, answer=chosen.mode)
    if FAILING_ADDRESS in {request.logical_address, scope.certificate_id}:
        raise SoapFault("Mottagaren svarar alltid med fel på den här adressen")
    return reply(chosen, request.contract)


def _scope(request: SoapRequest, *, letter: Letter) -> Scope:
    return Scope(unit_id=text(request.body, letter.unit), certificate_id=text(request.body, letter.certificate))


def _keep(request: SoapRequest, letter: Letter, *, recipient: str, is_valid: bool, answer: str) -> None:
    ReceivedDocument.objects.create(
        recipient=recipient,
        kind=letter.kind,
        certificate_id=text(request.body, letter.certificate)[:64],
        type_code=text(request.body, letter.type_code)[:40] if letter.type_code else "",
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
            on_invalid=partial(receive_invalid_certificate, recipient=part),
            refuses=refusing(part, partial(_scope, letter=_CERTIFICATE)),
        )
    )
    server.register(
        Endpoint(
            paths=[path(part, REVOKE_CERTIFICATE_2)],
            handlers={REVOKE_CERTIFICATE_2: partial(receive_revocation, recipient=part)},
            is_guarded=False,
            on_invalid=partial(receive_invalid_revocation, recipient=part),
            refuses=refusing(part, partial(_scope, letter=_REVOCATION)),
        )
    )
