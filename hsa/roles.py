"""Which role a person gets (spec/roles-and-access.md 2)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

T = TypeVar("T")


class Role(StrEnum):
    LAKARE = "LAKARE"
    TANDLAKARE = "TANDLAKARE"
    SJUKSKOTERSKA = "SJUKSKOTERSKA"
    BARNMORSKA = "BARNMORSKA"
    VARDADMINISTRATOR = "VARDADMINISTRATOR"
    PRIVATLAKARE = "PRIVATLAKARE"
    PRIVATLAKARE_OBEHORIG = "PRIVATLAKARE_OBEHORIG"


@dataclass(frozen=True, slots=True)
class RoleResolution:
    """The role, the role type that is logged, and the step (1-7 of 2.1) that gave it."""

    role: Role
    role_type: str
    step: int


TITLES_WITHOUT_CODE = {"204010": "Läkare - AT", "203020": "Läkare - BT"}
TITLES_WITH_CODE = {
    ("203090", "9300005"): "Läkare - inom EU",
    ("203090", "9400003"): "Läkare - utom EU",
    ("204090", "9100009"): "Läkare - Vikariat",
    ("204090", "9200007"): "Läkare - Student",
}


def resolve_role(
    *,
    licences: Collection[str],
    employee_title_codes: Collection[str] = (),
    credential_title_codes: Iterable[str] = (),
    prescription_codes: Collection[str] = (),
) -> RoleResolution:
    """Role of a SITHS user by the fixed order of spec/roles-and-access.md 2.1; the first match wins.

    ``prescription_codes``: the personal code of the last credential record, then all group codes.
    """
    if "Läkare" in licences:
        return RoleResolution(Role.LAKARE, "Läkare", 1)
    if "Tandläkare" in licences:
        return RoleResolution(Role.TANDLAKARE, "Tandläkare", 2)
    if role_type := _first(TITLES_WITHOUT_CODE, lambda title: title in employee_title_codes):
        return RoleResolution(Role.LAKARE, TITLES_WITHOUT_CODE[role_type], 3)
    pairs = ((t, p) for t in (*employee_title_codes, *credential_title_codes) for p in prescription_codes)
    if pair := _first(pairs, lambda pair: pair in TITLES_WITH_CODE):
        return RoleResolution(Role.LAKARE, TITLES_WITH_CODE[pair], 4)
    if "Barnmorska" in licences:
        return RoleResolution(Role.BARNMORSKA, "Barnmorska", 5)
    if "Sjuksköterska" in licences:
        return RoleResolution(Role.SJUKSKOTERSKA, "Sjuksköterska", 6)
    return RoleResolution(Role.VARDADMINISTRATOR, "VARDADMINISTRATOR", 7)


def _first(candidates: Iterable[T], condition: Callable[[T], bool]) -> T | None:
    return next((candidate for candidate in candidates if condition(candidate)), None)
