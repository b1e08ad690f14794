"""The small named rules that actions are put together from (spec/lifecycle.md 9).

A rule's name is the wording of ``privileges.json``; result codes are those of spec/roles-and-access.md 3.5.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from certificates.access.actions import OTHER_ROLES_ONLY, SIGNING_ROLES_ONLY, Action
from certificates.access.configuration import is_closed_for_unit, is_limited
from certificates.access.decision import Denial
from certificates.access.facts import Facts, Status
from certificates.access.scopes import Scope, is_within, user_scope
from certificates.models import Certificate
from webcert import clock
from webcert.errors import (
    AuthorizationProblem,
    AuthorizationProtected,
    AuthorizationProtectedUnit,
    ComplementExists,
    InvalidState,
    InvalidStateReplaced,
    PuProblem,
    WebcertError,
)

Check = Callable[[Facts, Action], Denial | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """``check`` returns the denial, or None when the rule holds."""

    name: str
    check: Check


def _rule(
    name: str,
    holds: Callable[[Facts], bool],
    reason: str,
    message: str,
    *,
    error: type[WebcertError] = AuthorizationProblem,
) -> Rule:
    denial = Denial(reason, message, error)
    return Rule(name, lambda facts, _action: None if holds(facts) else denial)


# --- the user -----------------------------------------------------------------------------------------------------
def may_handle(facts: Facts, action: Action) -> bool:
    """The role is among those that the type lets do this (spec/roles-and-access.md 3.6)."""
    signing = facts.user.role in facts.certificate_type.signing_roles
    preparing = facts.user.role in facts.certificate_type.draft_roles
    if action in SIGNING_ROLES_ONLY:
        return signing
    if action in OTHER_ROLES_ONLY:
        return preparing
    return signing or preparing


def _role(facts: Facts, action: Action) -> Denial | None:
    if may_handle(facts, action):
        return None
    return Denial("AUTHORIZATION_VALIDATION", _ROLE_MESSAGES.get(action, _ROLE_MESSAGE), AuthorizationProblem)


_ROLE_MESSAGE = "Din roll har inte behörighet till åtgärden för den här intygstypen."
_ROLE_MESSAGES = {
    Action.CREATE: "Din roll har inte behörighet att skapa intyg av den här typen.",
    Action.READ: "Din roll har inte behörighet att se intyg av den här typen.",
    Action.SIGN: "Din roll har inte behörighet att signera intyg av den här typen.",
    Action.READY_FOR_SIGN: "Din roll kan inte markera utkast som klara för signering.",
    Action.FORWARD_CERTIFICATE: "Din roll kan inte vidarebefordra utkast av den här typen.",
}

ROLE = Rule("role", _role)
NOT_BLOCKED = _rule(
    "user not blocked",
    lambda facts: facts.user.is_integrated or not facts.user.is_blocked,
    "AUTHORIZATION_BLOCKED",
    "Enheten använder Webcert genom sitt journalsystem. Åtgärden är stängd vid fristående inloggning.",
)
AGREEMENT = _rule(
    "agreement",
    lambda facts: facts.user.has_agreement,
    "MISSING_SUBSCRIPTION",
    "Vårdgivaren saknar abonnemang för Webcert.",
)
COPY_ALLOWED = _rule(
    "copy allowed (kopieringOK)",
    lambda facts: facts.copy_allowed,
    "RENEW_FALSE",
    "Journalsystemet tillåter inte att intyget kopieras.",
)
UNIT_NOT_INACTIVE = _rule(
    "unit not inactive", lambda facts: not facts.unit_inactive, "INACTIVE_UNIT", "Enheten är inaktiv i journalsystemet."
)
STAND_ALONE = _rule(
    "user scope is WITHIN_CARE_UNIT (stand-alone)",
    lambda facts: user_scope(facts.user) is Scope.WITHIN_CARE_UNIT,
    "AUTHORIZATION_VALIDATION",
    "Åtgärden finns bara vid fristående inloggning.",
)
INTEGRATED = _rule(
    "user scope is WITHIN_CARE_PROVIDER or ALL_CARE_PROVIDERS (integrated)",
    lambda facts: user_scope(facts.user) is not Scope.WITHIN_CARE_UNIT,
    "AUTHORIZATION_VALIDATION",
    "Åtgärden finns bara när Webcert har öppnats från ett journalsystem.",
)


# --- the unit -----------------------------------------------------------------------------------------------------
def within(scope: Scope) -> Rule:
    return _rule(
        f"within scope {scope.name}",
        lambda facts: facts.certificate is not None and is_within(facts.user, facts.certificate, scope),
        "AUTHORIZATION_DIFFERENT_UNIT",
        "Intyget hör till en annan enhet än den du är inloggad på.",
    )


# --- the patient --------------------------------------------------------------------------------------------------
def _protected_patient(facts: Facts, _action: Action) -> Denial | None:
    if facts.patient is None:
        return Denial(
            "PU_PROBLEM",
            "Det går inte att avgöra om patienten har skyddade personuppgifter. Försök igen om en stund.",
            PuProblem,
        )
    if not facts.patient.is_protected:
        return None
    if facts.user.role not in facts.certificate_type.protected_roles:
        return Denial(
            "AUTHORIZATION_SEKRETESS",
            "Patienten har skyddade personuppgifter. Din roll har inte behörighet att hantera intyget.",
            AuthorizationProtected,
        )
    if facts.certificate is not None and not is_within(facts.user, facts.certificate, Scope.WITHIN_CARE_UNIT):
        return Denial(
            "AUTHORIZATION_SEKRETESS_UNIT",
            "Patienten har skyddade personuppgifter och intyget hör till en annan vårdenhet.",
            AuthorizationProtectedUnit,
        )
    return None


PROTECTED_PATIENT = Rule("protected patient", _protected_patient)
PATIENT_ALIVE = _rule(
    "patient alive",
    lambda facts: facts.patient is None or not facts.patient.is_deceased,
    "DECEASED_PATIENT",
    "Patienten är avliden.",
)
NOT_TEST_PERSON = _rule(
    "not test person",
    lambda facts: not facts.is_test,
    "TEST_INDICATED_PATIENT",
    "Intyg för en testperson kan inte skickas.",
)


# --- the certificate ----------------------------------------------------------------------------------------------
def status(*allowed: Status) -> Rule:
    return _rule(
        "status " + " or ".join(allowed),
        lambda facts: facts.status in allowed,
        "INVALID_STATE",
        "Åtgärden är inte möjlig i intygets nuvarande läge.",
        error=InvalidState,
    )


NOT_SENT = _rule(
    "not sent",
    lambda facts: facts.certificate is not None and not facts.certificate.is_sent,
    "INVALID_STATE",
    "Intyget är redan skickat.",
    error=InvalidState,
)
IS_COMPLEMENT = _rule(
    "parent relation COMPLEMENT",
    lambda facts: facts.certificate is not None and facts.certificate.relation == Certificate.Relation.KOMPLT,
    "INVALID_STATE",
    "Intyget är inte en komplettering.",
    error=InvalidState,
)
NOT_REPLACED = _rule(
    "no child REPLACE except DRAFT/REVOKED",
    lambda facts: Certificate.Relation.ERSATT not in facts.signed_relations,
    "INVALID_STATE",
    "Intyget är ersatt av ett annat intyg.",
    error=InvalidState,
)


def _not_replaced_or_complemented(facts: Facts, _action: Action) -> Denial | None:
    if Certificate.Relation.ERSATT in facts.signed_relations:
        return Denial("INVALID_STATE_REPLACED", "Intyget är redan ersatt.", InvalidStateReplaced)
    if Certificate.Relation.KOMPLT in facts.signed_relations:
        return Denial("COMPLEMENT_INTYG_EXISTS", "Intyget är redan kompletterat.", ComplementExists)
    return None


NOT_REPLACED_OR_COMPLEMENTED = Rule("no child REPLACE/COMPLEMENT except DRAFT/REVOKED", _not_replaced_or_complemented)


# --- the type -----------------------------------------------------------------------------------------------------
ACTIVE_MODEL = _rule(
    "active model",
    lambda facts: facts.certificate_type.is_active(clock.today()),
    "INACTIVE_CERTIFICATE_TYPE",
    "Den här versionen av intygstypen är inte längre aktiv.",
)
INACTIVE_MODEL = _rule(
    "model is inactive",
    lambda facts: not facts.certificate_type.is_active(clock.today()),
    "INVALID_STATE",
    "Versionen av intygstypen är aktiv.",
    error=InvalidState,
)
TYPE_ACTIVE_FOR_UNIT = _rule(
    "type active for unit",
    lambda facts: facts.user.unit is None or not is_closed_for_unit(facts.certificate_type.type_id, facts.user.unit),
    "INACTIVE_CERTIFICATE_TYPE",
    "Intygstypen är inte öppen för den här enheten.",
)


def _limited_functionality(facts: Facts, action: Action) -> Denial | None:
    if not is_limited(facts.certificate_type, action):
        return None
    return Denial(
        "NOT_LATEST_MAJOR_VERSION",
        "Åtgärden är stängd för den här äldre versionen av intygstypen.",
        AuthorizationProblem,
    )


LIMITED_FUNCTIONALITY = Rule("limited functionality", _limited_functionality)
