"""What a process does once, between being loaded and its first work."""

from __future__ import annotations

import gc

from django.urls import get_resolver


def load_pages() -> None:
    """Everything behind the addresses is imported now, not by whoever happens to ask first."""
    get_resolver().url_patterns  # noqa: B018


def set_apart_what_stays() -> None:
    """Tell the garbage collector not to look again at what has been loaded.

    It collects the oldest generation only when that has grown by a quarter of what lives there, and all that was
    loaded lives there: tens of thousands of dead objects would wait for it.
    """
    gc.collect()
    gc.freeze()
    gc.collect()
