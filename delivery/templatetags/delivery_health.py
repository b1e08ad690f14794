"""The state of the outgoing traffic in a template (spec/status-updates.md 9.12)."""

from __future__ import annotations

from django import template
from django.template import Context

from delivery import queries

register = template.Library()


@register.simple_tag(takes_context=True)
def delivery_warnings(context: Context) -> tuple[str, ...]:
    """What is wrong, for an administrator who may do something about it; the figures are of every care provider."""
    may_operate = context["request"].user.has_perm("delivery.change_delivery")
    return queries.health().warnings if may_operate else ()
