"""What can be done with a certificate, as the newer certificate types name it (spec/lifecycle.md 9)."""

from __future__ import annotations

from enum import StrEnum


class Action(StrEnum):
    """Actions whose rules rest on the certificate, the user and the patient alone."""

    LIST_CERTIFICATE_TYPE = "LIST_CERTIFICATE_TYPE"
    CREATE = "CREATE"
    READ = "READ"
    UPDATE = "UPDATE"
    DELETE = "DELETE"
    SIGN = "SIGN"
    SEND = "SEND"
    SEND_AFTER_SIGN = "SEND_AFTER_SIGN"
    SEND_AFTER_COMPLEMENT = "SEND_AFTER_COMPLEMENT"
    PRINT = "PRINT"
    READY_FOR_SIGN = "READY_FOR_SIGN"
    FORWARD_CERTIFICATE = "FORWARD_CERTIFICATE"
    FORWARD_CERTIFICATE_FROM_LIST = "FORWARD_CERTIFICATE_FROM_LIST"
    REVOKE = "REVOKE"
    RENEW = "RENEW"
    FMB = "FMB"
    INACTIVE_CERTIFICATE_MODEL = "INACTIVE_CERTIFICATE_MODEL"


SIGNING_ROLES_ONLY = frozenset({Action.SIGN, Action.REVOKE})
OTHER_ROLES_ONLY = frozenset({Action.FORWARD_CERTIFICATE, Action.READY_FOR_SIGN})
"""Actions closed to the roles that sign: a doctor signs instead of forwarding."""
