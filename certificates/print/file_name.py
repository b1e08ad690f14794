"""Names of printed files (spec/print.md 5, row "New, template")."""

from __future__ import annotations

import datetime as dt
import re

from webcert import clock

_PLAIN = str.maketrans({"å": "a", "ä": "a", "ö": "o", "é": "e", " ": "_", "–": None})


def file_name(type_name: str, *, printed_at: dt.datetime) -> str:
    """The type's name in plain letters and the local time of printing; no suffix, as in the real system."""
    cleaned = re.sub(r"[^a-z0-9_-]", "", type_name.lower().translate(_PLAIN))
    return f"{re.sub('_+', '_', cleaned)}_{clock.local(printed_at):%y-%m-%d_%H%M}"
