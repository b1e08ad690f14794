"""Messages between care and the recipient about a signed certificate (spec/messages.md 2).

A question, an answer and a reminder are rows of one table. What the certificate says of unit and signer is copied onto
the row: it never changes once signed, and lists need no join.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from certificates.models import Certificate
from webcert import clock

LONGEST_HEADING = 255
LONGEST_ID = 255
"""Of a message id and a reference; the contract sets no limit (spec/messages.md 2.1)."""
LONGEST_QUESTION_ID = 20
"""Of a question of the form, likewise."""


def new_message_id() -> str:
    return str(uuid.uuid4())


class Topic(models.TextChoices):
    """Subjects (kv_amne); the label is the display name that is sent."""

    KOMPLT = "KOMPLT", "Komplettering"
    AVSTMN = "AVSTMN", "Avstämningsmöte"
    KONTKT = "KONTKT", "Kontakt"
    OVRIGT = "OVRIGT", "Övrigt"
    PAMINN = "PAMINN", "Påminnelse"


class Arende(models.Model):
    """One message. A question carries the status of its whole exchange."""

    class Kind(models.TextChoices):
        QUESTION = "QUESTION", "Fråga"
        ANSWER = "ANSWER", "Svar"
        REMINDER = "REMINDER", "Påminnelse"

    class Sender(models.TextChoices):
        RECIPIENT = "FK", "Mottagaren"
        CARE = "WC", "Vården"

    class Status(models.TextChoices):
        PENDING_INTERNAL_ACTION = "PENDING_INTERNAL_ACTION", "Vårdenheten ska agera"
        PENDING_EXTERNAL_ACTION = "PENDING_EXTERNAL_ACTION", "Väntar på mottagaren"
        ANSWERED = "ANSWERED", "Besvarad"
        CLOSED = "CLOSED", "Hanterad"

    message_id = models.CharField("meddelande-id", max_length=LONGEST_ID, unique=True, default=new_message_id)
    reference = models.CharField("avsändarens referens", max_length=LONGEST_ID, blank=True)
    kind = models.CharField("slag", max_length=8, choices=Kind.choices)
    sender = models.CharField("avsändare", max_length=2, choices=Sender.choices)
    topic = models.CharField("ämne", max_length=6, choices=Topic.choices)
    heading = models.CharField("rubrik", max_length=LONGEST_HEADING, blank=True)
    text = models.TextField("meddelande", blank=True)
    contact = models.JSONField("kontaktuppgifter", default=list, blank=True)
    last_answer_date = models.DateField("sista datum för svar", null=True, blank=True)
    sent_at = models.DateTimeField("skickat")
    stored_at = models.DateTimeField("mottaget", default=clock.now)

    certificate = models.ForeignKey(Certificate, verbose_name="intyg", on_delete=models.PROTECT, related_name="arenden")
    unit_id = models.CharField("intygets enhet", max_length=64)
    care_provider_id = models.CharField("vårdgivare", max_length=64)
    person_id = models.CharField("personnummer", max_length=12)
    type_id = models.CharField("intygstyp", max_length=20)
    signer_hsa_id = models.CharField("signerat av", max_length=64)
    signer_name = models.CharField("signerat av (namn)", max_length=255)
    author_hsa_id = models.CharField("vårdens avsändare", max_length=64, blank=True)
    author_name = models.CharField("vårdens avsändare (namn)", max_length=255, blank=True)

    answers_message_id = models.CharField("svar på meddelande", max_length=LONGEST_ID, blank=True)
    answers_reference = models.CharField("svar på referens", max_length=LONGEST_ID, blank=True)
    reminds_message_id = models.CharField("påminner om meddelande", max_length=LONGEST_ID, blank=True)
    question = models.ForeignKey(
        "self", verbose_name="ärende", null=True, blank=True, on_delete=models.PROTECT, related_name="replies"
    )
    """Of an answer and a reminder: what it belongs to, when that is known here."""

    status = models.CharField("status", max_length=23, choices=Status.choices)
    last_event_at = models.DateTimeField("senaste händelse")
    is_forwarded = models.BooleanField("vidarebefordrat", default=False)

    class Meta:
        verbose_name = "ärende"
        verbose_name_plural = "ärenden"
        permissions = [("read_arende", "Får läsa vad som står i ärenden och frågasvar")]
        ordering = ["-last_event_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["question"], condition=Q(kind="ANSWER"), name="arende_one_answer_per_question"
            ),
            models.CheckConstraint(
                name="arende_only_replies_have_a_question",
                condition=Q(question__isnull=True) | ~Q(kind="QUESTION"),
            ),
            models.CheckConstraint(
                name="arende_answer_names_its_question",
                condition=Q(kind="ANSWER") & ~Q(answers_message_id="") | ~Q(kind="ANSWER") & Q(answers_message_id=""),
            ),
            models.CheckConstraint(
                name="arende_reminder_names_its_question",
                condition=Q(kind="REMINDER") & ~Q(reminds_message_id="")
                | ~Q(kind="REMINDER") & Q(reminds_message_id=""),
            ),
        ]
        indexes = [
            # Every list and number names its statuses; the columns behind the order let it be cut and counted without
            # reading its rows.
            models.Index(
                fields=[
                    "unit_id", "kind", "status", "-last_event_at", "-id", "person_id", "type_id", "topic", "sender",
                    "signer_hsa_id", "signer_name", "is_forwarded",
                ],
                name="arende_unit_list",
            ),
            models.Index(fields=["certificate", "kind", "status"], name="arende_of_certificate"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.message_id

    @property
    def is_complement_request(self) -> bool:
        return self.kind == self.Kind.QUESTION and self.topic == Topic.KOMPLT

    @property
    def is_open(self) -> bool:
        return self.status != self.Status.CLOSED

    @property
    def is_from_recipient(self) -> bool:
        return self.sender == self.Sender.RECIPIENT


class Complement(models.Model):
    """What a request for a complement asks of one question of the form (spec/messages.md 2.1)."""

    arende = models.ForeignKey(Arende, verbose_name="ärende", on_delete=models.CASCADE, related_name="complements")
    question_id = models.CharField("fråge-id", max_length=LONGEST_QUESTION_ID)
    instance = models.IntegerField("instans", null=True, blank=True)
    text = models.TextField("text")

    class Meta:
        verbose_name = "kompletteringspunkt"
        verbose_name_plural = "kompletteringspunkter"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.arende} {self.question_id}"


class ArendeDraft(models.Model):
    """A question or an answer that is being written, shared by all on the unit (spec/messages.md 2.2)."""

    certificate = models.ForeignKey(
        Certificate, verbose_name="intyg", on_delete=models.CASCADE, related_name="arende_drafts"
    )
    question = models.OneToOneField(
        Arende, verbose_name="besvarar", null=True, blank=True, on_delete=models.CASCADE, related_name="answer_draft"
    )
    topic = models.CharField("ämne", max_length=6, choices=Topic.choices, blank=True)
    text = models.TextField("text", blank=True)
    saved_at = models.DateTimeField("sparat", default=clock.now)

    class Meta:
        verbose_name = "påbörjat ärende"
        verbose_name_plural = "påbörjade ärenden"
        constraints = [
            models.UniqueConstraint(
                fields=["certificate"],
                condition=Q(question__isnull=True),
                name="arende_draft_one_question_per_certificate",
            )
        ]

    def __str__(self) -> str:
        return f"{self.certificate_id} {self.topic}"


class LegacyMessage(models.Model):
    """Frågasvar: a question about an FK 7263 with its answer in one row (spec/messages.md 11).

    The row's own number is the reference that an answer names. Nothing is sent this way any more.
    """

    class Topic(models.TextChoices):
        COMPLEMENT = "Komplettering_av_lakarintyg", "Komplettering"
        REVOCATION = "Makulering_av_lakarintyg", "Makulering"
        MEETING = "Avstamningsmote", "Avstämningsmöte"
        CONTACT = "Kontakt", "Kontakt"
        WORK_HOURS = "Arbetstidsforlaggning", "Arbetstidsförläggning"
        REMINDER = "Paminnelse", "Påminnelse"
        OTHER = "Ovrigt", "Övrigt"

    reference = models.CharField("Försäkringskassans referens", max_length=LONGEST_ID, blank=True)
    asked_by = models.CharField("frågeställare", max_length=2, choices=Arende.Sender.choices)
    topic = models.CharField("ämne", max_length=27, choices=Topic.choices)
    heading = models.CharField("rubrik", max_length=LONGEST_HEADING, blank=True)
    contact = models.JSONField("kontaktuppgifter", default=list, blank=True)
    complements = models.JSONField("kompletteringspunkter", default=list, blank=True)
    """Pairs of the field's number and a text."""
    last_answer_date = models.DateField("sista datum för svar", null=True, blank=True)
    question_text = models.TextField("fråga")
    asked_at = models.DateTimeField("fråga skickad")
    answer_text = models.TextField("svar", blank=True)
    answered_at = models.DateTimeField("svar skickat", null=True, blank=True)

    certificate = models.ForeignKey(
        Certificate, verbose_name="intyg", on_delete=models.PROTECT, related_name="legacy_messages"
    )
    status = models.CharField("status", max_length=23, choices=Arende.Status.choices)
    stored_at = models.DateTimeField("mottaget", default=clock.now)
    last_event_at = models.DateTimeField("senaste händelse", default=clock.now)

    class Meta:
        verbose_name = "frågasvar"
        verbose_name_plural = "frågasvar"
        ordering = ["-last_event_at", "-pk"]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_answered(self) -> bool:
        return self.answered_at is not None

    @property
    def is_from_recipient(self) -> bool:
        return self.asked_by == Arende.Sender.RECIPIENT
