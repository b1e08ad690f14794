"""A patient's earlier certificates on the user's units (spec/lifecycle.md 14.3)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from accounts.user import CareUser
from certificates.models import Certificate
from certificates.queries.visibility import visible
from patients import queries as patient_queries
from webcert.errors import PuProblem


class PatientListStatus(StrEnum):
    """Status of a row; the value is the text shown."""

    INCOMPLETE = "Utkast, uppgifter saknas"
    COMPLETE = "Utkast, kan signeras"
    LOCKED = "Utkast, låst"
    REPLACED = "Ersatt"
    COMPLEMENTED = "Kompletterat"
    SENT = "Skickat"
    REVOKED = "Makulerat"
    SIGNED = "Signerat"


class PatientStatusFilter(StrEnum):
    """The three choices above the list; CURRENT is the default."""

    CURRENT = "CURRENT"
    OTHER = "OTHER"
    ALL = "ALL"


CURRENT_STATUSES = frozenset(
    {
        PatientListStatus.INCOMPLETE,
        PatientListStatus.COMPLETE,
        PatientListStatus.SIGNED,
        PatientListStatus.SENT,
    }
)


@dataclass(frozen=True, slots=True)
class PatientListRow:
    certificate: Certificate
    status: PatientListStatus


def list_for_patient(
    user: CareUser, person_id: str, *, chosen: PatientStatusFilter = PatientStatusFilter.CURRENT
) -> tuple[PatientListRow, ...]:
    """Drafts and certificates on the selected unit and its sub-units, latest saved first.

    Raises ``PuProblem`` when the register cannot tell whether the patient is protected.
    """
    if patient_queries.look_up(person_id).patient is None:
        raise PuProblem
    found = Certificate.objects.filter(person_id=person_id, unit_id__in=user.unit_ids).exclude(
        state=Certificate.State.DELETED
    )
    certificates = list(visible(found, user).defer("answers").order_by("-saved_at", "-pk"))
    children = _children(certificates)
    rows = (PatientListRow(c, _status(c, children[c.pk])) for c in certificates)
    return tuple(row for row in rows if _is_chosen(row.status, chosen))


def _children(parents: Iterable[Certificate]) -> dict[str, set[tuple[str, str]]]:
    """Relation and state of what was made from each certificate, revoked ones left out."""
    children: dict[str, set[tuple[str, str]]] = defaultdict(set)
    found = Certificate.objects.filter(parent__in=[parent.pk for parent in parents], revoked_at__isnull=True)
    for parent_id, relation, state in found.values_list("parent_id", "relation", "state"):
        children[parent_id].add((relation, state))
    return children


def _status(certificate: Certificate, children: set[tuple[str, str]]) -> PatientListStatus:
    """First that fits: draft, replaced, complemented, sent with a complement under way, revoked, sent, signed."""
    relation, state = Certificate.Relation, Certificate.State
    revoked, sent = certificate.is_revoked, certificate.is_sent
    if certificate.is_draft:
        return PatientListStatus.COMPLETE if certificate.is_complete else PatientListStatus.INCOMPLETE
    if certificate.state == state.LOCKED:
        return PatientListStatus.REVOKED if revoked else PatientListStatus.LOCKED
    if (relation.ERSATT, state.SIGNED) in children:
        return PatientListStatus.REPLACED
    if (relation.KOMPLT, state.SIGNED) in children:
        return PatientListStatus.COMPLEMENTED
    if (relation.KOMPLT, state.DRAFT) in children:
        return PatientListStatus.SENT
    if revoked:
        return PatientListStatus.REVOKED
    return PatientListStatus.SENT if sent else PatientListStatus.SIGNED


def _is_chosen(status: PatientListStatus, chosen: PatientStatusFilter) -> bool:
    return chosen is PatientStatusFilter.ALL or (status in CURRENT_STATUSES) is (chosen is PatientStatusFilter.CURRENT)
