"""The only way to read certificates: scoped by user and unit, protected patients filtered (spec/lifecycle.md 14)."""

from certificates.queries.candidates import Candidate, candidate_for, is_untouched
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
from certificates.queries.related import made_after
from certificates.queries.relations import draft_of, living_children, period_of_parent
from certificates.queries.signed import SignedFilter, list_signed
from certificates.queries.single import get_certificate, lock_certificate, require_within_reach

__all__ = [
    "LISTED_AT_MOST",
    "Candidate",
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
    "candidate_for",
    "draft_counts",
    "draft_of",
    "get_certificate",
    "is_untouched",
    "list_drafts",
    "list_for_patient",
    "list_signed",
    "living_children",
    "lock_certificate",
    "made_after",
    "period_of_parent",
    "require_within_reach",
    "savers",
]
