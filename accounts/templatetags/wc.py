"""Template tags that every page may use: icons, numbers and times as they are shown (mockups)."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.errors import ErrorWords, words_for
from webcert import clock

register = template.Library()

_NOTE_KINDS = {"success": "ok", "warning": "observe", "error": "error"}
_NOTE_ICONS = {"success": "check-circle", "warning": "warning", "error": "alert"}


@register.simple_tag
@lru_cache(maxsize=256)
def icon(name: str, css_class: str = "") -> SafeString:
    """An icon of ``static/icons.svg``, hidden from screen readers: the words beside it carry the meaning."""
    return format_html(
        '<svg class="wc-icon{}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        f" {css_class}" if css_class else "",
        static("icons.svg"),
        name,
    )


@register.filter
def person_number(value: str) -> str:
    """``191212121212`` as ``19121212-1212``; anything else as it is."""
    return f"{value[:8]}-{value[8:]}" if len(value) == 12 and value.isdigit() else value


@register.filter
def swedish_time(moment: dt.datetime | None) -> str:
    """``2026-01-05 14:03`` in Swedish local time; empty for None."""
    return clock.local(moment).strftime("%Y-%m-%d %H:%M") if moment else ""


@register.filter
def swedish_iso(moment: dt.datetime | None) -> str:
    """For ``datetime=`` attributes: ``2026-01-05T14:03`` in Swedish local time."""
    return clock.local(moment).strftime("%Y-%m-%dT%H:%M") if moment else ""


@register.filter
def note_kind(level: str) -> str:
    """The look of a ``wc-note`` for a level of django.contrib.messages."""
    return _NOTE_KINDS.get(level, "info")


@register.filter
def note_icon(level: str) -> str:
    return _NOTE_ICONS.get(level, "info")


@register.simple_tag
def error_words(code: str) -> ErrorWords:
    """Title and text for an error code (spec/ui.md 5.5)."""
    return words_for(code)
