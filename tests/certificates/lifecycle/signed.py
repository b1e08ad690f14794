"""A draft made into a signed certificate by ``mark_signed``, with real XML but no real signature."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from lxml import etree

from accounts.user import CareUser
from certificates import transport
from certificates.lifecycle.sign import mark_signed
from certificates.models import Certificate, SignedDocument
from tests.factories import complete_answers, make_diagnoses, make_draft, make_user
from webcert import clock


def complete_draft(user: CareUser | None = None, **changes: Any) -> Certificate:
    make_diagnoses()
    return make_draft(user, **({"answers": complete_answers(), "is_complete": True, "version": 3} | changes))


def sign(draft: Certificate, *, user: CareUser | None = None) -> Certificate:
    moment = clock.now().replace(microsecond=0)
    xml = etree.tostring(transport.register_certificate_body(draft, signing_time=moment))
    with transaction.atomic():
        return mark_signed(
            certificate=draft,
            user=user or make_user(),
            signed_at=moment,
            xml=xml,
            digest="ZGlnZXN0",
            signer_certificate="-----BEGIN CERTIFICATE-----",
            signature_type=SignedDocument.SignatureType.XMLDSIG,
        )
