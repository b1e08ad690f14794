"""The register: who gets in, and what its look-up says (spec/status-updates.md 1)."""

import datetime as dt
from dataclasses import replace

import pytest

import hsa.demo
import patients.demo
from certificates.events import EventKind
from certificates.lifecycle.complement import complement, request_complement
from certificates.lifecycle.renew import renew
from certificates.lifecycle.replace import replace as replace_certificate
from certificates.models import Certificate
from certificates.types import registry
from certificates.types.base import Engine
from hsa import directory
from notifications.integrated_units import Schema, UnitNames, notification_schema, register_unit
from notifications.models import IntegratedUnit, StatusUpdate
from tests.certificates.engine.world import COMPLETE
from tests.certificates.soap.messages import Request
from tests.certificates.soap.messages import send as call_create_draft
from tests.factories import (
    DECEASED,
    ME01,
    REGION,
    VE01,
    VE02,
    VE21,
    make_draft,
    make_integrated_user,
    make_patient,
    make_signed,
    make_user,
)
from tests.notifications.conftest import Story, integrate, make_story
from webcert import clock

pytestmark = pytest.mark.django_db
WayIn = Certificate.WayIn
MODEL_TYPE = registry.get("fk7804", "2.0")
LEGACY_TYPE = replace(MODEL_TYPE, engine=Engine.LEGACY, type_id="lisjp")
FK7263_TYPE = replace(LEGACY_TYPE, type_id="fk7263")


@pytest.mark.parametrize(
    ("flags", "fk7263", "legacy"),
    [
        ((False, False), None, None),
        ((True, False), Schema.VERSION_1, None),
        ((False, True), None, Schema.VERSION_3),
        ((True, True), Schema.VERSION_3, Schema.VERSION_3),
    ],
)
def test_the_flags_decide_for_types_of_the_older_engine(flags, fk7263, legacy):
    unit = integrate()
    IntegratedUnit.objects.filter(pk=unit.pk).update(schema_version_1=flags[0], schema_version_3=flags[1])

    assert notification_schema(VE01, FK7263_TYPE) is fk7263
    assert notification_schema(VE01, LEGACY_TYPE) is legacy
    assert notification_schema(VE01, MODEL_TYPE) is Schema.VERSION_3


def test_a_unit_without_a_row_is_not_integrated_even_when_its_care_unit_is():
    integrate(VE01)

    assert notification_schema(ME01, MODEL_TYPE) is None
    assert notification_schema(ME01, LEGACY_TYPE) is None


def test_only_the_look_up_of_older_types_is_stamped():
    integrate()
    notification_schema(VE01, MODEL_TYPE)
    assert IntegratedUnit.objects.get().last_checked_at is None

    notification_schema(VE01, LEGACY_TYPE)
    assert IntegratedUnit.objects.get().last_checked_at is not None


def test_a_fresh_stamp_is_left_alone_so_that_events_of_a_unit_do_not_wait_for_each_other():
    unit = integrate()
    fresh, old = clock.now() - dt.timedelta(seconds=30), clock.now() - dt.timedelta(minutes=2)

    for stamp, is_kept in ((fresh, True), (old, False)):
        IntegratedUnit.objects.filter(pk=unit.pk).update(last_checked_at=stamp)
        notification_schema(VE01, LEGACY_TYPE)
        assert (IntegratedUnit.objects.get().last_checked_at == stamp) is is_kept


def test_ids_are_compared_without_case_and_blanks():
    integrate(VE01)

    assert notification_schema(f" {VE01.lower()} ", MODEL_TYPE) is Schema.VERSION_3


def test_a_known_unit_keeps_its_names_and_a_flag_is_only_switched_on():
    integrate()
    register_unit(
        UnitNames(VE01, "Nytt namn", "SE-NY", "Ny vårdgivare"),
        IntegratedUnit.RegisteredBy.CREATE_DRAFT_CERTIFICATE,
        schema_version_1=True,
        schema_version_3=False,
    )

    unit = IntegratedUnit.objects.get()
    assert (unit.unit_name, unit.care_provider_id) == ("Enhet VE01", "SE2321000016-VG01")
    assert (unit.schema_version_1, unit.schema_version_3) == (True, True)
    assert unit.registered_by == IntegratedUnit.RegisteredBy.FIXTURE


def test_create_draft_certificate_takes_the_unit_of_the_draft_in_before_it_decides_about_skapat():
    story = make_story(unit=ME01, way_in=WayIn.CREATE_DRAFT_CERTIFICATE)

    story.happens(EventKind.SKAPAT)

    unit = IntegratedUnit.objects.get()
    assert (unit.unit_id, unit.schema_version_1, unit.schema_version_3) == (ME01, False, True)
    assert unit.registered_by == IntegratedUnit.RegisteredBy.CREATE_DRAFT_CERTIFICATE
    assert [code for code, _ in story.states] == ["SKAPAT"]


def test_a_draft_made_in_the_browser_takes_nobody_in():
    make_story(way_in=WayIn.BROWSER).happens(EventKind.SKAPAT)

    assert not IntegratedUnit.objects.exists()


def related(unit: str, parent_unit: str, *, integrated_user: bool = True) -> Story:
    parent = make_draft(make_user(unit=parent_unit))
    story = make_story(unit=unit, way_in=WayIn.RELATION, relation="FRLANG", parent=parent)
    if not integrated_user:
        story.user = make_user(unit=unit)
    return story


def test_a_copy_to_another_unit_of_the_care_provider_takes_that_unit_in_with_the_same_flags():
    source = integrate(VE01)
    IntegratedUnit.objects.filter(pk=source.pk).update(schema_version_1=True)

    related(VE02, VE01).happens(EventKind.SKAPAT)

    unit = IntegratedUnit.objects.get(unit_id=VE02)
    assert (unit.schema_version_1, unit.schema_version_3) == (True, True)
    assert unit.registered_by == IntegratedUnit.RegisteredBy.COPY


def test_a_copy_takes_nobody_in_when_its_source_is_not_integrated_or_of_another_provider_or_outside_deep_integration():
    related(VE02, VE01).happens(EventKind.SKAPAT)
    integrate(VE01)
    related(VE21, VE01).happens(EventKind.SKAPAT)
    related(VE02, VE01, integrated_user=False).happens(EventKind.SKAPAT)

    assert list(IntegratedUnit.objects.values_list("unit_id", flat=True)) == [VE01]


# --- as journal systems and users do it ---------------------------------------------------------------------------
def test_a_call_for_a_draft_takes_the_asked_unit_in_with_the_names_of_hsa():
    hsa.demo.load()
    patients.demo.load()
    answer = call_create_draft(Request(unit=ME01, unit_name="Namn enligt journalsystemet"))

    unit = IntegratedUnit.objects.get()
    assert answer.result.code == "OK"
    assert (unit.unit_id, unit.unit_name) == (ME01, "Björkbackens barnmottagning")
    assert (unit.care_provider_id, unit.care_provider_name) == (REGION, directory.unit(ME01).care_provider_name)
    assert (unit.schema_version_1, unit.schema_version_3) == (False, True)
    assert unit.last_checked_at is None


def test_a_refused_call_takes_nobody_in():
    hsa.demo.load()
    patients.demo.load()
    assert call_create_draft(Request(person_id=DECEASED)).result.code == "ERROR"

    assert not IntegratedUnit.objects.exists()


def test_a_call_for_an_older_type_takes_the_unit_in_too_and_is_told_as_skapat():
    hsa.demo.load()
    patients.demo.load()
    answer = call_create_draft(Request(code="LUSE"))

    assert IntegratedUnit.objects.get().unit_id == VE01
    assert StatusUpdate.objects.get(certificate_id=answer.certificate_id).code == "SKAPAT"


@pytest.mark.parametrize("make", [renew, replace_certificate, complement], ids=["renew", "replace", "complement"])
def test_what_is_made_from_a_certificate_on_another_unit_in_deep_integration_takes_that_unit_in(make):
    make_patient()
    integrate(VE01)
    source = make_signed(answers=COMPLETE, sent_at=clock.now(), sent_to="FKASSA")
    if make is complement:
        request_complement(certificate_id=source.pk, message_id="m-1", requested_at=clock.now())

    draft = make(user=make_integrated_user(unit=ME01), certificate_id=source.pk)

    assert IntegratedUnit.objects.get(unit_id=ME01).registered_by == IntegratedUnit.RegisteredBy.COPY
    assert StatusUpdate.objects.get(certificate_id=draft.pk).logical_address == ME01


def test_a_stand_alone_renewal_on_another_unit_takes_nobody_in_and_is_told_to_nobody():
    make_patient()
    integrate(ME01)

    renew(user=make_user(), certificate_id=make_signed(make_user(unit=ME01), answers=COMPLETE).pk)

    assert list(IntegratedUnit.objects.values_list("unit_id", flat=True)) == [ME01]
    assert not StatusUpdate.objects.exists()


def test_a_renewal_on_the_same_unit_changes_nothing_in_the_register():
    make_patient()
    integrate(VE01)
    before = IntegratedUnit.objects.values().get()

    renew(user=make_integrated_user(), certificate_id=make_signed(answers=COMPLETE).pk)

    assert IntegratedUnit.objects.values().get() == before
