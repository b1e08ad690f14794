"""The unit's contact details: part of every form, sent in ``skapadAv/enhet`` (README 4)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from certificates.questions.address import AddressPart, AddressQuestion, AddressValue
from certificates.questions.base import Fields, Parsed

CATEGORY = "vardenhet"

_NOT_IN_PHONE = re.compile(r"[^0-9+]")


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitContact(AddressQuestion):
    """The value is ``{"address", "postal_code", "city", "phone"}``; postal code as five digits, phone as digits."""

    kind: ClassVar[str] = "unit_contact"
    in_read_view: ClassVar[bool] = False
    fields: ClassVar[Mapping[str, AddressPart]] = {
        "address": AddressPart("Postadress", "grunddata.skapadAv.vardenhet.postadress", 209),
        "postal_code": AddressPart("Postnummer", "grunddata.skapadAv.vardenhet.postnummer", 10),
        "city": AddressPart("Postort", "grunddata.skapadAv.vardenhet.postort", 100),
        "phone": AddressPart("Telefonnummer", "grunddata.skapadAv.vardenhet.telefonnummer", 30),
    }

    @property
    def category(self) -> str:
        return CATEGORY

    def parse(self, fields: Fields, previous: AddressValue, today: dt.date) -> Parsed:
        parsed = AddressQuestion.parse(self, fields, previous, today)
        return Parsed({**parsed.value, "phone": _NOT_IN_PHONE.sub("", parsed.value["phone"])}, parsed.removed)
