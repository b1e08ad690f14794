"""A message in the form; it holds no answer and is never sent (README 2)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from certificates.questions.base import ReadKind, ReadValue, Surroundings
from certificates.questions.nothing_asked import NothingAsked


class Level(StrEnum):
    INFO = "INFO"
    OBSERVE = "OBSERVE"
    ERROR = "ERROR"


@dataclass(frozen=True, slots=True)
class MessageView:
    level: Level
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Message(NothingAsked):
    """``label`` is the text."""

    kind: ClassVar[str] = "message"

    level: Level = Level.INFO

    def edit_view(self, value: None, around: Surroundings) -> MessageView:
        return MessageView(self.level, self.label)

    def read_view(self, value: None) -> ReadValue:
        return ReadValue(ReadKind.TEXT, self.label)
