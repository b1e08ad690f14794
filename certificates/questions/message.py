"""A message in the form; it holds no answer and is never sent (README 2)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from certificates.questions.base import Fields, Parsed, Question, ReadKind, ReadValue, Surroundings


class Level(StrEnum):
    INFO = "INFO"
    OBSERVE = "OBSERVE"
    ERROR = "ERROR"


@dataclass(frozen=True, slots=True)
class MessageView:
    level: Level
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Message(Question):
    """``label`` is the text."""

    kind: ClassVar[str] = "message"
    in_read_view: ClassVar[bool] = False

    level: Level = Level.INFO

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

    def edit_view(self, value: None, around: Surroundings) -> MessageView:
        return MessageView(self.level, self.label)

    def read_view(self, value: None) -> ReadValue:
        return ReadValue(ReadKind.TEXT, self.label)
