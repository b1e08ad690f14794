"""Private practitioners at login: account, HOSP, subscription, user object (spec/roles-and-access.md 5.1, 5.2)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import structlog
from django.conf import settings
from django.db import transaction

from accounts import hosp, subscriptions
from accounts.hosp import HospUnavailable
from accounts.models import HospRecord, PrivatePractitioner
from accounts.user import CareUser, Position
from hsa.hosp import PHYSICIAN_CODE, REVOKED
from hsa.hsa_id import normalise
from hsa.roles import Role
from hsa.tree import ProviderNode, UnitNode
from patients import queries as patients
from patients.register import LookupStatus, PatientRecord
from webcert import clock

log = structlog.get_logger(__name__)

ID_PREFIX = "SE165565594230-WEBCERT"
"""With this begin the HSA-ids that are given to private practitioners, and no others."""
PHYSICIAN_NAME = "Läkare"

POSITIONS = {
    "201010": "Överläkare",
    "201011": "Distriktsläkare/Specialist allmänmedicin",
    "201012": "Skolläkare",
    "201013": "Företagsläkare",
    "202010": "Specialistläkare",
    "203010": "Läkare legitimerad, specialiseringstjänstgöring",
    "203020": "Läkare legitimerad, bastjänstgöring",
    "203090": "Läkare legitimerad, annan",
}


class Result(StrEnum):
    OK = "OK"
    NO_ACCOUNT = "NO_ACCOUNT"
    NOT_AUTHORIZED_IN_HOSP = "NOT_AUTHORIZED_IN_HOSP"


@dataclass(frozen=True, slots=True)
class HospNews:
    """What HOSP says of an account, and when it was published."""

    published_at: dt.datetime
    told: hosp.Credentials


@dataclass(frozen=True, slots=True)
class Validation:
    """The result of 5.2; ``account`` is None exactly for NO_ACCOUNT."""

    result: Result
    account: PrivatePractitioner | None = None


def validate(person_id: str) -> Validation:
    """May this person work as a private practitioner? Refreshes HOSP data and sets the start date (5.2).

    HOSP is asked before the transaction: nobody's lock waits for it. Raises ``HospUnavailable``.
    """
    account = PrivatePractitioner.objects.filter(person_id=person_id).first()
    return Validation(Result.NO_ACCOUNT) if account is None else _judge(person_id, _newer_hosp(account))


@transaction.atomic
def _judge(person_id: str, news: HospNews | None) -> Validation:
    account = PrivatePractitioner.objects.select_for_update().filter(person_id=person_id).first()
    if account is None:
        return Validation(Result.NO_ACCOUNT)
    if news is not None:
        _keep_hosp(account, news)
    if _is_revoked(account) or not _is_physician(account):
        return Validation(Result.NOT_AUTHORIZED_IN_HOSP, account)
    if account.started_at is None:
        account.started_at = clock.now()
        account.save(update_fields=["started_at"])
    return Validation(Result.OK, account)


def expected_result(account: PrivatePractitioner | None, record: HospRecord | None) -> Result:
    """What ``validate`` would answer with this HOSP record, without changing anything."""
    if account is None:
        return Result.NO_ACCOUNT
    if record is None or _is_revoked(record) or not _is_physician(record):
        return Result.NOT_AUTHORIZED_IN_HOSP
    return Result.OK


def registered_person(person_id: str) -> PatientRecord | None:
    """The person in the population register, which must answer at an e-legitimation login."""
    return registered_persons([person_id]).get(person_id)


def registered_persons(person_ids: Iterable[str]) -> dict[str, PatientRecord]:
    """The same of many; who is not found is left out."""
    return {
        person_id: lookup.patient
        for person_id, lookup in patients.look_up_many(person_ids).items()
        if lookup.status is LookupStatus.FOUND and lookup.patient is not None
    }


def is_practice(hsa_id: str) -> bool:
    """Is this unit a private practitioner's own?"""
    return normalise(hsa_id).startswith(ID_PREFIX)


def mail_address(hsa_id: str) -> str:
    """The address that a private practitioner has given; empty when nobody has the HSA-id."""
    return PrivatePractitioner.objects.filter(hsa_id=hsa_id).values_list("email", flat=True).first() or ""


def lacks_subscription(person_id: str) -> bool:
    return bool(lacking_subscription([person_id]))


def lacking_subscription(person_ids: Iterable[str]) -> frozenset[str]:
    """Those of the persons who have no subscription to the login with e-legitimation."""
    numbers = {person_id: subscriptions.sole_trader_number(person_id) for person_id in person_ids}
    missing = subscriptions.missing_subscriptions(numbers.values(), services=subscriptions.ELEG_SERVICES)
    return frozenset(person_id for person_id, number in numbers.items() if number in missing)


def user_of_account(account: PrivatePractitioner, patient: PatientRecord) -> CareUser:
    """PRIVATLAKARE on the one unit that is the account itself."""
    unit = UnitNode(
        hsa_id=account.hsa_id,
        name=account.care_unit_name,
        care_unit_id=account.hsa_id,
        care_unit_name=account.care_unit_name,
        care_provider_id=account.hsa_id,
        care_provider_name=account.care_unit_name,
        workplace_code=account.workplace_code or account.hsa_id,
        mail=account.email,
        phone=account.phone,
        address=account.address,
        postal_code=account.postal_code,
        city=account.city,
    )
    provider = ProviderNode(
        hsa_id=account.hsa_id,
        name=account.care_unit_name,
        org_number=subscriptions.sole_trader_number(account.person_id),
        ownership="PRIVAT",
        care_units=(unit,),
    )
    return CareUser(
        hsa_id=account.hsa_id,
        name=account.name,
        role=Role.PRIVATLAKARE,
        role_type="Privatläkare",
        person_id=account.person_id,
        positions=(Position(account.position, POSITIONS.get(account.position, "")),),
        specialities=tuple(speciality["name"] for speciality in account.specialities),
        licences=tuple(licence["name"] for licence in account.licences),
        is_protected=patient.is_protected,
        providers=(provider,),
        selected_unit_id=account.hsa_id,
        missing_subscription=(account.hsa_id,) if lacks_subscription(account.person_id) else (),
    )


def user_without_authority(patient: PatientRecord, result: Result) -> CareUser:
    """PRIVATLAKARE_OBEHORIG: no unit and no privileges. ``role_type`` keeps the result of the validation."""
    return CareUser(
        hsa_id="missing",
        name=patient.full_name,
        role=Role.PRIVATLAKARE_OBEHORIG,
        role_type=result,
        person_id=patient.person_id,
        is_protected=patient.is_protected,
    )


def _newer_hosp(account: PrivatePractitioner) -> HospNews | None:
    """What HOSP says when it is newer than the account's data (5.2 step 2).

    While it cannot be asked, data that are younger than ``HOSP_STALE_DAYS`` will do (spec/administration.md 1.7).
    """
    known = account.hosp_updated_at
    try:
        published_at = hosp.last_update()
        if known is not None and known >= published_at:
            return None
        return HospNews(published_at, hosp.credentials(account.person_id))
    except HospUnavailable:
        if known is None or clock.now() - known >= dt.timedelta(days=settings.HOSP_STALE_DAYS):
            raise
        log.warning("hosp_not_asked", account=account.hsa_id, data_of=known.isoformat())
        return None


def _keep_hosp(account: PrivatePractitioner, news: HospNews) -> None:
    """An answer without licence empties the account's data."""
    account.licences = news.told.licences
    account.specialities = news.told.specialities
    account.restrictions = news.told.restrictions
    account.personal_prescription_code = news.told.personal_prescription_code
    account.hosp_updated_at = news.published_at
    account.save(
        update_fields=["licences", "specialities", "restrictions", "personal_prescription_code", "hosp_updated_at"]
    )


def _is_physician(account: PrivatePractitioner | HospRecord) -> bool:
    return any(
        licence.get("code") == PHYSICIAN_CODE or licence.get("name") == PHYSICIAN_NAME for licence in account.licences
    )


def _is_revoked(account: PrivatePractitioner | HospRecord) -> bool:
    return any(restriction.get("code") == REVOKED for restriction in account.restrictions)
