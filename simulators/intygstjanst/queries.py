"""Looking up what Intygstjänsten holds."""

from __future__ import annotations

from simulators.intygstjanst.models import Recipient, StoredCertificate


def find_certificate(certificate_id: str) -> StoredCertificate | None:
    """A stored certificate with its history."""
    return StoredCertificate.objects.prefetch_related("states").filter(pk=certificate_id).first()


def find_recipient(part: str) -> Recipient | None:
    """The part with this code; one that is not active counts as unknown."""
    return Recipient.objects.filter(pk=part, is_active=True).first()


def certificates_of(person_id: str) -> list[StoredCertificate]:
    """What care may see of a person: signed, of any age and revoked ones too, oldest first, each with its history."""
    stored = StoredCertificate.objects.filter(person_id=person_id, is_deleted_by_care=False).exclude(signed_at="")
    return list(stored.order_by("signed_at", "pk").prefetch_related("states"))
