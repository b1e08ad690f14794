"""What every kind of question can do (design: Inside ``certificates/``).

A question is declared once, in a type; its class knows the shape of the answer: how it is posted, checked, shown and
sent. Answers are plain JSON values; whatever was stored, ``tidy`` brings it into the shape of the kind.
"""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
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

AID_PREFIX = "aid."
"""Begins the names of fields that only help to fill in (``Question.aid``)."""


@dataclass(frozen=True, slots=True)
class Situation:
    """What an answer is looked at with. ``fill_gaps``: as in prefill, a missing date or diagnosis text is supplied.

    ``birth`` is the patient's date of birth; None where it is not known (some limits then do not hold).
    """

    today: dt.date
    find: FindConcept
    fill_gaps: bool = False
    birth: dt.date | None = None


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


@dataclass(frozen=True, slots=True)
class PeriodEnd:
    """The last day of a period, and its level in words."""

    day: dt.date
    level: str


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
    DAY = "day"
    """A whole day as ``partialDate``."""
    YEAR = "year"
    """A year as ``partialDate``."""
    UNCERTAIN_DATE = "uncertain date"
    """Text in the form of a date; what is not known is zeros."""
    QUANTITY = "quantity"
    """A number with a unit, ``pq``."""
    DECIMAL = "decimal"
    BOOLEAN_OR_CODE = "boolean or code"


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
    """An answer to be read. ``rows`` belong to TABLE (under ``columns``) and LABELED_LIST (pairs).

    ``anchors``: where on the page each of the rows or items is found, when the question has several answers.
    """

    kind: ReadKind
    text: str = ""
    items: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    anchors: tuple[str, ...] = ()
    is_missing: bool = False

    @property
    def anchored_items(self) -> tuple[tuple[str, str], ...]:
        return tuple(zip(self.anchors or ("",) * len(self.items), self.items, strict=True))

    @property
    def anchored_rows(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return tuple(zip(self.anchors or ("",) * len(self.rows), self.rows, strict=True))


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One of several answers to a question: its number outside (``instans``), its name, the first of its controls."""

    number: int
    name: str
    part: str


@dataclass(frozen=True, slots=True)
class Control:
    """One form control: its names, and what it holds now.

    ``is_box``: a checkbox or radio button. ``is_disabled``: another choice rules it out.
    """

    part: str
    name: str
    id: str
    value: str = ""
    label: str = ""
    is_checked: bool = False
    is_disabled: bool = False
    is_box: bool = False


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
    """What a view may look at besides its own answer.

    ``renewed_from`` holds the answers of the renewed certificate, ``aids`` what was typed into aids, by field name.
    """

    situation: Situation
    facts: Facts
    renewed_from: Answers | None = None
    aids: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Autofill:
    """While ``when`` holds, the answer is ``value`` (README 2, autofill)."""

    when: Condition
    value: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(ABC):
    """Declaration and behaviour of one question.

    ``under_option``: the code of the parent's option that a nested question belongs to; it is shown there, and when the
    parent repeats in the XML its sub-answer goes into that instance. ``renew`` false: dropped on renewal.
    ``sub_answer_id``: the ``delsvar`` when it is not the id itself or id + ".1". ``field_id``: the field of errors when
    it is not the sub-answer (types of the older engine). ``in_xml`` false: a question of the form only; ``sent_when``:
    left out of the XML at other times, though it is shown. ``shown_to_patient`` false: left out of the text, which the
    patient gets on paper.
    ``validated_when``: looked at only then, if that differs from being shown. ``disabled_when``: shown but locked;
    what it holds can then not be changed by posting. ``autofill``: values that other answers give it; the first rule
    that holds wins. ``preset``: the value of a new draft.
    """

    kind: ClassVar[str]
    missing_error: ClassVar[ErrorId] = ErrorId.MISSING_ANSWER
    repeats: ClassVar[bool] = False
    in_read_view: ClassVar[bool] = True
    """Part of the certificate's text; the unit's address stands with the signature instead."""
    always_posted: ClassVar[bool] = True
    """A browser posts at least one field of this kind whatever the user did."""
    is_typed: ClassVar[bool] = False
    """Saved while one types; the other kinds when a control is left (spec/ui.md 10.5, 10.6)."""
    has_mark: ClassVar[bool] = True
    """The label carries the asterisk of a mandatory question; an address marks its parts, a message asks nothing."""

    id: str
    label: str
    short_label: str = ""
    help: str = ""
    hint: str = ""
    required: bool = False
    visible_when: Condition | None = None
    hidden_when: Condition | None = None
    validated_when: Condition | None = None
    disabled_when: Condition | None = None
    autofill: tuple[Autofill, ...] = ()
    preset: Callable[[Situation], Value] | None = None
    renew: bool = True
    in_xml: bool = True
    shown_to_patient: bool = True
    sent_when: Condition | None = None
    sub_answer_id: str = ""
    field_id: str = ""
    under_option: str = ""
    children: tuple[Question, ...] = ()

    @property
    def svar_id(self) -> str:
        return self.id.partition(".")[0]

    @property
    def delsvar_id(self) -> str:
        return self.sub_answer_id or (self.id if "." in self.id else f"{self.id}.1")

    @property
    def is_sent(self) -> bool:
        """Whether the answer travels as svar."""
        return self.in_xml and self.svar_id.isdecimal() and bool(self.sub_answers)

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

    def control(self, part: str, *, value: str = "", label: str = "", is_disabled: bool = False) -> Control:
        """A field to write in or to choose from."""
        name = f"e.{self.id}.{part}"
        return Control(part, name, self.control_id(part), value, label, is_disabled=is_disabled)

    def checkbox(self, part: str, *, label: str, is_checked: bool, is_disabled: bool = False) -> Control:
        """A checkbox; ticked, it posts "true"."""
        name = f"e.{self.id}.{part}"
        return Control(part, name, self.control_id(part), "true", label, is_checked, is_disabled, is_box=True)

    def radio(self, part: str, code: str, *, label: str, is_checked: bool) -> Control:
        """One radio button of the group ``part``; its own part is the code."""
        name, control_id = f"e.{self.id}.{part}", self.control_id(code if part == "value" else f"{part}.{code}")
        return Control(code, name, control_id, code, label, is_checked, is_box=True)

    def aid(self, part: str, around: Surroundings, *, label: str) -> Control:
        """A field that helps to fill in and is no part of the answer: under its name nothing is parsed or stored."""
        name = f"{AID_PREFIX}{self.id}.{part}"
        return Control(part, name, self.control_id(part), around.aids.get(name, ""), label)

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

    def opened(self, value: Value, questions: Collection[str]) -> Value:
        """The value that lets these questions be seen, where it alone decides on that (``in_xml`` false)."""
        return value

    def codes(self, value: Value) -> frozenset[str]:
        return frozenset()

    def start_dates(self, value: Value) -> tuple[dt.date, ...]:
        return ()

    def day(self, value: Value, row: str) -> dt.date | None:
        """The valid day of a date answer, or of one row of it, for rules that compare days."""
        return None

    def number(self, value: Value, part: str) -> float | None:
        """One number of an answer that holds several, for rules that look at it alone."""
        return None

    def period_ends(self, value: Value) -> tuple[PeriodEnd, ...]:
        """Last day and level of each complete period, in the order of the list."""
        return ()

    def days_spanned(self, value: Value) -> int | None:
        """Last day minus first day of a complete period."""
        return None

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
        return Problem(
            error, text or text_for(error), field or self.field_id or self.delsvar_id, part or self.focus_part
        )

    @property
    def limits(self) -> Limits:
        return Limits()

    @abstractmethod
    def edit_view(self, value: Value, around: Surroundings) -> object:
        """What the edit template of the kind needs beyond the common fields."""

    @abstractmethod
    def read_view(self, value: Value) -> ReadValue: ...

    def answer_rows(self, value: Value) -> tuple[AnswerRow, ...]:
        """Where a question has several answers, those that are given, in the order of their numbers."""
        return ()

    def row_anchor(self, part: str) -> str:
        """Where a row of the read view is found; ``part`` as in ``AnswerRow``."""
        return f"q-{self.id}-{part.replace('.', '-')}"

    def row_anchors(self, value: Value) -> tuple[str, ...]:
        return tuple(self.row_anchor(row.part) for row in self.answer_rows(value))

    def in_short(self, value: Value) -> str:
        """The answer in one line, for lists."""
        shown = self.read_view(value)
        return "" if shown.is_missing else shown.text or ", ".join(shown.items)

    @property
    def sub_answers(self) -> tuple[SubAnswer, ...]:
        return ()

    def sent_value(self, value: Value, facts: Facts) -> Value:
        """The value as it is sent, where other answers have a say in it."""
        return value

    def to_svar(self, value: Value, situation: Situation) -> tuple[Svar, ...]:
        """The svar to send; nothing for an unanswered question."""
        return ()

    def from_svar(self, svar: Sequence[Svar], situation: Situation) -> Reading:
        """The value in these svar, all of this question's svar id."""
        return Reading(self.empty(), (Fault(PrefillCode.MISSING_CONVERTER, ""),))
