"""The signature of a webhook's call: HMAC-SHA256 over time and body, with a secret that only the receiver was told."""

from __future__ import annotations

import base64
import hashlib
import hmac

from django.utils.crypto import salted_hmac

from api.models import Webhook

HEADER = "Webcert-Signature"
PREFIX = "whsec_"


def secret_of(webhook: Webhook) -> str:
    """What the receiver checks with; the same each time, made from the installation's secret key."""
    digest = salted_hmac("api.webhook", f"{webhook.pk} {webhook.nonce}", algorithm="sha256").digest()
    return PREFIX + base64.urlsafe_b64encode(digest).decode().rstrip("=")


def signature(webhook: Webhook, body: bytes, *, timestamp: int) -> str:
    """``t=<seconds since 1970>,v1=<hex>``; signed is ``<t>.<body>``."""
    signed = f"{timestamp}.".encode() + body
    return f"t={timestamp},v1={hmac.new(secret_of(webhook).encode(), signed, hashlib.sha256).hexdigest()}"
