"""Signerade intyg: what the user has signed (spec/lifecycle.md 14.2)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from accounts.user import CareUser
from certificates.models import Certificate
from certificates.queries.lists import Order, Page, PageRequest, by_type_name, earliest_day, end_of, page_of
from certificates.queries.visibility import visible
from webcert import clock

COLUMNS: Mapping[str, Order] = {
    "type": by_type_name,
    "status": "sent_at",
    "signed": "signed_at",
    "patient": "person_id",
}


@dataclass(frozen=True, slots=True)
class SignedFilter:
    """An empty part filters nothing; ``signed_from`` never reaches back more than three months."""

    person_id: str = ""
    signed_from: dt.date | None = None
    signed_to: dt.date | None = None


def list_signed(user: CareUser, chosen: SignedFilter, request: PageRequest) -> Page[Certificate]:
    """Certificates signed by the user on the selected unit and its sub-units. Revoked ones are left out."""
    earliest = earliest_day()
    first_day = max(chosen.signed_from or earliest, earliest)
    signed = Certificate.objects.filter(
        issuer_hsa_id=user.hsa_id,
        state=Certificate.State.SIGNED,
        revoked_at__isnull=True,
        unit_id__in=user.unit_ids,
        signed_at__gte=clock.midnight(first_day),
    )
    if chosen.signed_to is not None:
        signed = signed.filter(signed_at__lt=end_of(chosen.signed_to))
    if chosen.person_id:
        signed = signed.filter(person_id=chosen.person_id)
    rows = Certificate.objects.defer("answers")
    return page_of(visible(signed, user), request, columns=COLUMNS, default="signed", rows=rows)
