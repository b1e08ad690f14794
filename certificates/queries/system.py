"""What a system of a care provider may read, with no person behind it (spec/integration.md 1.4, 4.3).

Such a reading is no PDL record and protected patients are not filtered: the caller is a system
(spec/pdl-logging.md 7).
"""

from __future__ import annotations

from collections.abc import Iterable

from certificates.models import Certificate
from webcert.errors import DataNotFound


def certificate_of_provider(care_provider_id: str, certificate_id: str) -> Certificate:
    """A certificate or draft of the care provider, its parent with it; ``DataNotFound`` for any other or a deleted."""
    found = certificates_of_provider(care_provider_id, [certificate_id.lower()])
    if not found:
        raise DataNotFound
    return next(iter(found.values()))


def certificates_of_provider(care_provider_id: str, certificate_ids: Iterable[str]) -> dict[str, Certificate]:
    """The same for many, by id; those that do not exist for the care provider are left out."""
    rows = Certificate.objects.filter(pk__in=list(certificate_ids), care_provider_id=care_provider_id)
    rows = rows.exclude(state=Certificate.State.DELETED).select_related("parent").prefetch_related("children")
    return {certificate.pk: certificate for certificate in rows}
