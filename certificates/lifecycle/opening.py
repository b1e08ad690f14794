"""Opening a draft or certificate: who may see it, and that it was seen (spec/pdl-logging.md 3)."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from accounts.user import CareUser
from certificates import access, queries
from certificates.access import Action, Decision
from certificates.events import EventKind
from certificates.lifecycle.recording import announce
from certificates.lifecycle.snapshots import named_patient, with_patient_address
from certificates.models import Certificate
from certificates.types import registry
from certificates.types.base import CertificateType
from patients import queries as patient_queries
from patients.register import PatientRecord


@dataclass(frozen=True, slots=True)
class OpenedCertificate:
    """What a page about one certificate needs; ``decisions`` says what to offer."""

    certificate: Certificate
    certificate_type: CertificateType
    patient: PatientRecord
    decisions: dict[Action, Decision]

    def may(self, action: Action) -> bool:
        return self.decisions[action].allowed


def open_certificate(user: CareUser, certificate_id: str) -> OpenedCertificate:
    """Every opening is one entry in the PDL log.

    Raises ``DataNotFound``, ``AuthorizationProblem`` (also its forms for protected patients) and ``PuProblem``.
    """
    opened = reload_certificate(user, certificate_id)
    with transaction.atomic():
        announce(EventKind.OPENED, user=user, certificate=opened.certificate)
    return opened


def reload_certificate(user: CareUser, certificate_id: str) -> OpenedCertificate:
    """The same after an action of the user's own on the page, which is logged already (spec/pdl-logging.md 5).

    A draft shows the patient's address as it is told now; the next save keeps it.
    """
    certificate = queries.get_certificate(user, certificate_id)
    lookup = patient_queries.look_up(certificate.person_id)
    decisions = access.decisions(user, certificate, lookup)
    reading = decisions[Action.READ]
    if not reading.allowed or lookup.patient is None:
        raise reading.as_error()
    certificate_type = registry.get(certificate.type_id, certificate.type_version)
    if certificate.is_draft:
        certificate.answers = with_patient_address(certificate_type, certificate.answers, lookup.patient, user.launch)
    patient = named_patient(certificate_type, lookup.patient, user.launch)
    return OpenedCertificate(certificate, certificate_type, patient, decisions)
