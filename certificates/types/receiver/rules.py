"""Rules across answers that many types share (README 12: ``rules``, ``distinct_codes``, ``periods``)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import Protocol

from certificates.questions import dates
from certificates.questions.svar import Period
from certificates.types.receiver.certificate import BIRTH, TODAY, Received, named, plain, year_of
from certificates.types.receiver.conditions import ALWAYS, Condition, is_true
from certificates.types.receiver.structure import Count
from certificates.types.receiver.values import Value

_DAYS = {TODAY: "dagens datum", BIRTH: "patientens födelsedatum"}


class ReceiverRule(Protocol):
    """A rule over several answers: every way in which the certificate breaks it, in Swedish."""

    def faults(self, certificate: Received) -> Iterable[str]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """While ``when`` holds: what must and must not occur. An id without dot is a svar, with dot a sub-answer.

    ``present``: at least once each; ``once``: exactly once each; ``absent``: not at all; ``any_of``: at least one of
    them; ``at_most``: so many. ``each``: a svar that is looked at one element at a time.
    """

    when: Condition = ALWAYS
    each: str = ""
    present: tuple[str, ...] = ()
    once: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()
    at_most: Mapping[str, int] = field(default_factory=dict)

    def faults(self, certificate: Received) -> Iterator[str]:
        for scope in certificate.one_at_a_time(self.each) if self.each else (certificate,):
            if self.when.holds(scope):
                yield from self._faults(scope)

    def _faults(self, scope: Received) -> Iterator[str]:
        for place in self.present:
            if not scope.count(place):
                yield f"{named(place)} saknas"
        for place in self.once:
            if (found := scope.count(place)) != 1:
                yield f"{named(place)} ska finnas exakt en gång" if found else f"{named(place)} saknas"
        for place in self.absent:
            if scope.count(place):
                yield f"{named(place)} får inte finnas"
        if self.any_of and not any(scope.count(place) for place in self.any_of):
            yield f"Något av {_listed(self.any_of)} ska finnas"
        for place, most in self.at_most.items():
            if fault := Count(most=most).fault(scope.count(place)):
                yield f"{named(place)} {fault}"


def needs(when: Condition, *places: str) -> Rule:
    """Each of the places exactly once."""
    return Rule(when=when, once=places)


def forbids(when: Condition, *places: str) -> Rule:
    """None of the places."""
    return Rule(when=when, absent=places)


def alone(when: Condition, place: str) -> Rule:
    """Not more than one of the place."""
    return Rule(when=when, at_most={place: 1})


@dataclass(frozen=True, slots=True, kw_only=True)
class AnyTrue:
    """While ``when`` holds, at least one of the sub-answers is true."""

    any_of: tuple[str, ...]
    when: Condition = ALWAYS

    def faults(self, certificate: Received) -> Iterator[str]:
        if self.when.holds(certificate) and not any(is_true(place).holds(certificate) for place in self.any_of):
            only = len(self.any_of) == 1
            yield f"{named(self.any_of[0])} ska vara true" if only else f"Något av {_listed(self.any_of)} ska vara true"


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldsValue:
    """While ``when`` holds, the sub-answer has this kind of content."""

    sub_answer: str
    value: Value
    when: Condition

    def faults(self, certificate: Received) -> Iterator[str]:
        if not self.when.holds(certificate):
            return
        for content in certificate.contents(self.sub_answer):
            if fault := self.value.fault(content):
                yield f"{named(self.sub_answer)} ska vara {fault}"


@dataclass(frozen=True, slots=True)
class NotAfter:
    """The first day is not after the second: sub-answers, ``TODAY`` or ``BIRTH``; no matter when one is no date."""

    first: str
    second: str
    when: Condition = ALWAYS
    each: str = ""

    def faults(self, certificate: Received) -> Iterator[str]:
        for scope in certificate.one_at_a_time(self.each) if self.each else (certificate,):
            firsts, seconds = scope.days(self.first), scope.days(self.second)
            if any(a > b for a in firsts for b in seconds) and self.when.holds(scope):
                first, second = (_DAYS.get(place) or f"delsvar {place}" for place in (self.first, self.second))
                yield (
                    f"Datumet i {second} får inte vara före {first}"
                    if self.first == BIRTH
                    else (f"Datumet i {first} får inte vara senare än {second}")
                )


@dataclass(frozen=True, slots=True)
class YearBetween:
    """The year of a partial date, limits included: the year of birth unless ``from_birth`` is off, and this year."""

    sub_answer: str
    from_birth: bool = True

    def faults(self, certificate: Received) -> Iterator[str]:
        for content in certificate.contents(self.sub_answer):
            year = year_of(content)
            if year is None:
                continue
            if year > certificate.today.year:
                yield f"Årtalet i delsvar {self.sub_answer} får inte vara senare än i år"
            elif self.from_birth and certificate.birth and year < certificate.birth.year:
                yield f"Årtalet i delsvar {self.sub_answer} får inte vara före patientens födelseår"


@dataclass(frozen=True, slots=True)
class Distinct:
    """No code stands twice in the sub-answer."""

    sub_answer: str

    def faults(self, certificate: Received) -> Iterator[str]:
        codes = [code for content in certificate.contents(self.sub_answer) if (code := plain(content))]
        if len(codes) != len(set(codes)):
            yield f"Samma kod finns flera gånger i delsvar {self.sub_answer}"


@dataclass(frozen=True, slots=True)
class CodesAmong:
    """Those of ``codes`` that stand in one sub-answer stand in the other too (ts_diabetes.yaml R35)."""

    sub_answer: str
    other: str
    codes: frozenset[str]

    def faults(self, certificate: Received) -> Iterator[str]:
        own, others = (set(map(plain, certificate.contents(place))) for place in (self.sub_answer, self.other))
        if lacking := sorted(own & self.codes - others):
            yield f"{', '.join(lacking)} i delsvar {self.sub_answer} ska också finnas i delsvar {self.other}"


@dataclass(frozen=True, slots=True)
class PeriodsApart:
    """Two periods overlap when one starts before the other ends and ends after the other starts.

    So a shared first or last day is accepted.
    """

    sub_answer: str

    def faults(self, certificate: Received) -> Iterator[str]:
        periods = [
            (start, end)
            for content in certificate.contents(self.sub_answer)
            if isinstance(content, Period)
            and (start := dates.parse_iso(content.start))
            and (end := dates.parse_iso(content.end))
        ]
        if any(a[0] < b[1] and a[1] > b[0] for a, b in combinations(periods, 2)):
            yield f"Perioder i delsvar {self.sub_answer} överlappar"


def _listed(places: tuple[str, ...]) -> str:
    kind = "delsvar" if "." in places[0] else "svar"
    return f"{kind} {', '.join(places)}"
