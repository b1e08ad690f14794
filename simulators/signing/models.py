"""Orders that a browser has brought, and the faults that an administrator has switched on."""

from __future__ import annotations

import uuid

from django.db import models


class SigningFault(models.Model):
    """A way in which the signing service misbehaves while its row is switched on (spec/signing.md 12.1.2)."""

    class Kind(models.TextChoices):
        EXPIRED_REQUEST = "EXPIRED_REQUEST", "Begäran anses ha gått ut"
        WRONG_MESSAGE_SIGNATURE = "WRONG_MESSAGE_SIGNATURE", "Svaret är undertecknat av någon annan"
        TAMPERED_VALUE = "TAMPERED_VALUE", "Underskriftens värde är ändrat"
        DER_VALUE = "DER_VALUE", "ECDSA-värdet är DER-kodat"
        OTHER_SIGNER = "OTHER_SIGNER", "Någon annan skriver under"
        NO_ANSWER = "NO_ANSWER", "Inget svar"

    kind = models.CharField("fel", max_length=30, choices=Kind.choices, primary_key=True)
    is_active = models.BooleanField("påslaget", default=True)

    class Meta:
        verbose_name = "fel i underskriftstjänsten"
        verbose_name_plural = "fel i underskriftstjänsten"

    def __str__(self) -> str:
        return self.get_kind_display()


class SigningOrder(models.Model):
    """A request under way, from the form post until the answer is fetched. Kept an hour.

    ``answer_mode``: the fault mode that the answer will play, drawn when the request came (``SimulatorMode.Mode``).
    """

    class Choice(models.TextChoices):
        SIGN = "SIGN", "Signera"
        CANCEL = "CANCEL", "Avbryt"
        FAIL = "FAIL", "Misslyckas"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    relay_state = models.CharField(max_length=255)
    request = models.BinaryField()
    choice = models.CharField(max_length=10, choices=Choice.choices, blank=True)
    answer_at = models.DateTimeField(null=True, blank=True)
    answer_mode = models.CharField(max_length=20, blank=True)
    answer_text = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = "underskriftsbegäran"
        verbose_name_plural = "underskriftsbegäranden"

    def __str__(self) -> str:
        return str(self.id)
