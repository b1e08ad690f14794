"""Which address answers a contract for a logical address (spec/status-updates.md 5.3, 5.6).

The exact address is tried first, then, with tree climbing, its care unit and its care provider.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.conf import settings

from hsa import directory
from tak.models import TakRoute, address_key
from webcert import clock


class Level(StrEnum):
    """Through which level an address was found."""

    OWN = "OWN"
    CARE_UNIT = "CARE_UNIT"
    CARE_PROVIDER = "CARE_PROVIDER"

    @property
    def label(self) -> str:
        return {"OWN": "egen adress", "CARE_UNIT": "vårdenheten", "CARE_PROVIDER": "vårdgivaren"}[self]


@dataclass(frozen=True, slots=True)
class Route:
    """``url`` can be called as it is; ``path`` is set when it leads to this installation.

    ``address`` is the logical address of the row that matched, ``level`` how it was reached. ``leads_outside_only``: it
    was given from outside and is not called where it leads into our own network.
    """

    url: str
    level: Level
    address: str
    path: str = ""
    riv_profile: str = "RIVTABP21"
    leads_outside_only: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """A logical address that is tried, and at which level it stands."""

    level: Level
    address: str


@dataclass(frozen=True, slots=True)
class Trial:
    """One candidate with its answer, for the explanation."""

    candidate: Candidate
    route: Route | None


def resolve(
    contract_namespace: str, logical_address: str, *, at: dt.datetime | None = None, known_provider: str = ""
) -> Route | None:
    """The most specific valid route, or None. ``known_provider`` is tried when HSA no longer knows the unit.

    Raises ``hsa.directory.DirectoryUnavailable`` when climbing is needed and HSA does not answer.
    """
    moment = at or clock.now()
    own = Candidate(Level.OWN, logical_address)
    if (route := _find(contract_namespace, own, at=moment)) or not settings.TAK_TREE_CLIMBING:
        return route
    for candidate in _above(logical_address, known_provider):
        if route := _find(contract_namespace, candidate, at=moment):
            return route
    return None


def resolve_many(
    contract_namespace: str, known_providers: Mapping[str, str], *, at: dt.datetime | None = None
) -> dict[str, Route | None]:
    """``resolve`` for every key (logical address -> known provider or ""), asked for together."""
    moment = at or clock.now()
    parents = directory.parents_of(known_providers) if settings.TAK_TREE_CLIMBING else {}
    tried = {
        address: (Candidate(Level.OWN, address), *_levels(address, *parents.get(address, ("", provider))))
        for address, provider in known_providers.items()
    }
    if not settings.TAK_TREE_CLIMBING:
        tried = {address: levels[:1] for address, levels in tried.items()}
    keys = {address_key(candidate.address) for levels in tried.values() for candidate in levels}
    rows = TakRoute.objects.filter(
        contract_namespace=contract_namespace, address_key__in=keys, valid_from__lte=moment
    ).order_by("valid_from", "pk")
    newest = {row.address_key: row for row in rows if row.is_valid(moment)}
    return {
        address: next(
            (_route(row, level.level) for level in levels if (row := newest.get(address_key(level.address)))), None
        )
        for address, levels in tried.items()
    }


def is_routed(contract_namespace: str, logical_addresses: Iterable[str]) -> bool:
    """Does a valid route stand on one of these very addresses? Nothing is climbed."""
    now = clock.now()
    keys = {address_key(address) for address in logical_addresses}
    rows = TakRoute.objects.filter(contract_namespace=contract_namespace, address_key__in=keys)
    return any(row.is_valid(now) for row in rows)


def candidates(logical_address: str, *, known_provider: str = "") -> tuple[Candidate, ...]:
    """What ``resolve`` tries, in order."""
    own = Candidate(Level.OWN, logical_address)
    return (own, *_above(logical_address, known_provider)) if settings.TAK_TREE_CLIMBING else (own,)


def explain(contract_namespace: str, logical_address: str, *, known_provider: str = "") -> tuple[Trial, ...]:
    """Every candidate with what it gives now; the first with a route is the one that is used."""
    moment = clock.now()
    return tuple(
        Trial(candidate, _find(contract_namespace, candidate, at=moment))
        for candidate in candidates(logical_address, known_provider=known_provider)
    )


def covers(route: TakRoute, logical_address: str, *, known_provider: str = "") -> bool:
    """Does a row stand on an address that ``resolve`` would try for this one?"""
    return any(
        address_key(candidate.address) == address_key(route.logical_address)
        for candidate in candidates(logical_address, known_provider=known_provider)
    )


def _above(logical_address: str, known_provider: str) -> tuple[Candidate, ...]:
    try:
        care_unit, provider = directory.parents(logical_address)
    except directory.UnitNotFound:
        care_unit, provider = "", known_provider
    return _levels(logical_address, care_unit, provider)


def _levels(logical_address: str, care_unit: str, provider: str) -> tuple[Candidate, ...]:
    found: dict[str, Candidate] = {}
    for level, address in ((Level.CARE_UNIT, care_unit), (Level.CARE_PROVIDER, provider)):
        key = address_key(address)
        if key and key != address_key(logical_address):
            found.setdefault(key, Candidate(level, address))
    return tuple(found.values())


def _find(contract_namespace: str, candidate: Candidate, *, at: dt.datetime) -> Route | None:
    rows = TakRoute.objects.filter(
        contract_namespace=contract_namespace, address_key=address_key(candidate.address), valid_from__lte=at
    ).order_by("-valid_from", "-pk")
    row = next((row for row in rows if row.is_valid(at)), None)
    return _route(row, candidate.level) if row else None


def _route(row: TakRoute, level: Level) -> Route:
    is_path = row.url.startswith("/")
    return Route(
        url=settings.BASE_URL + row.url if is_path else row.url,
        level=level,
        address=row.logical_address,
        path=row.url if is_path else "",
        riv_profile=row.riv_profile,
        leads_outside_only=row.leads_outside_only,
    )
