"""Code systems in Django admin: to look at. They are changed by the import commands."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from terminology.models import CodeSystem, Concept, IcfSuggestion, IcfTerm


class ReadOnlyAdmin(admin.ModelAdmin):
    list_per_page = 50
    list_max_show_all = 50

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(CodeSystem)
class CodeSystemAdmin(ReadOnlyAdmin):
    list_display = ["name", "version", "concept_count", "imported_at"]


@admin.register(Concept)
class ConceptAdmin(ReadOnlyAdmin):
    list_display = ["display_code", "title", "parent_code", "code_system"]
    list_filter = ["code_system"]
    list_select_related = ["code_system"]
    search_fields = ["code__startswith", "display_code__startswith", "title"]
    search_help_text = "Kod eller ord ur titeln"
    show_full_result_count = False


@admin.register(IcfTerm)
class IcfTermAdmin(ReadOnlyAdmin):
    list_display = ["code", "title", "diagnosis_count"]
    search_fields = ["code__startswith", "title", "description"]
    search_help_text = "Kod eller ord ur titeln eller beskrivningen"

    def get_queryset(self, request: HttpRequest) -> QuerySet[IcfTerm]:
        return super().get_queryset(request).annotate(number_of_diagnoses=Count("suggestions"))

    @admin.display(description="diagnoser", ordering="number_of_diagnoses")
    def diagnosis_count(self, term: IcfTerm) -> int:
        return term.number_of_diagnoses  # type: ignore[attr-defined]


@admin.register(IcfSuggestion)
class IcfSuggestionAdmin(ReadOnlyAdmin):
    list_display = ["diagnosis_code", "term", "is_central"]
    list_filter = ["is_central"]
    list_select_related = ["term"]
    search_fields = ["diagnosis_code__startswith", "term__code__startswith", "term__title"]
    search_help_text = "Diagnoskod utan punkt, ICF-kod eller ord ur titeln"
    show_full_result_count = False
