"""The table of visual acuity: eyes by correction (spec/ui.md 4, 10.7; ts_bas 8, ts_diabetes 8, ts8071 5).

Which values are needed besides the uncorrected ones depends on other answers: ``certificates.types.acuity``.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import ClassVar

from certificates.questions.base import (
    Control,
    Fault,
    Fields,
    Limits,
    Parsed,
    PrefillCode,
    Problem,
    Question,
    Reading,
    ReadKind,
    ReadValue,
    Situation,
    SubAnswer,
    SubAnswerKind,
    Surroundings,
)
from certificates.questions.boolean import SPELLINGS
from certificates.questions.characters import clean
from certificates.questions.messages import NOT_STATED, ErrorId, text_for
from certificates.questions.svar import Delsvar, Svar, Text

MAX_CHARACTERS = 3
SEPARATE_TEXT = "Värdena ska vara tomma när uppgifter om synskärpa skickas separat."

_TENTHS = re.compile(r"0[0-9]|[1-9][0-9]")
_DECIMAL = re.compile(r"[0-9]{0,2}[.,][0-9]|[0-9]")
_STORED = re.compile(r"[0-9]{1,2}\.[0-9]")
_SENT = re.compile(r"([0-9]{1,2})(?:[.,]([0-9])0*)?")

Acuity = Mapping[str, str | bool]


@dataclass(frozen=True, slots=True)
class Eye:
    """A row: sub-answers without and with correction, and of the box for contact lenses, if there is one."""

    label: str
    without: str
    corrected: str
    lens: str = ""

    @property
    def numbers(self) -> tuple[str, str]:
        return self.without, self.corrected

    @property
    def ids(self) -> tuple[str, ...]:
        return (*self.numbers, self.lens) if self.lens else self.numbers


@dataclass(frozen=True, slots=True)
class EyeRow:
    label: str
    without: Control
    corrected: Control
    lens: Control | None


@dataclass(frozen=True, slots=True)
class AcuityView:
    rows: tuple[EyeRow, ...]
    separate: Control | None
    has_lenses: bool
    max_characters: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VisualAcuity(Question):
    """The value holds what is given, by sub-answer: numbers as text with one decimal ("0.8"), boxes as true or false.

    ``separate``: the box "sent separately", which locks the values and is locked by them. Required: the uncorrected
    values are. ``sends_unticked``: a box that was ticked and unticked again is sent as false. ``fields``: field ids of
    errors that are not the sub-answer's.
    """

    kind: ClassVar[str] = "visual_acuity"
    always_posted: ClassVar[bool] = False

    eyes: tuple[Eye, ...]
    separate: str = ""
    separate_label: str = "Uppgifter om synskärpa skickas separat"
    minimum: str = "0.0"
    maximum: str = "2.0"
    sends_unticked: bool = False
    fields: Mapping[str, str] = field(default_factory=dict)

    @property
    def numbers(self) -> tuple[str, ...]:
        """Sub-answers with a number: all uncorrected ones, then the corrected."""
        return (*(e.without for e in self.eyes), *(e.corrected for e in self.eyes))

    @property
    def boxes(self) -> tuple[str, ...]:
        lenses = tuple(e.lens for e in self.eyes if e.lens)
        return (self.separate, *lenses) if self.separate else lenses

    @property
    def parts(self) -> tuple[str, ...]:
        return (*self.numbers, *self.boxes)

    @property
    def limits(self) -> Limits:
        return Limits(max_length=MAX_CHARACTERS)

    def empty(self) -> dict[str, str | bool]:
        return {}

    def tidy(self, value: object) -> dict[str, str | bool]:
        given = value if isinstance(value, Mapping) else {}
        numbers = {part: given[part] for part in self.numbers if isinstance(given.get(part), str) and given[part]}
        return {**numbers, **{part: given[part] for part in self.boxes if isinstance(given.get(part), bool)}}

    def parse(self, fields: Fields, previous: Acuity, today: dt.date) -> Parsed:
        value: dict[str, str | bool] = {}
        removed = ""
        for part in self.numbers:
            typed = clean(fields.get(part))
            removed += typed.removed
            if number := written_number(typed.text):
                value[part] = number
        for box in self.boxes:
            if fields.get(box) or box in previous:
                value[box] = bool(fields.get(box))
        return Parsed(value, removed)

    def is_separate(self, value: Acuity) -> bool:
        return value.get(self.separate) is True

    def is_answered(self, value: Acuity) -> bool:
        return self.is_separate(value) or all(value.get(eye.without) for eye in self.eyes)

    def codes(self, value: Acuity) -> frozenset[str]:
        """The boxes that are ticked."""
        return frozenset(box for box in self.boxes if value.get(box) is True)

    def number(self, value: Acuity, part: str) -> float | None:
        text = value.get(part)
        return float(text) if isinstance(text, str) and _STORED.fullmatch(text) else None

    def validate(self, value: Acuity, situation: Situation) -> tuple[Problem, ...]:
        """Each missing uncorrected value is an error of its own."""
        faults = self.faults(value, situation)
        if not self.required or self.is_separate(value):
            return faults
        missing = (eye.without for eye in self.eyes if not value.get(eye.without))
        return (*faults, *(self._problem(part, ErrorId.MISSING_ANSWER) for part in missing))

    def faults(self, value: Acuity, situation: Situation) -> tuple[Problem, ...]:
        if self.is_separate(value):
            return tuple(self._not_empty(value))
        text = text_for(ErrorId.DECIMAL_RANGE, minimum=_shown(self.minimum), maximum=_shown(self.maximum))
        return tuple(
            self._problem(part, ErrorId.DECIMAL_RANGE, text)
            for part in self.numbers
            if value.get(part) and not self._is_in_range(str(value[part]))
        )

    def _is_in_range(self, text: str) -> bool:
        if not _STORED.fullmatch(text):
            return False
        return Decimal(self.minimum) <= Decimal(text) <= Decimal(self.maximum)

    def _not_empty(self, value: Acuity) -> Iterator[Problem]:
        """Told at each eye, or once at the box when that has a field of its own (R37, R26)."""
        if self.separate in self.fields:
            if any(value.get(part) for eye in self.eyes for part in eye.ids):
                yield self._problem(self.separate, ErrorId.INCORRECT_COMBINATION, SEPARATE_TEXT)
            return
        for eye in self.eyes:
            given = next((part for part in eye.ids if value.get(part)), "")
            if given:
                yield self._problem(given, ErrorId.INCORRECT_COMBINATION, SEPARATE_TEXT)

    def _problem(self, part: str, error: ErrorId, text: str = "") -> Problem:
        return self.problem(error, text=text, field=self.fields.get(part, part), part=part)

    def edit_view(self, value: Acuity, around: Surroundings) -> AcuityView:
        rows = tuple(self._row(eye, value) for eye in self.eyes)
        return AcuityView(
            rows,
            self._separate_box(value),
            has_lenses=any(eye.lens for eye in self.eyes),
            max_characters=MAX_CHARACTERS,
        )

    def _row(self, eye: Eye, value: Acuity) -> EyeRow:
        without = self._number_control(eye.without, f"{eye.label}, utan korrektion", value)
        corrected = self._number_control(eye.corrected, f"{eye.label}, med korrektion", value)
        lens = None
        if eye.lens:
            is_ticked = value.get(eye.lens) is True
            locked = self.is_separate(value) and not is_ticked
            label = f"{eye.label}, kontaktlinser"
            lens = self.checkbox(eye.lens, label=label, is_checked=is_ticked, is_disabled=locked)
        return EyeRow(eye.label, without, corrected, lens)

    def _number_control(self, part: str, label: str, value: Acuity) -> Control:
        text = str(value.get(part, ""))
        return self.control(part, value=_shown(text), label=label, is_disabled=self.is_separate(value) and not text)

    def _separate_box(self, value: Acuity) -> Control | None:
        if not self.separate:
            return None
        is_ticked = self.is_separate(value)
        has_values = any(value.get(part) for eye in self.eyes for part in eye.ids)
        return self.checkbox(
            self.separate, label=self.separate_label, is_checked=is_ticked, is_disabled=has_values and not is_ticked
        )

    def read_view(self, value: Acuity) -> ReadValue:
        given = any(value.get(part) for eye in self.eyes for part in eye.ids)
        if self.is_separate(value) and not given:
            return ReadValue(ReadKind.TEXT, self.separate_label)
        if not given:
            return ReadValue(ReadKind.TEXT, NOT_STATED, is_missing=True)
        has_lenses = any(eye.lens for eye in self.eyes)
        columns = ("Öga", "Utan korrektion", "Med korrektion", *(("Kontaktlinser",) if has_lenses else ()))
        rows = tuple(self._read_row(eye, value, has_lenses) for eye in self.eyes)
        return ReadValue(ReadKind.TABLE, columns=columns, rows=rows)

    def _read_row(self, eye: Eye, value: Acuity, has_lenses: bool) -> tuple[str, ...]:
        numbers = (_shown(str(value.get(part, ""))) or NOT_STATED for part in eye.numbers)
        if not has_lenses:
            return eye.label, *numbers
        lens = "" if not eye.lens else "Ja" if value.get(eye.lens) is True else "Nej"
        return eye.label, *numbers, lens

    def in_short(self, value: Acuity) -> str:
        if self.is_separate(value):
            return self.separate_label
        given = ((eye.label, value.get(eye.without)) for eye in self.eyes)
        return "; ".join(f"{label} {_shown(str(text))}" for label, text in given if text)

    @property
    def sub_answers(self) -> tuple[SubAnswer, ...]:
        numbers = (SubAnswer(part, SubAnswerKind.DECIMAL) for part in self.numbers)
        return (*numbers, *(SubAnswer(box, SubAnswerKind.BOOLEAN) for box in self.boxes))

    def to_svar(self, value: Acuity, situation: Situation) -> tuple[Svar, ...]:
        """Nothing when no number is given and no box is ticked."""
        numbers = {part: str(value[part]) for part in self.numbers if _STORED.fullmatch(str(value.get(part, "")))}
        boxes = {
            box: str(value[box]).lower()
            for box in self.boxes
            if value.get(box) or (self.sends_unticked and box in value)
        }
        if not numbers and "true" not in boxes.values():
            return ()
        texts = sorted((numbers | boxes).items(), key=lambda item: _place(item[0]))
        return (Svar(self.svar_id, tuple(Delsvar(part, Text(text)) for part, text in texts)),)

    def from_svar(self, svar: Sequence[Svar], situation: Situation) -> Reading:
        value: dict[str, str | bool] = {}
        faults: list[Fault] = []
        for part in self.parts:
            content = svar[0].get(part)
            if content is None:
                continue
            text = content.value.strip() if isinstance(content, Text) else ""
            read: str | bool | None = SPELLINGS.get(text) if part in self.boxes else _read_number(text)
            if read is None:
                code = PrefillCode.INVALID_BOOLEAN_VALUE if part in self.boxes else PrefillCode.INVALID_FORMAT
                faults.append(Fault(code, part))
            else:
                value[part] = read
        if not value and not faults:
            faults.append(Fault(PrefillCode.WRONG_NUMBER_OF_ANSWERS, self.parts[0]))
        return Reading(value, tuple(faults))


def written_number(typed: str) -> str:
    """``0,8``, ``,8`` and ``08`` become "0.8", ``12`` becomes "1.2", ``1`` becomes "1.0"; the rest stays as typed."""
    text = typed.strip()
    if _TENTHS.fullmatch(text):
        return f"{text[0]}.{text[1]}"
    if not _DECIMAL.fullmatch(text):
        return text
    return f"{Decimal(text.replace(',', '.')):.1f}"


def _shown(text: str) -> str:
    return text.replace(".", ",") if _STORED.fullmatch(text) else text


def _read_number(text: str) -> str | None:
    """Journal systems that prefill a draft write a comma as well as a point."""
    match = _SENT.fullmatch(text)
    return f"{int(match[1])}.{match[2] or '0'}" if match else None


def _place(part: str) -> tuple[int, ...]:
    return tuple(int(number) for number in part.split("."))
