"""``certificates.access`` against the tables of the spec: the rule lists, and every combination of situations."""

from __future__ import annotations

import itertools
import uuid

import pytest

from accounts.user import CareUser, LaunchParameters
from certificates.access import Action, decide
from certificates.access.actions import OTHER_ROLES_ONLY, SIGNING_ROLES_ONLY
from certificates.access.facts import Facts
from certificates.access.rules import may_handle
from certificates.access.table import ACTION_RULES
from certificates.lifecycle.snapshots import issuer_fields, unit_fields
from certificates.models import Certificate
from certificates.types import registry
from hsa.roles import Role
from hsa.tree import find_unit
from patients.register import Lookup, LookupStatus, PatientRecord
from tests.certificates.access.privileges import Case, needs_privileges, newer_types, rule_names
from tests.factories import ME01, REGION, VE01, VE02, VE22, make_integrated_user, make_user, tree
from webcert import clock

pytestmark = needs_privileges

ROLES = [role for role in Role if role is not Role.PRIVATLAKARE_OBEHORIG]
UNITS = {"own unit": VE01, "sub unit": ME01, "other unit of the provider": VE02, "other provider": VE22}
STATUSES = {
    ("DRAFT", False): {"state": "DRAFT"},
    ("LOCKED", False): {"state": "LOCKED"},
    ("SIGNED", False): {"state": "SIGNED", "signed_at": clock.now()},
    ("SIGNED", True): {"state": "SIGNED", "signed_at": clock.now(), "sent_at": clock.now()},
    ("REVOKED", True): {
        "state": "SIGNED",
        "signed_at": clock.now(),
        "sent_at": clock.now(),
        "revoked_at": clock.now(),
    },
}
PATIENTS = {
    "ordinary": Lookup(LookupStatus.FOUND, PatientRecord("191212121212")),
    "protected": Lookup(LookupStatus.FOUND, PatientRecord("191212121212", is_protected=True)),
    "deceased": Lookup(LookupStatus.FOUND, PatientRecord("191212121212", is_deceased=True)),
    "test": Lookup(LookupStatus.FOUND, PatientRecord("191212121212", is_test_person=True)),
    "unknown": Lookup(LookupStatus.ERROR),
}


def a_user(role: Role, scope: str, has_agreement: bool) -> CareUser:
    missing = () if has_agreement else (REGION,)
    if scope == "WITHIN_CARE_UNIT":
        return make_user(role, missing_subscription=missing)
    launch = LaunchParameters(sjf=scope == "ALL_CARE_PROVIDERS")
    return make_integrated_user(role, launch=launch, missing_subscription=missing)


def a_certificate(unit_id: str, fields: dict[str, object]) -> Certificate:
    """Not stored: the rules look at the row only."""
    unit = find_unit(tree(), unit_id)
    assert unit is not None
    return Certificate(
        id=str(uuid.uuid4()),
        type_id="fk7804",
        type_version="2.0",
        person_id="191212121212",
        **unit_fields(unit),
        **issuer_fields(make_user()),
        **fields,
    )


def existing_actions() -> list[Action]:
    return [action for action in Action if action.value in newer_types()["types"]["fk7804"]["actions"]]


@pytest.mark.parametrize("action", Action)
def test_an_action_has_exactly_the_rules_of_the_spec_in_their_order(action: Action) -> None:
    assert [rule.name for rule in ACTION_RULES[action]] == rule_names(action.value)


@pytest.mark.parametrize("ctype", registry.all_types(), ids=lambda t: f"{t.type_id}-{t.version}")
@pytest.mark.parametrize("role", ROLES)
def test_the_roles_of_each_action_are_those_of_the_spec(role: Role, ctype) -> None:
    declared = newer_types()["types"].get(ctype.type_id)
    if declared is None:
        pytest.skip("a classic type: another table")
    facts = Facts(make_user(role), ctype)
    for action in Action:
        if action.value not in declared["actions"] or declared["actions"][action.value]["roles"] is None:
            continue
        assert may_handle(facts, action) is (role.value in declared["actions"][action.value]["roles"]), action


def test_the_groups_of_actions_closed_to_some_roles_hold_nothing_else() -> None:
    assert {a.value for a in SIGNING_ROLES_ONLY | OTHER_ROLES_ONLY} <= set(newer_types()["action_rules"])


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("scope", ["WITHIN_CARE_UNIT", "WITHIN_CARE_PROVIDER", "ALL_CARE_PROVIDERS"])
@pytest.mark.django_db
def test_every_situation_is_decided_as_the_tables_say(role: Role, scope: str) -> None:
    """Action x state x unit x patient x agreement: the same first failing rule as a plain reading of the tables."""
    wrong = []
    for has_agreement in (True, False):
        user = a_user(role, scope, has_agreement)
        for (unit, unit_id), ((status, is_sent), fields) in itertools.product(UNITS.items(), STATUSES.items()):
            certificate = a_certificate(unit_id, fields)
            for patient, action in itertools.product(PATIENTS, existing_actions()):
                case = Case(action.value, role.value, scope, unit, status, is_sent, patient, has_agreement)
                on = None if action is Action.CREATE else certificate
                decision = decide(
                    user,
                    action,
                    certificate=on,
                    certificate_type=registry.get("fk7804", "2.0"),
                    patient=PATIENTS[patient],
                )
                expected = case.first_failure("fk7804")
                if decision.rule != expected or decision.allowed is bool(expected):
                    wrong.append((case, decision.rule))
    assert wrong == []
