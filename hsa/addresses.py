"""Postal address, workplace code and telephone of a unit, with their fallbacks (spec/roles-and-access.md 1.4)."""

from __future__ import annotations

from dataclasses import dataclass

from hsa.models import Unit, lines

MISSING_WORKPLACE_CODE = "0000000"
POSTAL_CODE_LENGTH = 6


@dataclass(frozen=True, slots=True)
class PostalAddress:
    address: str = ""
    postal_code: str = ""
    city: str = ""


def postal_address(unit: Unit) -> PostalAddress:
    """The structured address when any part of it is given, otherwise the unstructured lines."""
    structured = (
        unit.street, unit.premises_number, unit.premises_letter, unit.structured_postal_code, unit.structured_town,
    )  # fmt: skip
    return _structured(unit) if any(structured) else _unstructured(unit)


def workplace_code(unit: Unit) -> str:
    """The first code, or seven zeros; never inherited."""
    return next(iter(lines(unit.prescription_codes)), MISSING_WORKPLACE_CODE)


def care_unit_phone(unit: Unit) -> str:
    """The first number."""
    return next(iter(lines(unit.phones)), "")


def sub_unit_phone(unit: Unit) -> str:
    """All numbers, joined."""
    return ", ".join(lines(unit.phones))


def _structured(unit: Unit) -> PostalAddress:
    parts = (unit.street, unit.premises_number, unit.premises_letter) if unit.street else ()
    return PostalAddress(
        address=" ".join(part for part in parts if part),
        postal_code=unit.structured_postal_code,
        city=unit.structured_town,
    )


def _unstructured(unit: Unit) -> PostalAddress:
    """The last line holds the town, and the postal code when it starts with a digit and is long enough."""
    address_lines = lines(unit.postal_address)
    if not address_lines:
        return PostalAddress(postal_code=unit.postal_code)
    *street, last = address_lines
    if last[0].isdigit() and len(last) > POSTAL_CODE_LENGTH + 1:
        code, city = last[:POSTAL_CODE_LENGTH].strip(), last[POSTAL_CODE_LENGTH:].strip()
    else:
        code, city = "", last
    return PostalAddress(address=" ".join(street), postal_code=unit.postal_code or code, city=city)
