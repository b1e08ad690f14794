"""What the lists have in common: pages, order, the patients behind the rows (spec/lifecycle.md 14)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from certificates.models import Certificate
from patients import queries as patient_queries
from patients.register import PatientRecord
from webcert import clock

PAGE_SIZES = (10, 25, 50, 100)
LISTED_AT_MOST = 2_000
"""Counting stops here: a list longer than this is narrowed by its filters, not paged through."""
MONTHS_BACK = 3


@dataclass(frozen=True, slots=True)
class PageRequest:
    """``order_by`` is the column's name. ``size`` 0 means all, as far as lists go."""

    number: int = 1
    size: int = PAGE_SIZES[0]
    order_by: str = ""
    ascending: bool = False


@dataclass(frozen=True, slots=True)
class ListRow:
    """A certificate with the patient as the register has it (lock, deceased and test symbols)."""

    certificate: Certificate
    patient: PatientRecord


@dataclass(frozen=True, slots=True)
class Page:
    """One page. ``total`` is exact below ``LISTED_AT_MOST``."""

    rows: tuple[ListRow, ...]
    total: int
    number: int
    size: int

    @property
    def person_ids(self) -> tuple[str, ...]:
        """Each patient shown, once, for the PDL log."""
        return tuple(dict.fromkeys(row.certificate.person_id for row in self.rows))

    @property
    def is_total_exact(self) -> bool:
        return self.total < LISTED_AT_MOST

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))


def page_of(
    certificates: QuerySet[Certificate], request: PageRequest, *, columns: dict[str, str], default: str
) -> Page:
    """Cut one page out of a list. A column that the list does not have falls back to the default, newest first."""
    total = certificates[:LISTED_AT_MOST].count()
    size = request.size if request.size > 0 else max(total, 1)
    number = min(max(request.number, 1), max(1, -(-total // size)))
    start = (number - 1) * size
    ordered = certificates.order_by(*_order(request, columns, default)).defer("answers")
    rows = list(ordered[start : min(start + size, LISTED_AT_MOST)])
    return Page(rows=with_patients(rows), total=total, number=number, size=size)


def with_patients(certificates: Sequence[Certificate]) -> tuple[ListRow, ...]:
    """One look-up for all. A row whose patient the register does not tell of is left out."""
    answers = patient_queries.look_up_many({certificate.person_id for certificate in certificates})
    return tuple(
        ListRow(certificate, patient)
        for certificate in certificates
        if (patient := answers[certificate.person_id].patient) is not None
    )


def start_of(day: dt.date) -> dt.datetime:
    """Midnight of a Swedish day."""
    return clock.from_local(dt.datetime.combine(day, dt.time()))


def end_of(day: dt.date) -> dt.datetime:
    """A "to" day is inclusive."""
    return start_of(day + dt.timedelta(days=1))


def earliest_day() -> dt.date:
    """Three months back, the default start of every list; the last day of a shorter month stands in."""
    today = clock.today()
    month_index = today.year * 12 + today.month - 1 - MONTHS_BACK
    year, month = divmod(month_index, 12)
    first_of_next = dt.date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return dt.date(year, month + 1, min(today.day, (first_of_next - dt.timedelta(days=1)).day))


def _order(request: PageRequest, columns: dict[str, str], default: str) -> tuple[str, str]:
    sign = "" if request.ascending else "-"
    if request.order_by not in columns:
        sign = "-"
    column = columns.get(request.order_by, columns[default])
    return f"{sign}{column}", f"{sign}pk"
