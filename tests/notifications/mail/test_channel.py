"""Status update or mail (spec/status-updates.md 6.1, 6.2)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from certificates.models import Certificate
from certificates.types import registry
from certificates.types.base import CertificateType, Engine
from notifications.codes import IncomingKind
from notifications.mail import Channel, choose
from notifications.models import IntegratedUnit, UnitNotificationConfig
from tests.factories import ME01, PRIVATE, REGION, VE01, VE02, make_draft, make_signed, make_user
from tests.notifications.conftest import integrate
from webcert import clock

pytestmark = pytest.mark.django_db

QUESTION, ANSWER = IncomingKind.QUESTION, IncomingKind.ANSWER
DAY = dt.timedelta(days=1)
FK7804 = registry.get("fk7804", "2.0")
LUSE = registry.get("luse", "1.3")
FK7263 = registry.by_id("fk7263")[0]


def signed(days_ago: int = 10, unit: str = VE01) -> Certificate:
    return make_signed(make_user(unit=unit), signed_at=clock.now() - days_ago * DAY)


def configure(*, days_ago: int = 5, care_provider_id: str = REGION, unit_id: str = "") -> None:
    UnitNotificationConfig.objects.create(
        name="Byte av journalsystem",
        starts_at=clock.now() - days_ago * DAY,
        care_provider_id=care_provider_id,
        unit_id=unit_id,
    )


@pytest.mark.parametrize("ctype", [FK7804, LUSE, FK7263], ids=["model", "older", "fk7263"])
@pytest.mark.parametrize("incoming", IncomingKind)
def test_a_unit_outside_the_register_gets_mail(ctype: CertificateType, incoming: IncomingKind) -> None:
    integrate(VE01)
    assert choose(signed(unit=ME01), ctype, incoming) is Channel.MAIL


@pytest.mark.parametrize("ctype", [FK7804, LUSE], ids=["model", "older"])
@pytest.mark.parametrize("incoming", IncomingKind)
def test_an_integrated_unit_gets_a_status_update(ctype: CertificateType, incoming: IncomingKind) -> None:
    integrate()
    assert choose(signed(), ctype, incoming) is Channel.STATUS_UPDATE


def test_a_unit_that_is_not_integrated_for_the_type_gets_mail() -> None:
    integrate()
    assert choose(signed(), FK7263, QUESTION) is Channel.MAIL


@pytest.mark.parametrize("named", [{}, {"unit_id": VE01}, {"unit_id": VE01.lower()}], ids=["provider", "unit", "case"])
def test_the_configuration_asks_for_mail_about_certificates_signed_before_its_day(named: dict[str, str]) -> None:
    integrate()
    configure(**named)
    assert choose(signed(days_ago=10), FK7804, QUESTION) is Channel.MAIL
    assert choose(signed(days_ago=3), FK7804, QUESTION) is Channel.STATUS_UPDATE


def test_a_day_to_come_changes_nothing_yet() -> None:
    integrate()
    configure(days_ago=-1)
    assert choose(signed(), FK7804, QUESTION) is Channel.STATUS_UPDATE


@pytest.mark.parametrize("other", [{"care_provider_id": PRIVATE}, {"unit_id": VE02}], ids=["provider", "unit"])
def test_a_row_about_somebody_else_changes_nothing(other: dict[str, str]) -> None:
    integrate()
    configure(**other)
    assert choose(signed(), FK7804, QUESTION) is Channel.STATUS_UPDATE


def test_one_row_that_fits_is_enough() -> None:
    integrate()
    configure(unit_id=VE02)
    configure(days_ago=20)
    configure()
    assert choose(signed(), FK7804, ANSWER) is Channel.MAIL


def test_an_unsigned_one_is_never_older_than_the_day() -> None:
    integrate()
    configure()
    assert choose(make_draft(), FK7804, QUESTION) is Channel.STATUS_UPDATE


def test_an_answer_about_fk7263_goes_past_the_configuration() -> None:
    unit = integrate()
    IntegratedUnit.objects.filter(pk=unit.pk).update(schema_version_1=True)
    configure()
    assert choose(signed(), FK7263, ANSWER) is Channel.STATUS_UPDATE
    assert choose(signed(), FK7263, QUESTION) is Channel.MAIL


def test_the_decision_is_logged_either_way(caplog) -> None:
    integrate()
    certificate = signed()
    for _ in range(2):
        choose(certificate, replace(FK7804, engine=Engine.MODEL), QUESTION)
        configure()
    lines = [record.getMessage() for record in caplog.records if "unit_notification_decided" in record.getMessage()]
    assert [certificate.pk in line and VE01 in line for line in lines] == [True, True]
