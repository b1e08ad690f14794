"""A signed certificate that comes from Intygstjänsten instead of from a draft (spec/integration.md 1.3)."""

from __future__ import annotations

import base64
from typing import Any

from django.db import IntegrityError, transaction
from lxml import etree

from certificates.events import EventKind
from certificates.fetching import REVOKED, SENT, Fetched
from certificates.lifecycle.recording import append
from certificates.lifecycle.snapshots import LONGEST_NAME, patient_fields, unit_fields
from certificates.models import Certificate, SignedDocument
from rivta import xml
from rivta.namespaces import DSIG

_PEM = "-----BEGIN CERTIFICATE-----\n{}-----END CERTIFICATE-----\n"


@transaction.atomic
def adopt(fetched: Fetched) -> Certificate:
    """The certificate as a row of its unit, locked. Its past goes into the history and nobody is told of it.

    It is registered already, so nothing is queued. Another message may have brought it here meanwhile.
    """
    certificate = _row(fetched)
    try:
        with transaction.atomic():
            certificate.save(force_insert=True)
    except IntegrityError:
        return Certificate.objects.select_for_update().get(pk=certificate.pk)
    _store_document(certificate, fetched)
    for kind, moment in (
        (EventKind.SIGNAT, certificate.signed_at),
        (EventKind.SKICKAT, certificate.sent_at),
        (EventKind.MAKULERAT, certificate.revoked_at),
    ):
        if moment is not None:
            append(kind, certificate, user=None, occurred_at=moment)
    return certificate


def _row(fetched: Fetched) -> Certificate:
    """The people, the unit and the care provider are those that the certificate names."""
    intyg, sent, revoked = fetched.intyg, fetched.last(SENT), fetched.last(REVOKED)
    return Certificate(
        id=intyg.certificate_id.lower(),
        type_id=intyg.ctype.type_id,
        type_version=intyg.ctype.version,
        state=Certificate.State.SIGNED,
        is_complete=True,
        way_in=Certificate.WayIn.INTYGSTJANST,
        issuer_hsa_id=intyg.issuer_hsa_id,
        issuer_name=intyg.issuer_name,
        issuer_title=", ".join(intyg.issuer_licences)[:LONGEST_NAME],
        issuer_positions=[{"code": code, "name": name} for code, name in intyg.issuer_positions],
        issuer_specialities=list(intyg.issuer_specialities),
        issuer_licences=list(intyg.issuer_licences),
        answers=intyg.answers,
        created_at=fetched.signed_at,
        saved_at=fetched.signed_at,
        saved_by_hsa_id=intyg.issuer_hsa_id,
        saved_by_name=intyg.issuer_name,
        signed_at=fetched.signed_at,
        sent_at=sent.at if sent else None,
        sent_to=sent.part if sent else "",
        revoked_at=revoked.at if revoked else None,
        **(patient_fields(fetched.patient) if fetched.patient else {"person_id": fetched.person_id}),
        **_unit(fetched),
        **_relation(fetched),
    )


def _unit(fetched: Fetched) -> dict[str, Any]:
    named = {
        "unit_name": fetched.intyg.unit_name,
        "care_provider_id": fetched.intyg.care_provider_id,
        "care_provider_name": fetched.intyg.care_provider_name,
        "workplace_code": fetched.intyg.workplace_code,
        "unit_mail": fetched.intyg.unit_mail,
    }
    return unit_fields(fetched.unit) | {field: text for field, text in named.items() if text}


def _relation(fetched: Fetched) -> dict[str, Any]:
    """To a certificate that is held here; others cannot be pointed at."""
    parent = Certificate.objects.filter(pk=fetched.intyg.parent_id.lower()).first()
    if parent is None or fetched.intyg.relation not in Certificate.Relation.values:
        return {}
    return {"relation": fetched.intyg.relation, "parent": parent}


def _store_document(certificate: Certificate, fetched: Fetched) -> None:
    """Only of one that carries its signature: BankID's stays where it was made (spec/signing.md 1)."""
    signature = xml.parse(fetched.xml).find(f".//{{{DSIG}}}Signature")
    if signature is None:
        return
    SignedDocument.objects.create(
        certificate=certificate,
        xml=fetched.xml,
        signature_type=SignedDocument.SignatureType.XMLDSIG,
        digest=_text(signature, "DigestValue"),
        signer_hsa_id=certificate.issuer_hsa_id,
        signer_certificate=_pem(_text(signature, "X509Certificate")),
        created_at=fetched.signed_at,
    )


def _text(signature: etree._Element, name: str) -> str:
    return "".join(signature.findtext(f".//{{{DSIG}}}{name}", "").split())


def _pem(content: str) -> str:
    try:
        return _PEM.format(base64.encodebytes(base64.b64decode(content)).decode("ascii")) if content else ""
    except ValueError:
        return ""
