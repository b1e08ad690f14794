"""The only way to read certificates: scoped by user and unit, protected patients filtered (spec/lifecycle.md 14)."""

from certificates.queries.candidates import Candidate, candidate_for, is_untouched
from certificates.queries.counts import draft_counts
from certificates.queries.drafts import DraftFilter, DraftStatus, list_drafts, savers
from certificates.queries.lists import LISTED_AT_MOST, Forwarded, ListRow, Page, PageRequest, Person
from certificates.queries.patient import (
    PatientListRow,
    PatientListStatus,
    PatientStatusFilter,
    list_for_patient,
)
from certificates.queries.related import made_after
from certificates.queries.relations import draft_of, living_children, period_of_parent
from certificates.queries.signed import SignedFilter, list_signed
from certificates.queries.single import get_certificate, lock_certificate
from certificates.queries.system import certificate_of_provider, certificates_of_provider

__all__ = [
    "LISTED_AT_MOST",
    "Candidate",
    "DraftFilter",
    "DraftStatus",
    "Forwarded",
    "ListRow",
    "Page",
    "PageRequest",
    "PatientListRow",
    "PatientListStatus",
    "PatientStatusFilter",
    "Person",
    "SignedFilter",
    "candidate_for",
    "certificate_of_provider",
    "certificates_of_provider",
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
    "savers",
]
