"""What the two addresses of a form share: the unit's and the patient's (README 4)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from certificates.questions.base import (
    Control,
    Fields,
    Limits,
    Parsed,
    Problem,
    Question,
    ReadKind,
    ReadValue,
    Situation,
    Surroundings,
)
from certificates.questions.characters import clean
from certificates.questions.free_text import too_long
from certificates.questions.messages import MISSING_ADDRESS_PART, NOT_STATED, WRONG_POSTAL_CODE, ErrorId
from certificates.questions.rows import texts

_FIVE_DIGITS = re.compile(r"[0-9]{3} ?[0-9]{2}")
_BLANKS = re.compile(r"\s+")

AddressValue = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class AddressPart:
    """A field: its label, its field id in errors, and how much it holds."""

    label: str
    field: str
    max_length: int


@dataclass(frozen=True, slots=True)
class AddressView:
    """``phone`` belongs to the unit only. ``missing``: parts without content, which carry the asterisk.

    ``is_locked``: the address cannot be changed here, because it comes from ``origin``.
    """

    address: Control
    postal_code: Control
    city: Control
    phone: Control | None = None
    missing: frozenset[str] = frozenset()
    is_locked: bool = False
    origin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressQuestion(Question):
    """The value is ``{"address", "postal_code", "city", …}``; the postal code as five digits."""

    is_typed: ClassVar[bool] = True
    has_mark: ClassVar[bool] = False
    fields: ClassVar[Mapping[str, AddressPart]]

    checks_postal_code: bool = False
    """The older engine wants five digits; the newer one does not look (README 4)."""

    @property
    def parts(self) -> tuple[str, ...]:
        return tuple(self.fields)

    def empty(self) -> dict[str, str]:
        return dict.fromkeys(self.fields, "")

    def tidy(self, value: object) -> dict[str, str]:
        return texts(value, self.fields)

    def parse(self, fields: Fields, previous: AddressValue, today: dt.date) -> Parsed:
        cleaned = {part: clean(fields.get(part)) for part in self.fields}
        value = {part: c.text.strip() for part, c in cleaned.items()}
        value["postal_code"] = _BLANKS.sub("", value["postal_code"])
        return Parsed(value, "".join(c.removed for c in cleaned.values()))

    def is_answered(self, value: AddressValue) -> bool:
        return all(value[part].strip() for part in self.fields)

    def validate(self, value: AddressValue, situation: Situation) -> tuple[Problem, ...]:
        """Each missing part is an error of its own."""
        return tuple(p for part in self.fields if (p := self._fault(part, value[part])))

    def _fault(self, part: str, text: str) -> Problem | None:
        declared = self.fields[part]
        if not text.strip():
            missing = MISSING_ADDRESS_PART[part]
            return self.problem(ErrorId.MISSING_ANSWER, text=missing, field=declared.field, part=part)
        if part == "postal_code" and self.checks_postal_code and not _FIVE_DIGITS.fullmatch(text):
            return self.problem(ErrorId.INVALID_FORMAT, text=WRONG_POSTAL_CODE, field=declared.field, part=part)
        too_much = too_long(text, declared.max_length)
        return self.problem(ErrorId.TEXT_TOO_LONG, text=too_much, field=declared.field, part=part) if too_much else None

    @property
    def limits(self) -> Limits:
        return Limits(max_length=self.fields["address"].max_length)

    def edit_view(self, value: AddressValue, around: Surroundings) -> AddressView:
        shown, is_locked = _shown(value), self.is_locked(value)
        controls = {
            part: self.control(part, value=shown[part], label=declared.label, is_disabled=is_locked)
            for part, declared in self.fields.items()
        }
        missing = frozenset(part for part in self.fields if not value[part].strip())
        return AddressView(**controls, missing=missing, is_locked=is_locked, origin=self.origin(value))

    def is_locked(self, value: AddressValue) -> bool:
        return False

    def origin(self, value: AddressValue) -> str:
        return ""

    def read_view(self, value: AddressValue) -> ReadValue:
        shown = _shown(value)
        rows = tuple((declared.label, shown[part] or NOT_STATED) for part, declared in self.fields.items())
        return ReadValue(ReadKind.LABELED_LIST, rows=rows, is_missing=not any(value[part] for part in self.fields))

    def in_short(self, value: AddressValue) -> str:
        shown = _shown(value)
        place = f"{shown['postal_code']} {shown['city']}".strip()
        return ", ".join(filter(None, (shown["address"], place)))


def _shown(value: AddressValue) -> dict[str, str]:
    return {**value, "postal_code": written_postal_code(value["postal_code"])}


def written_postal_code(code: str) -> str:
    """``nnn nn`` for five digits; anything else as it is."""
    return f"{code[:3]} {code[3:]}" if len(code) == 5 and code.isdecimal() else code
