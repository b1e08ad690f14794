"""Names of printed files (spec/print.md 5)."""

from __future__ import annotations

import datetime as dt
import re

from certificates.types.base import CertificateType
from webcert import clock

_PLAIN = str.maketrans({"å": "a", "ä": "a", "ö": "o", "é": "e", " ": "_", "–": None})


def file_name(ctype: CertificateType, *, printed_at: dt.datetime, is_adapted: bool = False) -> str:
    """As the type declares it, with the local time of printing. ``is_adapted``: answers are kept back."""
    declared = ctype.paper.file_name
    start = declared.start or in_plain_letters(ctype.name)
    moment = f"{clock.local(printed_at):{declared.time}}" if declared.time else ""
    return f"{declared.withheld if is_adapted else ''}{start}{moment}{declared.suffix}"


def in_plain_letters(text: str) -> str:
    """The letters a to z, digits, and single underscores for blanks."""
    cleaned = re.sub(r"[^a-z0-9_-]", "", text.lower().translate(_PLAIN))
    return re.sub("_+", "_", cleaned)
