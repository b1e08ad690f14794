"""Swedish order of names: å, ä, ö last, letter case and other accents ignored (spec/roles-and-access.md 1.3)."""

from __future__ import annotations

import unicodedata

_LAST_LETTERS = {"å": "{", "ä": "|", "æ": "|", "ö": "}", "ø": "}"}


def swedish_key(text: str) -> str:
    """Sort key of a text."""
    return "".join(_LAST_LETTERS.get(letter) or _bare(letter) for letter in text.casefold())


def _bare(letter: str) -> str:
    return unicodedata.normalize("NFD", letter)[0]
