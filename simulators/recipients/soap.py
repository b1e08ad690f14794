"""RegisterCertificate 3, RevokeCertificate 2 and SendMessageToRecipient 2 at each recipient.

A call is kept before a fault is played.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from lxml import etree

from rivta import server
from rivta.contracts import REGISTER_CERTIFICATE_3, REVOKE_CERTIFICATE_2, SEND_MESSAGE_TO_RECIPIENT_2, Contract
from rivta.envelope import SoapFault
from rivta.server import Endpoint, RawReply, SoapRequest
from simulators.envelopes import text
from simulators.modes.services import Scope, choose, refusing, reply
from simulators.recipients import automatic
from simulators.recipients.models import PARTS, ReceivedDocument
from webcert import clock

FAILING_ADDRESS = "fail-adress"
"""This logical address, and a certificate with this id, always fail (spec/integration.md 5.9)."""
REFUSED_AS_INVALID = "invalid"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A kind of call, and where in its body the facts of the list stand."""

    kind: ReceivedDocument.Kind
    certificate: str
    unit: str
    type_code: str = ""
    message: str = ""
    topic: str = ""
    answers: str = ""


LETTERS: Mapping[Contract, Letter] = {
    REGISTER_CERTIFICATE_3: Letter(
        kind=ReceivedDocument.Kind.CERTIFICATE,
        certificate="r:intyg/c:intygs-id/t:extension",
        unit="r:intyg/c:skapadAv/c:enhet/c:enhets-id/t:extension",
        type_code="r:intyg/c:typ/t:code",
        answers="r:svarPa/c:meddelande-id",
    ),
    REVOKE_CERTIFICATE_2: Letter(
        kind=ReceivedDocument.Kind.REVOCATION,
        certificate="v:intygs-id/t:extension",
        unit="v:skickatAv/c:enhet/c:enhets-id/t:extension",
    ),
    SEND_MESSAGE_TO_RECIPIENT_2: Letter(
        kind=ReceivedDocument.Kind.MESSAGE,
        certificate="mr:intygs-id/t:extension",
        unit="mr:skickatAv/c:enhet/c:enhets-id/t:extension",
        message="mr:meddelande-id",
        topic="mr:amne/t:code",
        answers="mr:svarPa/c:meddelande-id",
    ),
}


def path(recipient: str, contract: Contract) -> str:
    return f"/simulators/recipients/{recipient}/{contract.name}/{contract.major}/{contract.profile.name}"


def receive(request: SoapRequest, *, recipient: str) -> etree._Element | RawReply:
    """Keep what was sent, then answer as the recipient's mode says; what is accepted may be reacted to."""
    scope = _scope(request)
    chosen = choose(recipient, scope)
    document = _keep(request, recipient=recipient, is_valid=True, answer=chosen.mode)
    if FAILING_ADDRESS in {request.logical_address, scope.certificate_id}:
        raise SoapFault("Mottagaren svarar alltid med fel på den här adressen")
    if chosen.is_accepting:
        automatic.react(document)
    return reply(chosen, request.contract)


def receive_invalid(request: SoapRequest, *, recipient: str) -> None:
    _keep(request, recipient=recipient, is_valid=False, answer=REFUSED_AS_INVALID)


def _scope(request: SoapRequest) -> Scope:
    letter = LETTERS[request.contract]
    return Scope(unit_id=text(request.body, letter.unit), certificate_id=text(request.body, letter.certificate))


def _keep(request: SoapRequest, *, recipient: str, is_valid: bool, answer: str) -> ReceivedDocument:
    letter = LETTERS[request.contract]

    def fact(place: str) -> str:
        return text(request.body, place) if place else ""

    return ReceivedDocument.objects.create(
        recipient=recipient,
        kind=letter.kind,
        certificate_id=fact(letter.certificate)[:64],
        type_code=fact(letter.type_code)[:40],
        message_id=fact(letter.message)[:255],
        topic=fact(letter.topic)[:20],
        answers=fact(letter.answers)[:255],
        logical_address=request.logical_address[:255],
        received_at=clock.now(),
        xml=request.raw,
        is_valid=is_valid,
        answer=answer,
    )


for part in PARTS:
    for contract in LETTERS:
        server.register(
            Endpoint(
                paths=[path(part, contract)],
                handlers={contract: partial(receive, recipient=part)},
                is_guarded=False,
                on_invalid=partial(receive_invalid, recipient=part),
                refuses=refusing(part, _scope),
            )
        )
