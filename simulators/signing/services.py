"""Orders of the signing service: taking one in, deciding it, answering it."""

from __future__ import annotations

import base64
import datetime as dt
from dataclasses import dataclass

from certificates.signing.dss.parties import parties
from hsa import directory
from simulators.modes.models import SimulatorMode
from simulators.modes.services import Chosen, Mode, Scope, choose_over_http
from simulators.signing import incoming, outgoing
from simulators.signing.incoming import IncomingRequest
from simulators.signing.models import SigningFault, SigningOrder
from webcert import clock

WAIT = dt.timedelta(seconds=30)
KEPT = dt.timedelta(hours=1)
_BROKEN = b"<dss:SignResponse><simulated>"


@dataclass(frozen=True, slots=True)
class AnswerForm:
    """What the browser posts back, and where to."""

    action: str
    relay_state: str
    response: str


def take_in(*, binding: str, relay_state: str, request: str) -> SigningOrder:
    """Check the posted form and keep it as an order; old orders are thrown away. Raises ``BadRequest``."""
    raw = incoming.decode(binding, request)
    read = incoming.read(raw, parties())
    if not read.is_in_time:
        raise incoming.BadRequest("Begäran har gått ut.")
    now = clock.wall_now()
    SigningOrder.objects.filter(created_at__lt=now - KEPT).delete()
    return SigningOrder.objects.create(relay_state=relay_state, request=raw, created_at=now)


def requested(order: SigningOrder) -> IncomingRequest:
    return incoming.read(bytes(order.request), parties())


def decide(order: SigningOrder, choice: SigningOrder.Choice, *, wait: dt.timedelta = dt.timedelta()) -> None:
    """Note what the person chose, and from when the answer is given."""
    order.choice = choice
    order.answer_at = clock.wall_now() + wait
    order.save(update_fields=["choice", "answer_at"])


def seconds_left(order: SigningOrder) -> int:
    """Whole seconds until the answer is given; 0 when it is."""
    if order.answer_at is None:
        return 0
    return max(0, -(-(order.answer_at - clock.wall_now()) // dt.timedelta(seconds=1)))


def draw_mode(order: SigningOrder) -> Chosen:
    """How the service takes this order; what only shows in the answer is kept for it (spec/ui.md 14.5)."""
    request = requested(order)
    scope = Scope(unit_id=request.signer_hsa_id, certificate_id=request.certificate_id)
    chosen = choose_over_http(SimulatorMode.Simulator.SIGNING, scope)
    if not (chosen.is_refusing or chosen.mode is Mode.BROKEN_XML):
        return chosen
    order.answer_mode, order.answer_text = chosen.mode, chosen.text
    order.save(update_fields=["answer_mode", "answer_text"])
    return Chosen()


def answer(order: SigningOrder) -> AnswerForm | None:
    """The answer to post back; None while the service is switched to give none."""
    faults = active_faults()
    if SigningFault.Kind.NO_ANSWER in faults:
        return None
    request = requested(order)
    response = _BROKEN if order.answer_mode == Mode.BROKEN_XML else _response(order, request, faults)
    return AnswerForm(request.return_url, order.relay_state, base64.b64encode(response).decode("ascii"))


def _response(order: SigningOrder, request: IncomingRequest, faults: frozenset[str]) -> bytes:
    return outgoing.build(
        request,
        order.choice,
        signer_name=_name(request.signer_hsa_id),
        faults=faults,
        failure_text=order.answer_text if order.answer_mode else "",
    )


def active_faults() -> frozenset[str]:
    return frozenset(SigningFault.objects.filter(is_active=True).values_list("kind", flat=True))


def _name(hsa_id: str) -> str:
    """The signer's name as the identity provider knows it."""
    try:
        return directory.person(hsa_id).name
    except (directory.PersonNotFound, directory.DirectoryUnavailable):
        return hsa_id
