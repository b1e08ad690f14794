"""Administrators: Django users with one group each, outside Webcert's own roles (spec/roles-and-access.md 9)."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, Group, Permission
from django.db.models import Q

from accounts.models import StaffAccount
from hsa.hsa_id import normalise

SYSTEM_ADMINISTRATOR = "system_administrator"
REGIONAL_ADMINISTRATOR = "regional_administrator"
LOG_ADMINISTRATOR = "log_administrator"
INTEGRATOR = "integrator"

NO_CARE_PROVIDER = "-"
"""Limit of an account that should have a care provider and has none: no row bears it."""


def _may(action: str, app_label: str, *models: str) -> Q:
    """Permissions of one action on models of one room; all of its models when none is named."""
    condition = Q(content_type__app_label=app_label)
    if not models:
        return condition & Q(codename__startswith=f"{action}_")
    return condition & Q(codename__in=[f"{action}_{model}" for model in models])


_PDL = Q(content_type__app_label="pdllog") | Q(content_type__model__in=["storelogcall", "storedlogentry"])
"""The log, and what the built-in log service has received of it."""
_REGIONAL = (
    (_may("view", "hsa") & ~Q(codename="view_directoryfault"))
    | _may("view", "tak")
    | _may("view", "certificates", "certificate", "certificateevent", "signeddocument", "certificatetypesetting")
    | _may("view", "arenden", "arende", "complement", "legacymessage")
    | _may("read", "arenden", "arende")
    | _may("view", "accounts", "feature", "pilotunit")
    | _may("view", "notifications")
    | _may("add", "notifications", "integratedunit", "unitnotificationconfig")
    | _may("change", "notifications", "integratedunit", "unitnotificationconfig")
    | _may("resend", "notifications", "statusupdate")
    | _may("view", "delivery", "delivery", "deliveryattempt")
    | _may("view", "api", "apikey", "webhook")
    | _may("add", "api", "apikey")
    | _may("change", "api", "apikey", "webhook")
)
_PERMISSIONS = {
    SYSTEM_ADMINISTRATOR: ~_PDL,
    REGIONAL_ADMINISTRATOR: _REGIONAL,
    LOG_ADMINISTRATOR: _may("view", "pdllog"),
    INTEGRATOR: Q(content_type__app_label="simulators", content_type__model="simulatormode"),
}
_LIMITED = (REGIONAL_ADMINISTRATOR, LOG_ADMINISTRATOR)


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
        return NO_CARE_PROVIDER
    limit = StaffAccount.objects.filter(user_id=user.pk).values_list("care_provider_id", flat=True).first()
    if limit:
        return normalise(limit)
    return NO_CARE_PROVIDER if user.groups.filter(name__in=_LIMITED).exists() else ""


def find(hsa_id: str) -> StaffAccount | None:
    """The active administrator with this HSA-id."""
    return StaffAccount.objects.select_related("user").filter(hsa_id=hsa_id, user__is_active=True).first()


def landing_page(account: StaffAccount) -> str:
    """The administration for those who may open it; the start page, which says so, for an integrator."""
    return "/admin/" if account.user.is_staff else "/"
