"""Fields that take exactly what the API's description says, and nothing that is only like it."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from rest_framework import serializers
from rest_framework.fields import empty

from hsa.hsa_id import MAX_LENGTH, normalise

NOT_IN_XML = r"\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF"
_EDGE = r"[^\s\u0000-\u001F\u0085\uFEFF\uFFFE\uFFFF]"
TEXT = rf"^[^{NOT_IN_XML}]*$"
FILLED_TEXT = rf"^{_EDGE}([^\u0000-\u001F\uFFFE\uFFFF]*{_EDGE})?$"
HSA_ID = r"^[0-9A-Za-z]+-[0-9A-Za-z]+$"
TWELVE_DIGITS = r"^[0-9]{12}$"
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)")


class Pattern(RegexValidator):
    """The whole text follows the pattern; a line break at its end does not escape it."""

    def __call__(self, value: Any) -> None:
        if not re.fullmatch(self.regex, str(value)):
            raise ValidationError(self.message, code=self.code)


class Text(serializers.CharField):
    """A JSON string, kept as it is. Characters that XML cannot carry are refused.

    ``may_be_empty`` instead of the framework's ``allow_blank``: the pattern says it as well.
    """

    pattern = Pattern(TEXT, "Texten innehåller tecken som inte kan skickas.")

    def __init__(self, *, may_be_empty: bool = False, **kwargs: Any) -> None:
        self.may_be_empty = may_be_empty
        super().__init__(trim_whitespace=False, validators=[self.pattern], **kwargs)

    def run_validation(self, data: Any = empty) -> Any:
        return data if self.may_be_empty and data == "" else super().run_validation(data)

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return data


class FilledText(Text):
    """One line with something else than blanks in it, and none around it."""

    pattern = Pattern(FILLED_TEXT, "Texten får inte vara tom eller ha blanksteg i början eller slutet.")


class HsaId(Text):
    """An HSA-id, compared without regard to case."""

    pattern = Pattern(HSA_ID, "Ange ett HSA-id.")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=MAX_LENGTH, **kwargs)

    def run_validation(self, data: Any = empty) -> Any:
        value = super().run_validation(data)
        return normalise(value) if isinstance(value, str) else value


class PersonNumber(Text):
    """Twelve digits. Whether it is somebody's number is for the service to say."""

    pattern = Pattern(TWELVE_DIGITS, "Ange tolv siffror.")


class Flag(serializers.BooleanField):
    """``true`` or ``false``, no word or number for it."""

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid", input=type(data).__name__)
        return data


class Number(serializers.IntegerField):
    """A whole number, not a text of digits. To JSON, 1.0 is the number 1."""

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, bool) or not isinstance(data, int | float) or data != data // 1:
            self.fail("invalid")
        return super().to_internal_value(int(data))


class NumberInAddress(serializers.IntegerField):
    """A whole number in the query of an address, where everything is text: digits only."""

    def to_internal_value(self, data: Any) -> int:
        if not isinstance(data, str) or not re.fullmatch("[0-9]{1,19}", data):
            self.fail("invalid")
        return super().to_internal_value(data)


class Uuid(serializers.UUIDField):
    """With its dashes, in lower or upper case."""

    def to_internal_value(self, data: Any) -> uuid.UUID:
        if not isinstance(data, str) or not re.fullmatch("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}", data):
            self.fail("invalid", value="")
        return super().to_internal_value(data)


class Moment(serializers.DateTimeField):
    """A time with its zone (RFC 3339)."""

    def to_internal_value(self, data: Any) -> dt.datetime:
        if not isinstance(data, str) or not MOMENT.fullmatch(data.upper()):
            self.fail("invalid", format="YYYY-MM-DDThh:mm:ss[.ffffff]Z")
        return super().to_internal_value(data.upper())


class Day(serializers.DateField):
    """A date as YYYY-MM-DD, and in no other of the ways that ISO 8601 has."""

    def to_internal_value(self, data: Any) -> dt.date:
        if not isinstance(data, str) or not DAY.fullmatch(data):
            self.fail("invalid", format="YYYY-MM-DD")
        return super().to_internal_value(data)
