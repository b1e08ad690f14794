"""What the population register (PU) answers: one look-up, three outcomes (spec/roles-and-access.md 7.2).

Which register is asked, the built-in one or a real one, is the matter of ``patients.queries``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Q

BATCH_SIZE = 500
"""Numbers of one question."""


class LookupStatus(StrEnum):
    FOUND = "FOUND"
    NOT_FOUND = "NOT_FOUND"
    ERROR = "ERROR"


@dataclass(frozen=True, slots=True)
class PatientRecord:
    """What PU knows of a person. ``person_id`` has 12 digits; missing parts are empty text."""

    person_id: str
    first_name: str = ""
    middle_name: str = ""
    last_name: str = ""
    address: str = ""
    postal_code: str = ""
    city: str = ""
    is_protected: bool = False
    is_deceased: bool = False
    is_test_person: bool = False

    @property
    def full_name(self) -> str:
        return " ".join(part for part in (self.first_name, self.middle_name, self.last_name) if part)

    @property
    def has_name(self) -> bool:
        return bool(self.first_name and self.last_name)


@dataclass(frozen=True, slots=True)
class Lookup:
    """Answer of the register; ``patient`` is set exactly when ``status`` is FOUND."""

    status: LookupStatus
    patient: PatientRecord | None = None


@dataclass(frozen=True, slots=True)
class Protection:
    """Conditions on rows that have a ``person_id``, for lists that hide what may not be seen (7.3).

    ``answers``: the register answers at all; ``known``: it tells of the row's patient; ``unprotected``: and says that
    the patient is not protected.
    """

    answers: Q
    known: Q
    unprotected: Q
