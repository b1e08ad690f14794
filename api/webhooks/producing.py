"""An event is told to webhooks in the transaction in which its status update is queued (spec/status-updates.md 9.4)."""

from __future__ import annotations

import json

from api import answers, queries
from api.models import Webhook, WebhookCall
from delivery import services as outbox
from delivery.models import Delivery
from notifications import services as notifications
from notifications.models import StatusUpdate

KIND = "webhook"
State = Delivery.State


def listen() -> None:
    """Hear from now on; called when the application is ready."""
    notifications.on_produced(tell)


def tell(update: StatusUpdate) -> None:
    """A call of every webhook that the event concerns. What the status update has made needless is withdrawn here too.

    An ANDRAT that rests is told when the rest is over, as it is sent.
    """
    webhooks = [webhook for webhook in queries.webhooks(update.care_provider_id) if _concerns(webhook, update)]
    if not webhooks:
        return
    _withdraw_superseded(update.certificate_id)
    body = json.dumps(answers.event_facts(update), ensure_ascii=False, separators=(",", ":")).encode()
    for webhook in webhooks:
        _enqueue(webhook, update, body)


def _concerns(webhook: Webhook, update: StatusUpdate) -> bool:
    return not webhook.units or update.logical_address in webhook.units


def _enqueue(webhook: Webhook, update: StatusUpdate, body: bytes) -> None:
    rests = update.delivery is not None and update.delivery.state == State.COALESCING
    delivery = outbox.enqueue(
        KIND,
        owner_id=str(update.correlation_id),
        order_key=f"{webhook.pk}:{update.certificate_id}",
        logical_address=str(webhook.pk),
        payload=body,
        metadata=notifications.delivery_metadata(update),
        coalesce_until=update.delivery.available_at if update.delivery and rests else None,
    )
    WebhookCall.objects.create(webhook=webhook, status_update=update, delivery=delivery)


def _withdraw_superseded(certificate_id: str) -> None:
    resting = WebhookCall.objects.filter(
        status_update__certificate_id=certificate_id,
        status_update__delivery__state=State.SUPERSEDED,
        delivery__state=State.COALESCING,
    )
    outbox.supersede(resting.values_list("delivery_id", flat=True))
