"""Evaluation: the rules of an action one after another, the first failure decides."""

from __future__ import annotations

from accounts.user import CareUser
from certificates.access.actions import Action
from certificates.access.configuration import is_closed_for_unit
from certificates.access.decision import ALLOWED, Decision
from certificates.access.facts import Facts
from certificates.access.rules import ROLE
from certificates.access.table import ACTION_RULES, exists_for
from certificates.models import Certificate
from certificates.types import registry
from certificates.types.base import CertificateType
from hsa.roles import Role
from patients.register import Lookup, LookupStatus, PatientRecord
from webcert import clock
from webcert.errors import AuthorizationProblem

Patient = PatientRecord | Lookup | None


def decide(
    user: CareUser,
    action: Action,
    *,
    certificate: Certificate | None = None,
    certificate_type: CertificateType | None = None,
    patient: Patient = None,
) -> Decision:
    """One action. The patient is looked up by the certificate's number when not given and a rule needs it."""
    return _evaluate(_facts(user, certificate, certificate_type, patient), action)


def require(
    user: CareUser,
    action: Action,
    *,
    certificate: Certificate | None = None,
    certificate_type: CertificateType | None = None,
    patient: Patient = None,
) -> None:
    """Raises the error of the first rule that fails (spec/lifecycle.md 10)."""
    decision = decide(user, action, certificate=certificate, certificate_type=certificate_type, patient=patient)
    if not decision.allowed:
        raise decision.as_error()


def decisions(user: CareUser, certificate: Certificate, patient: Patient = None) -> dict[Action, Decision]:
    """Every action on one certificate; one look-up of the patient for all."""
    facts = _facts(user, certificate, None, patient)
    return {action: _evaluate(facts, action) for action in ACTION_RULES}


def creatable_types(user: CareUser, patient: PatientRecord) -> list[tuple[CertificateType, Decision]]:
    """Active types the user's role may handle, by name, each with its CREATE decision (spec/lifecycle.md 5.7).

    A type that cannot be created is listed with its denial; one that is closed for the unit is not listed.
    """
    unit = user.unit
    if unit is None:
        return []
    listed = [
        certificate_type
        for certificate_type in registry.active_types(clock.today())
        if decide(user, Action.LIST_CERTIFICATE_TYPE, certificate_type=certificate_type).allowed
        and not is_closed_for_unit(certificate_type.type_id, unit)
    ]
    return [(t, decide(user, Action.CREATE, certificate_type=t, patient=patient)) for t in listed]


def _facts(
    user: CareUser, certificate: Certificate | None, certificate_type: CertificateType | None, patient: Patient
) -> Facts:
    if certificate_type is None:
        if certificate is None:
            raise ValueError("Either a certificate or a certificate type is needed")
        certificate_type = registry.get(certificate.type_id, certificate.type_version)
    lookup = Lookup(LookupStatus.FOUND, patient) if isinstance(patient, PatientRecord) else patient
    return Facts(user, certificate_type, certificate=certificate, lookup=lookup)


def _evaluate(facts: Facts, action: Action) -> Decision:
    if facts.user.role is Role.PRIVATLAKARE_OBEHORIG:
        return Decision(
            allowed=False,
            rule=ROLE.name,
            reason="AUTHORIZATION_VALIDATION",
            message="Du har inte behörighet att arbeta med intyg.",
            error=AuthorizationProblem,
        )
    if not exists_for(facts.certificate_type, action):
        return Decision(
            allowed=False,
            rule="action exists",
            reason="AUTHORIZATION_VALIDATION",
            message="Åtgärden finns inte för den här intygstypen.",
            error=AuthorizationProblem,
        )
    for rule in ACTION_RULES[action]:
        denial = rule.check(facts, action)
        if denial is not None:
            return Decision(
                allowed=False, rule=rule.name, reason=denial.reason, message=denial.message, error=denial.error
            )
    return ALLOWED
