"""A person as Webcert sees it: employee and credential records merged, and commissions (spec/roles-and-access.md 1)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hsa.models import CredentialRecord, EmployeeRecord, Person, Unit, lines
from hsa.roles import RoleResolution, resolve_role

CARE_PURPOSE = "Vård och behandling"
_PA_TITLE = re.compile(r"(?P<code>\d+)(?:[\s;]+(?P<name>.*))?")


@dataclass(frozen=True, slots=True)
class PaTitle:
    """Befattning: code and name."""

    code: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """The merged view. Prescription codes serve the role only and must not be stored or shown (1.2)."""

    hsa_id: str
    person_id: str = ""
    given_name: str = ""
    middle_and_surname: str = ""
    title: str = ""
    licences: tuple[str, ...] = ()
    pa_titles: tuple[PaTitle, ...] = ()
    specialities: tuple[str, ...] = ()
    is_protected: bool = False
    personal_prescription_code: str = ""
    group_prescription_codes: tuple[str, ...] = ()
    credential_title_codes: tuple[str, ...] = ()
    system_roles: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return " ".join(part for part in (self.given_name, self.middle_and_surname) if part)

    @property
    def title_codes(self) -> tuple[str, ...]:
        """Codes of the employee records, sorted."""
        return tuple(title.code for title in self.pa_titles)

    @property
    def prescription_codes(self) -> tuple[str, ...]:
        """The personal code first, then the group codes, in the order of step 4 (2.1)."""
        personal = (self.personal_prescription_code,) if self.personal_prescription_code else ()
        return personal + self.group_prescription_codes

    def resolve_role(self) -> RoleResolution:
        return resolve_role(
            licences=self.licences,
            employee_title_codes=self.title_codes,
            credential_title_codes=self.credential_title_codes,
            prescription_codes=self.prescription_codes,
        )


@dataclass(frozen=True, slots=True)
class CommissionRecord:
    """A commission as HSA answers it: names and dates come from its unit and provider (1.3)."""

    name: str
    purpose: str
    care_unit_id: str
    care_unit: Unit | None
    care_provider_id: str
    care_provider: Unit | None

    @property
    def is_for_care(self) -> bool:
        return self.purpose.strip().casefold() == CARE_PURPOSE.casefold()

    def is_usable(self, at: dt.datetime) -> bool:
        """The four conditions of 1.3. A provider that HSA does not know has no dates and so is active."""
        provider_active = self.care_provider is None or self.care_provider.is_active(at)
        return self.is_for_care and provider_active and self.care_unit is not None and self.care_unit.is_active(at)


@dataclass(frozen=True, slots=True)
class Staff:
    """A person's records merged, None without employee record, and all commissions in the directory's order.

    The commissions are as the person's own records tell them: ``Answers.completed`` looks their units up.
    """

    record: PersonRecord | None
    commissions: tuple[CommissionRecord, ...]


def merge(person: Person, employees: Sequence[EmployeeRecord], credentials: Sequence[CredentialRecord]) -> PersonRecord:
    """One view of all records, which come in their order; ``employees`` must not be empty."""
    first = employees[0]
    return PersonRecord(
        hsa_id=person.hsa_id,
        person_id=person.person_id,
        given_name=first.given_name.strip(),
        middle_and_surname=first.middle_and_surname.strip(),
        title=", ".join(sorted({record.title.strip() for record in employees if record.title.strip()})),
        licences=_union(record.licences for record in employees),
        pa_titles=_pa_titles(employees),
        specialities=_union(record.specialities for record in employees),
        is_protected=any(record.is_protected for record in employees),
        personal_prescription_code=credentials[-1].personal_prescription_code.strip() if credentials else "",
        group_prescription_codes=_chain(record.group_prescription_codes for record in credentials),
        credential_title_codes=_chain(record.pa_title_codes for record in credentials),
        system_roles=tuple(_system_role(text) for text in _chain(record.system_roles for record in credentials)),
    )


def _union(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(_chain(texts))))


def _chain(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(value for text in texts for value in lines(text))


def pa_title(line: str) -> PaTitle:
    """A line of an employee record; the code is empty when it has only a name."""
    if match := _PA_TITLE.fullmatch(line):
        return PaTitle(match["code"], (match["name"] or "").strip())
    return PaTitle("", line)


def _pa_titles(employees: Sequence[EmployeeRecord]) -> tuple[PaTitle, ...]:
    """Sorted by code; a title without code is dropped, the first name given for a code stays."""
    names: dict[str, str] = {}
    for title in map(pa_title, _chain(record.pa_titles for record in employees)):
        if title.code:
            names[title.code] = names.get(title.code) or title.name
    return tuple(PaTitle(code, names[code]) for code in sorted(names))


def _system_role(line: str) -> str:
    """``system;role``, or only the role when the system is blank (1.2)."""
    system, separator, role = (part.strip() for part in line.partition(";"))
    return f"{system};{role}" if separator and system else role or system
