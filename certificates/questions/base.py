"""What every kind of question can do (design: Inside ``certificates/``).

A question is declared once, in a type; its class knows the shape of the answer: how it is posted, checked, shown and
sent. Answers are plain JSON values; whatever was stored, ``tidy`` brings it into the shape of the kind.
"""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar, Protocol

from certificates.expressions import Condition, Facts
from certificates.questions.messages import ErrorId, shown_at_once, text_for
from certificates.questions.svar import Svar

Value = Any
"""A JSON value in the shape of its kind."""

Answers = Mapping[str, Value]
"""Answers by question id."""


class Concept(Protocol):
    """An entry of a code system, as ``terminology`` gives it."""

    @property
    def code(self) -> str: ...

    @property
    def title(self) -> str: ...


FindConcept = Callable[[str, str], Concept | None]
"""``(code system, code) -> entry``; ``terminology.search.find``."""


@dataclass(frozen=True, slots=True)
class Situation:
    """What an answer is looked at with. ``fill_gaps``: as in prefill, a missing date or diagnosis text is supplied."""

    today: dt.date
    find: FindConcept
    fill_gaps: bool = False


class Fields:
    """The posted fields of one element: ``e.<elementId>.<part>`` (spec/ui.md 10.4)."""

    def __init__(self, post: Mapping[str, Any], element_id: str) -> None:
        self._post = post
        self._prefix = f"e.{element_id}."

    def get(self, part: str) -> str:
        value = self._post.get(self._prefix + part, "")
        return value if isinstance(value, str) else ""

    def all(self, part: str) -> list[str]:
        name = self._prefix + part
        if hasattr(self._post, "getlist"):
            return list(self._post.getlist(name))
        value = self._post.get(name, [])
        return [value] if isinstance(value, str) else list(value)

    def __contains__(self, part: str) -> bool:
        return self._prefix + part in self._post


@dataclass(frozen=True, slots=True)
class Parsed:
    """A posted value, and the unsupported characters that were taken out of it."""

    value: Value
    removed: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault in one answer. ``field`` is the field id of the spec, ``part`` the control to go to."""

    error: ErrorId
    text: str
    field: str = ""
    part: str = ""

    @property
    def is_format(self) -> bool:
        return shown_at_once(self.error)


class PrefillCode(StrEnum):
    """Log codes of prefill (README 9)."""

    ANSWER_NOT_FOUND = "ANSWER_NOT_FOUND"
    WRONG_NUMBER_OF_ANSWERS = "WRONG_NUMBER_OF_ANSWERS"
    INVALID_SUB_ANSWER_ID = "INVALID_SUB_ANSWER_ID"
    INVALID_BOOLEAN_VALUE = "INVALID_BOOLEAN_VALUE"
    INVALID_FORMAT = "INVALID_FORMAT"
    INVALID_DIAGNOSIS_CODE = "INVALID_DIAGNOSIS_CODE"
    MISSING_CONVERTER = "MISSING_CONVERTER"
    TECHNICAL_ERROR = "TECHNICAL_ERROR"


@dataclass(frozen=True, slots=True)
class Fault:
    """A sub-answer that could not be read."""

    code: PrefillCode
    delsvar_id: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What was understood of the svar of one question."""

    value: Value
    faults: tuple[Fault, ...] = ()


class SubAnswerKind(StrEnum):
    """Types of sub-answers that a receiver checks (README 12)."""

    TEXT = "text"
    BOOLEAN = "boolean"
    DATE = "date"
    CODE = "code"
    PERIOD = "period"
    DIAGNOSIS = "diagnosis"


@dataclass(frozen=True, slots=True)
class SubAnswer:
    """One ``delsvar`` that a question may write."""

    id: str
    kind: SubAnswerKind
    code_systems: frozenset[str] = frozenset()
    codes: frozenset[str] = frozenset()


class ReadKind(StrEnum):
    """Value kinds of the read view and of print (spec/print.md 3.4)."""

    TEXT = "TEXT"
    LIST = "LIST"
    TABLE = "TABLE"
    LABELED_LIST = "LABELED_LIST"


@dataclass(frozen=True, slots=True)
class ReadValue:
    """An answer to be read. ``rows`` belong to TABLE (under ``columns``) and LABELED_LIST (pairs)."""

    kind: ReadKind
    text: str = ""
    items: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    is_missing: bool = False


@dataclass(frozen=True, slots=True)
class Control:
    """One form control: its names, and what it holds now."""

    part: str
    name: str
    id: str
    value: str = ""
    label: str = ""
    is_checked: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds that a control tells the browser."""

    max_length: int | None = None
    minimum: int | None = None
    maximum: int | None = None
    first_date: str = ""
    last_date: str = ""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a view may look at besides its own answer. ``renewed_from`` holds the answers of the renewed certificate."""

    situation: Situation
    facts: Facts
    renewed_from: Answers | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(ABC):
    """Declaration and behaviour of one question.

    ``under_option``: the code of the parent's option that a nested question belongs to; it is shown there, and when the
    parent repeats in the XML its sub-answer goes into that instance. ``renew`` false: dropped on renewal.
    """

    kind: ClassVar[str]
    missing_error: ClassVar[ErrorId] = ErrorId.MISSING_ANSWER
    repeats: ClassVar[bool] = False
    in_read_view: ClassVar[bool] = True
    """Part of the certificate's text; the unit's address stands with the signature instead."""
    always_posted: ClassVar[bool] = True
    """A browser posts at least one field of this kind whatever the user did."""

    id: str
    label: str
    short_label: str = ""
    help: str = ""
    hint: str = ""
    required: bool = False
    visible_when: Condition | None = None
    hidden_when: Condition | None = None
    renew: bool = True
    under_option: str = ""
    children: tuple[Question, ...] = ()

    @property
    def svar_id(self) -> str:
        return self.id.partition(".")[0]

    @property
    def delsvar_id(self) -> str:
        return self.id if "." in self.id else f"{self.id}.1"

    @property
    def is_sent(self) -> bool:
        """Whether the answer travels as svar."""
        return bool(self.sub_answers)

    @property
    def name(self) -> str:
        """Short name in error summaries."""
        return self.short_label or self.label

    @property
    def category(self) -> str:
        """Category id in errors when it is not that of the section."""
        return ""

    @property
    def marker(self) -> str:
        """Name of a hidden field that tells that the element stood in the posted form."""
        return f"e.{self.id}.shown"

    def control_id(self, part: str) -> str:
        """``c-<id>-<part>``, with dashes for the dots of the part."""
        return f"c-{self.id}-{part.replace('.', '-')}"

    def control(self, part: str, *, value: str = "", label: str = "", is_checked: bool = False) -> Control:
        return Control(part, f"e.{self.id}.{part}", self.control_id(part), value, label, is_checked)

    @property
    @abstractmethod
    def parts(self) -> tuple[str, ...]:
        """The parts of its field names."""

    @property
    def focus_part(self) -> str:
        """The control that an error of the whole question leads to."""
        return self.parts[0] if self.parts else ""

    @abstractmethod
    def empty(self) -> Value:
        """The value of an unanswered question."""

    @abstractmethod
    def tidy(self, value: object) -> Value:
        """Any JSON value in the shape of this kind; what does not fit becomes empty."""

    @abstractmethod
    def parse(self, fields: Fields, previous: Value, today: dt.date) -> Parsed:
        """The posted fields as a value; what cannot be read stays as typed."""

    def settle(self, value: Value, previous: Value, situation: Situation) -> Value:
        """Follow-up of a change: rows that fill themselves, typed codes resolved (README 6)."""
        return value

    @abstractmethod
    def is_answered(self, value: Value) -> bool: ...

    def codes(self, value: Value) -> frozenset[str]:
        return frozenset()

    def start_dates(self, value: Value) -> tuple[dt.date, ...]:
        return ()

    def validate(self, value: Value, situation: Situation) -> tuple[Problem, ...]:
        """All faults of the answer, the missing answer included (README 5)."""
        faults = self.faults(value, situation)
        if faults or not self.required or self.is_answered(value):
            return faults
        return (self.missing(),)

    def faults(self, value: Value, situation: Situation) -> tuple[Problem, ...]:
        """Faults of what was given."""
        return ()

    def missing(self) -> Problem:
        return self.problem(self.missing_error)

    def problem(self, error: ErrorId, *, text: str = "", field: str = "", part: str = "") -> Problem:
        return Problem(error, text or text_for(error), field or self.delsvar_id, part or self.focus_part)

    @property
    def limits(self) -> Limits:
        return Limits()

    @abstractmethod
    def edit_view(self, value: Value, around: Surroundings) -> object:
        """What the edit template of the kind needs beyond the common fields."""

    @abstractmethod
    def read_view(self, value: Value) -> ReadValue: ...

    def in_short(self, value: Value) -> str:
        """The answer in one line, for lists."""
        shown = self.read_view(value)
        return "" if shown.is_missing else shown.text or ", ".join(shown.items)

    @property
    def sub_answers(self) -> tuple[SubAnswer, ...]:
        return ()

    def to_svar(self, value: Value, situation: Situation) -> tuple[Svar, ...]:
        """The svar to send; nothing for an unanswered question."""
        return ()

    def from_svar(self, svar: Sequence[Svar], situation: Situation) -> Reading:
        """The value in these svar, all of this question's svar id."""
        return Reading(self.empty(), (Fault(PrefillCode.MISSING_CONVERTER, ""),))
