"""The unit's contact details: part of every form, sent in ``skapadAv/enhet`` (README 4)."""

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
from certificates.questions.messages import MISSING_ADDRESS_PART, NOT_STATED, ErrorId

CATEGORY = "vardenhet"
LABELS = {"address": "Postadress", "postal_code": "Postnummer", "city": "Postort", "phone": "Telefonnummer"}
FIELD_IDS = {
    "address": "grunddata.skapadAv.vardenhet.postadress",
    "postal_code": "grunddata.skapadAv.vardenhet.postnummer",
    "city": "grunddata.skapadAv.vardenhet.postort",
    "phone": "grunddata.skapadAv.vardenhet.telefonnummer",
}
MAX_LENGTHS = {"address": 209, "postal_code": 10, "city": 100, "phone": 30}

_NOT_IN_PHONE = re.compile(r"[^0-9+]")
_BLANKS = re.compile(r"\s+")

ContactDetails = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class UnitContactView:
    address: Control
    postal_code: Control
    city: Control
    phone: Control
    missing: frozenset[str]
    """Parts without content: they carry the asterisk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitContact(Question):
    """The value is ``{"address", "postal_code", "city", "phone"}``; postal code as five digits, phone as digits."""

    kind: ClassVar[str] = "unit_contact"
    in_read_view: ClassVar[bool] = False

    @property
    def category(self) -> str:
        return CATEGORY

    @property
    def parts(self) -> tuple[str, ...]:
        return tuple(LABELS)

    def empty(self) -> dict[str, str]:
        return dict.fromkeys(LABELS, "")

    def tidy(self, value: object) -> dict[str, str]:
        given = value if isinstance(value, Mapping) else {}
        return {part: given[part] if isinstance(given.get(part), str) else "" for part in LABELS}

    def parse(self, fields: Fields, previous: ContactDetails, today: dt.date) -> Parsed:
        cleaned = {part: clean(fields.get(part)) for part in LABELS}
        value = {part: c.text.strip() for part, c in cleaned.items()}
        value["postal_code"] = _BLANKS.sub("", value["postal_code"])
        value["phone"] = _NOT_IN_PHONE.sub("", value["phone"])
        return Parsed(value, "".join(c.removed for c in cleaned.values()))

    def is_answered(self, value: ContactDetails) -> bool:
        return all(value[part].strip() for part in LABELS)

    def validate(self, value: ContactDetails, situation: Situation) -> tuple[Problem, ...]:
        """Each missing part is an error of its own."""
        return tuple(p for part in LABELS if (p := self._fault(part, value[part])))

    def _fault(self, part: str, text: str) -> Problem | None:
        if not text.strip():
            missing = MISSING_ADDRESS_PART[part]
            return self.problem(ErrorId.MISSING_ANSWER, text=missing, field=FIELD_IDS[part], part=part)
        too_much = too_long(text, MAX_LENGTHS[part])
        return (
            self.problem(ErrorId.TEXT_TOO_LONG, text=too_much, field=FIELD_IDS[part], part=part) if too_much else None
        )

    @property
    def limits(self) -> Limits:
        return Limits(max_length=MAX_LENGTHS["address"])

    def edit_view(self, value: ContactDetails, around: Surroundings) -> UnitContactView:
        shown = {**value, "postal_code": written_postal_code(value["postal_code"])}
        controls = {part: self.control(part, value=shown[part], label=label) for part, label in LABELS.items()}
        return UnitContactView(**controls, missing=frozenset(part for part in LABELS if not value[part].strip()))

    def read_view(self, value: ContactDetails) -> ReadValue:
        shown = {**value, "postal_code": written_postal_code(value["postal_code"])}
        rows = tuple((label, shown[part] or NOT_STATED) for part, label in LABELS.items())
        return ReadValue(ReadKind.LABELED_LIST, rows=rows, is_missing=not any(value.values()))


def written_postal_code(code: str) -> str:
    """``nnn nn`` for five digits; anything else as it is."""
    return f"{code[:3]} {code[3:]}" if len(code) == 5 and code.isdecimal() else code
