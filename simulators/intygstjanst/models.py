"""What the embedded Intygstjänst holds (spec/integration.md 5.1, 5.8)."""

from __future__ import annotations

from django.db import models


class Recipient(models.Model):
    """A part that certificates are meant for. Its address is looked up in TAK, so it may point anywhere."""

    class Kind(models.TextChoices):
        MAIN = "MAIN", "Huvudmottagare"
        DIRECT = "DIRECT", "Direktmottagare"
        EXTRA = "EXTRA", "Övrig mottagare"
        CARE = "CARE", "Vården"
        CITIZEN = "CITIZEN", "Invånaren"
        WITHOUT_ADDRESS = "WITHOUT_ADDRESS", "Utan adress"

    id = models.CharField("id", max_length=20, primary_key=True)
    name = models.CharField("namn", max_length=100)
    kind = models.CharField("slag", max_length=20, choices=Kind.choices)
    logical_address = models.CharField("logisk adress", max_length=64, blank=True)
    certificate_types = models.JSONField("intygstyper", default=list, blank=True, help_text="Typernas interna id.")
    is_active = models.BooleanField("aktiv", default=True)
    is_trusted = models.BooleanField("betrodd", default=True)

    class Meta:
        verbose_name = "mottagare"
        verbose_name_plural = "intygstjänst: mottagare"
        ordering = ["name"]

    def __str__(self) -> str:
        return f"{self.name} ({self.id})"


class StoredCertificate(models.Model):
    """A registered certificate; ``xml`` is the RegisterCertificate element as received."""

    id = models.CharField("intygs-id", max_length=255, primary_key=True)
    type_code = models.CharField("intygstyp", max_length=40)
    version = models.CharField("version", max_length=10)
    person_id = models.CharField("personnummer", max_length=12)
    unit_id = models.CharField("enhet", max_length=64)
    unit_name = models.CharField("enhetens namn", max_length=255)
    care_provider_id = models.CharField("vårdgivare", max_length=64)
    issuer_id = models.CharField("utfärdare", max_length=64)
    issuer_name = models.CharField("utfärdarens namn", max_length=255)
    signed_at = models.CharField("signerat", max_length=20, blank=True)
    valid_from = models.CharField("gäller från", max_length=10, blank=True)
    valid_to = models.CharField("gäller till", max_length=10, blank=True)
    relations = models.JSONField("relationer", default=list, blank=True)
    is_test = models.BooleanField("testintyg", default=False)
    is_deleted_by_care = models.BooleanField("borttaget av vården", default=False)
    received_at = models.DateTimeField("mottaget", db_index=True)
    xml = models.BinaryField("XML")

    class Meta:
        verbose_name = "lagrat intyg"
        verbose_name_plural = "intygstjänst: lagrade intyg"
        ordering = ["-received_at"]
        indexes = [models.Index(fields=["person_id", "signed_at"], name="sim_certificates_of_a_person")]

    def __str__(self) -> str:
        return self.id

    @property
    def is_revoked(self) -> bool:
        return self.has_state(CertificateState.State.CANCELLED)

    def has_state(self, state: CertificateState.State, target: str = "") -> bool:
        """Was it ever in this state, for this part when one is named? Reads the whole history, once when prefetched."""
        return any(step.state == state and target in {"", step.target} for step in self.states.all())


class StoredMessage(models.Model):
    """A message about a certificate that has been passed on; ``xml`` is the body element as received."""

    class Direction(models.TextChoices):
        TO_CARE = "TO_CARE", "Till vården"
        TO_RECIPIENT = "TO_RECIPIENT", "Till mottagare"

    id = models.CharField("meddelande-id", max_length=255, primary_key=True)
    certificate = models.ForeignKey(
        StoredCertificate, verbose_name="intyg", on_delete=models.CASCADE, related_name="messages"
    )
    direction = models.CharField("riktning", max_length=12, choices=Direction.choices)
    topic = models.CharField("ämne", max_length=20)
    answers = models.CharField("svar på", max_length=255, blank=True)
    reminds_of = models.CharField("påminner om", max_length=255, blank=True)
    logical_address = models.CharField("logisk adress", max_length=255)
    received_at = models.DateTimeField("mottaget", db_index=True)
    xml = models.BinaryField("XML")

    class Meta:
        verbose_name = "förmedlat meddelande"
        verbose_name_plural = "intygstjänst: förmedlade meddelanden"
        ordering = ["-received_at"]

    def __str__(self) -> str:
        return f"{self.topic} {self.pk}"


class CertificateState(models.Model):
    """One step in the history of a stored certificate."""

    class State(models.TextChoices):
        RECEIVED = "RECEIVED", "Mottaget"
        SENT = "SENT", "Skickat"
        CANCELLED = "CANCELLED", "Makulerat"
        DELETED = "DELETED", "Borttaget"
        RESTORED = "RESTORED", "Återställt"

    certificate = models.ForeignKey(
        StoredCertificate, verbose_name="intyg", on_delete=models.CASCADE, related_name="states"
    )
    state = models.CharField("tillstånd", max_length=10, choices=State.choices)
    target = models.CharField("mottagare", max_length=20)
    at = models.DateTimeField("tidpunkt")

    class Meta:
        verbose_name = "tillstånd"
        verbose_name_plural = "tillstånd"
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["certificate", "target"],
                condition=models.Q(state="SENT"),
                name="sim_sent_once_to_each_recipient",
            )
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.target}"

    @property
    def code(self) -> str:
        """The status code on the wire."""
        return STATUS_CODES[CertificateState.State(self.state)]


STATUS_CODES: dict[CertificateState.State, str] = {
    CertificateState.State.RECEIVED: "RECEIV",
    CertificateState.State.SENT: "SENTTO",
    CertificateState.State.CANCELLED: "CANCEL",
    CertificateState.State.DELETED: "DELETE",
    CertificateState.State.RESTORED: "RESTOR",
}
