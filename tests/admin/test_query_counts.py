"""Lists ask the same number of questions however many rows they show."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.test import Client

from delivery import services as outbox
from delivery.models import Delivery, DeliveryAttempt
from hsa.models import Commission, EmployeeRecord, Membership, Person, Unit
from notifications.models import IntegratedUnit, StatusUpdate
from pdllog.models import PdlRecord
from tak.demo import STATUS_UPDATE
from tak.models import TakRoute
from tests.admin.conftest import World, make_legacy_question, make_question
from tests.factories import REGION, VE01, make_signed
from webcert import clock

NUMBER = 30


@pytest.fixture
def crowd(world: World) -> World:
    """Thirty more of everything at VG01."""
    now = clock.now()
    care_unit = Unit.objects.get(hsa_id=VE01)
    for n in range(NUMBER):
        certificate = make_signed(created_at=now - dt.timedelta(minutes=n))
        make_question(certificate)
        make_legacy_question(certificate)
        delivery = outbox.record_final(
            "status", state=Delivery.State.DELIVERED, owner_id=f"{n}", order_key=certificate.pk, logical_address=VE01
        )
        DeliveryAttempt.objects.create(
            delivery=delivery, number=1, started_at=now, worker="w", lease_token="0" * 32, verdict="DELIVERED"
        )
        StatusUpdate.objects.create(
            certificate_id=certificate.pk,
            seq=1,
            code="SKAPAT",
            occurred_at=now,
            logical_address=VE01,
            care_provider_id=REGION,
            person_id="191212121212",
            certificate_type="fk7804",
            type_version="2.0",
            issuer_hsa_id="SE2321000016-P001",
            delivery=delivery,
        )
        PdlRecord.objects.create(
            start_date=now,
            activity_type="Läsa",
            activity_level=certificate.pk,
            user_id="SE2321000016-P001",
            user_care_provider_id=REGION,
            user_care_unit_id=VE01,
            patient_id="191212121212",
            owner_care_provider_id=REGION,
            owner_care_unit_id=VE01,
        )
        member = Unit.objects.create(hsa_id=f"SE2321000016-X{n:03}", name=f"Mottagning {n}")
        Membership.objects.create(care_unit=care_unit, member=member)
        Unit.objects.create(hsa_id=f"SE2321000016-Y{n:03}", name=f"V {n}", is_care_unit=True, stated_provider=REGION)
        IntegratedUnit.objects.create(unit_id=member.hsa_id, unit_name="x", care_provider_id=REGION)
        person = Person.objects.create(hsa_id=f"SE2321000016-Z{n:03}")
        EmployeeRecord.objects.create(person=person, given_name="Kim", middle_and_surname=f"Ek{n}")
        Commission.objects.create(person=person, care_unit_id=VE01)
        TakRoute.objects.create(contract_namespace=STATUS_UPDATE, logical_address=member.hsa_id, url="/x")
        LogEntry.objects.create(
            user=User.objects.get(username="SE2321000016-A001"),
            content_type=ContentType.objects.get_for_model(Unit),
            object_repr=f"{n}",
            action_flag=CHANGE,
        )
    return world


LISTS = [
    "arenden/arende",
    "arenden/legacymessage",
    "certificates/certificate",
    "delivery/delivery",
    "delivery/deliveryattempt",
    "hsa/careunit",
    "hsa/person",
    "hsa/subunit",
    "hsa/unit",
    "notifications/integratedunit",
    "notifications/integratedunit/overview",
    "notifications/statusupdate",
    "pdllog/pdlrecord",
    "tak/takroute",
]


@pytest.mark.parametrize("name", [*LISTS, "admin/logentry"])
def test_a_long_list_asks_few_questions(
    crowd: World, root: Client, django_assert_max_num_queries: Any, name: str
) -> None:
    with django_assert_max_num_queries(18):
        answer = root.get(f"/admin/{name}/")
    assert answer.status_code == 200
    assert answer.content.decode().count("<tr") > NUMBER


@pytest.mark.parametrize("name", [name for name in LISTS if name != "pdllog/pdlrecord"])
def test_a_long_list_of_a_region_asks_few_questions(
    crowd: World, region: Client, django_assert_max_num_queries: Any, name: str
) -> None:
    with django_assert_max_num_queries(18):
        answer = region.get(f"/admin/{name}/")
    assert answer.status_code == 200
    assert answer.content.decode().count("<tr") > NUMBER


def test_the_page_of_a_unit_with_many_connections_asks_few_questions(
    crowd: World, region: Client, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(20):
        page = region.get(f"/admin/hsa/careunit/{crowd.own.care_unit.pk}/change/").content.decode()
    assert "Mottagning 29" in page
