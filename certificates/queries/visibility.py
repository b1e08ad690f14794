"""Which rows a list may show: types of the role, patients of known and allowed protection (spec/lifecycle.md 8)."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from accounts.user import CareUser
from certificates.types import registry
from certificates.types.base import CertificateType
from patients import queries as patient_queries
from patients.models import Patient

Row = TypeVar("Row", bound=Model)


def visible(rows: QuerySet[Row], user: CareUser) -> QuerySet[Row]:
    """Rows of unknown protection are hidden; protected patients are shown to the roles of the type only.

    ``rows`` are of any table with the columns ``person_id`` and ``type_id``.
    The register is asked inside the query, so that hidden rows are gone before counting and paging.
    """
    handled = [t for t in registry.all_types() if user.role in t.allowed_roles]
    answered = Patient.objects.filter(person_id=OuterRef("person_id"), answers_error=False)
    protected_types = _ids([t for t in handled if user.role in t.protected_roles])
    rows = rows.filter(~patient_queries.SWITCHED_OFF, type_id__in=_ids(handled))
    if protected_types == _ids(handled):
        return rows.filter(Exists(answered))
    unprotected = answered.filter(is_protected=False)
    return rows.filter(Exists(unprotected) | Q(Exists(answered), type_id__in=protected_types))


def _ids(types: list[CertificateType]) -> list[str]:
    return sorted({t.type_id for t in types})
