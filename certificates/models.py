"""Certificates, their events and their signatures. ``certificates.lifecycle`` and ``certificates.signing`` write here.

A draft and the signed certificate are the same row (spec/lifecycle.md 2). Answers are stored as the questions'
own JSON values, keyed by question id; a signed certificate's bytes stand in ``SignedDocument`` and are never rebuilt.
"""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import models
from django.db.models import F, Q

from certificates.events import EventKind
from patients.person_id import PersonId
from webcert import clock


def new_certificate_id() -> str:
    return str(uuid.uuid4())


class Certificate(models.Model):
    """One certificate through its whole life. ``version`` is the optimistic lock: +1 at every save."""

    class State(models.TextChoices):
        DRAFT = "DRAFT", "Utkast"
        LOCKED = "LOCKED", "Låst utkast"
        DELETED = "DELETED", "Raderat utkast"
        SIGNED = "SIGNED", "Signerat"

    class Relation(models.TextChoices):
        FRLANG = "FRLANG", "Förnyar"
        ERSATT = "ERSATT", "Ersätter"
        KOMPLT = "KOMPLT", "Kompletterar"
        KOPIA = "KOPIA", "Kopia av"

    class WayIn(models.TextChoices):
        """How the draft came to be; decides registration of the unit (spec/status-updates.md 1.4)."""

        BROWSER = "BROWSER", "Webcert"
        CREATE_DRAFT_CERTIFICATE = "CREATE_DRAFT_CERTIFICATE", "CreateDraftCertificate"
        RELATION = "RELATION", "Från ett annat intyg"
        INTYGSTJANST = "INTYGSTJANST", "Hämtat från Intygstjänsten"
        DEMO = "DEMO", "Exempeldata"

    id = models.CharField("intygs-id", primary_key=True, max_length=36, default=new_certificate_id, editable=False)
    type_id = models.CharField("intygstyp", max_length=20)
    type_version = models.CharField("version av typen", max_length=10)
    state = models.CharField("tillstånd", max_length=8, choices=State.choices, default=State.DRAFT)
    version = models.PositiveIntegerField("sparad version", default=0)
    is_complete = models.BooleanField("kan signeras", default=False)
    is_test_certificate = models.BooleanField("testintyg", default=False)
    is_forwarded = models.BooleanField("vidarebefordrat", default=False)
    way_in = models.CharField("skapat genom", max_length=30, choices=WayIn.choices, default=WayIn.BROWSER)

    person_id = models.CharField("personnummer", max_length=12)
    patient_first_name = models.CharField("förnamn", max_length=255, blank=True)
    patient_middle_name = models.CharField("mellannamn", max_length=255, blank=True)
    patient_last_name = models.CharField("efternamn", max_length=255, blank=True)

    unit_id = models.CharField("utfärdande enhet", max_length=64)
    unit_name = models.CharField("enhetens namn", max_length=255)
    care_unit_id = models.CharField("vårdenhet", max_length=64)
    care_unit_name = models.CharField("vårdenhetens namn", max_length=255)
    care_provider_id = models.CharField("vårdgivare", max_length=64)
    care_provider_name = models.CharField("vårdgivarens namn", max_length=255)
    workplace_code = models.CharField("arbetsplatskod", max_length=64, blank=True)
    unit_mail = models.CharField("enhetens e-post", max_length=255, blank=True)

    issuer_hsa_id = models.CharField("utfärdare", max_length=64)
    issuer_name = models.CharField("utfärdarens namn", max_length=255)
    issuer_title = models.CharField("titel", max_length=255, blank=True)
    issuer_positions = models.JSONField("befattningar", default=list, blank=True)
    issuer_specialities = models.JSONField("specialiteter", default=list, blank=True)
    issuer_licences = models.JSONField("legitimerade yrken", default=list, blank=True)

    answers = models.JSONField("svar", default=dict, blank=True)
    reference = models.CharField("journalsystemets referens", max_length=255, blank=True)
    relation = models.CharField("relation", max_length=6, choices=Relation.choices, blank=True)
    parent = models.ForeignKey(
        "self", verbose_name="ursprung", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )

    created_at = models.DateTimeField("skapat")
    saved_at = models.DateTimeField("senast sparat")
    saved_by_hsa_id = models.CharField("sparat av", max_length=64)
    saved_by_name = models.CharField("sparat av (namn)", max_length=255)
    saved_from_page = models.CharField("sparat från sida", max_length=32, blank=True)
    """The random name of the page that the latest save came from, and what it posted (certificates.pages.versions)."""
    saved_post = models.CharField("det som sparades", max_length=64, blank=True)
    ready_for_sign_at = models.DateTimeField("klart för signering", null=True, blank=True)
    signed_at = models.DateTimeField("signerat", null=True, blank=True)
    sent_at = models.DateTimeField("skickat", null=True, blank=True)
    sent_to = models.CharField("skickat till", max_length=20, blank=True)
    revoked_at = models.DateTimeField("makulerat", null=True, blank=True)
    revocation_reason = models.CharField("anledning till makulering", max_length=30, blank=True)
    revocation_message = models.TextField("meddelande vid makulering", blank=True)
    complement_requested_at = models.DateTimeField("komplettering begärd", null=True, blank=True)
    """When the latest open request for a complement came; empty while none is open. The two below stay when it is
    closed, so that it can be opened again."""
    complement_message_id = models.CharField("begäran om komplettering", max_length=255, blank=True)
    complement_reference = models.CharField("mottagarens referens", max_length=255, blank=True)

    class Meta:
        verbose_name = "intyg"
        verbose_name_plural = "intyg"
        ordering = ["-saved_at"]
        constraints = [
            models.CheckConstraint(
                name="certificate_signed_has_time",
                condition=Q(state="SIGNED", signed_at__isnull=False) | (~Q(state="SIGNED") & Q(signed_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="certificate_sent_is_signed",
                condition=Q(sent_at__isnull=True) | Q(state="SIGNED", signed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="certificate_revoked_is_final",
                condition=Q(revoked_at__isnull=True) | Q(state__in=["SIGNED", "LOCKED"]),
            ),
        ]
        indexes = [
            # Conditions without a value in them: SQLite does not compare bound values with a partial index.
            # The columns behind the order let a list be cut and counted without reading its rows.
            models.Index(
                fields=["unit_id", "-saved_at", "-id", "person_id", "type_id", "state"],
                condition=Q(signed_at__isnull=True, revoked_at__isnull=True),
                name="certificate_unit_list",
            ),
            models.Index(
                fields=[
                    "unit_id",
                    "saved_by_hsa_id",
                    "-saved_at",
                    "-id",
                    "person_id",
                    "type_id",
                    "state",
                    "saved_by_name",
                ],
                condition=Q(signed_at__isnull=True, revoked_at__isnull=True),
                name="certificate_saver_list",
            ),
            models.Index(fields=["person_id", "unit_id", "-saved_at"], name="certificate_patient_list"),
            models.Index(
                fields=["issuer_hsa_id", "state", "-signed_at", "-id", "unit_id", "person_id", "type_id", "revoked_at"],
                name="certificate_signer_list",
            ),
            models.Index(fields=["state", "created_at"], name="certificate_lock_job"),
            models.Index(fields=["care_provider_id", "-created_at"], name="certificate_provider_list"),
        ]

    def __str__(self) -> str:
        return self.id

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_signed(self) -> bool:
        return self.state == self.State.SIGNED

    @property
    def is_revoked(self) -> bool:
        return self.revoked_at is not None

    @property
    def is_sent(self) -> bool:
        return self.sent_at is not None

    @property
    def birth_date(self) -> dt.date | None:
        """The patient's, as the personal number tells it."""
        return PersonId(self.person_id).birth_date

    @property
    def judged_on(self) -> dt.date:
        """The day that conditions on the answers count from. What was signed must not change as time goes."""
        return clock.local(self.signed_at).date() if self.signed_at else clock.today()

    @property
    def patient_name(self) -> str:
        return " ".join(p for p in (self.patient_first_name, self.patient_middle_name, self.patient_last_name) if p)


class CertificateEvent(models.Model):
    """One thing that happened to a certificate: append-only history (spec/lifecycle.md 13)."""

    certificate = models.ForeignKey(Certificate, verbose_name="intyg", on_delete=models.PROTECT, related_name="events")
    kind = models.CharField("händelse", max_length=20, choices=[(k.value, k.value) for k in EventKind.stored()])
    occurred_at = models.DateTimeField("tidpunkt")
    user_hsa_id = models.CharField("användare", max_length=64, blank=True)
    user_name = models.CharField("användarens namn", max_length=255, blank=True)
    message = models.CharField("meddelande", max_length=500, blank=True)

    class Meta:
        verbose_name = "intygshändelse"
        verbose_name_plural = "intygshändelser"
        ordering = ["occurred_at", "id"]

    def __str__(self) -> str:
        return f"{self.certificate_id} {self.kind}"


class SignedDocument(models.Model):
    """The signed RegisterCertificate body, byte for byte as it was signed (spec/signing.md 4)."""

    class SignatureType(models.TextChoices):
        XMLDSIG = "XMLDSIG", "XML-DSig"
        PKCS7 = "PKCS7", "BankID"

    certificate = models.OneToOneField(
        Certificate, verbose_name="intyg", primary_key=True, on_delete=models.PROTECT, related_name="document"
    )
    xml = models.BinaryField("XML")
    signature_type = models.CharField("slag av underskrift", max_length=8, choices=SignatureType.choices)
    digest = models.CharField("kondensat (SHA-256, Base64)", max_length=88)
    signer_hsa_id = models.CharField("undertecknare", max_length=64)
    signer_certificate = models.TextField("undertecknarens certifikat (PEM)", blank=True)
    created_at = models.DateTimeField("skapad")

    class Meta:
        verbose_name = "signerat dokument"
        verbose_name_plural = "signerade dokument"

    def __str__(self) -> str:
        return self.certificate_id


class SigningTicket(models.Model):
    """A signing under way, bound to user and session, single use (spec/signing.md 6, 12.1)."""

    class Status(models.TextChoices):
        BEARBETAR = "BEARBETAR"
        VANTA_SIGN = "VANTA_SIGN"
        SIGNERAD = "SIGNERAD"
        OKAND = "OKAND"
        AVBRUTEN = "AVBRUTEN"
        ERROR = "ERROR"

    class Method(models.TextChoices):
        FAKE = "FAKE"
        SIGN_SERVICE = "SIGN_SERVICE"

    id = models.CharField(primary_key=True, max_length=80)
    certificate = models.ForeignKey(Certificate, on_delete=models.CASCADE, related_name="signing_tickets")
    certificate_version = models.PositiveIntegerField()
    method = models.CharField(max_length=12, choices=Method.choices)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.BEARBETAR)
    user_hsa_id = models.CharField(max_length=64)
    session_key = models.CharField(max_length=64)
    signing_time = models.DateTimeField()
    unsigned_xml = models.BinaryField()
    signed_info = models.BinaryField()
    digest = models.CharField(max_length=88)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    consumed_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=255, blank=True)

    class Meta:
        verbose_name = "signeringsbiljett"
        verbose_name_plural = "signeringsbiljetter"

    def __str__(self) -> str:
        return self.id


class CertificateTypeSetting(models.Model):
    """Other days for a version of a type than it declares: opened earlier or later, or closed (README 1)."""

    type_id = models.CharField("intygstyp", max_length=20)
    version = models.CharField("version", max_length=10)
    active_from = models.DateField("öppen från")
    active_to = models.DateField("öppen till och med", null=True, blank=True)

    class Meta:
        verbose_name = "öppettid för intygstyp"
        verbose_name_plural = "öppettider för intygstyper"
        ordering = ["type_id", "version"]
        constraints = [
            models.UniqueConstraint(fields=["type_id", "version"], name="type_setting_once_per_version"),
            models.CheckConstraint(
                name="type_setting_ends_after_start",
                condition=Q(active_to__isnull=True) | Q(active_to__gte=F("active_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.type_id} {self.version}"
