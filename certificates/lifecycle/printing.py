"""Printing: who may, and that it was done (spec/print.md 1; spec/pdl-logging.md 3)."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from accounts.user import CareUser
from certificates import access, queries
from certificates.access import Action
from certificates.events import EventKind
from certificates.lifecycle.recording import announce
from certificates.lifecycle.snapshots import with_patient_address
from certificates.models import Certificate
from certificates.types import registry
from patients import queries as patient_queries
from webcert.errors import PuProblem


@dataclass(frozen=True, slots=True)
class Printable:
    """A certificate that may be printed; ``is_protected``: the patient's personal details are."""

    certificate: Certificate
    is_protected: bool


def get_printable(user: CareUser, certificate_id: str) -> Printable:
    """The certificate, when it may be printed: signed or draft, never locked or revoked.

    A draft has the patient's address as its page shows it.
    """
    certificate = queries.get_certificate(user, certificate_id)
    lookup = patient_queries.look_up(certificate.person_id)
    access.require(user, Action.PRINT, certificate=certificate, patient=lookup)
    if lookup.patient is None:
        raise PuProblem
    if certificate.is_draft:
        ctype = registry.get(certificate.type_id, certificate.type_version)
        certificate.answers = with_patient_address(ctype, certificate.answers, lookup.patient, user.launch)
    return Printable(certificate, lookup.patient.is_protected)


@transaction.atomic
def announce_printed(user: CareUser, certificate: Certificate) -> None:
    """To be called when the document is made and about to leave."""
    message = "Intyg utskrivet" if certificate.is_signed else "Utkastet utskrivet"
    announce(EventKind.PRINTED, user=user, certificate=certificate, message=message)
