"""Users of the demo world as the services see them, to make drafts and certificates for."""

from __future__ import annotations

from accounts.login import build_care_user
from accounts.user import CareUser, Origin
from tests.accounts.visits import CARE_ADMIN, DOCTOR


def doctor_user() -> CareUser:
    return build_care_user(DOCTOR, origin=Origin.NORMAL)


def care_admin_user() -> CareUser:
    return build_care_user(CARE_ADMIN, origin=Origin.NORMAL)
