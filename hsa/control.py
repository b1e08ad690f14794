"""Vårdenhetskontroll: the six rules over the tree (spec/roles-and-access.md 8.1, spec/administration.md 3.1).

One function per rule, each one query. Only units that have begun, not ended and are not archived are examined.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from hsa.hsa_id import normalise
from hsa.models import Membership, Unit
from webcert import clock

RULES = {
    1: "Vårdenheter ska inte vara kopplade till varandra.",
    2: "Angiven vårdgivare ska vara märkt som vårdgivare.",
    3: "En enhet ska höra till en enda vårdenhet.",
    4: "En vårdgivare ska inte vara kopplad enhet.",
    5: "En enhet som är både vårdgivare och vårdenhet ska ange sig själv som vårdgivare.",
    6: "Alla enheter ska ha en angiven vårdgivare.",
}


@dataclass(frozen=True, slots=True)
class Violation:
    """A broken rule (1-6) and the HSA-ids of its report: the unit at fault first."""

    rule: int
    ids: tuple[str, ...]
    text: str

    @property
    def code(self) -> str:
        return f"VK{self.rule}"

    @property
    def rule_text(self) -> str:
        return RULES[self.rule]


def run(*, care_provider: str = "", at: dt.datetime | None = None) -> list[Violation]:
    """All violations in order of rule and unit; empty means approved.

    With ``care_provider`` only those of its own organisation: units whose HSA-id begins as the provider's does,
    or that name the provider.
    """
    moment = at or clock.now()
    found = sorted((v for rule in _RULE_FUNCTIONS for v in rule(moment)), key=lambda v: (v.rule, v.ids))
    if not care_provider:
        return found
    provider = normalise(care_provider)
    prefix = provider.rpartition("-")[0] + "-"
    return [v for v in found if provider in v.ids or any(hsa_id.startswith(prefix) for hsa_id in v.ids)]


def examined(at: dt.datetime) -> QuerySet[Unit]:
    """The units that are active and not archived."""
    return Unit.objects.filter(_active("", at))


def _connected_care_units(at: dt.datetime) -> Iterator[Violation]:
    for unit_id, care_unit_id in _connections(at).filter(member__is_care_unit=True).values_list(*_PAIR):
        text = f"{unit_id} är vårdenhet men kopplad till {care_unit_id}. Ta bort kopplingen eller märkningen."
        yield Violation(1, (unit_id, care_unit_id), text)


def _untagged_providers(at: dt.datetime) -> Iterator[Violation]:
    stated = Unit.objects.filter(hsa_id=OuterRef("stated_provider"))
    care_units = (
        examined(at)
        .filter(is_care_unit=True)
        .exclude(stated_provider="")
        .annotate(is_known=Exists(stated), is_tagged=Exists(stated.filter(is_care_provider=True)))
        .filter(is_tagged=False)
    )
    for unit_id, provider_id, is_known in care_units.values_list("hsa_id", "stated_provider", "is_known"):
        fault = "inte är märkt som vårdgivare" if is_known else "inte finns i HSA"
        text = f"{unit_id} anger vårdgivaren {provider_id}, som {fault}. Märk den eller ange en annan."
        yield Violation(2, (unit_id, provider_id), text)


def _several_care_units(at: dt.datetime) -> Iterator[Violation]:
    care_units: dict[str, list[str]] = defaultdict(list)
    for unit_id, care_unit_id in _connections(at).values_list(*_PAIR):
        care_units[unit_id].append(care_unit_id)
    for unit_id, connected in care_units.items():
        if len(connected) > 1:
            ids = sorted(connected)
            text = f"{unit_id} är kopplad till flera vårdenheter: {', '.join(ids)}. Behåll en koppling."
            yield Violation(3, (unit_id, *ids), text)


def _connected_providers(at: dt.datetime) -> Iterator[Violation]:
    for unit_id, care_unit_id in _connections(at).filter(member__is_care_provider=True).values_list(*_PAIR):
        text = f"{unit_id} är vårdgivare men kopplad till vårdenheten {care_unit_id}. Ta bort kopplingen."
        yield Violation(4, (unit_id, care_unit_id), text)


def _both_with_other_provider(at: dt.datetime) -> Iterator[Violation]:
    both = examined(at).filter(is_care_provider=True, is_care_unit=True).exclude(stated_provider="")
    for unit_id, provider_id in both.exclude(stated_provider=F("hsa_id")).values_list("hsa_id", "stated_provider"):
        text = f"{unit_id} är både vårdgivare och vårdenhet men anger {provider_id}. Enheten ska ange sig själv."
        yield Violation(5, (unit_id, provider_id), text)


def _without_provider(at: dt.datetime) -> Iterator[Violation]:
    """Care units, and untagged units that no care unit has connected: the others have theirs through it."""
    connected = _connections(at).filter(member=OuterRef("pk"))
    lonely = Q(is_care_provider=False) & ~Exists(connected)
    units = examined(at).filter(Q(is_care_unit=True) | lonely, stated_provider="")
    for unit_id, is_care_unit in units.values_list("hsa_id", "is_care_unit"):
        kind = "Vårdenheten" if is_care_unit else "Enheten"
        yield Violation(6, (unit_id,), f"{kind} {unit_id} saknar angiven vårdgivare.")


_RULE_FUNCTIONS: tuple[Callable[[dt.datetime], Iterator[Violation]], ...] = (
    _connected_care_units,
    _untagged_providers,
    _several_care_units,
    _connected_providers,
    _both_with_other_provider,
    _without_provider,
)

_PAIR = ("member__hsa_id", "care_unit__hsa_id")


def _connections(at: dt.datetime) -> QuerySet[Membership]:
    """Connections of active units to active units that are tagged as care unit."""
    return Membership.objects.filter(_active("member__", at), _active("care_unit__", at), care_unit__is_care_unit=True)


def _active(prefix: str, at: dt.datetime) -> Q:
    begun = Q(**{f"{prefix}start__isnull": True}) | Q(**{f"{prefix}start__lt": at})
    not_ended = Q(**{f"{prefix}end__isnull": True}) | Q(**{f"{prefix}end__gt": at})
    return begun & not_ended & Q(**{f"{prefix}is_archived": False})
