"""The certificate that belongs to another one of the patient but is not made from it (spec/lifecycle.md 5.9)."""

from __future__ import annotations

from accounts.user import CareUser
from certificates.access import scopes
from certificates.models import Certificate
from certificates.types import registry


def made_after(user: CareUser, certificate: Certificate) -> Certificate | None:
    """The patient's draft, else the newest signed one, of a type that is made after this one's; within the care unit.

    Drafts that are locked and revoked certificates do not count.
    """
    types = sorted({t.type_id for t in registry.all_types() if t.made_after == certificate.type_id})
    if not types:
        return None
    found = Certificate.objects.filter(
        person_id=certificate.person_id,
        type_id__in=types,
        revoked_at__isnull=True,
        state__in=[Certificate.State.DRAFT, Certificate.State.SIGNED],
    ).defer("answers")
    near = [c for c in found.order_by("-created_at") if scopes.is_within(user, c, scopes.Scope.WITHIN_CARE_UNIT)]
    return next((c for c in near if c.is_draft), near[0] if near else None)
