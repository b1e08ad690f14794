"""Accounts of the demo world (spec/demo-world.md). Names and addresses are invented; the numbers are fixed."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.models import Group, User
from django.db import transaction

from accounts import features, practitioners, staff
from accounts.features import CLASSIC_TYPES, DELIVERED, FeatureName, Switch
from accounts.models import (
    Agreement,
    Feature,
    HospPublication,
    HospRecord,
    PrivatePractitioner,
    StaffAccount,
    Subscription,
)
from accounts.subscriptions import sole_trader_number
from webcert import clock

PHYSICIAN = [{"code": "LK", "name": "Läkare"}]
GENERAL_MEDICINE = [{"code": "1001", "name": "Allmänmedicin"}]
REVOKED = [{"code": "001", "name": "Återkallad legitimation"}]

AUTHORISED = "197705232382"
WITHOUT_ACCOUNT = "196203052391"
WITHOUT_LICENCE = "199911042381"
LICENCE_REVOKED = "196802245123"
WITHOUT_SUBSCRIPTION = "198309058710"

FEATURES = DELIVERED | {
    FeatureName.HANTERA_INTYGSUTKAST: Switch(True, CLASSIC_TYPES - {"fk7263"}),
    FeatureName.INAKTIVERAD_INTYGSTYP: Switch(True, frozenset({"fk7263"})),
}
"""Every type can be tried, but for the one that is only read."""

SINCE = dt.date(2022, 5, 10)
REGION = "SE2321000016-VG01"


def load() -> None:
    """Fill empty tables."""
    with transaction.atomic():
        load_features()
        _load_hosp()
        _load_practitioners()
        _load_agreements()
        _load_administrators()


def load_features() -> None:
    """Set the rows of the features as in the demo world."""
    for name, switch in FEATURES.items():
        Feature.objects.filter(name=name).update(is_on=switch.is_on, certificate_types=" ".join(sorted(switch.types)))
    features.changed()


def _load_hosp() -> None:
    HospPublication.objects.create(published_at=clock.now())
    HospRecord.objects.bulk_create(
        [
            HospRecord(person_id=AUTHORISED, licences=PHYSICIAN, specialities=GENERAL_MEDICINE),
            HospRecord(person_id=WITHOUT_ACCOUNT, licences=PHYSICIAN),
            HospRecord(person_id=LICENCE_REVOKED, licences=PHYSICIAN, restrictions=REVOKED),
            HospRecord(person_id=WITHOUT_SUBSCRIPTION, licences=PHYSICIAN),
        ]
    )


def _load_practitioners() -> None:
    PrivatePractitioner.objects.bulk_create(
        [
            _practitioner(1, AUTHORISED, "Gustav Ekroth", "Ekroths läkarpraktik"),
            _practitioner(2, WITHOUT_LICENCE, "Isak Lönn", "Lönns mottagning"),
            _practitioner(3, LICENCE_REVOKED, "Ragnhild Ottosdotter", "Praktik Ottosdotter"),
        ]
    )


def _practitioner(number: int, person_id: str, name: str, business: str) -> PrivatePractitioner:
    return PrivatePractitioner(
        hsa_id=f"{practitioners.ID_PREFIX}{number:05d}",
        person_id=person_id,
        name=name,
        care_unit_name=business,
        position="203090",
        type_of_care="01",
        healthcare_service_type="11",
        phone=f"0313900{number:03d}",
        email=f"praktik{number}@privatlakare.test",
        address=f"Praktikgatan {number}",
        postal_code="99001",
        city="Norrvik",
        municipality="Norrvik",
        county="Exempellän",
        registered_at=clock.now() - dt.timedelta(days=200),
    )


def _load_agreements() -> None:
    siths, eleg = Subscription.Service.SITHS, Subscription.Service.ELEG
    _agreement("232100-0016", "Region Norrvik", Subscription.Service.REGION)
    _agreement("556500-0001", "Eken Vård AB", siths)
    _agreement("556700-0003", "Kontrollvård AB", siths)
    for person_id in (AUTHORISED, WITHOUT_ACCOUNT, WITHOUT_LICENCE, LICENCE_REVOKED):
        _agreement(sole_trader_number(person_id), "Enskild läkare", eleg)


def _agreement(org_number: str, organisation: str, service: Subscription.Service) -> None:
    agreement = Agreement.objects.create(org_number=org_number, organisation=organisation, valid_from=SINCE)
    Subscription.objects.create(agreement=agreement, service=service, valid_from=SINCE)


def _load_administrators() -> None:
    staff.make_groups()
    _administrator("SE2321000016-A001", "Systema Administratörsson", staff.SYSTEM_ADMINISTRATOR)
    _administrator("SE2321000016-A002", "Regina Regionsson", staff.REGIONAL_ADMINISTRATOR, care_provider_id=REGION)
    _administrator("SE2321000016-A003", "Integra Integratörsson", staff.INTEGRATOR)
    _administrator("SE2321000016-P011", "Marianne Holmgård", staff.LOG_ADMINISTRATOR, care_provider_id=REGION)


def _administrator(hsa_id: str, name: str, group: str, *, care_provider_id: str = "") -> None:
    """No password: in demo mode they come in through the test login."""
    first_name, last_name = name.split()
    user = User(username=hsa_id, first_name=first_name, last_name=last_name, is_staff=group != staff.INTEGRATOR)
    user.set_unusable_password()
    user.save()
    user.groups.add(Group.objects.get(name=group))
    StaffAccount.objects.create(user=user, hsa_id=hsa_id, care_provider_id=care_provider_id)
