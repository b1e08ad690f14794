"""What the recipients have received, what they send to care, and what they do by themselves."""

from __future__ import annotations

from django.db import models

from simulators.modes.models import SimulatorMode
from simulators.topics import QUESTIONS, Topic

PARTS = ("FKASSA", "TRANSP", "SKV", "SOS", "AF")


class ReceivedDocument(models.Model):
    """One call to a recipient, also an invalid one or one that was answered with an error."""

    class Kind(models.TextChoices):
        CERTIFICATE = "certificates", "Intyg"
        REVOCATION = "revocations", "Makulering"
        MESSAGE = "messages", "Meddelande"

    recipient = models.CharField("mottagare", max_length=20)
    kind = models.CharField("slag", max_length=20, choices=Kind.choices)
    certificate_id = models.CharField("intygs-id", max_length=64, db_index=True)
    type_code = models.CharField("intygstyp", max_length=40, blank=True)
    message_id = models.CharField("meddelande-id", max_length=255, blank=True)
    topic = models.CharField("ämne", max_length=20, blank=True)
    answers = models.CharField("svar på", max_length=255, blank=True, db_index=True)
    logical_address = models.CharField("logisk adress", max_length=255, blank=True)
    received_at = models.DateTimeField("mottaget", db_index=True)
    xml = models.BinaryField("XML")
    is_valid = models.BooleanField("följer kontraktet")
    answer = models.CharField("svar", max_length=20)

    class Meta:
        verbose_name = "mottaget dokument"
        verbose_name_plural = "mottagare: mottagna dokument"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["recipient", "kind"], name="sim_received_list")]

    def __str__(self) -> str:
        return f"{self.recipient} {self.certificate_id}"


class SentMessage(models.Model):
    """A SendMessageToCare of a recipient, written whole when it is decided on and sent when it is due.

    ``taken_at`` is the wall clock of whoever is sending it. There is one attempt; what came of it stands in the row.
    """

    class Fault(models.TextChoices):
        """What is wrong with it on purpose, and the answer to expect."""

        UNKNOWN_CERTIFICATE = "UNKNOWN_CERTIFICATE", "Okänt intyg (CERTIFICATE_NOT_FOUND_ERROR)"
        WRONG_PATIENT = "WRONG_PATIENT", "Fel patient (CIVIC_REGISTRATION_NUMBER_INCONSISTENCY_ERROR)"
        DUPLICATE_ID = "DUPLICATE_ID", "Använt meddelande-id (MEDDELANDE_ID_NOT_UNIQUE_ERROR)"
        UNKNOWN_QUESTION = "UNKNOWN_QUESTION", "Frage-id som intygstypen saknar (APPLICATION_ERROR av nyare typer)"
        OTHER_TOPIC = "OTHER_TOPIC", "Svar med annat ämne än frågan (SUBJECT_CONSISTENCY_ERROR)"
        UNKNOWN_TOPIC = "UNKNOWN_TOPIC", "Okänt ämne (SUBJECT_NOT_SUPPORTED_ERROR)"
        UNKNOWN_REFERENCE = (
            "UNKNOWN_REFERENCE",
            "Svar på eller påminnelse om okänt (REFERENCED_MESSAGE_NOT_FOUND_ERROR)",
        )
        REMINDER_OF_NOTHING = (
            "REMINDER_OF_NOTHING",
            "Påminnelse som inte pekar ut något (PAMINNELSE_ID_INCONSISTENCY_ERROR)",
        )
        ANSWER_WITH_LAST_DAY = "ANSWER_WITH_LAST_DAY", "Svar med sista dag för svar (MESSAGE_TYPE_CONSISTENCY_ERROR)"
        STRAY_COMPLEMENT = (
            "STRAY_COMPLEMENT",
            "Pekar ut frågor utan att begära komplettering (KOMPLETTERING_INCONSISTENCY_ERROR)",
        )
        UNKNOWN_PART = "UNKNOWN_PART", "Okänd avsändare (VALIDATION_ERROR)"
        NOT_SENT = "NOT_SENT", "Intyg av samma typ som inte är skickat till mottagaren (OK: det prövas inte)"
        AGAINST_SCHEMA = "AGAINST_SCHEMA", "Följer inte kontraktet (VALIDATION_ERROR)"

    recipient = models.CharField("mottagare", max_length=20)
    certificate_id = models.CharField("intygs-id", max_length=64, db_index=True)
    message_id = models.CharField("meddelande-id", max_length=255, db_index=True)
    topic = models.CharField("ämne", max_length=20, choices=Topic.choices)
    answers = models.CharField("svar på", max_length=255, blank=True, db_index=True)
    fault = models.CharField("avsiktligt fel", max_length=20, choices=Fault.choices, blank=True)
    logical_address = models.CharField("logisk adress", max_length=255)
    due_at = models.DateTimeField("skickas", db_index=True)
    taken_at = models.DateTimeField(null=True, blank=True, editable=False)
    sent_at = models.DateTimeField("skickat", null=True, blank=True)
    result_code = models.CharField("svar", max_length=20, blank=True)
    error_id = models.CharField("fel-id", max_length=40, blank=True)
    result_text = models.TextField("svarets text", blank=True)
    xml = models.BinaryField("XML")

    class Meta:
        verbose_name = "meddelande till vården"
        verbose_name_plural = "mottagare: meddelanden till vården"
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(sent_at__isnull=True), name="sim_message_waiting")
        ]

    def __str__(self) -> str:
        return f"{self.recipient} {self.topic} {self.message_id}"


class AutomaticMode(models.Model):
    """What a recipient does by itself, some seconds after it was sent a certificate or a question."""

    recipient = models.CharField(
        "mottagare",
        max_length=20,
        primary_key=True,
        choices=[(part, SimulatorMode.Simulator(part).label) for part in PARTS],
    )
    is_active = models.BooleanField("aktivt", default=True)
    delay_s = models.PositiveIntegerField("efter (sekunder)", default=10)
    topic = models.CharField(
        "skickar om varje intyg",
        max_length=20,
        choices=[(topic.value, topic.label) for topic in (*QUESTIONS, Topic.KOMPLT)],
        blank=True,
        help_text="Tomt: ingenting.",
    )
    text = models.TextField("text", default="Vi behöver en uppgift till.")
    is_answering = models.BooleanField("svarar på vårdens frågor", default=False)
    answer_text = models.TextField("svarets text", default="Tack, vi har läst er fråga.")

    class Meta:
        verbose_name = "automatiskt läge"
        verbose_name_plural = "mottagare: automatiska lägen"
        ordering = ["recipient"]

    def __str__(self) -> str:
        return self.recipient
