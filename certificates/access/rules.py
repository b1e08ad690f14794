"""The small named rules that actions are put together from (spec/lifecycle.md 9).

A rule's name is the wording of ``privileges.json``; result codes are those of spec/roles-and-access.md 3.5.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from accounts.features import FeatureName
from certificates.access.actions import OTHER_ROLES_ONLY, PROTECTED_PATIENTS_BY_DEFAULT, SIGNING_ROLES_ONLY, Action
from certificates.access.configuration import is_closed_for_unit, is_limited
from certificates.access.decision import Denial
from certificates.access.facts import Facts, Status
from certificates.access.scopes import Scope, is_within, user_scope
from certificates.models import Certificate
from certificates.types.base import PROTECTED_BY_DEFAULT
from hsa.roles import Role
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
Relation = Certificate.Relation


@dataclass(frozen=True, slots=True)
class Rule:
    """``check`` returns the denial, or None when the rule holds."""

    name: str
    check: Check


def rule(
    name: str,
    holds: Callable[[Facts], bool],
    reason: str,
    message: str,
    *,
    error: type[WebcertError] = AuthorizationProblem,
    is_explained: bool = False,
) -> Rule:
    """A rule that asks one question and always says no in the same words."""
    denial = Denial(reason, message, error, is_explained)
    return Rule(name, lambda facts, _action: None if holds(facts) else denial)


def state_rule(name: str, holds: Callable[[Facts], bool], message: str, *, is_explained: bool = False) -> Rule:
    """A rule about the state that the certificate and those made from it are in."""
    return rule(name, holds, "INVALID_STATE", message, error=InvalidState, is_explained=is_explained)


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
NOT_BLOCKED = rule(
    "user not blocked",
    lambda facts: facts.user.is_integrated or not facts.user.is_blocked,
    "AUTHORIZATION_BLOCKED",
    "Enheten använder Webcert genom sitt journalsystem. Åtgärden är stängd vid fristående inloggning.",
)
AGREEMENT = rule(
    "agreement",
    lambda facts: facts.user.has_agreement,
    "MISSING_SUBSCRIPTION",
    "Vårdgivaren saknar abonnemang för Webcert.",
)
COPY_ALLOWED = rule(
    "copy allowed (kopieringOK)",
    lambda facts: facts.copy_allowed,
    "RENEW_FALSE",
    "Journalsystemet tillåter inte att intyget kopieras.",
)
UNIT_NOT_INACTIVE = rule(
    "unit not inactive", lambda facts: not facts.unit_inactive, "INACTIVE_UNIT", "Enheten är inaktiv i journalsystemet."
)
STAND_ALONE = rule(
    "user scope is WITHIN_CARE_UNIT (stand-alone)",
    lambda facts: user_scope(facts.user) is Scope.WITHIN_CARE_UNIT,
    "AUTHORIZATION_VALIDATION",
    "Åtgärden finns bara vid fristående inloggning.",
)
INTEGRATED = rule(
    "user scope is WITHIN_CARE_PROVIDER or ALL_CARE_PROVIDERS (integrated)",
    lambda facts: user_scope(facts.user) is not Scope.WITHIN_CARE_UNIT,
    "AUTHORIZATION_VALIDATION",
    "Åtgärden finns bara när Webcert har öppnats från ett journalsystem.",
)


# --- the unit -----------------------------------------------------------------------------------------------------
OTHER_UNIT = Denial(
    "AUTHORIZATION_DIFFERENT_UNIT", "Intyget hör till en annan enhet än den du är inloggad på.", AuthorizationProblem
)


def within(scope: Scope) -> Rule:
    def check(facts: Facts, _action: Action) -> Denial | None:
        if facts.certificate is not None and is_within(facts.user, facts.certificate, scope):
            return None
        return OTHER_UNIT

    return Rule(f"within scope {scope.name}", check)


# --- the patient --------------------------------------------------------------------------------------------------
PROTECTION_UNKNOWN = Denial(
    "PU_PROBLEM",
    "Det går inte att avgöra om patienten har skyddade personuppgifter. Försök igen om en stund.",
    PuProblem,
)
NOT_FOR_THE_PROTECTED = Denial(
    "AUTHORIZATION_SEKRETESS",
    "Patienten har skyddade personuppgifter. Din roll har inte behörighet att hantera intyget.",
    AuthorizationProtected,
)
TYPE_NOT_FOR_THE_PROTECTED = Denial(
    "AUTHORIZATION_SEKRETESS",
    "Patienten har skyddade personuppgifter. Intyg av den här typen kan då inte skapas.",
    AuthorizationProtected,
)
PROTECTED_ELSEWHERE = Denial(
    "AUTHORIZATION_SEKRETESS_UNIT",
    "Patienten har skyddade personuppgifter och intyget hör till en annan vårdenhet.",
    AuthorizationProtectedUnit,
)


def protected_roles(facts: Facts, action: Action) -> frozenset[Role]:
    """The type's own list, or the default for the actions that it does not reach (3.6, note)."""
    return PROTECTED_BY_DEFAULT if action in PROTECTED_PATIENTS_BY_DEFAULT else facts.certificate_type.protected_roles


def _protected_patient(facts: Facts, action: Action) -> Denial | None:
    if facts.patient is None:
        return PROTECTION_UNKNOWN
    if not facts.patient.is_protected:
        return None
    if facts.user.role not in protected_roles(facts, action):
        return NOT_FOR_THE_PROTECTED
    if facts.certificate is not None and not is_within(facts.user, facts.certificate, Scope.WITHIN_CARE_UNIT):
        return PROTECTED_ELSEWHERE
    return None


PROTECTED_PATIENT = Rule("protected patient", _protected_patient)
PATIENT_ALIVE = rule("patient alive", lambda facts: not facts.is_deceased, "DECEASED_PATIENT", "Patienten är avliden.")
NOT_TEST_PERSON = rule(
    "not test person",
    lambda facts: not facts.is_test,
    "TEST_INDICATED_PATIENT",
    "Intyg för en testperson kan inte skickas.",
)


# --- the certificate ----------------------------------------------------------------------------------------------
NOT_IN_THIS_STATE = "Åtgärden är inte möjlig i intygets nuvarande läge."


def status(*allowed: Status) -> Rule:
    return state_rule("status " + " or ".join(allowed), lambda facts: facts.status in allowed, NOT_IN_THIS_STATE)


SENT = state_rule("sent", lambda facts: facts.is_sent, "Intyget är inte skickat.")
NOT_SENT = state_rule("not sent", lambda facts: not facts.is_sent, "Intyget är redan skickat.")
IS_COMPLEMENT = state_rule(
    "parent relation COMPLEMENT",
    lambda facts: facts.certificate is not None and facts.certificate.relation == Relation.KOMPLT,
    "Intyget är inte en komplettering.",
)
NOT_REPLACED_BY_SIGNED = state_rule(
    "no child REPLACE except DRAFT/REVOKED",
    lambda facts: Relation.ERSATT not in facts.signed_relations,
    "Intyget är ersatt av ett annat intyg.",
)
NOT_REPLACED = rule(
    "no child REPLACE except REVOKED",
    lambda facts: Relation.ERSATT not in facts.living_relations,
    "INVALID_STATE_REPLACED",
    "Intyget är redan ersatt, eller så finns ett utkast som ska ersätta det.",
    error=InvalidStateReplaced,
)
NOT_COMPLEMENTED_BY_SIGNED = rule(
    "no child COMPLEMENT except DRAFT/REVOKED",
    lambda facts: Relation.KOMPLT not in facts.signed_relations,
    "COMPLEMENT_INTYG_EXISTS",
    "Intyget är redan kompletterat.",
    error=ComplementExists,
)
NOT_COMPLEMENTED = state_rule(
    "no child COMPLEMENT except REVOKED",
    lambda facts: Relation.KOMPLT not in facts.living_relations,
    "Det finns redan ett intyg eller ett utkast som kompletterar intyget.",
)
REQUEST_NOT_BEING_ANSWERED = state_rule(
    "no complementing certificate made after the request",
    lambda facts: not facts.is_request_being_answered,
    "Begäran om komplettering besvaras redan med ett annat intyg eller utkast.",
)
NO_COMPLEMENT_BEGUN = state_rule(
    "no complementing draft",
    lambda facts: Relation.KOMPLT not in facts.draft_relations,
    "Det finns ett utkast som kompletterar intyget. Signera eller radera det först.",
)
NO_OPEN_COMPLEMENT = state_rule(
    "no open completion",
    lambda facts: not facts.has_open_complement,
    "Mottagaren har begärt komplettering av intyget. Hantera den begäran först.",
    is_explained=True,
)
OPEN_COMPLEMENT = state_rule(
    "has open completion",
    lambda facts: facts.has_open_complement,
    "Det finns ingen begäran om komplettering att svara på.",
)
REPLACEMENT_BEGUN = state_rule(
    "has child REPLACE",
    lambda facts: Relation.ERSATT in facts.draft_relations,
    "Det finns inget utkast som ska ersätta intyget.",
)
COPY_BEGUN = state_rule(
    "has an unsigned copy",
    lambda facts: Relation.KOPIA in facts.draft_relations,
    "Det finns ingen påbörjad kopia av utkastet.",
)
NO_COPY_BEGUN = state_rule(
    "no unsigned copy",
    lambda facts: Relation.KOPIA not in facts.draft_relations,
    "Utkastet är redan kopierat. Fortsätt på kopian.",
)


def _not_replaced_or_complemented(facts: Facts, _action: Action) -> Denial | None:
    if Relation.ERSATT in facts.signed_relations:
        return Denial("INVALID_STATE_REPLACED", "Intyget är redan ersatt.", InvalidStateReplaced)
    return NOT_COMPLEMENTED_BY_SIGNED.check(facts, _action)


NOT_REPLACED_OR_COMPLEMENTED = Rule("no child REPLACE/COMPLEMENT except DRAFT/REVOKED", _not_replaced_or_complemented)
UNTOUCHED = state_rule(
    "incomplete or version 0, and made from nothing",
    lambda facts: (
        facts.certificate is not None
        and not facts.certificate.relation
        and (facts.certificate.version == 0 or not facts.certificate.is_complete)
    ),
    "Utkastet är redan ifyllt och kan inte fyllas från ett annat intyg.",
)
RELATED = state_rule(
    "has a related certificate",
    lambda facts: facts.has_related,
    "Patienten har inget sådant intyg på enheten.",
)


# --- the type -----------------------------------------------------------------------------------------------------
ACTIVE_MODEL = rule(
    "active model",
    lambda facts: facts.certificate_type.is_active(clock.today()),
    "INACTIVE_CERTIFICATE_TYPE",
    "Den här versionen av intygstypen är inte längre aktiv.",
)
INACTIVE_MODEL = state_rule(
    "model is inactive",
    lambda facts: not facts.certificate_type.is_active(clock.today()),
    "Versionen av intygstypen är aktiv.",
)
TYPE_ACTIVE_FOR_UNIT = rule(
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
ADMINISTRATIVE = rule(
    "enabled flag true",
    lambda facts: facts.certificate_type.flags.administrative_questions,
    "AUTHORIZATION_VALIDATION",
    "Administrativa frågor kan inte ställas om den här intygstypen.",
)
SRS_FOR_USER = rule(
    "SRS active for user",
    lambda facts: facts.features.is_on(FeatureName.SRS),
    "AUTHORIZATION_VALIDATION",
    "Stöd för rätt sjukskrivning är inte påslaget för enheten.",
)
