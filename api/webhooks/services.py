"""Registering and removing webhooks (spec/integration.md 4.3)."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

import structlog
from django.db import transaction

from api import addresses, queries
from api.models import ApiKey, Webhook
from delivery import services as outbox
from delivery.models import WAITING, Delivery
from webcert import clock
from webcert.errors import InvalidState

log = structlog.get_logger(__name__)

MOST_WEBHOOKS = 20
"""Of one care provider: each of them is a call at every event."""


def register(key: ApiKey, url: str, *, units: Sequence[str] = ()) -> Webhook:
    """A new webhook; no units: all of the provider. Raises ``AddressRefused``, or ``InvalidState`` for too many.

    The host's name is asked for before the transaction begins.
    """
    return _register(key, addresses.checked(url), units)


@transaction.atomic
def _register(key: ApiKey, url: str, units: Sequence[str]) -> Webhook:
    if queries.webhooks(key.care_provider_id).count() >= MOST_WEBHOOKS:
        raise InvalidState(f"Vårdgivaren har redan {MOST_WEBHOOKS} webhooks. Ta bort en först.")
    webhook = Webhook.objects.create(
        care_provider_id=key.care_provider_id,
        url=url,
        units=sorted(set(units)),
        nonce=secrets.token_hex(32),
        created_with=key,
    )
    log.info("webhook_registered", webhook_id=str(webhook.pk), care_provider_id=webhook.care_provider_id)
    return webhook


@transaction.atomic
def remove(webhook: Webhook) -> None:
    """No more calls: what waits is cancelled, what is being sent just now ends by itself."""
    now = clock.now()
    if not Webhook.objects.filter(pk=webhook.pk, removed_at__isnull=True).update(removed_at=now):
        return
    waiting = Delivery.objects.filter(webhook_call__webhook=webhook, state__in=WAITING)
    for delivery_id in waiting.values_list("pk", flat=True):
        _cancel(delivery_id)
    log.info("webhook_removed", webhook_id=str(webhook.pk))


def _cancel(delivery_id: int) -> None:
    try:
        outbox.cancel(delivery_id)
    except InvalidState:
        log.info("webhook_call_under_way", delivery_id=delivery_id)
