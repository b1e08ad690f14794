"""Personal numbers and coordination numbers (spec/roles-and-access.md 7.1).

``PersonId.parse`` checks the form only; ``is_check_digit_valid`` and ``birth_date`` answer the rest.
``PersonId.parse_search`` is the stricter rule of the search page (spec/ui.md 2.3).
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum

from webcert import clock
from webcert.errors import InvalidInput

MAX_AGE_YEARS = 125
FIRST_COORDINATION_DAY_TENS = 6

_LONG = re.compile(r"(?P<century>19|20)(?P<rest>[0-9]{6})[-+]?(?P<last>[0-9]{4})")
_SHORT = re.compile(r"(?P<year>[0-9]{2})(?P<rest>[0-9]{4})(?P<separator>[-+]?)(?P<last>[0-9]{4})")
_SEARCH = re.compile(r"[0-9]{8}[-+]?[0-9]{4}")


class InvalidPersonId(InvalidInput):
    """The text is no personal number; it is never repeated in the message."""

    default_message = "Ange ett giltigt person- eller samordningsnummer."


class PersonIdKind(StrEnum):
    PERSONNUMMER = "PERSONNUMMER"
    SAMORDNINGSNUMMER = "SAMORDNINGSNUMMER"


ROOTS = {
    PersonIdKind.PERSONNUMMER: "1.2.752.129.2.1.3.1",
    PersonIdKind.SAMORDNINGSNUMMER: "1.2.752.129.2.1.3.3",
}


@dataclass(frozen=True, slots=True, repr=False)
class PersonId:
    """A number of twelve digits. Its ``repr`` and ``str`` are masked, so that it may end up in a log."""

    value: str

    @classmethod
    def parse(cls, text: str) -> PersonId:
        """Any accepted form, 10 or 12 digits with or without separator; raises ``InvalidPersonId``."""
        text = text.strip()
        if match := _LONG.fullmatch(text):
            return cls(match["century"] + match["rest"] + match["last"])
        if match := _SHORT.fullmatch(text):
            century = (clock.today().year - int(match["year"])) // 100 - (match["separator"] == "+")
            if century in (19, 20):
                return cls(f"{century}{match['year']}{match['rest']}{match['last']}")
        raise InvalidPersonId

    @classmethod
    def parse_search(cls, text: str) -> PersonId:
        """As the search page asks: 12 digits, a real day of a person of at most 125 years, right check digit."""
        text = text.strip()
        if not _SEARCH.fullmatch(text):
            raise InvalidPersonId
        person_id = cls.parse(text)
        if person_id.kind is PersonIdKind.SAMORDNINGSNUMMER and "+" in text:
            raise InvalidPersonId
        if not person_id.is_check_digit_valid or not person_id.is_born_within(years=MAX_AGE_YEARS):
            raise InvalidPersonId
        return person_id

    @property
    def kind(self) -> PersonIdKind:
        is_coordination = int(self.value[6]) >= FIRST_COORDINATION_DAY_TENS
        return PersonIdKind.SAMORDNINGSNUMMER if is_coordination else PersonIdKind.PERSONNUMMER

    @property
    def root(self) -> str:
        """OID of the number's kind."""
        return ROOTS[self.kind]

    @property
    def dashed(self) -> str:
        """``YYYYMMDD-NNNN``, the form to show."""
        return f"{self.value[:8]}-{self.value[8:]}"

    @property
    def masked(self) -> str:
        """``YYYYMMDD-****``, the form of administrators' lists (spec/administration.md 9)."""
        return f"{self.value[:8]}-****"

    @property
    def is_check_digit_valid(self) -> bool:
        """Modulus 10 with weights 2, 1 over the ten digits after the century."""
        return check_digit(self.value[2:11]) == int(self.value[11])

    @property
    def birth_date(self) -> dt.date | None:
        """Day of birth, or None when the digits are no day of the calendar."""
        if not re.fullmatch(r"[0-9]{12}", self.value):
            return None
        try:
            year, month, day = int(self.value[:4]), int(self.value[4:6]), int(self.value[6:8])
            if self.kind is PersonIdKind.SAMORDNINGSNUMMER:
                day -= 60
            return dt.date(year, month, day)
        except ValueError:
            return None

    def age(self, on: dt.date) -> int | None:
        """Whole years on a day; negative before birth, None without a day of birth."""
        born = self.birth_date
        if born is None:
            return None
        return on.year - born.year - ((on.month, on.day) < (born.month, born.day))

    def is_born_within(self, *, years: int) -> bool:
        """A real day, not in the future and at most this many whole years ago."""
        age = self.age(clock.today())
        return age is not None and 0 <= age <= years

    def __repr__(self) -> str:
        return f"PersonId({self.masked})"

    def __str__(self) -> str:
        return self.masked


def check_digit(nine_digits: str) -> int:
    """Luhn digit that follows nine digits."""
    total = 0
    for position, digit in enumerate(nine_digits):
        product = int(digit) * (2 if position % 2 == 0 else 1)
        total += product - 9 if product > 9 else product
    return -total % 10


def valid_number(text: str) -> str:
    """The number with twelve digits, or empty text for one that is no personnummer or samordningsnummer (7.7)."""
    try:
        number = PersonId.parse(text)
    except InvalidPersonId:
        return ""
    return number.value if number.is_check_digit_valid else ""
