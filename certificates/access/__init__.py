"""May this user do this now, and why not (spec/lifecycle.md 9; spec/roles-and-access.md 3.6).

Pages, SOAP and services all ask ``decide`` or ``require``; an action that is denied is simply not offered.
"""

from certificates.access.actions import READING, Action
from certificates.access.decision import Decision
from certificates.access.evaluate import (
    creatable_types,
    decide,
    decisions,
    is_closed_as_older,
    is_deprecated,
    require,
    takes_prefill,
)
from certificates.access.facts import Status, is_deceased, status_of
from certificates.access.scopes import Scope, is_within, user_scope

__all__ = [
    "READING",
    "Action",
    "Decision",
    "Scope",
    "Status",
    "creatable_types",
    "decide",
    "decisions",
    "is_closed_as_older",
    "is_deceased",
    "is_deprecated",
    "is_within",
    "require",
    "status_of",
    "takes_prefill",
    "user_scope",
]
