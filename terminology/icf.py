"""Which ICF terms are offered for diagnoses (spec/certificate-types/README.md 7, ICF; spec/ui.md 4.4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from terminology.code_systems import normalise_code
from terminology.models import IcfSuggestion

FUNKTIONSNEDSATTNINGAR = "FUNKTIONSNEDSATTNINGAR"
AKTIVITETSBEGRANSNINGAR = "AKTIVITETSBEGRANSNINGAR"

COMPONENTS = {FUNKTIONSNEDSATTNINGAR: "b", AKTIVITETSBEGRANSNINGAR: "d"}
"""The letter that the codes of a set begin with: body functions, activities."""

CATEGORY_LENGTH = 3


@dataclass(frozen=True, slots=True)
class OfferedTerm:
    """A term, and those of the given diagnoses that it is offered for."""

    code: str
    title: str
    description: str
    includes: str
    diagnosis_codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TermGroup:
    """Terms for one diagnosis, or for several that share them; each list in the order of ICF."""

    diagnosis_codes: tuple[str, ...]
    central: tuple[OfferedTerm, ...]
    supplementary: tuple[OfferedTerm, ...]

    @property
    def terms(self) -> tuple[OfferedTerm, ...]:
        return self.central + self.supplementary


@dataclass(frozen=True, slots=True)
class IcfOffer:
    """What is offered. ``sources``: where each diagnosis has its terms from, itself or a code above it."""

    common: TermGroup | None
    unique: tuple[TermGroup, ...]
    sources: Mapping[str, str]

    @property
    def groups(self) -> tuple[TermGroup, ...]:
        return (self.common, *self.unique) if self.common else self.unique


def offer(icf_set: str, diagnosis_codes: Sequence[str]) -> IcfOffer:
    """The terms of a set for these diagnoses, given in the order to show them.

    A term of several diagnoses stands in the common group only, as central when it is so for one of them.
    A diagnosis without terms of the set takes those of the nearest code above it that has some.
    """
    asked = tuple(dict.fromkeys(normalise_code(code) for code in diagnosis_codes))
    suggested = _suggested(icf_set, {above for code in asked for above in code_and_above(code)})
    nearest = {code: next((above for above in code_and_above(code) if above in suggested), "") for code in asked}
    sources = {code: source for code, source in nearest.items() if source}
    holders: dict[str, dict[str, IcfSuggestion]] = {}
    for code, source in sources.items():
        for suggestion in suggested[source]:
            holders.setdefault(suggestion.term_id, {})[code] = suggestion
    shared = [by_code for by_code in holders.values() if len(by_code) > 1]
    alone = [by_code for by_code in holders.values() if len(by_code) == 1]
    unique = (_group((code,), (by_code for by_code in alone if code in by_code)) for code in sources)
    return IcfOffer(
        common=_group([code for code in sources if any(code in by_code for by_code in shared)], shared),
        unique=tuple(group for group in unique if group),
        sources=sources,
    )


def code_and_above(code: str) -> tuple[str, ...]:
    """The code and those above it, nearest first: in ICD-10-SE each is the beginning of the one below.

    A code of KSH97-P begins with the category of ICD-10 that it sums up.
    """
    return tuple(code[:length] for length in range(len(code), CATEGORY_LENGTH - 1, -1))


def _suggested(icf_set: str, codes: Iterable[str]) -> dict[str, list[IcfSuggestion]]:
    rows = (
        IcfSuggestion.objects.filter(diagnosis_code__in=codes, term__code__startswith=COMPONENTS[icf_set])
        .select_related("term")
        .order_by("term")
    )
    found: dict[str, list[IcfSuggestion]] = {}
    for row in rows:
        found.setdefault(row.diagnosis_code, []).append(row)
    return found


def _group(diagnosis_codes: Sequence[str], holders: Iterable[Mapping[str, IcfSuggestion]]) -> TermGroup | None:
    """``holders``: for each term, its suggestion by diagnosis. None without terms."""
    central: list[OfferedTerm] = []
    supplementary: list[OfferedTerm] = []
    for by_code in holders:
        term = next(iter(by_code.values())).term
        offered = OfferedTerm(term.code, term.title, term.description, term.includes, tuple(by_code))
        is_central = any(suggestion.is_central for suggestion in by_code.values())
        (central if is_central else supplementary).append(offered)
    if not central and not supplementary:
        return None
    return TermGroup(tuple(diagnosis_codes), _in_order(central), _in_order(supplementary))


def _in_order(terms: Iterable[OfferedTerm]) -> tuple[OfferedTerm, ...]:
    return tuple(sorted(terms, key=lambda term: term.code))
