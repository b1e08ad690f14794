"""Where in the administration each remedy of a decision trace is, for those who may use it (spec/ui.md 14.3)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser, User
from django.urls import reverse

from delivery import admin_links
from delivery.models import Delivery, Endpoint
from notifications.models import IntegratedUnit
from notifications.trace import Check, Remedy, Trace
from rivta.contracts import CERTIFICATE_STATUS_UPDATE_FOR_CARE_3 as CONTRACT


@dataclass(frozen=True, slots=True)
class Place:
    """A page with its label; ``permission`` is that of what is done there."""

    label: str
    permission: str
    address: Callable[[Trace], str]


def _adding(view: str, **fields: str) -> str:
    return f"{reverse(view)}?{urlencode(fields)}"


PLACES = {
    Remedy.REGISTER_UNIT: Place(
        "Registrera enheten",
        "notifications.add_integratedunit",
        lambda found: _adding(
            "admin:notifications_integratedunit_add",
            unit_id=found.update.logical_address,
            care_provider_id=found.update.care_provider_id,
        ),
    ),
    Remedy.CHANGE_UNIT: Place(
        "Ändra enhetens versioner",
        "notifications.change_integratedunit",
        lambda found: admin_links.page(IntegratedUnit, found.update.logical_address),
    ),
    Remedy.RELEASE_UNIT: Place(
        "Släpp enheten",
        "notifications.change_integratedunit",
        lambda found: admin_links.search(IntegratedUnit, found.update.logical_address),
    ),
    Remedy.ADD_ROUTE: Place(
        "Lägg till vägval",
        "tak.add_takroute",
        lambda found: _adding(
            "admin:tak_takroute_add",
            logical_address=found.update.logical_address,
            contract_namespace=CONTRACT.namespace,
        ),
    ),
    Remedy.LET_CALLS_THROUGH: Place(
        "Försök igen nu",
        "delivery.change_endpoint",
        lambda found: admin_links.search(Endpoint, found.route.url) if found.route else "",
    ),
    Remedy.RESEND: Place(
        "Skicka om leveransen",
        "delivery.change_delivery",
        lambda found: admin_links.page(Delivery, found.update.delivery_id) if found.update.delivery_id else "",
    ),
}


def shown(found: Trace, user: User | AnonymousUser) -> list[tuple[Check, str, str]]:
    """Every check with label and address of its remedy, "" where there is none that ``user`` may use."""
    return [(check, *_remedy(check, found, user)) for check in found.checks]


def _remedy(check: Check, found: Trace, user: User | AnonymousUser) -> tuple[str, str]:
    place = PLACES.get(check.remedy) if check.remedy else None
    if place is None or not user.has_perm(place.permission):
        return "", ""
    return place.label, place.address(found)
