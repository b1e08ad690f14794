"""Evaluation: the rules of an action one after another, the first failure decides."""

from __future__ import annotations

from accounts import features
from accounts.features import FeatureName
from accounts.user import CareUser
from certificates.access import classic_checks
from certificates.access.actions import READING, Action
from certificates.access.configuration import is_closed_for_unit
from certificates.access.decision import ALLOWED, Decision, Denial
from certificates.access.facts import Facts
from certificates.access.rules import ROLE
from certificates.access.table import exists_for, rules_of
from certificates.models import Certificate
from certificates.types import registry
from certificates.types.base import CertificateType, Engine
from hsa.roles import Role
from hsa.tree import UnitNode
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
    return {action: _evaluate(facts, action) for action in Action}


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
        return _denied(ROLE.name, NO_AUTHORITY, action)
    if facts.only_reads and action not in READING:
        return _denied("launched for reading only", ONLY_READING, action)
    if not exists_for(facts.certificate_type, action):
        return _denied("action exists", NO_SUCH_ACTION, action)
    for rule in rules_of(facts, action):
        denial = rule.check(facts, action)
        if denial is not None:
            return _denied(rule.name, denial, action)
    return ALLOWED


def _denied(rule: str, denial: Denial, action: Action) -> Decision:
    """A type that cannot be created is listed all the same, with its reason (spec/lifecycle.md 5.7)."""
    return Decision(
        allowed=False,
        rule=rule,
        reason=denial.reason,
        message=denial.message,
        error=denial.error,
        is_explained=denial.is_explained or action is Action.CREATE,
    )


NO_AUTHORITY = Denial("AUTHORIZATION_VALIDATION", "Du har inte behörighet att arbeta med intyg.", AuthorizationProblem)
ONLY_READING = Denial("AUTHORIZATION_VALIDATION", "Intyget är öppnat endast för läsning.", AuthorizationProblem)
NO_SUCH_ACTION = Denial(
    "AUTHORIZATION_VALIDATION", "Åtgärden finns inte för den här intygstypen.", AuthorizationProblem
)


def is_deprecated(certificate_type: CertificateType, unit: UnitNode | None) -> bool:
    """A type of the older engine that is closed: no new certificate of it (ts_bas, inactivation)."""
    is_older = certificate_type.engine is Engine.LEGACY
    return is_older and classic_checks.is_deprecated(certificate_type, features.at_unit(unit))


def is_closed_as_older(certificate_type: CertificateType, unit: UnitNode | None) -> bool:
    """An older major version of a type of the older engine, of which the feature closes those."""
    is_older = certificate_type.engine is Engine.LEGACY
    return is_older and classic_checks.is_closed_as_older(certificate_type, features.at_unit(unit))


def takes_prefill(certificate_type: CertificateType, unit: UnitNode | None) -> bool:
    """May answers come with CreateDraftCertificate? The feature decides for types of the older engine."""
    if certificate_type.engine is Engine.MODEL:
        return certificate_type.flags.prefill
    return features.at_unit(unit).covers(FeatureName.CREATE_DRAFT_PREFILL, certificate_type.type_id)
