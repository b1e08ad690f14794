"""Accounts: private practitioners with their HOSP data, agreements, preferences, launches, administrators."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from accounts.features import FeatureName

twelve_digits = RegexValidator(r"^\d{12}$", "Ange personnummer med tolv siffror.")
organisation_number = RegexValidator(r"^\d{6}-\d{4}$", "Ange organisationsnummer som NNNNNN-NNNN.")


class HospRecord(models.Model):
    """What Socialstyrelsen's register says of a person (spec/administration.md 1.7). Lists of ``{code, name}``."""

    person_id = models.CharField("personnummer", max_length=12, unique=True, validators=[twelve_digits])
    licences = models.JSONField("legitimerade yrken", default=list, blank=True)
    specialities = models.JSONField("specialiteter på läkarlegitimationen", default=list, blank=True)
    restrictions = models.JSONField("begränsningar", default=list, blank=True)
    personal_prescription_code = models.CharField("förskrivarkod", max_length=20, blank=True)

    class Meta:
        verbose_name = "uppgift i HOSP"
        verbose_name_plural = "uppgifter i HOSP"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"HOSP-uppgift {self.pk}"


class HospPublication(models.Model):
    """When HOSP was last published: one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    published_at = models.DateTimeField("senast publicerat")

    class Meta:
        verbose_name = "publicering av HOSP"
        verbose_name_plural = "publicering av HOSP"
        constraints = [models.CheckConstraint(name="hosp_publication_one_row", condition=Q(id=1))]

    def __str__(self) -> str:
        return "Publicering av HOSP"


class PrivatePractitioner(models.Model):
    """Account of a physician without SITHS: care provider, unit and person in one (spec/administration.md 1.2)."""

    hsa_id = models.CharField("HSA-id", max_length=32, unique=True)
    person_id = models.CharField("personnummer", max_length=12, unique=True, validators=[twelve_digits])
    name = models.CharField("namn", max_length=255)
    care_unit_name = models.CharField("verksamhetens namn", max_length=255)
    position = models.CharField("befattning", max_length=6)
    type_of_care = models.CharField("vårdform", max_length=2)
    healthcare_service_type = models.CharField("verksamhetstyp", max_length=2)
    workplace_code = models.CharField("arbetsplatskod", max_length=32, blank=True)
    phone = models.CharField("telefon", max_length=20)
    email = models.EmailField("e-post")
    address = models.CharField("postadress", max_length=255)
    postal_code = models.CharField("postnummer", max_length=5)
    city = models.CharField("postort", max_length=100)
    municipality = models.CharField("kommun", max_length=100)
    county = models.CharField("län", max_length=100)
    personal_prescription_code = models.CharField("förskrivarkod", max_length=20, blank=True)
    licences = models.JSONField("legitimerade yrken (HOSP)", default=list, blank=True)
    specialities = models.JSONField("specialiteter (HOSP)", default=list, blank=True)
    restrictions = models.JSONField("begränsningar (HOSP)", default=list, blank=True)
    hosp_updated_at = models.DateTimeField("uppgifter från HOSP", null=True, blank=True)
    registered_at = models.DateTimeField("registrerat")
    started_at = models.DateTimeField("första inloggning som läkare", null=True, blank=True)

    class Meta:
        verbose_name = "privatläkare"
        verbose_name_plural = "privatläkare"
        ordering = ["hsa_id"]

    def __str__(self) -> str:
        return f"{self.name} ({self.hsa_id})"


class Agreement(models.Model):
    """Kundavtal. The number of a sole trader is the personal number in the same form (spec/administration.md 2.3)."""

    org_number = models.CharField("organisationsnummer", max_length=11, unique=True, validators=[organisation_number])
    organisation = models.CharField("organisation", max_length=255)
    valid_from = models.DateField("gäller från")
    valid_to = models.DateField("gäller till", null=True, blank=True)

    class Meta:
        verbose_name = "kundavtal"
        verbose_name_plural = "kundavtal"
        ordering = ["organisation"]
        constraints = [
            models.CheckConstraint(
                name="agreement_period", condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from"))
            )
        ]

    def __str__(self) -> str:
        return self.organisation


class Subscription(models.Model):
    """Abonnemang. Counts when active and today lies in its and the agreement's period (spec/administration.md 2.3)."""

    class Service(models.TextChoices):
        ELEG = "Webcert fristående med e-legitimation"
        SITHS = "Webcert fristående med SITHS-kort"
        AGENT = "Webcert Integrerad - via agent"
        REGION = "Webcert Integrerad - via region"
        DIRECT = "Webcert integrerad - direktanslutning"
        CERTIFICATE_SERVICES = "Intygstjänster"

    class Status(models.TextChoices):
        ACTIVE = "ACTIVE", "Aktivt"
        ENDED = "ENDED", "Avslutat"
        ORDERED = "ORDERED", "Beställt"

    agreement = models.ForeignKey(
        Agreement, verbose_name="kundavtal", on_delete=models.PROTECT, related_name="subscriptions"
    )
    service = models.CharField("tjänst", max_length=60, choices=Service.choices)
    status = models.CharField("status", max_length=7, choices=Status.choices, default=Status.ACTIVE)
    valid_from = models.DateField("gäller från")
    valid_to = models.DateField("gäller till", null=True, blank=True)

    class Meta:
        verbose_name = "abonnemang"
        verbose_name_plural = "abonnemang"
        ordering = ["agreement", "service"]
        constraints = [
            models.CheckConstraint(
                name="subscription_period", condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from"))
            )
        ]

    def __str__(self) -> str:
        return f"{self.agreement}: {self.service}"


class UserPreference(models.Model):
    """A user's own setting, kept per HSA-id (spec/roles-and-access.md 4.4 step 13)."""

    hsa_id = models.CharField("HSA-id", max_length=64)
    key = models.CharField("inställning", max_length=100)
    value = models.TextField("värde")

    class Meta:
        verbose_name = "användarinställning"
        verbose_name_plural = "användarinställningar"
        ordering = ["hsa_id", "key"]
        constraints = [models.UniqueConstraint(fields=["hsa_id", "key"], name="preference_once_per_user")]

    def __str__(self) -> str:
        return f"{self.hsa_id} {self.key}"


class LaunchSession(models.Model):
    """Which session a journal system's launchId belongs to, for an hour (spec/integration.md 3.6)."""

    launch_id = models.CharField(max_length=36, primary_key=True)
    session_key = models.CharField(max_length=40)
    user_hsa_id = models.CharField("HSA-id", max_length=64)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = "uppstart från journalsystem"
        verbose_name_plural = "uppstarter från journalsystem"

    def __str__(self) -> str:
        return self.launch_id

    def is_expired(self, at: dt.datetime) -> bool:
        return self.expires_at <= at


class StaffAccount(models.Model):
    """A Django user of the administration; ``care_provider_id`` limits what a regional or log administrator sees."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name="användare", on_delete=models.CASCADE, related_name="staff_account"
    )
    hsa_id = models.CharField("HSA-id", max_length=64, unique=True)
    care_provider_id = models.CharField("begränsad till vårdgivare", max_length=64, blank=True)

    class Meta:
        verbose_name = "administratörskonto"
        verbose_name_plural = "administratörskonton"
        ordering = ["hsa_id"]

    def __str__(self) -> str:
        return self.hsa_id


class Feature(models.Model):
    """A function that is on or off, and for which types (spec/roles-and-access.md 3.4). Rows are changed, not added."""

    name = models.CharField("funktion", max_length=40, unique=True, choices=[(n.value, n.value) for n in FeatureName])
    is_on = models.BooleanField("på", default=False)
    certificate_types = models.CharField(
        "intygstyper", max_length=500, blank=True, help_text="Interna id:n med mellanslag emellan, till exempel db doi."
    )

    class Meta:
        verbose_name = "funktion"
        verbose_name_plural = "funktioner"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class PilotUnit(models.Model):
    """A unit or care provider for which a feature holds in another way, perhaps for a time (3.4)."""

    feature = models.ForeignKey(Feature, verbose_name="funktion", on_delete=models.CASCADE, related_name="pilots")
    hsa_id = models.CharField("enhet eller vårdgivare (HSA-id)", max_length=64)
    activates = models.BooleanField(
        "lägger till", default=True, help_text="Ja: läggs till det som gäller alla. Nej: dras ifrån det."
    )
    is_on = models.BooleanField("gäller själva funktionen", default=True)
    certificate_types = models.CharField("intygstyper", max_length=500, blank=True)
    starts_at = models.DateTimeField("från", null=True, blank=True)
    ends_at = models.DateTimeField("till", null=True, blank=True)

    class Meta:
        verbose_name = "pilotenhet"
        verbose_name_plural = "pilotenheter"
        ordering = ["feature", "hsa_id"]
        constraints = [
            models.CheckConstraint(
                name="pilot_ends_after_start",
                condition=Q(starts_at__isnull=True) | Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.feature} {self.hsa_id}"
