"""Links between the pages of the administration, from a row to what has to do with it.

The room that knows both ends registers the link; a user sees those whose target the user may open.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.contrib.auth.models import AnonymousUser, User
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import reverse


@dataclass(frozen=True, slots=True)
class Link:
    """``address(row)`` is empty when this row has no such target."""

    label: str
    permission: str
    address: Callable[[Any], str]


_links: dict[type[models.Model], list[Link]] = defaultdict(list)


def register(model: type[models.Model], *links: Link) -> None:
    """Offer links on the page of every row of ``model``."""
    _links[model].extend(link for link in links if link not in _links[model])


def page(model: type[models.Model], pk: Any) -> str:
    """Address of a row's page."""
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[pk])


def search(model: type[models.Model], text: Any, *, parameter: str = "q") -> str:
    """Address of a list that shows what is found. Never with a personal number."""
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    return f"{address}?{urlencode({parameter: text})}"


def links_of(row: models.Model, user: User | AnonymousUser) -> list[tuple[str, str]]:
    """Label and address of what ``user`` may open."""
    offered = [link for model, links in _links.items() if isinstance(row, model) for link in links]
    found = [(link.label, link.address(row)) for link in offered if user.has_perm(link.permission)]
    return [(label, address) for label, address in found if address]


class LinkedAdmin(admin.ModelAdmin):
    """Shows the links of a row above its fields."""

    change_form_template = "admin/linked_change_form.html"

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        context["row_links"] = links_of(obj, request.user) if obj else []
        return super().render_change_form(request, context, add, change, form_url, obj)
