"""What may stand in a sub-answer (spec/certificate-types README 12, Values; value types of ts_bas.yaml).

``fault`` gives what the content should be, in Swedish and fit to follow "Delsvar 6.1 ska vara"; empty when it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from certificates.questions import dates
from certificates.questions.boolean import SPELLINGS
from certificates.questions.svar import Content, Cv, Period, Quantity, Text
from certificates.types.receiver.certificate import date_text, day_of, year_of

_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)")


class Value(Protocol):
    """A kind of content."""

    def fault(self, content: Content) -> str: ...


@dataclass(frozen=True, slots=True)
class _Unchecked:
    def fault(self, content: Content) -> str:
        return ""


@dataclass(frozen=True, slots=True)
class FreeText:
    """A text without elements that is not blank. ``max_length`` counts after whitespace is folded."""

    max_length: int | None = None

    def fault(self, content: Content) -> str:
        if not isinstance(content, Text) or not content.value.strip():
            return "en text som inte är tom"
        if self.max_length is not None and len(" ".join(content.value.split())) > self.max_length:
            return f"högst {self.max_length} tecken"
        return ""


@dataclass(frozen=True, slots=True)
class _Boolean:
    def fault(self, content: Content) -> str:
        is_boolean = isinstance(content, Text) and content.value.strip() in SPELLINGS
        return "" if is_boolean else "true, false, 1 eller 0"


@dataclass(frozen=True, slots=True)
class _Date:
    """``yyyy-mm-dd`` as text; blanks may follow."""

    def fault(self, content: Content) -> str:
        return "" if isinstance(content, Text) and day_of(content) else "ett datum (åååå-mm-dd)"


@dataclass(frozen=True, slots=True)
class _ZeroDate:
    """The shape of a date only: unknown parts are zeros."""

    def fault(self, content: Content) -> str:
        has_shape = isinstance(content, Text) and date_text(content.value)
        return "" if has_shape else "ett datum (åååå-mm-dd) med nollor för det okända"


@dataclass(frozen=True, slots=True)
class _Day:
    """A partial date that tells a whole day."""

    def fault(self, content: Content) -> str:
        return "" if not isinstance(content, Text) and day_of(content) else "ett datum (partialDate, åååå-mm-dd)"


@dataclass(frozen=True, slots=True)
class _Year:
    """A partial date of four digits."""

    def fault(self, content: Content) -> str:
        return "ett årtal (partialDate, åååå)" if year_of(content) is None else ""


@dataclass(frozen=True, slots=True)
class Number:
    """A decimal number as text; ``most`` bounds its absolute value."""

    most: Decimal | None = None

    def fault(self, content: Content) -> str:
        number = number_of(content)
        if number is None:
            return "ett decimaltal"
        return f"högst {self.most}" if self.most is not None and abs(number) > self.most else ""


@dataclass(frozen=True, slots=True)
class Measure:
    """``pq``: a number inside the limits, and a unit that contains ``unit``. ``form`` narrows how it is written."""

    low: int
    high: int
    unit: str = ""
    form: str = ""

    def fault(self, content: Content) -> str:
        number = number_of(content)
        if not isinstance(content, Quantity) or number is None or self.unit not in content.unit:
            return f"ett värde med enhet {self.unit}".rstrip()
        if self.form and not re.fullmatch(self.form, content.value):
            return "ett heltal skrivet med en decimal, till exempel 70.0"
        return "" if self.low <= number <= self.high else f"mellan {self.low} och {self.high}"


@dataclass(frozen=True, slots=True)
class _Period:
    """``datePeriod`` with both days, the first not after the last."""

    def fault(self, content: Content) -> str:
        days = [dates.parse_iso(d) for d in (content.start, content.end)] if isinstance(content, Period) else []
        start, end = days or (None, None)
        if start is None or end is None:
            return "en period med start och slut"
        return "en period som inte slutar före sin början" if end < start else ""


@dataclass(frozen=True, slots=True)
class CodeList:
    """Codes with their code systems, as (code system, code)."""

    pairs: frozenset[tuple[str, str]]

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(code for _, code in self.pairs)

    @property
    def systems(self) -> frozenset[str]:
        return frozenset(system for system, _ in self.pairs)

    def only(self, *codes: str) -> CodeList:
        return CodeList(frozenset(pair for pair in self.pairs if pair[1] in codes))

    def without(self, *codes: str) -> CodeList:
        return CodeList(frozenset(pair for pair in self.pairs if pair[1] not in codes))

    def __or__(self, other: CodeList) -> CodeList:
        return CodeList(self.pairs | other.pairs)


def code_list(system: str, *codes: str) -> CodeList:
    """Codes of one code system."""
    return CodeList(frozenset((system, code) for code in codes))


@dataclass(frozen=True, slots=True)
class _AnyCode:
    """The form of a code only."""

    def fault(self, content: Content) -> str:
        return "" if isinstance(content, Cv) and not content.faulty else "en kod med kodverk"


@dataclass(frozen=True, slots=True)
class Coded:
    """A code of the list in its own code system; the display name is never compared."""

    choices: CodeList

    def fault(self, content: Content) -> str:
        if isinstance(content, Cv) and not content.faulty and (content.system, content.code) in self.choices.pairs:
            return ""
        return f"en kod ur {_names(self.choices.systems)}"


@dataclass(frozen=True, slots=True)
class CodedUnpaired:
    """Code and code system both from the list, checked apart from each other."""

    choices: CodeList

    def fault(self, content: Content) -> str:
        if (
            isinstance(content, Cv)
            and not content.faulty
            and content.code in self.choices.codes
            and content.system in self.choices.systems
        ):
            return ""
        return f"en kod ur {_names(self.choices.systems)}"


@dataclass(frozen=True, slots=True)
class CodeOnly:
    """A code of the list, whatever its code system."""

    choices: CodeList

    def fault(self, content: Content) -> str:
        is_listed = isinstance(content, Cv) and content.code in self.choices.codes
        return "" if is_listed else f"en kod ur {_names(self.choices.systems)}"


@dataclass(frozen=True, slots=True)
class DiagnosisCode:
    """A diagnosis: code system without outer blanks, form and length of the code where they are told (README 7)."""

    systems: frozenset[str]
    pattern: str = ".*"
    max_length: int | None = None

    def fault(self, content: Content) -> str:
        if not isinstance(content, Cv) or content.faulty or content.system.strip() not in self.systems:
            return f"en diagnoskod ur {_names(self.systems)}"
        is_too_long = self.max_length is not None and len(content.code) > self.max_length
        return "en diagnoskod av rätt form" if is_too_long or not re.fullmatch(self.pattern, content.code) else ""


@dataclass(frozen=True, slots=True)
class OneOf:
    """Any of several kinds of content."""

    values: tuple[Value, ...]

    def fault(self, content: Content) -> str:
        faults = [value.fault(content) for value in self.values]
        return " eller ".join(faults) if all(faults) else ""


UNCHECKED = _Unchecked()
TEXT = FreeText()
BOOLEAN = _Boolean()
DATE = _Date()
ZERO_DATE = _ZeroDate()
DAY = _Day()
YEAR = _Year()
DECIMAL = Number()
ACUITY = Number(Decimal("2.0"))
PERIOD = _Period()
ANY_CODE = _AnyCode()


def number_of(content: Content) -> Decimal | None:
    """The number of a text or a quantity; blanks around it are accepted."""
    written = content.value.strip() if isinstance(content, Text | Quantity) else ""
    return Decimal(written) if _NUMBER.fullmatch(written) else None


def _names(systems: frozenset[str]) -> str:
    return " eller ".join(sorted(systems))
