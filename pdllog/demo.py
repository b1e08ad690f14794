"""What the PDL log already holds about the demo world's certificates (spec/demo-world.md): stored as delivered."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from certificates.models import Certificate
from certificates.types import registry
from pdllog.models import PdlRecord

Type = PdlRecord.ActivityType


@transaction.atomic
def load() -> None:
    """One record for each thing that has happened to a demo certificate; those that have records are left alone."""
    certificates = Certificate.objects.filter(way_in=Certificate.WayIn.DEMO, is_test_certificate=False)
    for certificate in certificates.order_by("created_at", "pk"):
        if not PdlRecord.objects.filter(activity_level=certificate.pk).exists():
            PdlRecord.objects.bulk_create(_past(certificate))


def _past(certificate: Certificate) -> list[PdlRecord]:
    recipient = registry.get(certificate.type_id, certificate.type_version).recipient
    moments = (
        (Type.WRITE, "", certificate.created_at),
        (Type.SIGN, "", certificate.signed_at),
        (Type.PRINT, f"Intyg skickat till mottagare {recipient.name if recipient else ''}", certificate.sent_at),
        (Type.DELETE, "", certificate.revoked_at),
    )
    return [_record(certificate, kind, args, moment) for kind, args, moment in moments if moment is not None]


def _record(certificate: Certificate, kind: PdlRecord.ActivityType, args: str, moment: dt.datetime) -> PdlRecord:
    return PdlRecord(
        start_date=moment,
        activity_type=kind,
        activity_level=certificate.pk,
        activity_args=args,
        user_id=certificate.issuer_hsa_id,
        user_title=certificate.issuer_title,
        user_care_provider_id=certificate.care_provider_id,
        user_care_provider_name=certificate.care_provider_name,
        user_care_unit_id=certificate.unit_id,
        user_care_unit_name=certificate.unit_name,
        patient_id=certificate.person_id,
        owner_care_provider_id=certificate.care_provider_id,
        owner_care_provider_name=certificate.care_provider_name,
        owner_care_unit_id=certificate.unit_id,
        owner_care_unit_name=certificate.unit_name,
        state=PdlRecord.State.DELIVERED,
        delivered_at=moment,
    )
