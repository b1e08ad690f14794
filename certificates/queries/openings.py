"""The days that the administration has set for versions of types (spec/certificate-types README 1)."""

from __future__ import annotations

from collections.abc import Mapping

from accounts import per_request
from certificates.models import CertificateTypeSetting
from certificates.types.openings import Key, Period

_KEPT = "certificate_type_settings"


def periods() -> Mapping[Key, Period]:
    """Every row, by type id and version; read once per request."""
    return per_request.once(_KEPT, _stored)


def changed() -> None:
    """A row was written in this request."""
    per_request.forget(_KEPT)


def _stored() -> Mapping[Key, Period]:
    rows = CertificateTypeSetting.objects.values_list("type_id", "version", "active_from", "active_to")
    return {(type_id, version): Period(first, last) for type_id, version, first, last in rows}
