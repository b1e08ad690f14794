"""Delivery kind "webhook": one signed POST of the event's JSON (design ch. 8)."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Q

from api.models import Webhook
from api.webhooks import signing
from api.webhooks.producing import KIND
from delivery import kinds
from delivery.kinds import DeliveryKind, Ordering
from delivery.models import Delivery
from delivery.outcomes import Outcome
from delivery.plans import Plan
from rivta import reach, transport
from rivta.transport import TransportFailure, TransportKind
from webcert import clock

GONE = 410


def deliver(delivery: Delivery) -> Outcome:
    """One attempt: the same body each time, signed anew. Any 2xx is enough; 410 ends it (design ch. 8)."""
    webhook = delivery.webhook_call.webhook
    if webhook.removed_at is not None:
        return Outcome.failed("Webhooken är borttagen.")
    body = bytes(delivery.payload)
    timestamp = int(clock.wall_now().timestamp())
    headers = {
        "Content-Type": "application/json",
        "Accept-Encoding": "identity",
        "User-Agent": "Webcert",
        "Webcert-Webhook-Id": str(webhook.pk),
        "Webcert-Event-Id": str(delivery.webhook_call.status_update_id),
        signing.HEADER: signing.signature(webhook, body, timestamp=timestamp),
    }
    try:
        answer = transport.post(webhook.url, body, headers, may_reach=reach.may_reach)
    except TransportFailure as failure:
        if failure.kind is TransportKind.ADDRESS:
            return Outcome.failed(str(failure), url=webhook.url)
        return Outcome.retry(str(failure), url=webhook.url, endpoint_failed=True)
    return classify(answer.status, webhook.url)


def classify(status: int, url: str) -> Outcome:
    if 200 <= status < 300:
        return Outcome.delivered(url=url, http_status=status)
    if status == GONE:
        return Outcome.failed("Mottagaren finns inte längre (410).", url=url, http_status=status)
    return Outcome.retry(f"HTTP {status}", url=url, http_status=status, endpoint_failed=True)


def endpoint_of(delivery: Delivery) -> str:
    """The webhook's address; its id stands as the logical address."""
    return Webhook.objects.filter(pk=delivery.logical_address).values_list("url", flat=True).first() or ""


def register_kind() -> None:
    """Make the kind known to the outbox; called when the application is ready."""
    kinds.register(
        DeliveryKind(
            name=KIND,
            queue="default",
            plan=Plan.parse(settings.STATUS_UPDATE_PLAN),
            ordering=Ordering.SOFT,
            send=deliver,
            prefetch=("webhook_call__webhook",),
            endpoint=endpoint_of,
            of_care_provider=lambda care_provider_id: Q(webhook_call__webhook__care_provider_id=care_provider_id),
            label="Webhook",
        )
    )
