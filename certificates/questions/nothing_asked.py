"""What the kinds share that stand among the questions but ask nothing, and so hold and send nothing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar

from certificates.questions.base import Fields, Parsed, Question


@dataclass(frozen=True, slots=True, kw_only=True)
class NothingAsked(Question):
    in_read_view: ClassVar[bool] = False
    has_mark: ClassVar[bool] = False

    @property
    def parts(self) -> tuple[str, ...]:
        return ()

    def empty(self) -> None:
        return None

    def tidy(self, value: object) -> None:
        return None

    def parse(self, fields: Fields, previous: None, today: dt.date) -> Parsed:
        return Parsed(None)

    def is_answered(self, value: None) -> bool:
        return False
