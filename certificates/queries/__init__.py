"""The only way to read certificates: scoped by user and unit, protected patients filtered (spec/lifecycle.md 14)."""

from certificates.queries.counts import DraftCounts, draft_counts
from certificates.queries.drafts import (
    DraftFilter,
    DraftStatus,
    Forwarded,
    Saver,
    list_drafts,
    savers,
)
from certificates.queries.lists import LISTED_AT_MOST, ListRow, Page, PageRequest
from certificates.queries.patient import (
    PatientListRow,
    PatientListStatus,
    PatientStatusFilter,
    list_for_patient,
)
from certificates.queries.signed import SignedFilter, list_signed
from certificates.queries.single import get_certificate, lock_certificate

__all__ = [
    "LISTED_AT_MOST",
    "DraftCounts",
    "DraftFilter",
    "DraftStatus",
    "Forwarded",
    "ListRow",
    "Page",
    "PageRequest",
    "PatientListRow",
    "PatientListStatus",
    "PatientStatusFilter",
    "Saver",
    "SignedFilter",
    "draft_counts",
    "get_certificate",
    "list_drafts",
    "list_for_patient",
    "list_signed",
    "lock_certificate",
    "savers",
]
