"""Which rows an administrator sees: those of the own care provider (spec/administration.md 0, 9).

Admin classes of this room and those above put ``CareProviderScope`` first among their bases. The rooms below cannot
know it: ``accounts.admin_below`` registers their classes anew with the scope in front.
"""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest

from accounts import staff

_LIMIT = "_care_provider_limit"
_LOOKS_LIKE_A_NUMBER = re.compile(r"\d{6}(\d\d)?[-+]?\d{4}")


def limit_of(request: HttpRequest) -> str:
    """The care provider that the user is limited to, empty without limit; asked for once per request."""
    if not hasattr(request, _LIMIT):
        setattr(request, _LIMIT, staff.care_provider_limit(request.user))
    return getattr(request, _LIMIT)


class NoNumberInAddress(admin.ModelAdmin):
    """A list is not filtered by a personal number in its address (spec/administration.md 9)."""

    numbers = ("person_id", "patient_id")

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        return lookup.split("__")[0] not in self.numbers and super().lookup_allowed(lookup, value, request)


class NoNumberSearched(admin.ModelAdmin):
    """A personal number does not belong in an address: such a search finds nothing and says why."""

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        if _LOOKS_LIKE_A_NUMBER.fullmatch(search_term.strip()):
            self.message_user(request, "Det går inte att söka på personnummer här.", messages.WARNING)
            return queryset.none(), False
        return super().get_search_results(request, queryset, search_term)


class OwnProviderForm(admin.ModelAdmin):
    """Makes rows by a form with ``limit``, the own care provider, which is filled in for whoever has one."""

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm]:
        form = super().get_form(request, obj, change, **kwargs)
        form.limit = limit_of(request)
        return form

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"care_provider_id": limit_of(request), **super().get_changeform_initial_data(request)}


class CareProviderScope(NoNumberInAddress):
    """Lists, pages, actions and autocompletion of the own care provider; any other row does not exist (404)."""

    list_per_page = 50
    list_max_show_all = 50

    def of_care_provider(self, rows: QuerySet[Any], care_provider_id: str) -> QuerySet[Any]:
        """The rows of one care provider. Models that do not name it in ``care_provider_id`` override this."""
        return rows.filter(care_provider_id=care_provider_id)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        limit = limit_of(request)
        return self.of_care_provider(rows, limit) if limit else rows

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Model:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        row = super().get_object(request, object_id, from_field)
        if row is None:
            raise Http404
        return row

    def save_related(self, request: HttpRequest, form: forms.ModelForm, formsets: Any, change: bool) -> None:
        """Nobody moves a row out of the own care provider, or makes one elsewhere: the whole change is undone."""
        super().save_related(request, form, formsets, change)
        if limit_of(request) and not self.get_queryset(request).filter(pk=form.instance.pk).exists():
            raise PermissionDenied
