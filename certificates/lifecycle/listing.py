"""Showing lists: every patient on a shown page is a reading to log (spec/pdl-logging.md 3)."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from accounts.user import CareUser
from certificates import queries
from certificates.events import EventKind
from certificates.lifecycle.recording import announce
from certificates.models import Certificate
from certificates.queries import (
    DraftFilter,
    Page,
    PageRequest,
    PatientListRow,
    PatientStatusFilter,
    SignedFilter,
    uniqueness,
)
from certificates.types.base import CertificateType


def show_drafts(user: CareUser, chosen: DraftFilter, request: PageRequest) -> Page[Certificate]:
    """Ej signerade utkast, one reading for each patient on the page."""
    page = queries.list_drafts(user, chosen, request)
    announce_page(user, page)
    return page


def show_signed(user: CareUser, chosen: SignedFilter, request: PageRequest) -> Page[Certificate]:
    """Signerade intyg, one reading for each patient on the page."""
    page = queries.list_signed(user, chosen, request)
    announce_page(user, page)
    return page


def show_patient(
    user: CareUser, person_id: str, *, chosen: PatientStatusFilter = PatientStatusFilter.CURRENT
) -> tuple[PatientListRow, ...]:
    """A patient's earlier certificates, one reading, also when there are none."""
    rows = queries.list_for_patient(user, person_id, chosen=chosen)
    with transaction.atomic():
        announce(EventKind.LISTED, user=user, person_id=person_id)
    return rows


def show_earlier(user: CareUser, certificate_type: CertificateType, person_id: str) -> uniqueness.Earlier | None:
    """Where the patient's earlier certificate of the type stands, if on another unit: a reading about the patient."""
    found = uniqueness.elsewhere(certificate_type, person_id, unit=user.unit) if user.unit else None
    if found is not None:
        with transaction.atomic():
            announce(EventKind.SUMMARISED, user=user, person_id=person_id)
    return found


def announce_page(user: CareUser, page: Page[Any]) -> None:
    """A page is shown of any list: one reading for each patient on it."""
    with transaction.atomic():
        for patient in page.patients:
            announce(EventKind.LISTED, user=user, person_id=patient.person_id, is_test_person=patient.is_test_person)
