"""One certificate per patient (spec/death-certificates.md 3; spec/lifecycle.md 5.8).

Certificates that another installation has issued are not known here.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Q, QuerySet

from certificates.models import Certificate
from certificates.types import registry
from certificates.types.base import CertificateType
from hsa.tree import UnitNode
from webcert import locks


class Place(StrEnum):
    """Where an earlier one stands, seen from the user's unit."""

    SAME_UNIT = "SAME_UNIT"
    SAME_PROVIDER = "SAME_PROVIDER"
    OTHER_PROVIDER = "OTHER_PROVIDER"


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier draft or certificate of the patient. Its unit may be told to the user also at another provider."""

    certificate: Certificate
    place: Place

    @property
    def is_in_provider(self) -> bool:
        return self.place is not Place.OTHER_PROVIDER


@dataclass(frozen=True, slots=True)
class Found:
    """The signed one and the draft that count: the newest, those of the user's own care provider first."""

    signed: Earlier | None = None
    draft: Earlier | None = None


def concerns(certificate_type: CertificateType) -> bool:
    """Is anything about the type limited to one?"""
    flags = certificate_type.flags
    return flags.unique_certificate or flags.unique_certificate_in_provider or flags.unique_draft


def earlier(certificate_type: CertificateType, person_id: str, *, unit: UnitNode, but: str = "") -> Found:
    """What the patient has of the type. Revoked ones and locked drafts do not count; ``but`` is the open draft's id."""
    certificates = Certificate.objects.filter(person_id=person_id, type_id=certificate_type.type_id).exclude(pk=but)
    return Found(
        signed=_first(certificates.filter(_SIGNED).order_by("-signed_at"), unit),
        draft=_first(certificates.filter(state=Certificate.State.DRAFT).order_by("-created_at"), unit),
    )


def hinders_draft(found: Earlier | None) -> bool:
    """A draft within the care provider stands in the way of another."""
    return found is not None and found.is_in_provider


def hinders_certificate(certificate_type: CertificateType, found: Earlier | None) -> bool:
    """A signed one stands in the way: anywhere, or within the care provider, as the type says."""
    flags = certificate_type.flags
    return found is not None and (
        flags.unique_certificate or (flags.unique_certificate_in_provider and found.is_in_provider)
    )


def notice(certificate_type: CertificateType, person_id: str, *, unit: UnitNode) -> str:
    """What a user should know who may make a draft all the same; empty when there is nothing to tell (3.2, 3.3)."""
    if concerns(certificate_type):
        found = earlier(certificate_type, person_id, unit=unit)
        for one in (found.signed, found.draft):
            if one is not None:
                return text(certificate_type, one)
    if certificate_type.made_after and not has_signed(certificate_type.made_after, person_id):
        first = registry.by_id(certificate_type.made_after)
        name = first[0].name.lower() if first else certificate_type.made_after
        return f"Patienten har inget signerat {name}. {certificate_type.name} bör utfärdas efter det."
    return ""


def elsewhere(certificate_type: CertificateType, person_id: str, *, unit: UnitNode) -> Earlier | None:
    """The earlier one that the type's message is about, when it stands on another unit: its unit can be told (3.2)."""
    if not concerns(certificate_type):
        return None
    found = earlier(certificate_type, person_id, unit=unit)
    told = found.signed or found.draft
    return told if told is not None and told.place is not Place.SAME_UNIT else None


def before_signing(certificate_type: CertificateType, draft: Certificate, *, unit: UnitNode) -> Earlier | None:
    """What the signer is told first (3.4): another one that is signed, else a draft, at another care provider.

    Whether the signature is then refused is ``hinders_certificate``'s. A replacement is signed without being asked.
    """
    if not concerns(certificate_type) or draft.relation == Certificate.Relation.ERSATT:
        return None
    found = earlier(certificate_type, draft.person_id, unit=unit, but=draft.pk)
    return next((one for one in (found.signed, found.draft) if one is not None and not one.is_in_provider), None)


def has_signed(type_id: str, person_id: str, *, care_provider_id: str = "") -> bool:
    """A signed, non-revoked certificate of the type, anywhere or at one care provider (death-certificates 7)."""
    signed = Certificate.objects.filter(_SIGNED, type_id=type_id, person_id=person_id)
    return (signed.filter(care_provider_id=care_provider_id) if care_provider_id else signed).exists()


def text(certificate_type: CertificateType, found: Earlier) -> str:
    """What to tell about an earlier one; the gist of the table in death-certificates 3.2."""
    name = certificate_type.name
    where = {
        Place.SAME_UNIT: "",
        Place.SAME_PROVIDER: " på en annan enhet",
        Place.OTHER_PROVIDER: " hos en annan vårdgivare",
    }
    is_signed = found.certificate.is_signed
    what = (
        f"{name} finns redan{where[found.place]}"
        if is_signed
        else f"Utkast på {name.lower()} finns redan{where[found.place]}"
    )
    if is_signed and found.is_in_provider:
        return f"{what}. Det går inte att skapa ett nytt, men det som finns kan ersättas."
    if is_signed and certificate_type.flags.unique_certificate:
        return f"{what}. Det går inte att skapa ett nytt."
    if found.is_in_provider:
        return f"{what}. Fortsätt med det utkastet."
    return f"{what}. Det senast skapade är det som gäller."


def hold(certificate_type: CertificateType, person_id: str) -> None:
    """Until the transaction ends nobody else decides about the patient's certificates of the type."""
    if concerns(certificate_type):
        locks.hold(certificate_type.type_id, person_id)


_SIGNED = Q(state=Certificate.State.SIGNED, revoked_at__isnull=True)


def _first(certificates: QuerySet[Certificate], unit: UnitNode) -> Earlier | None:
    own = certificates.filter(care_provider_id=unit.care_provider_id).defer("answers").first()
    certificate = own or certificates.defer("answers").first()
    if certificate is None:
        return None
    if certificate.care_provider_id != unit.care_provider_id:
        return Earlier(certificate, Place.OTHER_PROVIDER)
    return Earlier(certificate, Place.SAME_UNIT if certificate.unit_id == unit.hsa_id else Place.SAME_PROVIDER)
