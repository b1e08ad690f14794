"""Text of one line."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar

from certificates.questions.base import Fields, Parsed
from certificates.questions.characters import clean, one_line
from certificates.questions.free_text import FreeText


@dataclass(frozen=True, slots=True, kw_only=True)
class TextLine(FreeText):
    kind: ClassVar[str] = "text_line"
    is_typed: ClassVar[bool] = True

    max_length: int | None = 100

    def parse(self, fields: Fields, previous: str, today: dt.date) -> Parsed:
        cleaned = clean(fields.get("text"))
        return Parsed(one_line(cleaned.text), cleaned.removed)
