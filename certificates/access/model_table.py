"""Actions of the newer engine: their rules in order, the first that fails decides (privileges.json, action_rules)."""

from __future__ import annotations

from certificates.access import rules as r
from certificates.access.actions import Action
from certificates.access.facts import Status
from certificates.access.scopes import Scope
from certificates.types.base import CertificateType

CARE_UNIT = r.within(Scope.WITHIN_CARE_UNIT)
DRAFT = r.status(Status.DRAFT)
SIGNED = r.status(Status.SIGNED)
SIGNED_OR_REVOKED = r.status(Status.SIGNED, Status.REVOKED)

FORWARDING = (
    r.NOT_BLOCKED,
    CARE_UNIT,
    r.PROTECTED_PATIENT,
    r.UNIT_NOT_INACTIVE,
    r.STAND_ALONE,
    r.AGREEMENT,
    r.LIMITED_FUNCTIONALITY,
    r.ACTIVE_MODEL,
)
WRITING_MESSAGE = (SIGNED, r.SENT, CARE_UNIT, r.PROTECTED_PATIENT, r.AGREEMENT)
WRITING_ANSWER = (SIGNED_OR_REVOKED, r.SENT, CARE_UNIT, r.PROTECTED_PATIENT, r.AGREEMENT)

ACTION_RULES: dict[Action, tuple[r.Rule, ...]] = {
    Action.LIST_CERTIFICATE_TYPE: (r.ROLE,),
    Action.CREATE: (r.PROTECTED_PATIENT, r.PATIENT_ALIVE, r.NOT_BLOCKED, r.UNIT_NOT_INACTIVE, r.ROLE, r.AGREEMENT),
    Action.INACTIVE_CERTIFICATE_MODEL: (r.INACTIVE_MODEL,),
    Action.READ: (r.within(Scope.ALL_CARE_PROVIDERS), r.PROTECTED_PATIENT, r.ROLE),
    Action.PRINT: (r.within(Scope.WITHIN_CARE_PROVIDER), r.PROTECTED_PATIENT, r.status(Status.SIGNED, Status.DRAFT)),
    Action.FMB: (DRAFT,),
    Action.SRS_DRAFT: (r.SRS_FOR_USER, DRAFT),
    Action.SRS_SIGNED: (r.SRS_FOR_USER, SIGNED),
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
    Action.READY_FOR_SIGN: (DRAFT, r.INTEGRATED, r.ROLE, r.AGREEMENT, r.LIMITED_FUNCTIONALITY, r.ACTIVE_MODEL),
    Action.FORWARD_CERTIFICATE: (DRAFT, r.ROLE, *FORWARDING),
    Action.FORWARD_CERTIFICATE_FROM_LIST: (DRAFT, *FORWARDING),
    Action.UPDATE_DRAFT_FROM_CERTIFICATE: (
        CARE_UNIT,
        r.PROTECTED_PATIENT,
        DRAFT,
        r.ROLE,
        r.AGREEMENT,
        r.INTEGRATED,
        r.ACTIVE_MODEL,
    ),
    Action.SEND: (
        r.NOT_TEST_PERSON,
        CARE_UNIT,
        r.ROLE,
        SIGNED,
        r.NOT_SENT,
        r.NOT_REPLACED_BY_SIGNED,
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
    Action.REPLACE: (
        CARE_UNIT,
        r.ROLE,
        SIGNED,
        r.NOT_REPLACED,
        r.NOT_COMPLEMENTED_BY_SIGNED,
        r.NOT_BLOCKED,
        r.NO_OPEN_COMPLEMENT,
        r.PROTECTED_PATIENT,
        r.UNIT_NOT_INACTIVE,
        r.PATIENT_ALIVE,
        r.AGREEMENT,
        r.LIMITED_FUNCTIONALITY,
        r.ACTIVE_MODEL,
    ),
    Action.REPLACE_CONTINUE: (
        CARE_UNIT,
        r.ROLE,
        SIGNED,
        r.REPLACEMENT_BEGUN,
        r.NO_OPEN_COMPLEMENT,
        r.PROTECTED_PATIENT,
        r.AGREEMENT,
        r.ACTIVE_MODEL,
    ),
    Action.CREATE_DRAFT_FROM_CERTIFICATE: (
        CARE_UNIT,
        r.ROLE,
        SIGNED,
        r.NOT_BLOCKED,
        r.COPY_ALLOWED,
        r.PROTECTED_PATIENT,
        r.PATIENT_ALIVE,
        r.NOT_REPLACED_OR_COMPLEMENTED,
        r.AGREEMENT,
        r.STAND_ALONE,
        r.ACTIVE_MODEL,
    ),
    Action.COMPLEMENT: (
        r.NOT_BLOCKED,
        r.ROLE,
        r.SENT,
        SIGNED,
        CARE_UNIT,
        r.PROTECTED_PATIENT,
        r.UNIT_NOT_INACTIVE,
        r.PATIENT_ALIVE,
        r.OPEN_COMPLEMENT,
        r.NOT_COMPLEMENTED,
        r.AGREEMENT,
        r.ACTIVE_MODEL,
    ),
    Action.CANNOT_COMPLEMENT: (
        r.NOT_BLOCKED,
        CARE_UNIT,
        r.PROTECTED_PATIENT,
        r.UNIT_NOT_INACTIVE,
        r.PATIENT_ALIVE,
        r.NOT_COMPLEMENTED,
        r.AGREEMENT,
    ),
    Action.HANDLE_COMPLEMENT: (
        r.SENT,
        r.NOT_BLOCKED,
        CARE_UNIT,
        r.PROTECTED_PATIENT,
        r.UNIT_NOT_INACTIVE,
        r.PATIENT_ALIVE,
        r.AGREEMENT,
    ),
    Action.MESSAGES: (r.SENT, SIGNED_OR_REVOKED),
    Action.MESSAGES_ADMINISTRATIVE: (r.SENT, SIGNED_OR_REVOKED, r.ADMINISTRATIVE),
    Action.QUESTIONS_NOT_AVAILABLE: (r.NOT_SENT, SIGNED),
    Action.CREATE_MESSAGE: WRITING_MESSAGE,
    Action.HANDLE_MESSAGE: WRITING_MESSAGE,
    Action.ANSWER_MESSAGE: WRITING_ANSWER,
    Action.SAVE_MESSAGE: WRITING_ANSWER,
    Action.DELETE_MESSAGE: WRITING_ANSWER,
    Action.SEND_MESSAGE: WRITING_ANSWER,
    Action.SAVE_ANSWER: WRITING_ANSWER,
    Action.DELETE_ANSWER: WRITING_ANSWER,
    Action.SEND_ANSWER: WRITING_ANSWER,
    Action.FORWARD_MESSAGE: (
        SIGNED,
        r.SENT,
        CARE_UNIT,
        r.PROTECTED_PATIENT,
        r.UNIT_NOT_INACTIVE,
        r.STAND_ALONE,
        r.AGREEMENT,
        r.ACTIVE_MODEL,
    ),
    Action.RECEIVE_COMPLEMENT: (SIGNED,),
    Action.RECEIVE_QUESTION: (SIGNED,),
    Action.RECEIVE_ANSWER: (SIGNED,),
    Action.RECEIVE_REMINDER: (SIGNED,),
}


def exists_for(certificate_type: CertificateType, action: Action) -> bool:
    """A type has only the actions that its declaration tells of; the rest are common to all types."""
    flags = certificate_type.flags
    if action in _OF_COMPLEMENTS:
        return flags.complementable
    if action in _OF_QUESTIONS:
        return flags.administrative_questions
    optional = {
        Action.SEND: flags.sendable,
        Action.SEND_AFTER_SIGN: flags.auto_send_after_sign,
        Action.SEND_AFTER_COMPLEMENT: flags.auto_send_after_complement,
        Action.RENEW: flags.renewable,
        Action.REPLACE: flags.replaceable,
        Action.REPLACE_CONTINUE: flags.replaceable,
        Action.CREATE_DRAFT_FROM_CERTIFICATE: bool(certificate_type.template_for),
        Action.UPDATE_DRAFT_FROM_CERTIFICATE: certificate_type.filled_from is not None,
        Action.RECEIVE_REMINDER: "PAMINN" in certificate_type.topics.may_receive,
        Action.FMB: flags.fmb,
        Action.SRS_DRAFT: flags.srs,
        Action.SRS_SIGNED: flags.srs,
    }
    return action in ACTION_RULES and optional.get(action, True)


_OF_COMPLEMENTS = frozenset(
    {
        Action.COMPLEMENT,
        Action.CANNOT_COMPLEMENT,
        Action.HANDLE_COMPLEMENT,
        Action.RECEIVE_COMPLEMENT,
        Action.MESSAGES,
        Action.MESSAGES_ADMINISTRATIVE,
        Action.QUESTIONS_NOT_AVAILABLE,
        Action.FORWARD_MESSAGE,
    }
)
_OF_QUESTIONS = frozenset(
    {
        Action.CREATE_MESSAGE,
        Action.HANDLE_MESSAGE,
        Action.ANSWER_MESSAGE,
        Action.SAVE_MESSAGE,
        Action.DELETE_MESSAGE,
        Action.SEND_MESSAGE,
        Action.SAVE_ANSWER,
        Action.DELETE_ANSWER,
        Action.SEND_ANSWER,
        Action.RECEIVE_QUESTION,
        Action.RECEIVE_ANSWER,
    }
)
