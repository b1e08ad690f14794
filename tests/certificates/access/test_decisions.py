"""Single decisions: what a denial says, and what the tables leave to be worked out."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from accounts.user import LaunchParameters
from certificates import access
from certificates.access import Action, Scope, is_within
from certificates.models import Certificate
from certificates.types import registry
from hsa.roles import Role
from patients.register import Lookup, LookupStatus, PatientRecord
from tests.factories import (
    DECEASED,
    ME01,
    ME02,
    PATIENT,
    PRIVATE,
    PROTECTED,
    REGION,
    REGISTER_ERROR,
    TEST_PERSON,
    VE01,
    VE02,
    VE22,
    make_draft,
    make_integrated_user,
    make_patient,
    make_signed,
    make_user,
)
from webcert import clock
from webcert.errors import (
    AuthorizationProblem,
    AuthorizationProtected,
    AuthorizationProtectedUnit,
    ComplementExists,
    InvalidState,
    InvalidStateReplaced,
    PuProblem,
)

pytestmark = pytest.mark.django_db
ORDINARY = PatientRecord(PATIENT)
FK7804 = registry.get("fk7804", "2.0")


def test_a_private_practitioner_without_authority_may_do_nothing() -> None:
    draft = make_draft()
    decisions = access.decisions(make_user(Role.PRIVATLAKARE_OBEHORIG), draft, ORDINARY)
    assert not any(decision.allowed for decision in decisions.values())


def test_a_denial_names_rule_reason_message_and_error() -> None:
    make_patient()
    decision = access.decide(make_user(unit=VE02), Action.READ, certificate=make_draft())
    assert decision.rule == "within scope ALL_CARE_PROVIDERS"
    assert decision.reason == "AUTHORIZATION_DIFFERENT_UNIT"
    assert "annan enhet" in decision.message
    assert decision.error is AuthorizationProblem


def test_require_raises_the_error_with_the_reason() -> None:
    with pytest.raises(AuthorizationProblem) as raised:
        access.require(make_user(unit=VE02), Action.READ, certificate=make_draft(), patient=ORDINARY)
    assert raised.value.reason == "AUTHORIZATION_DIFFERENT_UNIT"


def test_an_allowed_decision_has_no_error_to_raise() -> None:
    decision = access.decide(make_user(), Action.READ, certificate=make_draft(), patient=ORDINARY)
    with pytest.raises(ValueError, match="no error"):
        decision.as_error()


def test_the_patient_is_looked_up_by_the_number_of_the_certificate() -> None:
    make_patient(PROTECTED)
    draft = make_draft(person_id=PROTECTED)
    with pytest.raises(AuthorizationProtected):
        access.require(make_user(Role.VARDADMINISTRATOR), Action.READ, certificate=draft)


def test_a_protected_patient_on_another_unit_has_its_own_error() -> None:
    user = make_integrated_user(unit=VE02)
    with pytest.raises(AuthorizationProtectedUnit):
        access.require(user, Action.READ, certificate=make_draft(), patient=PatientRecord(PATIENT, is_protected=True))


def test_coherent_journaling_does_not_open_a_protected_patient_of_another_unit() -> None:
    user = make_integrated_user(unit=VE22, launch=LaunchParameters(sjf=True))
    decision = access.decide(
        user, Action.READ, certificate=make_draft(), patient=PatientRecord(PATIENT, is_protected=True)
    )
    assert decision.reason == "AUTHORIZATION_SEKRETESS_UNIT"


@pytest.mark.parametrize("status", [LookupStatus.ERROR, LookupStatus.NOT_FOUND])
def test_without_an_answer_of_the_register_protection_is_unknown(status: LookupStatus) -> None:
    with pytest.raises(PuProblem):
        access.require(make_user(), Action.READ, certificate=make_draft(), patient=Lookup(status))


def test_a_register_that_answers_error_stops_the_sending_with_pu_problem() -> None:
    make_patient(REGISTER_ERROR)
    with pytest.raises(PuProblem):
        access.require(make_user(), Action.SEND, certificate=make_signed(person_id=REGISTER_ERROR))


def test_a_deceased_patient_gets_no_new_draft() -> None:
    make_patient(DECEASED)
    patient = PatientRecord(DECEASED, is_deceased=True)
    decision = access.decide(make_user(), Action.CREATE, certificate_type=FK7804, patient=patient)
    assert decision.reason == "DECEASED_PATIENT"


def test_what_the_launch_says_of_a_death_counts_only_where_the_installation_lets_it(settings) -> None:
    user = make_integrated_user(launch=LaunchParameters(avliden=True))
    assert access.decide(user, Action.CREATE, certificate_type=FK7804, patient=ORDINARY).allowed
    settings.LAUNCH_AVLIDEN_COUNTS = True
    decision = access.decide(user, Action.CREATE, certificate_type=FK7804, patient=ORDINARY)
    assert decision.reason == "DECEASED_PATIENT"


def test_the_draft_of_a_patient_who_has_died_may_be_edited_and_signed() -> None:
    make_patient(DECEASED)
    draft = make_draft(person_id=DECEASED)
    assert access.decide(make_user(), Action.UPDATE, certificate=draft).allowed
    assert access.decide(make_user(), Action.SIGN, certificate=draft).allowed


def test_a_certificate_flagged_as_test_is_not_sent_even_when_the_patient_no_longer_is() -> None:
    certificate = make_signed(is_test_certificate=True)
    decision = access.decide(make_user(), Action.SEND, certificate=certificate, patient=ORDINARY)
    assert decision.reason == "TEST_INDICATED_PATIENT"


def test_a_test_persons_certificate_is_not_sent() -> None:
    make_patient(TEST_PERSON)
    assert not access.decide(make_user(), Action.SEND, certificate=make_signed(person_id=TEST_PERSON)).allowed


def test_a_closed_stand_alone_login_makes_no_drafts() -> None:
    user = make_user(is_blocked=True)
    decision = access.decide(user, Action.CREATE, certificate_type=FK7804, patient=ORDINARY)
    assert decision.reason == "AUTHORIZATION_BLOCKED"


def test_the_block_of_stand_alone_does_not_touch_integrated_users() -> None:
    user = make_integrated_user(is_blocked=True)
    assert access.decide(user, Action.CREATE, certificate_type=FK7804, patient=ORDINARY).allowed


def test_a_missing_subscription_stops_editing_but_not_reading() -> None:
    user, draft = make_user(missing_subscription=(REGION,)), make_draft()
    assert access.decide(user, Action.UPDATE, certificate=draft, patient=ORDINARY).reason == "MISSING_SUBSCRIPTION"
    assert access.decide(user, Action.READ, certificate=draft, patient=ORDINARY).allowed


def test_another_providers_missing_subscription_does_not_matter() -> None:
    user = make_user(missing_subscription=(PRIVATE,))
    assert access.decide(user, Action.UPDATE, certificate=make_draft(), patient=ORDINARY).allowed


def test_an_inactive_unit_of_the_launch_stops_new_drafts() -> None:
    user = make_integrated_user(launch=LaunchParameters(inaktiv_enhet=True))
    decision = access.decide(user, Action.CREATE, certificate_type=FK7804, patient=ORDINARY)
    assert decision.reason == "INACTIVE_UNIT"


def test_a_launch_that_forbids_copying_stops_renewal() -> None:
    user = make_integrated_user(launch=LaunchParameters(kopiering_ok=False))
    decision = access.decide(user, Action.RENEW, certificate=make_signed(), patient=ORDINARY)
    assert decision.reason == "RENEW_FALSE"


@pytest.mark.parametrize(("relation", "error"), [("ERSATT", InvalidStateReplaced), ("KOMPLT", ComplementExists)])
def test_a_signed_successor_stops_renewal(relation: str, error: type[Exception]) -> None:
    parent = make_signed()
    make_signed(parent=parent, relation=relation)
    with pytest.raises(error):
        access.require(make_user(), Action.RENEW, certificate=parent, patient=ORDINARY)


def test_a_certificate_replaced_by_a_signed_one_is_not_sent() -> None:
    parent = make_signed()
    make_signed(parent=parent, relation="ERSATT")
    with pytest.raises(InvalidState):
        access.require(make_user(), Action.SEND, certificate=parent, patient=ORDINARY)


@pytest.mark.parametrize("fields", [{"state": "DRAFT"}, {"state": "DELETED"}])
def test_an_unsigned_replacement_does_not_stop_the_sending(fields: dict[str, str]) -> None:
    parent = make_signed()
    make_draft(parent=parent, relation="ERSATT", **fields)
    assert access.decide(make_user(), Action.SEND, certificate=parent, patient=ORDINARY).allowed


def test_a_revoked_replacement_does_not_stop_the_sending() -> None:
    parent = make_signed()
    child = make_signed(parent=parent, relation="ERSATT")
    Certificate.objects.filter(pk=child.pk).update(revoked_at=child.signed_at)
    assert access.decide(make_user(), Action.SEND, certificate=parent, patient=ORDINARY).allowed


def test_on_a_clinic_only_the_clinics_own_certificates_are_within_the_care_unit() -> None:
    user = make_user(unit=ME01)
    assert is_within(user, make_draft(make_user(unit=ME01)), Scope.WITHIN_CARE_UNIT)
    assert not is_within(user, make_draft(make_user(unit=ME02)), Scope.WITHIN_CARE_UNIT)
    assert not is_within(user, make_draft(make_user(unit=VE01)), Scope.WITHIN_CARE_UNIT)


def test_an_integrated_user_on_a_clinic_reaches_the_whole_care_unit() -> None:
    user = make_integrated_user(unit=ME01)
    assert is_within(user, make_draft(make_user(unit=ME02)), Scope.WITHIN_CARE_UNIT)
    assert is_within(user, make_draft(make_user(unit=VE01)), Scope.WITHIN_CARE_UNIT)


def test_without_a_chosen_unit_nothing_is_within_reach() -> None:
    assert not is_within(make_user(unit=""), make_draft(), Scope.ALL_CARE_PROVIDERS)


def test_an_action_that_the_type_does_not_have_is_denied() -> None:
    certificate = make_signed()
    decision = access.decide(make_user(), Action.SEND_AFTER_SIGN, certificate=certificate, patient=ORDINARY)
    assert decision.rule == "action exists"


def test_a_new_draft_cannot_be_decided_without_the_patient() -> None:
    with pytest.raises(ValueError, match="patient"):
        access.decide(make_user(), Action.CREATE, certificate_type=FK7804)


def test_a_decision_needs_a_certificate_or_a_type() -> None:
    with pytest.raises(ValueError, match="certificate type"):
        access.decide(make_user(), Action.CREATE, patient=ORDINARY)


def test_the_type_list_tells_why_a_type_cannot_be_created() -> None:
    dead = PatientRecord(PATIENT, is_deceased=True)
    by_id = {ctype.type_id: decision for ctype, decision in access.creatable_types(make_user(), dead)}
    assert by_id["fk7804"].reason == "DECEASED_PATIENT"


def test_the_type_list_leaves_out_what_the_role_may_not_handle() -> None:
    midwife = make_user(Role.BARNMORSKA)
    listed = {ctype.type_id for ctype, _ in access.creatable_types(midwife, ORDINARY)}
    assert "fk7804" in listed
    nobody = make_user(Role.PRIVATLAKARE_OBEHORIG)
    assert access.creatable_types(nobody, ORDINARY) == []


def test_the_type_list_is_empty_before_a_unit_is_chosen() -> None:
    assert access.creatable_types(make_user(unit=""), ORDINARY) == []


# --- opening and closing of types ---------------------------------------------------------------------------------
def row(kind: str, **changes: object) -> dict[str, object]:
    return {"certificateType": "fk7804", "type": kind, "fromDateTime": "2020-01-01T00:00:00", **changes}


def signing_is_open(unit: str = VE01) -> bool:
    user = make_user(unit=unit)
    return access.decide(user, Action.SIGN, certificate=make_draft(user), patient=ORDINARY).allowed


def test_a_block_row_closes_the_type_for_the_named_unit(settings) -> None:
    settings.CERTIFICATE_TYPE_UNITS = [row("block", careUnits=[VE01])]
    assert not signing_is_open(VE01)
    assert signing_is_open(VE02)


def test_a_block_row_for_a_care_unit_closes_its_clinics(settings) -> None:
    settings.CERTIFICATE_TYPE_UNITS = [row("block", careUnits=[VE01])]
    assert not signing_is_open(ME01)


def test_an_allow_row_closes_the_type_for_everyone_else(settings) -> None:
    settings.CERTIFICATE_TYPE_UNITS = [row("allow", issuedOnUnit=[VE02])]
    assert signing_is_open(VE02)
    assert not signing_is_open(VE01)


def test_block_wins_over_allow(settings) -> None:
    settings.CERTIFICATE_TYPE_UNITS = [row("allow", careProviders=[REGION]), row("block", issuedOnUnit=[VE02])]
    assert signing_is_open(VE01)
    assert not signing_is_open(VE02)


def test_rows_outside_their_time_do_nothing(settings) -> None:
    settings.CERTIFICATE_TYPE_UNITS = [
        row("block", careUnits=[VE01], toDateTime="2020-02-01T00:00:00"),
        row("block", careUnits=[VE01], fromDateTime="2999-01-01T00:00:00"),
    ]
    assert signing_is_open(VE01)


def test_a_type_closed_for_the_unit_is_not_listed(settings) -> None:
    settings.CERTIFICATE_TYPE_UNITS = [row("block", careUnits=[VE01])]
    assert "fk7804" not in {ctype.type_id for ctype, _ in access.creatable_types(make_user(), ORDINARY)}


def limits(until: str) -> list[dict[str, object]]:
    return [{"certificateType": "fk7804", "version": "2.0", "actions": {"SIGN": until}}]


def test_the_newest_version_is_never_limited(settings) -> None:
    settings.CERTIFICATE_VERSION_LIMITS = limits("2020-01-01T00:00:00")
    assert signing_is_open()


def test_an_older_version_loses_an_action_when_its_time_has_passed(settings) -> None:
    settings.CERTIFICATE_VERSION_LIMITS = limits("2020-01-01T00:00:00")
    with registry.installed(replace(FK7804, version="3.0")):
        decision = access.decide(make_user(), Action.SIGN, certificate=make_draft(), patient=ORDINARY)
        assert decision.rule == "limited functionality"
        assert access.decide(make_user(), Action.UPDATE, certificate=make_draft(), patient=ORDINARY).allowed


def test_an_older_version_keeps_the_action_until_then(settings) -> None:
    settings.CERTIFICATE_VERSION_LIMITS = limits("2999-01-01T00:00:00")
    with registry.installed(replace(FK7804, version="3.0")):
        assert signing_is_open()


# --- types that are not active ------------------------------------------------------------------------------------
@pytest.mark.parametrize("action", [Action.UPDATE, Action.SIGN])
def test_a_draft_of_a_type_that_is_not_active_is_neither_edited_nor_signed(action: Action) -> None:
    with registry.installed(replace(FK7804, version="9.0", active_from=dt.date(2999, 1, 1))):
        decision = access.decide(make_user(), action, certificate=make_draft(type_version="9.0"), patient=ORDINARY)
    assert decision.reason == "INACTIVE_CERTIFICATE_TYPE"


def test_a_draft_of_a_type_that_is_not_active_is_still_read_and_printed_and_marked_so() -> None:
    with registry.installed(replace(FK7804, version="9.0", active_from=dt.date(2999, 1, 1))):
        decisions = access.decisions(make_user(), make_draft(type_version="9.0"), ORDINARY)
    assert decisions[Action.READ].allowed
    assert decisions[Action.PRINT].allowed
    assert decisions[Action.INACTIVE_CERTIFICATE_MODEL].allowed


# --- how a refusal is shown ---------------------------------------------------------------------------------------
def test_a_replacement_that_waits_for_a_complement_is_shown_as_disabled() -> None:
    certificate = make_signed(sent_at=clock.now(), complement_requested_at=clock.now())
    decision = access.decide(make_user(), Action.REPLACE, certificate=certificate, patient=ORDINARY)
    assert (decision.reason, decision.is_explained) == ("INVALID_STATE", True)
    assert "komplettering" in decision.message


def test_a_type_that_cannot_be_created_is_shown_with_its_reason() -> None:
    user = make_user(is_blocked=True)
    assert access.decide(user, Action.CREATE, certificate_type=FK7804, patient=ORDINARY).is_explained


def test_an_action_of_another_state_is_not_shown() -> None:
    assert not access.decide(make_user(), Action.SEND, certificate=make_draft(), patient=ORDINARY).is_explained


@pytest.mark.parametrize("action", [Action.SAVE_ANSWER, Action.DELETE_ANSWER, Action.SEND_ANSWER])
def test_answers_may_be_written_although_the_certificate_is_revoked(action: Action) -> None:
    certificate = make_signed(sent_at=clock.now(), revoked_at=clock.now())
    assert access.decide(make_user(), action, certificate=certificate, patient=ORDINARY).allowed
