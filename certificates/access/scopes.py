"""How far a user reaches (spec/lifecycle.md 9; privileges.json ``access_scope``)."""

from __future__ import annotations

from enum import IntEnum

from accounts.user import CareUser
from certificates.models import Certificate


class Scope(IntEnum):
    """Ordered: the smaller is the narrower."""

    WITHIN_CARE_UNIT = 1
    WITHIN_CARE_PROVIDER = 2
    ALL_CARE_PROVIDERS = 3


def user_scope(user: CareUser) -> Scope:
    """Stand-alone: the care unit. Integrated: the care provider, or everything with ``sjf``."""
    if not user.is_integrated:
        return Scope.WITHIN_CARE_UNIT
    if user.launch is not None and user.launch.sjf:
        return Scope.ALL_CARE_PROVIDERS
    return Scope.WITHIN_CARE_PROVIDER


def is_within(user: CareUser, certificate: Certificate, action_scope: Scope) -> bool:
    """The narrower of the action's and the user's scope holds the certificate. Without a unit nothing does."""
    unit = user.unit
    if unit is None:
        return False
    reach = user_scope(user)
    effective = min(action_scope, reach)
    if effective is Scope.ALL_CARE_PROVIDERS:
        return True
    if effective is Scope.WITHIN_CARE_PROVIDER:
        return certificate.care_provider_id == unit.care_provider_id
    if reach is Scope.WITHIN_CARE_UNIT:
        return unit.hsa_id in (certificate.unit_id, certificate.care_unit_id)
    return certificate.care_unit_id == unit.care_unit_id
