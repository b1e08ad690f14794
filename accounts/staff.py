"""Administrators: Django users with one group each, outside Webcert's own roles (spec/roles-and-access.md 9)."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, Group, Permission
from django.db.models import Q

from accounts.models import StaffAccount

SYSTEM_ADMINISTRATOR = "system_administrator"
REGIONAL_ADMINISTRATOR = "regional_administrator"
LOG_ADMINISTRATOR = "log_administrator"
INTEGRATOR = "integrator"

_PDL = Q(content_type__app_label="pdllog")
_VIEW = Q(codename__startswith="view_")
_PERMISSIONS = {
    SYSTEM_ADMINISTRATOR: ~_PDL,
    REGIONAL_ADMINISTRATOR: _VIEW & Q(content_type__app_label__in=["hsa", "tak"]),
    LOG_ADMINISTRATOR: _PDL & _VIEW,
    INTEGRATOR: Q(pk__in=[]),
}


def make_groups() -> None:
    """The four groups with their permissions; safe to run again after a migration."""
    for name, condition in _PERMISSIONS.items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.set(Permission.objects.filter(condition))


def in_group(user: AbstractBaseUser | AnonymousUser, group: str) -> bool:
    return user.is_authenticated and user.groups.filter(name=group).exists()


def care_provider_limit(user: AbstractBaseUser | AnonymousUser) -> str:
    """HSA-id of the only care provider whose rows this administrator may see; empty means no limit."""
    if not user.is_authenticated:
        return ""
    return StaffAccount.objects.filter(user_id=user.pk).values_list("care_provider_id", flat=True).first() or ""


def find(hsa_id: str) -> StaffAccount | None:
    """The active administrator with this HSA-id."""
    return StaffAccount.objects.select_related("user").filter(hsa_id=hsa_id, user__is_active=True).first()


def landing_page(account: StaffAccount) -> str:
    """The administration for those who may open it; the start page, which says so, for an integrator."""
    return "/admin/" if account.user.is_staff else "/"
