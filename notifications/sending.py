"""Delivery kind "status": the address, the call, and what its answer means (spec/status-updates.md ch. 4)."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Q

from certificates.models import Certificate
from certificates.types import registry
from delivery import kinds
from delivery import services as outbox
from delivery.kinds import DeliveryKind, Ordering
from delivery.models import Delivery
from delivery.outcomes import Outcome
from delivery.plans import Plan
from hsa.directory import DirectoryUnavailable
from notifications import message
from notifications.integrated_units import known_provider
from notifications.message import InvalidMessage
from notifications.models import StatusUpdate
from notifications.services import KIND, REBUILD, counts_for, facts_of, freeze
from rivta import client, reach
from rivta.client import SoapAnswer, TransportFailure
from rivta.contracts import CERTIFICATE_STATUS_UPDATE_FOR_CARE_3 as CONTRACT
from rivta.results import ErrorId, read_result
from tak import resolver
from tak.models import TakRoute
from tak.resolver import Route
from tak.services import on_route_saved
from webcert import clock

PERMANENT_FAULTS = ("Marshalling Error", "Unmarshalling Error")
OWN_EXCEPTION = "WEBCERT_EXCEPTION"


def deliver(delivery: Delivery) -> Outcome:
    """One attempt. Retries send the same bytes; only one that could never be made, or was emptied, is made now."""
    update = delivery.status_update
    if delivery.metadata.get(REBUILD) or not update.payload:
        try:
            _rebuild(update)
        except InvalidMessage as invalid:
            return Outcome.failed(f"Meddelandet följer inte kontraktet: {invalid}", error_id=OWN_EXCEPTION)
    url = delivery.endpoint or address_of(delivery)
    if not url:
        text = f"VP004 Inget vägval finns för {CONTRACT.name} {CONTRACT.major} till {delivery.logical_address}."
        return Outcome.retry(text, error_id="VP004", waiting_for_route=True)
    try:
        answer = client.call(
            url=url,
            contract=CONTRACT,
            body=update.payload,
            logical_address=delivery.logical_address,
            headers={"x-correlation-id": str(update.correlation_id)},
            may_reach=lambda network_address: reach.may_reach(network_address) or not _leads_outside_only(delivery),
        )
    except TransportFailure as failure:
        return Outcome.retry(str(failure), error_id=OWN_EXCEPTION, url=url, endpoint_failed=True)
    return classify(answer, url)


def classify(answer: SoapAnswer, url: str) -> Outcome:
    """The table of 4.3."""
    if answer.body is None:
        text = answer.fault or answer.problem
        if answer.fault and any(words in answer.fault for words in PERMANENT_FAULTS):
            return Outcome.failed(text, error_id=OWN_EXCEPTION, url=url, http_status=answer.status)
        return Outcome.retry(text, error_id=OWN_EXCEPTION, url=url, http_status=answer.status, endpoint_failed=True)
    result = read_result(answer.body)
    if result.is_done:
        return Outcome.delivered(result_code=result.code, text=result.text, url=url, http_status=answer.status)
    ended = Outcome.retry if result.error_id == ErrorId.TECHNICAL_ERROR else Outcome.failed
    return ended(result.text, result_code=result.code, error_id=result.error_id, url=url, http_status=answer.status)


def address_of(delivery: Delivery) -> str:
    """The receiver's address by TAK, climbing from the unit; "" without route. HSA's silence raises."""
    route = _route_of(delivery)
    return route.url if route else ""


def _route_of(delivery: Delivery) -> Route | None:
    unit_id = delivery.logical_address
    return resolver.resolve(CONTRACT.namespace, unit_id) or resolver.resolve(
        CONTRACT.namespace, unit_id, known_provider=known_provider(unit_id)
    )


def _leads_outside_only(delivery: Delivery) -> bool:
    """Asked only where the call would end in our own network."""
    route = _route_of(delivery)
    return route is not None and route.leads_outside_only


@on_route_saved
def wake_waiters(route: TakRoute) -> None:
    """A new route makes the status updates due at once that wait for it (5.6)."""
    if route.contract_namespace == CONTRACT.namespace and route.is_valid(clock.now()):
        outbox.make_route_waiters_due(lambda address: _covers(route, address), kind_names=[KIND])


def register_kind() -> None:
    """Make the kind known to the outbox; called when the application is ready."""
    kinds.register(
        DeliveryKind(
            name=KIND,
            queue="status",
            retry_queue="status_retry",
            plan=Plan.parse(settings.STATUS_UPDATE_PLAN),
            ordering=Ordering(settings.STATUS_UPDATE_ORDERING),
            send=deliver,
            prefetch=("status_update",),
            endpoint=address_of,
            of_care_provider=lambda care_provider_id: Q(status_update__care_provider_id=care_provider_id),
            label="Statusuppdatering",
        )
    )


def _rebuild(update: StatusUpdate) -> None:
    """Current content and counts, the event's own time, code, topic and handler (4.7)."""
    certificate = Certificate.objects.get(pk=update.certificate_id)
    certificate_type = registry.get(certificate.type_id, certificate.type_version)
    freeze(update, message.build(certificate, facts_of(update), counts_for(update, certificate, certificate_type)))
    update.save(update_fields=["payload", "payload_sha256"])


def _covers(route: TakRoute, address: str) -> bool:
    try:
        return resolver.covers(route, address, known_provider=known_provider(address))
    except DirectoryUnavailable:
        return False
