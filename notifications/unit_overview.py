"""Which units are registered as integrated, and through which level each is routed (spec/status-updates.md 9.13)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet

from hsa.directory import DirectoryUnavailable
from hsa.models import Unit
from notifications.models import IntegratedUnit
from rivta.contracts import CERTIFICATE_STATUS_UPDATE_FOR_CARE_3 as CONTRACT
from tak import resolver
from tak.resolver import Route
from webcert import clock

PAGE_SIZE = 50
NO_ROUTE, NO_ANSWER = "saknas", "HSA svarar inte"


class Show(StrEnum):
    """What the page is limited to."""

    ALL = "all"
    REGISTERED = "registered"
    UNROUTED = "unrouted"
    UNREGISTERED = "unregistered"

    @property
    def label(self) -> str:
        return {
            "all": "alla enheter",
            "registered": "registrerade",
            "unrouted": "registrerade utan vägval",
            "unregistered": "inte registrerade",
        }[self]


@dataclass(frozen=True, slots=True)
class Line:
    """One unit of HSA. ``level`` says through what it is routed, or why not."""

    unit: Unit
    is_open: bool
    registration: IntegratedUnit | None
    level: str
    route: Route | None


@dataclass(frozen=True, slots=True)
class Overview:
    show: Show
    text: str
    lines: tuple[Line, ...]
    page: Page


def shown(text: str) -> Show:
    """From an address; anything unknown shows all."""
    return Show(text) if text in set(Show) else Show.ALL


def build(units: QuerySet[Unit], *, show: Show, text: str, page: str) -> Overview:
    """One page of the care units and mottagningar among ``units``, with a fixed number of questions."""
    rows = units.filter(Q(is_care_unit=True) | Q(is_care_provider=False)).order_by("name", "hsa_id")
    if text:
        rows = rows.filter(Q(hsa_id__icontains="".join(text.split())) | Q(name__icontains=text))
    found = Paginator(_limited(rows, show), PAGE_SIZE).get_page(page)
    return Overview(show=show, text=text, lines=_lines(list(found.object_list)), page=found)


def levels(known_providers: Mapping[str, str]) -> dict[str, str]:
    """Through which level each unit (with the provider it was registered under) is routed now, in words."""
    routes = _routes(known_providers)
    return {unit_id: _level(unit_id, routes) for unit_id in known_providers}


def _limited(rows: QuerySet[Unit], show: Show) -> QuerySet[Unit]:
    registered = IntegratedUnit.objects.values("unit_id")
    if show is Show.REGISTERED:
        return rows.filter(hsa_id__in=registered)
    if show is Show.UNREGISTERED:
        return rows.exclude(hsa_id__in=registered)
    if show is Show.UNROUTED:
        wanted = rows.filter(hsa_id__in=registered).order_by().values_list("hsa_id", flat=True)
        routes = _routes(dict.fromkeys(wanted, ""))
        return rows.filter(hsa_id__in=[unit_id for unit_id, route in (routes or {}).items() if route is None])
    return rows


def _lines(units: list[Unit]) -> tuple[Line, ...]:
    now = clock.now()
    ids = [unit.hsa_id for unit in units]
    registered = IntegratedUnit.objects.in_bulk(ids)
    routes = _routes(dict.fromkeys(ids, ""))
    return tuple(
        Line(
            unit=unit,
            is_open=unit.is_active(now),
            registration=registered.get(unit.hsa_id),
            level=_level(unit.hsa_id, routes),
            route=(routes or {}).get(unit.hsa_id),
        )
        for unit in units
    )


def _routes(known_providers: Mapping[str, str]) -> dict[str, Route | None] | None:
    """None when HSA does not answer."""
    try:
        return resolver.resolve_many(CONTRACT.namespace, known_providers)
    except DirectoryUnavailable:
        return None


def _level(unit_id: str, routes: dict[str, Route | None] | None) -> str:
    if routes is None:
        return NO_ANSWER
    route = routes[unit_id]
    return route.level.label if route else NO_ROUTE
