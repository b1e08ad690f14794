"""The subjects of messages between recipients and care (KV Ämne; spec/integration.md 1.3)."""

from __future__ import annotations

from arenden.models import Topic

__all__ = ["QUESTIONS", "Topic"]

QUESTIONS = (Topic.KONTKT, Topic.AVSTMN, Topic.OVRIGT)
"""What either side may ask the other."""
