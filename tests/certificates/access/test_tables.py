"""The declarations of ``certificates.access`` against the tables of the spec, line by line."""

from __future__ import annotations

import pytest

from accounts.user import Origin
from certificates.access import Action
from certificates.access.actions import OTHER_ROLES_ONLY, SIGNING_ROLES_ONLY
from certificates.access.classic_table import ROWS
from certificates.access.facts import Facts
from certificates.access.model_table import ACTION_RULES, exists_for
from certificates.access.privileges import GRANTS, Privilege, has_privilege
from certificates.access.rules import may_handle, protected_roles
from certificates.types import registry
from certificates.types.base import CertificateType, Engine
from hsa.roles import Role
from tests.certificates.access.spec import needs_privileges, newer_types, rule_names, spec, walked_types
from tests.factories import make_user

pytestmark = [needs_privileges, pytest.mark.django_db]
ROLES = [role for role in Role if role is not Role.PRIVATLAKARE_OBEHORIG]


def models() -> list[CertificateType]:
    return [t for t in walked_types() if t.engine is Engine.MODEL]


def test_an_action_of_the_newer_engine_has_exactly_the_rules_of_the_spec_in_their_order() -> None:
    declared = {action.value: tuple(rule.name for rule in rules) for action, rules in ACTION_RULES.items()}
    assert declared == {action: rule_names(action) for action in newer_types()["action_rules"]}


def test_a_type_of_the_newer_engine_has_exactly_the_actions_of_the_spec() -> None:
    for ctype in models():
        actions = {action.value for action in Action if exists_for(ctype, action)}
        assert actions == set(newer_types()["types"][ctype.type_id]["actions"]), ctype.type_id


@pytest.mark.parametrize("role", ROLES)
def test_the_roles_of_each_action_are_those_of_the_spec(role: Role) -> None:
    for ctype in models():
        facts = Facts(make_user(role), ctype)
        for name, declared in newer_types()["types"][ctype.type_id]["actions"].items():
            if declared["roles"] is not None:
                assert may_handle(facts, Action(name)) is (role.value in declared["roles"]), (ctype.type_id, name)


def test_the_roles_for_protected_patients_are_those_of_the_spec_wherever_a_rule_asks() -> None:
    for ctype in models():
        facts = Facts(make_user(), ctype)
        for name, declared in newer_types()["types"][ctype.type_id]["actions"].items():
            if "protected patient" in rule_names(name):
                roles = {role.value for role in protected_roles(facts, Action(name))}
                assert roles == set(declared["roles_for_protected_patient"]), (ctype.type_id, name)


def test_the_groups_of_actions_closed_to_some_roles_hold_nothing_else() -> None:
    assert {a.value for a in SIGNING_ROLES_ONLY | OTHER_ROLES_ONLY} <= set(newer_types()["action_rules"])


def test_every_action_belongs_to_an_engine() -> None:
    assert set(ACTION_RULES) | set(ROWS) == set(Action)


@pytest.mark.parametrize("role", Role)
def test_the_privileges_of_a_role_are_those_of_the_spec(role: Role) -> None:
    for privilege in Privilege:
        for origin in Origin:
            granted = spec()["grants"][role.value][privilege.value][origin.value]
            for type_id in spec()["classic_certificate_types"]:
                assert has_privilege(role, privilege, type_id, origin) is (type_id in granted), (privilege, type_id)


def test_every_privilege_that_the_real_code_evaluates_is_granted() -> None:
    evaluated = {p["name"] for p in spec()["privileges"] if p["evaluated_by_current_code"]}
    assert {privilege.value for privilege in GRANTS} == evaluated


def test_no_privilege_is_granted_for_a_type_that_the_spec_does_not_know() -> None:
    known = set(spec()["classic_certificate_types"])
    assert all(grant.types <= known for grants in GRANTS.values() for grant in grants)


@pytest.mark.parametrize(
    "ctype",
    [t for t in registry.all_types() if t.engine is Engine.LEGACY],
    ids=lambda t: f"{t.type_id}-{t.version}",
)
def test_the_roles_that_an_older_type_declares_are_those_of_its_privileges(ctype: CertificateType) -> None:
    def holding(privilege: Privilege) -> set[Role]:
        return {role for role in Role if has_privilege(role, privilege, ctype.type_id, Origin.NORMAL)}

    assert ctype.signing_roles == holding(Privilege.SIGNERA_INTYG)
    assert ctype.allowed_roles == holding(Privilege.VISA_INTYG)
    assert ctype.protected_roles == holding(Privilege.HANTERA_SEKRETESSMARKERAD_PATIENT)
