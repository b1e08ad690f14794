"""The built-in population register (spec/roles-and-access.md 7.2, spec/demo-world.md Patients).

Rows are addressed by their surrogate key; ``str`` of a row never shows the number.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from patients.person_id import PersonId
from patients.register import PatientRecord


class Patient(models.Model):
    """A person as the register knows it. The check digit is not demanded: public samples break it."""

    person_id = models.CharField("personnummer", max_length=12, unique=True)
    first_name = models.CharField("förnamn", max_length=80, blank=True)
    middle_name = models.CharField("mellannamn", max_length=80, blank=True)
    last_name = models.CharField("efternamn", max_length=80, blank=True)
    care_of = models.CharField("c/o", max_length=80, blank=True)
    address_line_1 = models.CharField("adressrad 1", max_length=80, blank=True)
    address_line_2 = models.CharField("adressrad 2", max_length=80, blank=True)
    postal_code = models.CharField("postnummer", max_length=6, blank=True)
    city = models.CharField("postort", max_length=80, blank=True)
    is_protected = models.BooleanField("skyddade personuppgifter", default=False)
    is_deceased = models.BooleanField("avliden", default=False)
    is_test_person = models.BooleanField("valideringsperson", default=False)
    answers_error = models.BooleanField(
        "registret svarar fel", default=False, help_text="Varje uppslag på personen besvaras med ERROR."
    )

    class Meta:
        verbose_name = "person"
        verbose_name_plural = "befolkningsregister"
        ordering = ["last_name", "first_name", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(person_id__regex=r"^(19|20)[0-9]{10}$"), name="patient_id_12_digits")
        ]
        indexes = [
            models.Index(fields=["last_name", "first_name"], name="patient_name"),
            # What a list asks of each of its patients.
            models.Index(fields=["person_id", "answers_error", "is_protected"], name="patient_protection"),
        ]

    def __str__(self) -> str:
        return f"Person {self.pk}"

    @property
    def address(self) -> str:
        """c/o and the address lines that are present, joined with a comma (7.2)."""
        return ", ".join(part for part in (self.care_of, self.address_line_1, self.address_line_2) if part)

    @property
    def masked_person_id(self) -> str:
        return PersonId(self.person_id).masked

    def as_record(self) -> PatientRecord:
        """The row as the value that the other rooms read. Postal code 0 counts as none (7.2)."""
        return PatientRecord(
            person_id=self.person_id,
            first_name=self.first_name,
            middle_name=self.middle_name,
            last_name=self.last_name,
            address=self.address,
            postal_code="" if not self.postal_code.strip("0 ") else self.postal_code,
            city=self.city,
            is_protected=self.is_protected,
            is_deceased=self.is_deceased,
            is_test_person=self.is_test_person,
        )


class RegisterSwitch(models.Model):
    """One row: does the register answer at all? Lets an administrator try "PU svarar inte"."""

    is_unavailable = models.BooleanField(
        "registret svarar inte", default=False, help_text="Varje uppslag besvaras med ERROR så länge rutan är vald."
    )

    class Meta:
        verbose_name = "driftläge för befolkningsregistret"
        verbose_name_plural = "driftläge för befolkningsregistret"
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="register_switch_single_row")]

    def __str__(self) -> str:
        return "Befolkningsregistrets driftläge"
