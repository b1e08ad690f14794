"""Earlier certificates that an untouched draft can be filled from (spec/lifecycle.md 5.6; death-certificates.md 7)."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from accounts.user import CareUser
from certificates.access import scopes
from certificates.models import Certificate
from certificates.types import registry
from certificates.types.base import FilledFrom


@dataclass(frozen=True, slots=True)
class Candidate:
    """The certificate to fill from. When ``can_be_copied`` is false only its unit may be told."""

    certificate: Certificate
    can_be_copied: bool


def candidate_for(user: CareUser, draft: Certificate) -> Candidate | None:
    """The newest that the type may be filled from: signed, neither revoked nor replaced, of the same major version.

    None where the type, the way in or the patient's certificates offer nothing. Whether the user may read the
    candidate is for ``certificates.access`` to say.
    """
    source = registry.get(draft.type_id, draft.type_version).filled_from
    unit = user.unit
    if source is None or unit is None or not (user.is_integrated or source.offered_stand_alone):
        return None
    replaced = Certificate.objects.filter(
        parent=OuterRef("pk"),
        relation=Certificate.Relation.ERSATT,
        state=Certificate.State.SIGNED,
        revoked_at__isnull=True,
    )
    signed = Certificate.objects.filter(
        ~Exists(replaced),
        person_id=draft.person_id,
        type_id=source.type_id,
        type_version__startswith=f"{source.major}.",
        state=Certificate.State.SIGNED,
        revoked_at__isnull=True,
        care_provider_id=unit.care_provider_id,
    ).order_by("-signed_at")
    return _first(user, source, list(signed))


def is_untouched(draft: Certificate) -> bool:
    """Only a draft that nobody has saved, and that was not made from another certificate, is offered filling."""
    return draft.is_draft and draft.version == 0 and draft.parent_id is None


def _first(user: CareUser, source: FilledFrom, signed: list[Certificate]) -> Candidate | None:
    for certificate in signed:
        is_near = scopes.is_within(user, certificate, scopes.Scope.WITHIN_CARE_UNIT)
        if is_near or source.from_care_provider:
            return Candidate(certificate, can_be_copied=is_near)
    return None
