"""Which characters a text may hold (spec/ui.md 4, Text rule)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from webcert.errors import InvalidInput

_REFUSED = re.compile(r"[^\n\r\t\x20-\x7e\xa0-\xff]")
EXAMPLES_SHOWN = 5


@dataclass(frozen=True, slots=True)
class CleanText:
    """A text with only supported characters, and what had to go."""

    text: str
    removed: str = ""

    @property
    def removed_count(self) -> int:
        return len(self.removed)

    @property
    def examples(self) -> tuple[str, ...]:
        """The first different characters that were removed and can be seen."""
        return tuple(c for c in dict.fromkeys(self.removed) if c.isprintable() and not c.isspace())[:EXAMPLES_SHOWN]


def one_line(text: str) -> str:
    """Line breaks become blanks."""
    return " ".join(text.split("\n"))


def clean(text: str) -> CleanText:
    """Line ends become LF, unsupported characters go, a text of blanks becomes empty. NUL raises ``InvalidInput``."""
    if "\x00" in text:
        raise InvalidInput("Texten innehåller ett otillåtet styrtecken.")
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    removed = "".join(_REFUSED.findall(unified))
    kept = _REFUSED.sub("", unified) if removed else unified
    return CleanText(kept if kept.strip() else "", removed)
