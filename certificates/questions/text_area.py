"""Text of several lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from certificates.questions.free_text import FreeText


@dataclass(frozen=True, slots=True, kw_only=True)
class TextArea(FreeText):
    kind: ClassVar[str] = "text_area"

    max_length: int | None = 4000
