"""Single decisions of the older engine: what the matrix cannot tell by itself (spec/death-certificates.md 3, 5)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

import pytest

from accounts.models import Feature, PilotUnit
from accounts.user import LaunchParameters
from certificates import access
from certificates.access import Action, Decision
from certificates.models import Certificate, CertificateTypeSetting
from certificates.types import registry
from certificates.types.base import CertificateType, Engine, Flags
from hsa.roles import Role
from patients.register import PatientRecord
from tests.certificates.engine.world import tiny_type
from tests.factories import (
    ME01,
    PATIENT,
    VE01,
    VE02,
    VE22,
    make_draft,
    make_integrated_user,
    make_signed,
    make_user,
)
from webcert import clock

pytestmark = pytest.mark.django_db
ALIVE, DEAD = PatientRecord(PATIENT), PatientRecord(PATIENT, is_deceased=True)
OPENED = dt.date(2020, 1, 1)


def older(type_id: str, **changes: object) -> CertificateType:
    return tiny_type(
        **{
            "type_id": type_id,
            "version": "1.0",
            "code": type_id.upper(),
            "engine": Engine.LEGACY,
            "active_from": OPENED,
            "template_for": (),
            **changes,
        }
    )


ANYWHERE = Flags(replaced_and_deleted_anywhere=True)
DB = older(
    "db",
    flags=Flags(replaced_and_deleted_anywhere=True, locked_draft_printed_when_deceased=False),
    template_for=("doi",),
    related="doi",
)
DOI = older("doi", flags=ANYWHERE)
LUSE = older("luse", flags=Flags(administrative_questions=True))
TS_BAS = older("ts-bas")


@pytest.fixture(autouse=True)
def installed() -> Iterator[None]:
    """Small stand-ins where the type itself is not installed."""
    missing = [t for t in (DB, DOI, LUSE, TS_BAS) if not registry.by_id(t.type_id)]
    with registry.installed(*missing):
        yield


def the(type_id: str) -> CertificateType:
    return registry.by_id(type_id)[0]


def fields(type_id: str) -> dict[str, str]:
    return {"type_id": type_id, "type_version": the(type_id).version}


def draft(type_id: str, *, unit: str = VE01, **changes: object) -> Certificate:
    return make_draft(make_user(unit=unit), **fields(type_id), **changes)


def signed(type_id: str, *, unit: str = VE01, **changes: object) -> Certificate:
    return make_signed(make_user(unit=unit), **fields(type_id), **changes)


def decided(action: Action, certificate: Certificate, *, patient: PatientRecord = ALIVE, user=None) -> Decision:
    return access.decide(user or make_user(), action, certificate=certificate, patient=patient)


def creating(type_id: str, *, patient: PatientRecord = ALIVE, user=None) -> Decision:
    return access.decide(user or make_user(), Action.CREATE, certificate_type=the(type_id), patient=patient)


# --- one per patient ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("type_id", ["db", "doi"])
@pytest.mark.parametrize("unit", [VE01, VE02])
def test_a_draft_within_the_care_provider_stops_another(type_id: str, unit: str) -> None:
    draft(type_id, unit=unit)
    assert creating(type_id).reason == "UNIQUE_DRAFT"


@pytest.mark.parametrize("type_id", ["db", "doi"])
def test_a_draft_at_another_care_provider_stops_nothing(type_id: str) -> None:
    draft(type_id, unit=VE22)
    assert creating(type_id).allowed


def test_a_signed_db_anywhere_stops_another_db_but_a_doi_only_within_the_care_provider() -> None:
    for type_id in ("db", "doi"):
        signed(type_id, unit=VE22)
    assert creating("db").reason == "UNIQUE_CERTIFICATE"
    assert "annan vårdgivare" in creating("db").message
    assert creating("doi").allowed
    signed("doi", unit=VE02)
    assert creating("doi").reason == "UNIQUE_CERTIFICATE"


def test_a_locked_draft_and_a_revoked_certificate_do_not_count() -> None:
    draft("db", state="LOCKED")
    signed("db", revoked_at=clock.now())
    assert creating("db").allowed


def test_another_patients_certificate_does_not_count() -> None:
    signed("db")
    other = PatientRecord("199103172608")
    assert creating("db", patient=other).allowed


def test_signing_looks_at_certificates_only_and_not_at_the_draft_itself() -> None:
    mine = draft("db")
    draft("db", unit=VE02)
    assert decided(Action.SIGN, mine).allowed
    signed("db", unit=VE22)
    assert decided(Action.SIGN, mine).reason == "UNIQUE_CERTIFICATE"
    assert decided(Action.SIGN_CONFIRMATION, mine).allowed


def test_a_replacing_draft_may_be_signed_beside_the_one_that_it_replaces() -> None:
    parent = signed("db")
    assert decided(Action.SIGN, draft("db", parent=parent, relation="ERSATT")).allowed


def test_the_administration_can_switch_uniqueness_off() -> None:
    Feature.objects.filter(name="UNIKT_INTYG").update(is_on=False)
    signed("db", unit=VE22)
    assert creating("db").allowed


def test_a_locked_draft_is_not_copied_while_another_exists_and_says_why() -> None:
    locked = draft("db", state="LOCKED")
    draft("db")
    decision = decided(Action.COPY_LOCKED, locked)
    assert (decision.reason, decision.is_explained) == ("UNIQUE_DRAFT", True)


# --- the patient has died -----------------------------------------------------------------------------------------
def test_a_new_draft_for_the_deceased_is_a_doi_only() -> None:
    assert creating("doi", patient=DEAD).allowed
    assert creating("db", patient=DEAD).reason == "DECEASED_PATIENT"


@pytest.mark.parametrize("type_id", ["db", "doi"])
@pytest.mark.parametrize("unit", [VE01, VE02, VE22])
def test_a_death_certificate_is_replaced_after_the_death_from_any_unit(type_id: str, unit: str) -> None:
    assert decided(Action.REPLACE, signed(type_id, unit=unit), patient=DEAD).allowed


@pytest.mark.parametrize("type_id", ["db", "doi"])
@pytest.mark.parametrize("action", [Action.UPDATE, Action.SIGN, Action.DELETE])
def test_the_replacing_draft_can_be_worked_on_after_the_death(type_id: str, action: Action) -> None:
    replacing = draft(type_id, parent=signed(type_id), relation="ERSATT")
    assert decided(action, replacing, patient=DEAD).allowed


def test_a_doi_is_made_from_the_db_of_the_deceased() -> None:
    assert decided(Action.CREATE_DRAFT_FROM_CERTIFICATE, signed("db"), patient=DEAD).allowed


def test_a_template_meets_the_uniqueness_of_the_type_that_it_gives() -> None:
    source = signed("db")
    draft("doi")
    assert decided(Action.CREATE_DRAFT_FROM_CERTIFICATE, source).reason == "UNIQUE_DRAFT"


def test_a_template_whose_target_is_closed_gives_nothing() -> None:
    for ctype in registry.by_id("doi"):
        CertificateTypeSetting.objects.create(
            type_id="doi", version=ctype.version, active_from=OPENED, active_to=OPENED
        )
    decision = decided(Action.CREATE_DRAFT_FROM_CERTIFICATE, signed("db"))
    assert decision.reason == "INACTIVE_CERTIFICATE_TYPE"


def test_a_locked_db_of_the_deceased_is_not_printed_but_a_locked_doi_is() -> None:
    assert decided(Action.PRINT, draft("db", state="LOCKED"), patient=DEAD).reason == "DECEASED_PATIENT"
    assert decided(Action.PRINT, draft("doi", state="LOCKED"), patient=DEAD).allowed


# --- the other certificate of the patient -------------------------------------------------------------------------
def test_the_doi_of_the_own_unit_is_shown_from_the_db() -> None:
    source = signed("db")
    assert decided(Action.SHOW_RELATED, source).reason == "INVALID_STATE"
    draft("doi", unit=VE02)
    assert not decided(Action.SHOW_RELATED, source).allowed
    draft("doi", unit=ME01)
    assert decided(Action.SHOW_RELATED, source).allowed


def test_stand_alone_on_a_clinic_only_the_clinics_own_doi_is_shown() -> None:
    source = signed("db", unit=ME01)
    draft("doi", unit=VE01)
    assert not decided(Action.SHOW_RELATED, source, user=make_user(unit=ME01)).allowed
    assert decided(Action.SHOW_RELATED, source, user=make_integrated_user(unit=ME01)).allowed


# --- complement ---------------------------------------------------------------------------------------------------
def asked_for(**changes: object) -> Certificate:
    return signed("luse", sent_at=clock.now(), complement_requested_at=clock.now(), **changes)


def test_a_request_is_answered_with_one_certificate_at_a_time() -> None:
    parent = asked_for()
    assert decided(Action.COMPLEMENT, parent).allowed
    make_draft(**fields("luse"), parent=parent, relation="KOMPLT")
    assert decided(Action.COMPLEMENT, Certificate.objects.get(pk=parent.pk)).reason == "INVALID_STATE"


def test_a_complement_of_an_earlier_request_does_not_stop_the_answer_to_a_new_one() -> None:
    before = clock.now() - dt.timedelta(days=1)
    parent = asked_for()
    make_signed(**fields("luse"), parent=parent, relation="KOMPLT", created_at=before)
    assert decided(Action.COMPLEMENT, parent).allowed


def test_the_unit_that_was_blocked_answers_only_from_its_journal_system() -> None:
    assert decided(Action.COMPLEMENT, asked_for(), user=make_user(is_blocked=True)).reason == "AUTHORIZATION_BLOCKED"
    assert decided(Action.COMPLEMENT, asked_for(), user=make_integrated_user(is_blocked=True)).allowed


# --- deprecated and older versions --------------------------------------------------------------------------------
def test_a_deprecated_type_is_read_and_revoked_but_not_made_or_changed() -> None:
    assert creating("ts-bas").reason == "INACTIVE_CERTIFICATE_TYPE"
    assert decided(Action.UPDATE, draft("ts-bas")).reason == "INACTIVE_CERTIFICATE_TYPE"
    assert decided(Action.READ, draft("ts-bas")).allowed
    assert decided(Action.REVOKE, signed("ts-bas")).allowed


def test_the_type_list_leaves_out_deprecated_types_and_those_that_are_not_handled() -> None:
    af00251 = older("af00251")
    with registry.installed(*([] if registry.by_id("af00251") else [af00251])):
        listed = {ctype.type_id for ctype, _ in access.creatable_types(make_user(), ALIVE)}
        assert {"db", "doi", "luse"} <= listed
        assert not {"ts-bas", "af00251"} & listed
        Feature.objects.filter(name="HANTERA_INTYGSUTKAST").update(certificate_types="af00251")
        assert "af00251" in {ctype.type_id for ctype, _ in access.creatable_types(make_user(), ALIVE)}


def test_a_dentist_is_offered_only_types_of_dentistry() -> None:
    listed = {ctype.type_id for ctype, _ in access.creatable_types(make_user(Role.TANDLAKARE), ALIVE)}
    assert not {"db", "doi", "luse"} & listed


def test_a_version_that_is_closed_by_the_administration_is_no_longer_signed() -> None:
    mine = draft("luse")
    version = mine.type_version
    CertificateTypeSetting.objects.create(type_id="luse", version=version, active_from=OPENED, active_to=OPENED)
    assert decided(Action.SIGN, mine).reason == "INACTIVE_CERTIFICATE_TYPE"


def test_a_version_that_is_yet_to_come_does_not_make_the_present_one_old() -> None:
    Feature.objects.filter(name="INAKTIVERA_TIDIGARE_HUVUDVERSION").update(certificate_types="luse")
    mine = draft("luse")
    coming = replace(the("luse"), version="98.0", active_from=dt.date(2999, 1, 1))
    with registry.installed(coming):
        assert decided(Action.UPDATE, mine).allowed
    with registry.installed(replace(coming, active_from=OPENED)):
        assert decided(Action.UPDATE, mine).reason == "NOT_LATEST_MAJOR_VERSION"


# --- launch and pilots --------------------------------------------------------------------------------------------
def test_a_launch_that_forbids_copying_also_stops_new_drafts() -> None:
    user = make_integrated_user(launch=LaunchParameters(kopiering_ok=False))
    assert creating("luse", user=user).reason == "RENEW_FALSE"


def test_with_sjf_another_providers_certificate_is_read_and_renewed_but_not_printed() -> None:
    user = make_integrated_user(launch=LaunchParameters(sjf=True))
    certificate = signed("luse", unit=VE22)
    assert decided(Action.READ, certificate, user=user).allowed
    assert decided(Action.RENEW, certificate, user=user).allowed
    assert decided(Action.PRINT, certificate, user=user).reason == "AUTHORIZATION_DIFFERENT_UNIT"


def test_a_pilot_closes_a_type_for_its_unit_alone() -> None:
    feature = Feature.objects.get(name="INAKTIVERAD_INTYGSTYP")
    PilotUnit.objects.create(feature=feature, hsa_id=VE02, certificate_types="luse")
    assert creating("luse").allowed
    assert creating("luse", user=make_user(unit=VE02)).reason == "INACTIVE_CERTIFICATE_TYPE"
