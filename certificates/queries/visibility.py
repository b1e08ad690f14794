"""Which rows a list may show: types of the role, patients of known and allowed protection (spec/lifecycle.md 8)."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from accounts.user import CareUser
from certificates.types import registry
from certificates.types.base import CertificateType
from patients import queries as patient_queries

Row = TypeVar("Row", bound=Model)


def visible(rows: QuerySet[Row], user: CareUser) -> QuerySet[Row]:
    """Rows of unknown protection are hidden; protected patients are shown to the roles of the type only.

    ``rows`` are of any table with the columns ``person_id`` and ``type_id``. What the register says becomes a condition
    of the query, so that hidden rows are gone before counting and paging.
    """
    handled = [t for t in registry.all_types() if user.role in t.allowed_roles]
    protected_types = _ids([t for t in handled if user.role in t.protected_roles])
    rows = rows.filter(type_id__in=_ids(handled))
    protection = patient_queries.protection(rows)
    rows = rows.filter(protection.answers)
    if protected_types == _ids(handled):
        return rows.filter(protection.known)
    return rows.filter(protection.unprotected | Q(protection.known, type_id__in=protected_types))


def _ids(types: list[CertificateType]) -> list[str]:
    return sorted({t.type_id for t in types})
