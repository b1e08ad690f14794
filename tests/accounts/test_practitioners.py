"""Private practitioners at login (spec/roles-and-access.md 5.1, 5.2)."""

from __future__ import annotations

import datetime as dt

import pytest

from accounts import practitioners
from accounts.login import LoginRefused, build_private_practitioner
from accounts.models import HospPublication, HospRecord, PrivatePractitioner, Subscription
from accounts.practitioners import Result
from hsa.roles import Role
from patients.models import Patient
from patients.services import set_unavailable
from webcert import clock

AUTHORISED, WITHOUT_LICENCE, REVOKED = "197705232382", "199911042381", "196802245123"

pytestmark = pytest.mark.usefixtures("demo_people")


def publish() -> None:
    HospPublication.objects.update(published_at=clock.now() + dt.timedelta(seconds=1))


def test_the_account_is_care_provider_care_unit_and_person_in_one() -> None:
    user = build_private_practitioner(AUTHORISED)
    assert user.role is Role.PRIVATLAKARE
    assert user.unit is not None and user.care_provider is not None
    assert {user.hsa_id, user.unit.hsa_id, user.care_provider.hsa_id} == {"SE165565594230-WEBCERT00001"}
    assert user.unit.workplace_code == user.hsa_id
    assert user.licences == ("Läkare",) and user.specialities == ("Allmänmedicin",)


def test_the_first_login_as_physician_sets_the_start_date_once() -> None:
    build_private_practitioner(AUTHORISED)
    first = PrivatePractitioner.objects.get(person_id=AUTHORISED).started_at
    assert first is not None
    build_private_practitioner(AUTHORISED)
    assert PrivatePractitioner.objects.get(person_id=AUTHORISED).started_at == first


def test_a_licence_that_appears_opens_the_account_after_the_next_publication() -> None:
    assert practitioners.validate(WITHOUT_LICENCE).result is Result.NOT_AUTHORIZED_IN_HOSP
    HospRecord.objects.create(person_id=WITHOUT_LICENCE, licences=[{"code": "LK", "name": "Läkare"}])
    assert practitioners.validate(WITHOUT_LICENCE).result is Result.NOT_AUTHORIZED_IN_HOSP
    publish()
    assert practitioners.validate(WITHOUT_LICENCE).result is Result.OK


def test_an_answer_without_licence_empties_the_stored_data() -> None:
    practitioners.validate(AUTHORISED)
    HospRecord.objects.filter(person_id=AUTHORISED).delete()
    publish()
    assert practitioners.validate(AUTHORISED).result is Result.NOT_AUTHORIZED_IN_HOSP
    account = PrivatePractitioner.objects.get(person_id=AUTHORISED)
    assert (account.licences, account.specialities) == ([], [])


def test_a_revoked_licence_closes_the_account() -> None:
    assert practitioners.validate(REVOKED).result is Result.NOT_AUTHORIZED_IN_HOSP


def test_another_profession_is_not_enough() -> None:
    HospRecord.objects.filter(person_id=AUTHORISED).update(licences=[{"code": "SJ", "name": "Sjuksköterska"}])
    assert practitioners.validate(AUTHORISED).result is Result.NOT_AUTHORIZED_IN_HOSP


def test_the_login_fails_when_hosp_cannot_be_asked() -> None:
    HospPublication.objects.all().delete()
    with pytest.raises(LoginRefused) as refusal:
        build_private_practitioner(AUTHORISED)
    assert refusal.value.reason == "login.failed"


def test_the_login_fails_when_the_population_register_does_not_answer() -> None:
    set_unavailable(True)
    with pytest.raises(LoginRefused) as refusal:
        build_private_practitioner(AUTHORISED)
    assert refusal.value.reason == "login.failed"


def test_protection_comes_from_the_population_register() -> None:
    Patient.objects.filter(person_id=AUTHORISED).update(is_protected=True)
    assert build_private_practitioner(AUTHORISED).is_protected


def test_an_account_without_subscription_may_read_only() -> None:
    Subscription.objects.all().delete()
    assert not build_private_practitioner(AUTHORISED).has_agreement
