"""Searched words in the titles that were found."""

from __future__ import annotations

import re

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe


def marked(title: str, query: str) -> SafeString:
    """The title with the searched words in ``<mark>``."""
    words = [re.escape(word) for word in query.split()]
    if not words:
        return escape(title)
    parts = re.split(f"({'|'.join(words)})", title, flags=re.IGNORECASE)
    shown = (f"<mark>{escape(part)}</mark>" if number % 2 else escape(part) for number, part in enumerate(parts))
    return mark_safe("".join(shown))  # noqa: S308 - every part is escaped above
