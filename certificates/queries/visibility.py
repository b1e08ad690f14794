"""Which rows a list may show: types of the role, patients of known and allowed protection (spec/lifecycle.md 8)."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from accounts.user import CareUser
from certificates.models import Certificate
from certificates.types import registry
from certificates.types.base import CertificateType
from patients import queries as patient_queries


def visible(certificates: QuerySet[Certificate], user: CareUser) -> QuerySet[Certificate]:
    """Rows of unknown protection are hidden; protected patients are shown to the roles of the type only.

    What the register says becomes a condition of the query, so that hidden rows are gone before counting and paging.
    """
    handled = [t for t in registry.all_types() if user.role in t.allowed_roles]
    protected_types = _ids([t for t in handled if user.role in t.protected_roles])
    certificates = certificates.filter(type_id__in=_ids(handled))
    protection = patient_queries.protection(certificates)
    certificates = certificates.filter(protection.answers)
    if protected_types == _ids(handled):
        return certificates.filter(protection.known)
    return certificates.filter(protection.unprotected | Q(protection.known, type_id__in=protected_types))


def unit_ids(user: CareUser) -> list[str]:
    """The selected unit, with its sub-units when it is a care unit (spec/roles-and-access.md 7.6)."""
    unit = user.unit
    if unit is None:
        return []
    return [unit.hsa_id, *(sub.hsa_id for sub in unit.sub_units)]


def _ids(types: list[CertificateType]) -> list[str]:
    return sorted({t.type_id for t in types})
