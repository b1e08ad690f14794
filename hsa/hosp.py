"""Socialstyrelsen's register (HOSP) as HSA passes it on, and HSA's list of certifiers (spec/administration.md 1.7).

Over the contracts at ``HSA_URL``; nothing is kept. Each function raises ``DirectoryUnavailable``.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from hsa import asking, reading
from hsa.errors import DirectoryUnavailable
from rivta.contracts import (
    GET_HOSP_CREDENTIALS_FOR_PERSON_1,
    GET_HOSP_LAST_UPDATE_1,
    HANDLE_HOSP_CERTIFICATION_PERSON_1,
)

logger = logging.getLogger(__name__)

PHYSICIAN_CODE = "LK"
REVOKED = "001"
OK = "OK"


@dataclass(frozen=True, slots=True)
class Coded:
    """A licence, a speciality or a restriction."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Credentials:
    """Specialities and restrictions are those of the physician's licence; of restrictions, that it is revoked."""

    licences: tuple[Coded, ...] = ()
    specialities: tuple[Coded, ...] = ()
    restrictions: tuple[Coded, ...] = ()
    personal_prescription_code: str = ""


class Operation(StrEnum):
    """What is done to the list of certifiers."""

    ADD = "add"
    REMOVE = "remove"


def last_update() -> dt.datetime:
    """When HSA last read the register."""
    moment = reading.moment(asking.ask(GET_HOSP_LAST_UPDATE_1, {})["lastUpdate"])
    if moment is None:
        raise _unusable("no time")
    return moment


def credentials(person_id: str) -> Credentials:
    """What the register says of a person with twelve digits; nobody has no licence.

    An answer about somebody else, and one with an empty code or name, is none at all.
    """
    parts = asking.ask(GET_HOSP_CREDENTIALS_FOR_PERSON_1, {"personalIdentityNumber": person_id})
    if reading.digits(parts["personalIdentityNumber"]["extension"]) != person_id:
        raise _unusable("another person")
    specialities = _of_physician(parts["healthCareProfessionalLicenceSpeciality"])
    restrictions = _of_physician(parts["restrictions"])
    return Credentials(
        licences=_coded(parts["healthCareProfessionalLicence"], "healthCareProfessionalLicence"),
        specialities=_coded(specialities, "speciality"),
        restrictions=tuple(one for one in _coded(restrictions, "restriction") if one.code == REVOKED),
        personal_prescription_code=(parts["personalPrescriptionCode"] or "").strip(),
    )


def certify(person_id: str, *, certification_id: str, operation: Operation, reason: str | None = None) -> bool:
    """Put a person on the list of certifiers or take her off it; whether HSA did so."""
    answer = asking.ask(
        HANDLE_HOSP_CERTIFICATION_PERSON_1,
        {
            "personalIdentityNumber": person_id,
            "operation": operation,
            "certificationId": certification_id,
            "reason": reason,
        },
    )
    if answer["resultCode"] != OK:
        logger.warning("HSA answered %s to %s of certifier %s", answer["resultCode"], operation, certification_id)
    return answer["resultCode"] == OK


def _of_physician(rows: Iterable[Mapping[str, Any]] | None) -> list[Mapping[str, Any]]:
    return [row for row in rows or () if row["healthCareProfessionalLicenceCode"] == PHYSICIAN_CODE]


def _coded(rows: Iterable[Mapping[str, Any]] | None, what: str) -> tuple[Coded, ...]:
    found = tuple(Coded((row[f"{what}Code"] or "").strip(), (row[f"{what}Name"] or "").strip()) for row in rows or ())
    if not all(one.code and one.name for one in found):
        raise _unusable(f"a {what} without code or name")
    return found


def _unusable(why: str) -> DirectoryUnavailable:
    logger.error("The answer about HOSP can not be used: %s", why)
    return DirectoryUnavailable()
