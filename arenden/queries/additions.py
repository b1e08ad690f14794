"""What is told outside care of the messages about certificates (spec/integration.md 1.5)."""

from __future__ import annotations

from collections.abc import Collection

from arenden.models import Arende, Topic


def messages_about(certificate_ids: Collection[str]) -> dict[str, list[Arende]]:
    """Questions and answers by certificate, the oldest first; without reminders."""
    messages: dict[str, list[Arende]] = {}
    known = Arende.objects.filter(certificate_id__in=certificate_ids).exclude(topic=Topic.PAMINN)
    for message in known.order_by("stored_at", "pk"):
        messages.setdefault(message.certificate_id, []).append(message)
    return messages
