"""The patient's address: the population register's, or the user's where that has none (DB and DOI; ts_bas 6).

In some types the journal system's launch comes before the register (spec/integration.md 3.5).

It is sent in the ``patient`` element with a code for where it comes from, not as a svar.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from certificates.questions.address import AddressPart, AddressQuestion, AddressValue
from certificates.questions.base import Fields, Parsed

SOURCES = "4ade8de2-effe-41d0-b177-fedc820e69fa"
REGISTER = "PU"
USER = "ANVANDARE"
LAUNCH = "JOURNAL"
"""Kept only: the code list knows it not, and what is sent is the user's."""
SOURCE_NAMES = {REGISTER: "Personuppgiftstjänsten", USER: "Person som använder systemet"}
_ORIGINS = {REGISTER: "befolkningsregistret", LAUNCH: "journalsystemet"}


@dataclass(frozen=True, slots=True)
class ToldAddress:
    """An address as the register or a launch tells it."""

    address: str = ""
    postal_code: str = ""
    city: str = ""

    @property
    def value(self) -> dict[str, str]:
        postal_code = "".join(self.postal_code.split())
        return {"address": self.address.strip(), "postal_code": postal_code, "city": self.city.strip()}

    @property
    def is_whole(self) -> bool:
        return all(self.value.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientAddress(AddressQuestion):
    """The value is ``{"address", "postal_code", "city", "source"}``, the source ``REGISTER``, ``LAUNCH`` or ``USER``.

    ``longest_sent``: a longer address is cut in the message (doi.yaml). ``launch_first``: a whole address of the launch
    comes before the register's.
    """

    kind: ClassVar[str] = "patient_address"
    fields: ClassVar[Mapping[str, AddressPart]] = {
        "address": AddressPart("Postadress", "grunddata.patient.postadress", 209),
        "postal_code": AddressPart("Postnummer", "grunddata.patient.postnummer", 10),
        "city": AddressPart("Postort", "grunddata.patient.postort", 100),
    }

    checks_postal_code: bool = True
    longest_sent: int | None = None
    launch_first: bool = False

    def empty(self) -> dict[str, str]:
        return {**AddressQuestion.empty(self), "source": USER}

    def tidy(self, value: object) -> dict[str, str]:
        source = value.get("source") if isinstance(value, Mapping) else USER
        if not isinstance(source, str) or source not in _ORIGINS:
            source = USER
        return {**AddressQuestion.tidy(self, value), "source": source}

    def parse(self, fields: Fields, previous: AddressValue, today: dt.date) -> Parsed:
        """What the register or the launch has told cannot be posted over."""
        if self.is_locked(previous):
            return Parsed(dict(previous))
        parsed = AddressQuestion.parse(self, fields, previous, today)
        return Parsed({**parsed.value, "source": USER}, parsed.removed)

    def is_locked(self, value: AddressValue) -> bool:
        return value["source"] in _ORIGINS

    def origin(self, value: AddressValue) -> str:
        return _ORIGINS.get(value["source"], "")

    def refreshed(self, value: AddressValue, *, register: ToldAddress, launch: ToldAddress) -> dict[str, str]:
        """The first whole address that is told; without any what stood there, free to be changed."""
        if self.launch_first and launch.is_whole:
            return {**launch.value, "source": LAUNCH}
        if register.is_whole:
            return {**register.value, "source": REGISTER}
        return {**value, "source": USER}

    def sent(self, value: AddressValue) -> dict[str, str]:
        """The address as it stands in the message."""
        source = REGISTER if value["source"] == REGISTER else USER
        return {**value, "address": value["address"][: self.longest_sent], "source": source}
