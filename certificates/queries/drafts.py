"""Ej signerade utkast (spec/lifecycle.md 14.1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Case, Q, QuerySet, Value, When

from accounts.user import CareUser
from certificates.models import Certificate
from certificates.queries.lists import (
    Forwarded,
    Order,
    Page,
    PageRequest,
    Person,
    by_name,
    by_type_name,
    earliest_day,
    end_of,
    page_of,
)
from certificates.queries.visibility import visible
from webcert import clock


def _by_status() -> Case:
    """On the way to being signed: answers missing, can be signed, locked."""
    return Case(
        When(state=Certificate.State.LOCKED, then=Value(2)),
        When(is_complete=True, then=Value(1)),
        default=Value(0),
    )


COLUMNS: Mapping[str, Order] = {
    "type": by_type_name,
    "status": _by_status,
    "saved": "saved_at",
    "patient": "person_id",
    "saved_by": "saved_by_name",
    "forwarded": "is_forwarded",
}


class DraftStatus(StrEnum):
    """Status of a row; the value is the filter's."""

    INCOMPLETE = "INCOMPLETE"
    COMPLETE = "COMPLETE"
    LOCKED = "LOCKED"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @classmethod
    def of(cls, certificate: Certificate) -> DraftStatus:
        if certificate.state == Certificate.State.LOCKED:
            return cls.LOCKED
        return cls.COMPLETE if certificate.is_complete else cls.INCOMPLETE


_LABELS = {
    DraftStatus.INCOMPLETE: "Utkast, uppgifter saknas",
    DraftStatus.COMPLETE: "Utkast, kan signeras",
    DraftStatus.LOCKED: "Utkast, låst",
}
_CONDITIONS = {
    DraftStatus.INCOMPLETE: Q(state=Certificate.State.DRAFT, is_complete=False),
    DraftStatus.COMPLETE: Q(state=Certificate.State.DRAFT, is_complete=True),
    DraftStatus.LOCKED: Q(state=Certificate.State.LOCKED),
}


@dataclass(frozen=True, slots=True)
class DraftFilter:
    """An empty part filters nothing. ``person_id`` has twelve digits; both days are inclusive."""

    forwarded: Forwarded | None = None
    status: DraftStatus | None = None
    saved_by: str = ""
    person_id: str = ""
    saved_from: dt.date | None = None
    saved_to: dt.date | None = None

    @classmethod
    def default_for(cls, user: CareUser) -> DraftFilter:
        """The user's own drafts, three months back."""
        return cls(saved_by=user.hsa_id, saved_from=earliest_day())


def list_drafts(user: CareUser, chosen: DraftFilter, request: PageRequest) -> Page[Certificate]:
    """Drafts and locked drafts of the selected unit itself, sub-units not included."""
    drafts = visible(_on_selected_unit(user), user)
    if chosen.forwarded is not None:
        drafts = drafts.filter(is_forwarded=chosen.forwarded is Forwarded.FORWARDED)
    if chosen.status is not None:
        drafts = drafts.filter(_CONDITIONS[chosen.status])
    if chosen.saved_by:
        drafts = drafts.filter(saved_by_hsa_id=chosen.saved_by)
    if chosen.person_id:
        drafts = drafts.filter(person_id=chosen.person_id)
    if chosen.saved_from is not None:
        drafts = drafts.filter(saved_at__gte=clock.midnight(chosen.saved_from))
    if chosen.saved_to is not None:
        drafts = drafts.filter(saved_at__lt=end_of(chosen.saved_to))
    return page_of(drafts, request, columns=COLUMNS, default="saved", rows=Certificate.objects.defer("answers"))


def savers(user: CareUser) -> tuple[Person, ...]:
    """Everyone who last saved a draft on the unit."""
    saved = _on_selected_unit(user).order_by().values_list("saved_by_hsa_id", "saved_by_name")
    return by_name(saved.distinct(), user)


def unsigned() -> QuerySet[Certificate]:
    """Drafts and locked drafts that are not revoked; the two dates are the condition of this list's indexes."""
    without_dates = Certificate.objects.filter(signed_at__isnull=True, revoked_at__isnull=True)
    return without_dates.exclude(state=Certificate.State.DELETED)


def _on_selected_unit(user: CareUser) -> QuerySet[Certificate]:
    return unsigned().filter(unit_id=user.unit.hsa_id if user.unit else "")
