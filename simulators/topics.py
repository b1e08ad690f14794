"""The subjects of messages between recipients and care (KV Ämne; spec/integration.md 1.3)."""

from __future__ import annotations

from django.db import models


class Topic(models.TextChoices):
    """A complement and a reminder come from recipients only."""

    KOMPLT = "KOMPLT", "Komplettering"
    AVSTMN = "AVSTMN", "Avstämningsmöte"
    KONTKT = "KONTKT", "Kontakt"
    OVRIGT = "OVRIGT", "Övrigt"
    PAMINN = "PAMINN", "Påminnelse"


QUESTIONS = (Topic.KONTKT, Topic.AVSTMN, Topic.OVRIGT)
"""What either side may ask the other."""
