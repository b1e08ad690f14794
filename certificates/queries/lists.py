"""What the lists have in common: pages, order, the patients behind the rows (spec/lifecycle.md 14)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from django.db.models import Case, F, Model, QuerySet, Value, When
from django.db.models.expressions import OrderBy

from accounts.user import CareUser
from certificates.types import registry
from hsa.roles import Role
from patients import queries as patient_queries
from patients.register import PatientRecord
from webcert import clock

PAGE_SIZES = (10, 25, 50, 100)
LISTED_AT_MOST = 2_000
"""Counting stops here: a list longer than this is narrowed by its filters, not paged through."""
MONTHS_BACK = 3

Order = str | Callable[[], Case]
"""What a column sorts by: a field, or an expression made when it is asked for."""


class Forwarded(StrEnum):
    FORWARDED = "FORWARDED"
    NOT_FORWARDED = "NOT_FORWARDED"


@dataclass(frozen=True, slots=True)
class Person:
    """A choice of a filter of who has saved or signed."""

    hsa_id: str
    name: str


@dataclass(frozen=True, slots=True)
class PageRequest:
    """``order_by`` is the column's name. ``size`` 0 means all, as far as lists go."""

    number: int = 1
    size: int = PAGE_SIZES[0]
    order_by: str = ""
    ascending: bool = False


Listed = TypeVar("Listed", bound=Model)
"""A row of any table that names its patient, by ``person_id``."""


@dataclass(frozen=True, slots=True)
class ListRow(Generic[Listed]):
    """What is listed, with the patient as the register has it (lock, deceased and test symbols)."""

    listed: Listed
    patient: PatientRecord


@dataclass(frozen=True, slots=True)
class Page(Generic[Listed]):
    """One page. ``total`` is exact below ``LISTED_AT_MOST``."""

    rows: tuple[ListRow[Listed], ...]
    total: int
    number: int
    size: int

    @property
    def patients(self) -> tuple[PatientRecord, ...]:
        """Each patient shown, once, for the PDL log."""
        return tuple({_person_id(row.listed): row.patient for row in self.rows}.values())

    @property
    def is_total_exact(self) -> bool:
        return self.total < LISTED_AT_MOST

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))


def page_of(
    found: QuerySet[Listed],
    request: PageRequest,
    *,
    columns: Mapping[str, Order],
    default: str,
    rows: QuerySet[Listed],
) -> Page[Listed]:
    """Cut one page out of a list. A column that the list does not have falls back to the default, newest first.

    The keys of the whole list come from an index; only the rows of the page are read, out of ``rows``.
    """
    keys = list(found.order_by(*_order(request, columns, default)).values_list("pk", flat=True)[:LISTED_AT_MOST])
    total = len(keys)
    size = request.size if request.size > 0 else max(total, 1)
    number = min(max(request.number, 1), max(1, -(-total // size)))
    shown = keys[(number - 1) * size : number * size]
    by_key = {row.pk: row for row in rows.filter(pk__in=shown).order_by()} if shown else {}
    return Page(
        rows=with_patients([by_key[key] for key in shown if key in by_key]), total=total, number=number, size=size
    )


def with_patients(listed: Sequence[Listed]) -> tuple[ListRow[Listed], ...]:
    """One look-up for all. A row whose patient the register does not tell of is left out."""
    answers = patient_queries.look_up_many({_person_id(one) for one in listed})
    return tuple(ListRow(one, patient) for one in listed if (patient := answers[_person_id(one)].patient) is not None)


def _person_id(row: Model) -> str:
    return row.person_id  # type: ignore[attr-defined]


def by_name(found: Iterable[tuple[str, str]], user: CareUser) -> tuple[Person, ...]:
    """HSA-ids and names as choices of a filter, by name; a doctor stands among them in any case."""
    people = {hsa_id: Person(hsa_id, name) for hsa_id, name in found}
    if user.role is Role.LAKARE:
        people.setdefault(user.hsa_id, Person(user.hsa_id, user.name))
    return tuple(sorted(people.values(), key=lambda person: (person.name.casefold(), person.hsa_id)))


def end_of(day: dt.date) -> dt.datetime:
    """A "to" day is inclusive."""
    return clock.midnight(day + dt.timedelta(days=1))


def earliest_day() -> dt.date:
    """Three months back, the default start of every list; the last day of a shorter month stands in."""
    today = clock.today()
    month_index = today.year * 12 + today.month - 1 - MONTHS_BACK
    year, month = divmod(month_index, 12)
    first_of_next = dt.date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return dt.date(year, month + 1, min(today.day, (first_of_next - dt.timedelta(days=1)).day))


def by_type_name() -> Case:
    """Types in the order of the names that are shown, whatever their ids are called."""
    types = dict.fromkeys(t.type_id for t in registry.all_types())
    places = (When(type_id=type_id, then=Value(place)) for place, type_id in enumerate(types))
    return Case(*places, default=Value(len(types)))


def _order(request: PageRequest, columns: Mapping[str, Order], default: str) -> tuple[OrderBy, OrderBy]:
    ascending = request.ascending and request.order_by in columns
    chosen = columns.get(request.order_by, columns[default])
    column = F(chosen) if isinstance(chosen, str) else chosen()
    return (column.asc(), F("pk").asc()) if ascending else (column.desc(), F("pk").desc())
