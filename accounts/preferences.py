"""A user's own settings, kept per HSA-id over the logins."""

from __future__ import annotations

from accounts.models import UserPreference

FAVOURITE_TYPES = "wc.favoritIntyg"
PROTECTED_PERSON_APPROVED = "wc.vardperson.sekretess.approved"
LAST_UNIT = "wc.senasteEnhet"
RENEW_WITHOUT_ASKING = "wc.dontShowFornyaDialog"


def get(hsa_id: str, key: str) -> str:
    """The value, or empty text."""
    return UserPreference.objects.filter(hsa_id=hsa_id, key=key).values_list("value", flat=True).first() or ""


def put(hsa_id: str, key: str, *, value: str) -> None:
    UserPreference.objects.update_or_create(hsa_id=hsa_id, key=key, defaults={"value": value})
