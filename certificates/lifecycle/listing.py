"""Showing lists: every patient on a shown page is a reading to log (spec/pdl-logging.md 3)."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from accounts.user import CareUser
from certificates import queries
from certificates.events import EventKind
from certificates.lifecycle.recording import announce
from certificates.queries import (
    DraftFilter,
    Page,
    PageRequest,
    PatientListRow,
    PatientStatusFilter,
    SignedFilter,
)


def show_drafts(user: CareUser, chosen: DraftFilter, request: PageRequest) -> Page:
    """Ej signerade utkast, one reading for each patient on the page."""
    page = queries.list_drafts(user, chosen, request)
    _announce(user, page.person_ids)
    return page


def show_signed(user: CareUser, chosen: SignedFilter, request: PageRequest) -> Page:
    """Signerade intyg, one reading for each patient on the page."""
    page = queries.list_signed(user, chosen, request)
    _announce(user, page.person_ids)
    return page


def show_patient(
    user: CareUser, person_id: str, *, chosen: PatientStatusFilter = PatientStatusFilter.CURRENT
) -> tuple[PatientListRow, ...]:
    """A patient's earlier certificates, one reading, also when there are none."""
    rows = queries.list_for_patient(user, person_id, chosen=chosen)
    _announce(user, (person_id,))
    return rows


def _announce(user: CareUser, person_ids: Iterable[str]) -> None:
    with transaction.atomic():
        for person_id in person_ids:
            announce(EventKind.LISTED, user=user, person_id=person_id)
