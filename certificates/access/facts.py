"""What the rules look at. Register and child certificates are asked for only when a rule needs them."""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property

from accounts.user import CareUser
from certificates.models import Certificate
from certificates.types.base import CertificateType
from patients import queries as patient_queries
from patients.register import Lookup, PatientRecord


class Status(StrEnum):
    """Where a certificate stands: the stored state and the revocation in one (spec/lifecycle.md 2.1)."""

    DRAFT = "DRAFT"
    LOCKED = "LOCKED"
    DELETED = "DELETED"
    SIGNED = "SIGNED"
    REVOKED = "REVOKED"


def status_of(certificate: Certificate) -> Status:
    """A revoked locked draft and a revoked certificate both count as revoked."""
    return Status.REVOKED if certificate.is_revoked else Status(certificate.state)


class Facts:
    """One user before one certificate, or before one type and patient when there is no certificate yet."""

    def __init__(
        self,
        user: CareUser,
        certificate_type: CertificateType,
        *,
        certificate: Certificate | None = None,
        lookup: Lookup | None = None,
    ) -> None:
        self.user = user
        self.certificate_type = certificate_type
        self.certificate = certificate
        self._lookup = lookup

    @cached_property
    def patient(self) -> PatientRecord | None:
        """None when the register has no usable answer: protection is then unknown (spec/roles-and-access.md 7.2)."""
        if self._lookup is not None:
            return self._lookup.patient
        if self.certificate is None:
            raise ValueError("A rule about the patient needs a certificate or a patient")
        return patient_queries.look_up(self.certificate.person_id).patient

    @property
    def is_test(self) -> bool:
        """The patient is a test person, or the certificate was made while the patient was one."""
        if self.certificate is not None and self.certificate.is_test_certificate:
            return True
        return self.patient is not None and self.patient.is_test_person

    @cached_property
    def status(self) -> Status | None:
        return None if self.certificate is None else status_of(self.certificate)

    @cached_property
    def signed_relations(self) -> frozenset[str]:
        """Relations of signed, non-revoked certificates made from this one."""
        if self.certificate is None:
            return frozenset()
        signed = self.certificate.children.filter(state=Certificate.State.SIGNED, revoked_at__isnull=True)
        return frozenset(signed.values_list("relation", flat=True))

    @property
    def copy_allowed(self) -> bool:
        return self.user.launch is None or self.user.launch.kopiering_ok

    @property
    def unit_inactive(self) -> bool:
        return self.user.launch is not None and self.user.launch.inaktiv_enhet
