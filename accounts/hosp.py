"""What Socialstyrelsen's register says of private practitioners: from the built-in one, or through a real HSA.

``HSA_URL`` chooses (spec/administration.md 1.7, docs/adr/0015).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass, field

from django.conf import settings

from accounts.models import HospPublication, HospRecord, PrivatePractitioner
from hsa import hosp as catalogue
from hsa.errors import DirectoryUnavailable
from hsa.hosp import Operation

_REASON_OF_REMOVAL = "remove"
Row = dict[str, str]
"""``{code, name}``, as the account keeps it."""


class HospUnavailable(Exception):
    """HOSP cannot be asked, or has never been published here: nobody's licence can be checked."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """What an account keeps of the register."""

    licences: list[Row] = field(default_factory=list)
    specialities: list[Row] = field(default_factory=list)
    restrictions: list[Row] = field(default_factory=list)
    personal_prescription_code: str = ""


def last_update() -> dt.datetime:
    """When the register was last published; raises ``HospUnavailable``."""
    if settings.HSA_URL:
        try:
            return catalogue.last_update()
        except DirectoryUnavailable as error:
            raise HospUnavailable from error
    publication = HospPublication.objects.first()
    if publication is None:
        raise HospUnavailable
    return publication.published_at


def credentials(person_id: str) -> Credentials:
    """Empty for who has no licence, whatever else is said of her (5.2 step 2); raises ``HospUnavailable``."""
    told = _asked(person_id) if settings.HSA_URL else _recorded(person_id)
    return told if told.licences else Credentials()


def certify(account: PrivatePractitioner, operation: Operation) -> bool:
    """Put the account on HSA's list of certifiers or take it off; whether HSA did so (5.3, 5.4).

    Raises ``HospUnavailable``; the built-in directory has no such list.
    """
    if not settings.HSA_URL:
        raise HospUnavailable
    reason = _REASON_OF_REMOVAL if operation is Operation.REMOVE else None
    try:
        return catalogue.certify(account.person_id, certification_id=account.hsa_id, operation=operation, reason=reason)
    except DirectoryUnavailable as error:
        raise HospUnavailable from error


def _recorded(person_id: str) -> Credentials:
    record = HospRecord.objects.filter(person_id=person_id).first()
    if record is None:
        return Credentials()
    return Credentials(record.licences, record.specialities, record.restrictions, record.personal_prescription_code)


def _asked(person_id: str) -> Credentials:
    try:
        told = catalogue.credentials(person_id)
    except DirectoryUnavailable as error:
        raise HospUnavailable from error
    return Credentials(
        licences=[asdict(one) for one in told.licences],
        specialities=[asdict(one) for one in told.specialities],
        restrictions=[asdict(one) for one in told.restrictions],
        personal_prescription_code=told.personal_prescription_code,
    )
