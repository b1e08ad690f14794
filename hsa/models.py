"""The built-in HSA directory (spec/roles-and-access.md 1).

Nothing here keeps the tree tidy: HSA does not either, and Vårdenhetskontroll (8.1) must have something to find.
References to other units and providers are therefore HSA-ids as text, except the connections of a care unit.
Lists of HSA are kept as text with one value per line.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from hsa.hsa_id import HsaIdField, is_normalised


def lines(text: str) -> tuple[str, ...]:
    """The values of a list field: one per line, blank lines skipped."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


class Unit(models.Model):
    """A unit of HSA. The two tags are independent: care provider, care unit, both or none."""

    hsa_id = HsaIdField("HSA-id", unique=True)
    name = models.CharField("namn", max_length=200)
    is_care_provider = models.BooleanField("märkt vårdgivare", default=False)
    is_care_unit = models.BooleanField("märkt vårdenhet", default=False)
    stated_provider = HsaIdField(
        "angiven vårdgivare", blank=True, help_text="HSA-id för ansvarig vårdgivare. Kontrolleras inte när du sparar."
    )
    members = models.ManyToManyField(
        "self",
        verbose_name="kopplade enheter",
        symmetrical=False,
        through="Membership",
        through_fields=("care_unit", "member"),
        related_name="care_units",
    )
    start = models.DateTimeField("startdatum", null=True, blank=True)
    end = models.DateTimeField("slutdatum", null=True, blank=True)
    is_archived = models.BooleanField(
        "arkiverad", default=False, help_text="Läses bara av Vårdenhetskontrollen. Webcert går på slutdatum."
    )
    org_number = models.CharField("organisationsnummer", max_length=13, blank=True)
    prescription_codes = models.TextField("arbetsplatskoder", blank=True, help_text="En per rad. Den första används.")
    mail = models.EmailField("e-post", blank=True)
    phones = models.TextField("telefonnummer", blank=True, help_text="Ett per rad.")
    street = models.CharField("gata", max_length=100, blank=True)
    premises_number = models.CharField("gatunummer", max_length=20, blank=True)
    premises_letter = models.CharField("bokstav", max_length=20, blank=True)
    structured_postal_code = models.CharField("postnummer", max_length=10, blank=True)
    structured_town = models.CharField("postort", max_length=80, blank=True)
    postal_address = models.TextField(
        "ostrukturerad adress", blank=True, help_text="En adressrad per rad, ort sist. Används när gata och ort saknas."
    )
    postal_code = models.CharField("ostrukturerat postnummer", max_length=10, blank=True)

    class Meta:
        verbose_name = "enhet"
        verbose_name_plural = "enheter"
        ordering = ["name", "hsa_id"]
        constraints = [
            is_normalised("hsa_id", name="unit_hsa_id_normalised"),
            is_normalised("stated_provider", name="unit_provider_normalised"),
        ]
        indexes = [models.Index(fields=["stated_provider"], name="unit_stated_provider")]

    def __str__(self) -> str:
        return f"{self.name} ({self.hsa_id})"

    def is_active(self, at: dt.datetime) -> bool:
        """Started and not ended, both strictly (1.3). The archived flag is not read."""
        return is_active(self.start, self.end, at)

    @property
    def responsible_provider(self) -> str:
        """Who answers for the unit by itself; one tagged as care provider that states none is its own."""
        return self.stated_provider or (self.hsa_id if self.is_care_provider else "")


def is_active(start: dt.datetime | None, end: dt.datetime | None, at: dt.datetime) -> bool:
    """The rule of 1.3: a missing date does not limit, a given one is compared strictly."""
    return (start is None or start < at) and (end is None or at < end)


class Membership(models.Model):
    """A unit is a connected unit of a care unit. HSA allows any pair; rules 1, 3 and 4 of 8.1 judge them."""

    care_unit = models.ForeignKey(
        Unit, verbose_name="vårdenhet", on_delete=models.CASCADE, related_name="member_connections"
    )
    member = models.ForeignKey(
        Unit, verbose_name="kopplad enhet", on_delete=models.CASCADE, related_name="care_unit_connections"
    )

    class Meta:
        verbose_name = "koppling"
        verbose_name_plural = "kopplade enheter"
        constraints = [
            models.UniqueConstraint(fields=["care_unit", "member"], name="membership_once"),
            models.CheckConstraint(condition=~Q(care_unit=models.F("member")), name="membership_not_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.member} under {self.care_unit}"


class CareProviders(models.Manager["CareProvider"]):
    def get_queryset(self) -> models.QuerySet[CareProvider]:
        return super().get_queryset().filter(is_care_provider=True)


class CareUnits(models.Manager["CareUnit"]):
    def get_queryset(self) -> models.QuerySet[CareUnit]:
        return super().get_queryset().filter(is_care_unit=True)


class SubUnits(models.Manager["SubUnit"]):
    def get_queryset(self) -> models.QuerySet[SubUnit]:
        return super().get_queryset().filter(is_care_unit=False, is_care_provider=False)


class CareProvider(Unit):
    """The units tagged vårdgivare."""

    objects: ClassVar[models.Manager[Any]] = CareProviders()

    class Meta:
        proxy = True
        verbose_name = "vårdgivare"
        verbose_name_plural = "vårdgivare"


class CareUnit(Unit):
    """The units tagged vårdenhet."""

    objects: ClassVar[models.Manager[Any]] = CareUnits()

    class Meta:
        proxy = True
        verbose_name = "vårdenhet"
        verbose_name_plural = "vårdenheter"


class SubUnit(Unit):
    """The units without tag: mottagningar, when a care unit has connected them."""

    objects: ClassVar[models.Manager[Any]] = SubUnits()

    class Meta:
        proxy = True
        verbose_name = "mottagning"
        verbose_name_plural = "mottagningar"


class Person(models.Model):
    """A member of staff. What HSA knows stands in the records below (1.1, 1.2)."""

    hsa_id = HsaIdField("HSA-id", unique=True)
    person_id = models.CharField("personnummer", max_length=12, blank=True)

    class Meta:
        verbose_name = "person"
        verbose_name_plural = "personer"
        ordering = ["hsa_id"]
        constraints = [is_normalised("hsa_id", name="person_hsa_id_normalised")]

    def __str__(self) -> str:
        return self.hsa_id


class EmployeeRecord(models.Model):
    """One employee record; a person may have several and Webcert merges them (1.1)."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="employee_records")
    position = models.PositiveSmallIntegerField("ordning", default=1)
    given_name = models.CharField("förnamn", max_length=80, blank=True)
    middle_and_surname = models.CharField("mellan- och efternamn", max_length=120, blank=True)
    title = models.CharField("HSA-titel", max_length=120, blank=True)
    licences = models.TextField("legitimerade yrkesgrupper", blank=True, help_text="En per rad, till exempel Läkare.")
    pa_titles = models.TextField(
        "befattningar", blank=True, help_text="En per rad: kod, blanksteg, namn. Till exempel 204010 Läkare, AT."
    )
    specialities = models.TextField("specialiteter", blank=True, help_text="En per rad.")
    is_protected = models.BooleanField("skyddade personuppgifter", default=False)
    is_feigned = models.BooleanField("fingerad", default=False, help_text="Fingerade poster lämnas aldrig ut.")
    start = models.DateField("startdatum", null=True, blank=True)
    end = models.DateField("slutdatum", null=True, blank=True)

    class Meta:
        verbose_name = "anställningspost"
        verbose_name_plural = "anställningsposter"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.given_name} {self.middle_and_surname}".strip()


class CredentialRecord(models.Model):
    """One credential record: prescription codes, further title codes, system roles (1.2)."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="credential_records")
    position = models.PositiveSmallIntegerField("ordning", default=1)
    personal_prescription_code = models.CharField("personlig förskrivarkod", max_length=10, blank=True)
    group_prescription_codes = models.TextField("gruppförskrivarkoder", blank=True, help_text="En per rad.")
    pa_title_codes = models.TextField("befattningskoder", blank=True, help_text="En per rad.")
    system_roles = models.TextField(
        "systemroller", blank=True, help_text="En per rad: system;roll, till exempel BIF;Loggadministratör."
    )

    class Meta:
        verbose_name = "behörighetspost"
        verbose_name_plural = "behörighetsposter"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"Behörighetspost {self.position}"


class Commission(models.Model):
    """Medarbetaruppdrag: ties a person to one care unit for a purpose (1.3). It has no dates of its own."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="commissions")
    hsa_id = HsaIdField("uppdragets HSA-id", blank=True)
    name = models.CharField("namn", max_length=200, blank=True)
    purpose = models.CharField("ändamål", max_length=100, default="Vård och behandling")
    care_unit_id = HsaIdField("vårdenhet", help_text="HSA-id.")
    care_provider_id = HsaIdField("vårdgivare", blank=True, help_text="HSA-id. Tomt: den som vårdenheten anger.")
    rights = models.TextField("rättigheter", blank=True, help_text="En per rad: aktivitet;informationsklass;räckvidd.")

    class Meta:
        verbose_name = "medarbetaruppdrag"
        verbose_name_plural = "medarbetaruppdrag"
        ordering = ["pk"]
        constraints = [
            is_normalised("care_unit_id", name="commission_unit_normalised"),
            is_normalised("care_provider_id", name="commission_provider_normal"),
        ]
        indexes = [models.Index(fields=["care_unit_id"], name="commission_care_unit")]

    def __str__(self) -> str:
        return f"{self.purpose}: {self.care_unit_id}"


class DirectoryFault(models.Model):
    """One row: does the directory answer? Lets an administrator try "HSA svarar inte" (4.6)."""

    is_unavailable = models.BooleanField(
        "katalogen svarar inte", default=False, help_text="Alla uppslag i HSA misslyckas så länge rutan är vald."
    )

    class Meta:
        verbose_name = "driftläge för HSA"
        verbose_name_plural = "driftläge för HSA"
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="directory_fault_single_row")]

    def __str__(self) -> str:
        return "HSA-katalogens driftläge"


class DirectoryVersion(models.Model):
    """One row: changes with every change of a table above. Written by the database itself (``hsa.triggers``)."""

    token = models.CharField(max_length=32)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="directory_version_single_row")]

    def __str__(self) -> str:
        return self.token
