"""What can be done with a certificate: one set of names for both engines (spec/lifecycle.md 6.1, 9).

The names are those of the newer engine; what only the older one has got a name in the same manner.
"""

from __future__ import annotations

from enum import StrEnum


class Action(StrEnum):
    """Actions whose rules rest on the certificate, the user and the patient alone."""

    # the type
    LIST_CERTIFICATE_TYPE = "LIST_CERTIFICATE_TYPE"
    CREATE = "CREATE"
    INACTIVE_CERTIFICATE_MODEL = "INACTIVE_CERTIFICATE_MODEL"

    # one certificate
    READ = "READ"
    PRINT = "PRINT"
    PRINT_FOR_EMPLOYER = "PRINT_FOR_EMPLOYER"
    SHOW_RELATED = "SHOW_RELATED"
    FMB = "FMB"
    SRS_DRAFT = "SRS_DRAFT"
    SRS_SIGNED = "SRS_SIGNED"

    # a draft
    UPDATE = "UPDATE"
    DELETE = "DELETE"
    SIGN = "SIGN"
    SIGN_CONFIRMATION = "SIGN_CONFIRMATION"
    READY_FOR_SIGN = "READY_FOR_SIGN"
    FORWARD_CERTIFICATE = "FORWARD_CERTIFICATE"
    FORWARD_CERTIFICATE_FROM_LIST = "FORWARD_CERTIFICATE_FROM_LIST"
    UPDATE_DRAFT_FROM_CERTIFICATE = "UPDATE_DRAFT_FROM_CERTIFICATE"
    COPY_LOCKED = "COPY_LOCKED"
    COPY_LOCKED_CONTINUE = "COPY_LOCKED_CONTINUE"

    # a signed certificate
    SEND = "SEND"
    SEND_AFTER_SIGN = "SEND_AFTER_SIGN"
    SEND_AFTER_COMPLEMENT = "SEND_AFTER_COMPLEMENT"
    REVOKE = "REVOKE"
    RENEW = "RENEW"
    REPLACE = "REPLACE"
    REPLACE_CONTINUE = "REPLACE_CONTINUE"
    CREATE_DRAFT_FROM_CERTIFICATE = "CREATE_DRAFT_FROM_CERTIFICATE"
    APPROVE_RECIPIENTS = "APPROVE_RECIPIENTS"

    # requests for a complement
    COMPLEMENT = "COMPLEMENT"
    CANNOT_COMPLEMENT = "CANNOT_COMPLEMENT"
    CANNOT_COMPLEMENT_ONLY_MESSAGE = "CANNOT_COMPLEMENT_ONLY_MESSAGE"
    HANDLE_COMPLEMENT = "HANDLE_COMPLEMENT"

    # questions and answers
    MESSAGES = "MESSAGES"
    MESSAGES_ADMINISTRATIVE = "MESSAGES_ADMINISTRATIVE"
    QUESTIONS_NOT_AVAILABLE = "QUESTIONS_NOT_AVAILABLE"
    CREATE_MESSAGE = "CREATE_MESSAGE"
    ANSWER_MESSAGE = "ANSWER_MESSAGE"
    SAVE_MESSAGE = "SAVE_MESSAGE"
    DELETE_MESSAGE = "DELETE_MESSAGE"
    SEND_MESSAGE = "SEND_MESSAGE"
    SAVE_ANSWER = "SAVE_ANSWER"
    DELETE_ANSWER = "DELETE_ANSWER"
    SEND_ANSWER = "SEND_ANSWER"
    HANDLE_MESSAGE = "HANDLE_MESSAGE"
    FORWARD_MESSAGE = "FORWARD_MESSAGE"
    RECEIVE_COMPLEMENT = "RECEIVE_COMPLEMENT"
    RECEIVE_QUESTION = "RECEIVE_QUESTION"
    RECEIVE_ANSWER = "RECEIVE_ANSWER"
    RECEIVE_REMINDER = "RECEIVE_REMINDER"


READING = frozenset(
    {
        Action.READ,
        Action.INACTIVE_CERTIFICATE_MODEL,
        Action.MESSAGES,
        Action.MESSAGES_ADMINISTRATIVE,
        Action.QUESTIONS_NOT_AVAILABLE,
    }
)
"""What is left in a session that only reads: to see the certificate and its messages (spec/integration.md 3.1)."""
SIGNING_ROLES_ONLY = frozenset({Action.SIGN, Action.REVOKE, Action.REPLACE, Action.REPLACE_CONTINUE})
OTHER_ROLES_ONLY = frozenset({Action.FORWARD_CERTIFICATE, Action.READY_FOR_SIGN})
"""Actions closed to the roles that sign: a doctor signs instead of forwarding."""
PROTECTED_PATIENTS_BY_DEFAULT = OTHER_ROLES_ONLY | {Action.FORWARD_MESSAGE}
"""Actions that a type's own list of roles for protected patients does not reach (fk7210, fk7472)."""
