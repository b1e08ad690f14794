"""Code systems and their concepts; ICF terms and where they are offered (spec/certificate-types/README.md 7)."""

from __future__ import annotations

from django.db import models

from terminology.icf_sources import LONGEST_TITLE

LONGEST_VERSION = 80


class CodeSystem(models.Model):
    """One register of codes. ``stamp`` changes with every import that changed something."""

    key = models.CharField("beteckning", max_length=30, unique=True)
    name = models.CharField("namn", max_length=80)
    version = models.CharField("källa", max_length=LONGEST_VERSION, blank=True)
    stamp = models.CharField("stämpel", max_length=32, blank=True, editable=False)
    imported_at = models.DateTimeField("inläst", null=True, blank=True)
    concept_count = models.PositiveIntegerField("antal koder", default=0)

    class Meta:
        verbose_name = "kodverk"
        verbose_name_plural = "kodverk"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Concept(models.Model):
    """A code that may be chosen: ``F438A``, shown as ``F43.8A``."""

    code_system = models.ForeignKey(
        CodeSystem, verbose_name="kodverk", on_delete=models.CASCADE, related_name="concepts"
    )
    code = models.CharField("kod", max_length=10)
    display_code = models.CharField("visad kod", max_length=12)
    title = models.CharField("titel", max_length=500)
    parent_code = models.CharField("överordnad kod", max_length=10, blank=True)

    class Meta:
        verbose_name = "kod"
        verbose_name_plural = "koder"
        ordering = ["code_system", "code"]
        constraints = [models.UniqueConstraint(fields=["code_system", "code"], name="concept_code_once")]

    def __str__(self) -> str:
        return f"{self.display_code} {self.title}"


class IcfTerm(models.Model):
    """An ICF category in words of our own: ``b130``. What is chosen and sent is the title."""

    code = models.CharField("kod", max_length=8, primary_key=True)
    title = models.CharField("titel", max_length=LONGEST_TITLE)
    description = models.TextField("beskrivning")
    includes = models.TextField("innefattar", blank=True)

    class Meta:
        verbose_name = "ICF-kategori"
        verbose_name_plural = "ICF-kategorier"
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class IcfSuggestion(models.Model):
    """A term that is offered for a diagnosis and for the codes below it."""

    diagnosis_code = models.CharField("diagnoskod", max_length=10)
    term = models.ForeignKey(IcfTerm, verbose_name="kategori", on_delete=models.CASCADE, related_name="suggestions")
    is_central = models.BooleanField("central", default=False)

    class Meta:
        verbose_name = "ICF-förslag"
        verbose_name_plural = "ICF-förslag"
        ordering = ["diagnosis_code", "-is_central", "term"]
        constraints = [models.UniqueConstraint(fields=["diagnosis_code", "term"], name="icf_suggestion_once")]

    def __str__(self) -> str:
        return f"{self.diagnosis_code} {self.term_id}"
