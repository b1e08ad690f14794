"""The call to the log service and what its answer means (spec/pdl-logging.md 1, 6, 10)."""

from __future__ import annotations

from django.conf import settings

from delivery import kinds
from delivery import services as outbox
from delivery.kinds import DeliveryKind, Ordering
from delivery.models import Delivery
from delivery.outcomes import Outcome
from delivery.plans import Plan
from pdllog import batches
from rivta import client
from rivta.client import SoapAnswer, TransportFailure
from rivta.contracts import STORE_LOG_2 as CONTRACT
from rivta.results import read_result
from tak import resolver
from tak.models import TakRoute, address_key
from tak.services import on_route_saved
from webcert import clock

PLAN = Plan.without_end("1:m,5:m,30:m,1:h")
REFUSALS = ("ERROR", "VALIDATION_ERROR")


def deliver(delivery: Delivery) -> Outcome:
    """One attempt with the frozen bytes, so that every logId stays the same."""
    url = delivery.endpoint or address_of(delivery)
    if not url:
        text = f"VP004 Inget vägval finns för {CONTRACT.name} {CONTRACT.major} till {delivery.logical_address}."
        return Outcome.retry(text, error_id="VP004", waiting_for_route=True)
    try:
        answer = client.call(
            url=url, contract=CONTRACT, body=delivery.payload, logical_address=delivery.logical_address
        )
    except TransportFailure as failure:
        return Outcome.retry(str(failure), url=url, endpoint_failed=True)
    return classify(answer, url)


def classify(answer: SoapAnswer, url: str) -> Outcome:
    """OK and INFO: stored. ERROR and VALIDATION_ERROR: nothing of the batch is. All else is tried again (section 6)."""
    if answer.body is None:
        text = answer.fault or answer.problem
        return Outcome.retry(text, url=url, http_status=answer.status, endpoint_failed=True)
    result = read_result(answer.body)
    if result.is_done:
        return Outcome.delivered(result_code=result.code, text=result.text, url=url, http_status=answer.status)
    ended = Outcome.failed if result.code in REFUSALS else Outcome.retry
    return ended(result.text, result_code=result.code, url=url, http_status=answer.status)


def address_of(delivery: Delivery) -> str:
    """``PDL_URL``, else the route of the log service's logical address; "" when there is none."""
    if settings.PDL_URL:
        return str(settings.PDL_URL)
    route = resolver.resolve(CONTRACT.namespace, delivery.logical_address)
    return route.url if route else ""


@on_route_saved
def wake_waiters(route: TakRoute) -> None:
    """A new route to the log service lets waiting batches go at once."""
    if route.contract_namespace == CONTRACT.namespace and route.is_valid(clock.now()):
        own = address_key(route.logical_address)
        outbox.make_route_waiters_due(lambda address: address_key(address) == own, kind_names=[batches.KIND])


def register_kind() -> None:
    """Make the kind known to the outbox; called when the application is ready."""
    kinds.register(
        DeliveryKind(
            name=batches.KIND,
            queue="pdl",
            plan=PLAN,
            ordering=Ordering.NONE,
            send=deliver,
            endpoint=address_of,
            never_gives_up=True,
            on_finished=batches.finish,
            label="PDL-logg",
        )
    )
    outbox.before_sweep(batches.form_batches)
