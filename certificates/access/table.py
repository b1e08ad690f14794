"""Which rules each action has, in order; the first that fails decides (privileges.json ``action_rules``)."""

from __future__ import annotations

from certificates.access import rules as r
from certificates.access.actions import Action
from certificates.access.facts import Status
from certificates.access.scopes import Scope
from certificates.types.base import CertificateType

CARE_UNIT = r.within(Scope.WITHIN_CARE_UNIT)
DRAFT = r.status(Status.DRAFT)
SIGNED = r.status(Status.SIGNED)

ACTION_RULES: dict[Action, tuple[r.Rule, ...]] = {
    Action.LIST_CERTIFICATE_TYPE: (r.ROLE,),
    Action.CREATE: (r.PROTECTED_PATIENT, r.PATIENT_ALIVE, r.NOT_BLOCKED, r.UNIT_NOT_INACTIVE, r.ROLE, r.AGREEMENT),
    Action.READ: (r.within(Scope.ALL_CARE_PROVIDERS), r.PROTECTED_PATIENT, r.ROLE),
    Action.UPDATE: (
        CARE_UNIT,
        r.PROTECTED_PATIENT,
        DRAFT,
        r.ROLE,
        r.AGREEMENT,
        r.LIMITED_FUNCTIONALITY,
        r.ACTIVE_MODEL,
    ),
    Action.DELETE: (CARE_UNIT, r.PROTECTED_PATIENT, DRAFT, r.ROLE),
    Action.SIGN: (
        CARE_UNIT,
        r.ROLE,
        DRAFT,
        r.PROTECTED_PATIENT,
        r.TYPE_ACTIVE_FOR_UNIT,
        r.AGREEMENT,
        r.LIMITED_FUNCTIONALITY,
        r.ACTIVE_MODEL,
    ),
    Action.SEND: (
        r.NOT_TEST_PERSON,
        CARE_UNIT,
        r.ROLE,
        SIGNED,
        r.NOT_SENT,
        r.NOT_REPLACED,
        r.PROTECTED_PATIENT,
        r.AGREEMENT,
        r.LIMITED_FUNCTIONALITY,
        r.ACTIVE_MODEL,
    ),
    Action.SEND_AFTER_SIGN: (SIGNED, r.NOT_SENT, r.PROTECTED_PATIENT, r.NOT_TEST_PERSON, r.AGREEMENT),
    Action.SEND_AFTER_COMPLEMENT: (
        r.IS_COMPLEMENT,
        SIGNED,
        r.NOT_SENT,
        r.PROTECTED_PATIENT,
        r.NOT_TEST_PERSON,
        r.AGREEMENT,
    ),
    Action.PRINT: (r.within(Scope.WITHIN_CARE_PROVIDER), r.PROTECTED_PATIENT, r.status(Status.SIGNED, Status.DRAFT)),
    Action.READY_FOR_SIGN: (DRAFT, r.INTEGRATED, r.ROLE, r.AGREEMENT, r.LIMITED_FUNCTIONALITY, r.ACTIVE_MODEL),
    Action.FORWARD_CERTIFICATE: (
        DRAFT,
        r.ROLE,
        r.NOT_BLOCKED,
        CARE_UNIT,
        r.PROTECTED_PATIENT,
        r.UNIT_NOT_INACTIVE,
        r.STAND_ALONE,
        r.AGREEMENT,
        r.LIMITED_FUNCTIONALITY,
        r.ACTIVE_MODEL,
    ),
    Action.FORWARD_CERTIFICATE_FROM_LIST: (
        DRAFT,
        r.NOT_BLOCKED,
        CARE_UNIT,
        r.PROTECTED_PATIENT,
        r.UNIT_NOT_INACTIVE,
        r.STAND_ALONE,
        r.AGREEMENT,
        r.LIMITED_FUNCTIONALITY,
        r.ACTIVE_MODEL,
    ),
    Action.REVOKE: (CARE_UNIT, r.ROLE, SIGNED, r.PROTECTED_PATIENT),
    Action.RENEW: (
        r.within(Scope.ALL_CARE_PROVIDERS),
        r.ROLE,
        SIGNED,
        r.NOT_BLOCKED,
        r.COPY_ALLOWED,
        r.PROTECTED_PATIENT,
        r.PATIENT_ALIVE,
        r.NOT_REPLACED_OR_COMPLEMENTED,
        r.AGREEMENT,
        r.ACTIVE_MODEL,
    ),
    Action.FMB: (DRAFT,),
    Action.INACTIVE_CERTIFICATE_MODEL: (r.INACTIVE_MODEL,),
}


def exists_for(certificate_type: CertificateType, action: Action) -> bool:
    """A type offers only the actions that its flags tell of; the rest are common to all types."""
    flags = certificate_type.flags
    optional = {
        Action.SEND: flags.sendable,
        Action.SEND_AFTER_SIGN: flags.auto_send_after_sign,
        Action.SEND_AFTER_COMPLEMENT: flags.auto_send_after_complement,
        Action.RENEW: flags.renewable,
        Action.FMB: flags.fmb,
    }
    return optional.get(action, True)
