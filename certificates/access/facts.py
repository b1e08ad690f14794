"""What the rules look at. Register, features and other certificates are asked for only when a rule needs them."""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property

from django.conf import settings

from accounts import features
from accounts.features import ActiveFeatures
from accounts.user import CareUser
from certificates.models import Certificate
from certificates.queries import uniqueness
from certificates.types import registry
from certificates.types.base import CertificateType
from patients import queries as patient_queries
from patients.register import Lookup, PatientRecord
from webcert import clock

_CHILD_COLUMNS = ("state", "relation", "revoked_at", "created_at")
"""All that the rules look at of a certificate made from this one; a row has some sixty."""


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


def is_deceased(user: CareUser, patient: PatientRecord | None) -> bool:
    """As the register says; the launch's word counts only where the installation lets it (integration.md 3.3)."""
    if patient is None:
        return False
    return patient.is_deceased or (settings.LAUNCH_AVLIDEN_COUNTS and user.launch_about(patient.person_id).avliden)


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
    def features(self) -> ActiveFeatures:
        """What is on for the selected unit and its care provider (spec/roles-and-access.md 3.4)."""
        return features.at_unit(self.user.unit)

    # --- the patient ----------------------------------------------------------------------------------------------
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
        return self.is_test_certificate or self.is_test_person

    @property
    def is_test_certificate(self) -> bool:
        return self.certificate is not None and self.certificate.is_test_certificate

    @property
    def is_test_person(self) -> bool:
        return self.patient is not None and self.patient.is_test_person

    @property
    def is_deceased(self) -> bool:
        return is_deceased(self.user, self.patient)

    # --- the certificate ------------------------------------------------------------------------------------------
    @cached_property
    def status(self) -> Status | None:
        return None if self.certificate is None else status_of(self.certificate)

    @property
    def is_sent(self) -> bool:
        return self.certificate is not None and self.certificate.is_sent

    @property
    def has_open_complement(self) -> bool:
        """The recipient has asked for a complement and nobody has handled it."""
        return self.certificate is not None and self.certificate.complement_requested_at is not None

    @cached_property
    def _living_children(self) -> tuple[Certificate, ...]:
        """What was made from this one and is neither revoked nor deleted."""
        if self.certificate is None:
            return ()
        return tuple(
            child
            for child in self.certificate.children.only(*_CHILD_COLUMNS)
            if not child.is_revoked and child.state != Certificate.State.DELETED
        )

    @property
    def signed_relations(self) -> frozenset[str]:
        """Relations of signed, non-revoked certificates made from this one."""
        return frozenset(child.relation for child in self._living_children if child.is_signed)

    @property
    def draft_relations(self) -> frozenset[str]:
        """Relations of unsigned, unlocked drafts made from this one."""
        return frozenset(child.relation for child in self._living_children if child.is_draft)

    @property
    def living_relations(self) -> frozenset[str]:
        """Relations of whatever was made from this one and still counts."""
        return frozenset(child.relation for child in self._living_children)

    @property
    def is_request_being_answered(self) -> bool:
        """A complementing certificate or draft was made after the open request came (spec/lifecycle.md 5.4)."""
        asked_at = self.certificate.complement_requested_at if self.certificate is not None else None
        return asked_at is not None and any(
            child.relation == Certificate.Relation.KOMPLT and child.created_at >= asked_at
            for child in self._living_children
        )

    # --- the launch -----------------------------------------------------------------------------------------------
    @property
    def copy_allowed(self) -> bool:
        return self.user.launch is None or self.user.launch.kopiering_ok

    @property
    def unit_inactive(self) -> bool:
        return self.user.launch is not None and self.user.launch.inaktiv_enhet

    @property
    def only_reads(self) -> bool:
        return self.user.launch is not None and self.user.launch.is_read_only

    @property
    def is_on_own_unit(self) -> bool:
        """The certificate's care unit is the one that the user is on, or on a unit of (3.5)."""
        unit, certificate = self.user.unit, self.certificate
        return unit is not None and certificate is not None and certificate.care_unit_id == unit.care_unit_id

    # --- other certificates ---------------------------------------------------------------------------------------
    @cached_property
    def earlier(self) -> uniqueness.Found:
        """Other certificates of the type that the patient has. Needs a selected unit."""
        unit = self.user.unit
        if unit is None:
            return uniqueness.Found()
        own_id = self.certificate.pk if self.certificate is not None else ""
        return uniqueness.earlier(self.certificate_type, self._person_id, unit=unit, but=own_id)

    @property
    def _person_id(self) -> str:
        if self.certificate is not None:
            return self.certificate.person_id
        return self.patient.person_id if self.patient is not None else ""

    @cached_property
    def has_related(self) -> bool:
        """The patient has a certificate of the related type within the user's reach (spec/lifecycle.md 5.9)."""
        unit = self.user.unit
        if unit is None or not self.certificate_type.related:
            return False
        found = Certificate.objects.filter(
            type_id=self.certificate_type.related, person_id=self._person_id, revoked_at__isnull=True
        ).exclude(state=Certificate.State.DELETED)
        is_narrow = not self.user.is_integrated and not unit.is_care_unit
        reached = {"unit_id": unit.hsa_id} if is_narrow else {"care_unit_id": unit.care_unit_id}
        return found.filter(**reached).exists()

    @cached_property
    def for_target(self) -> Facts | None:
        """The same before the type that a template gives, as if it were made from nothing; None when it is closed.

        Uniqueness looks at the patient of this certificate.
        """
        for type_id in self.certificate_type.template_for:
            active = [t for t in registry.by_id(type_id) if t.is_active(clock.today())]
            if active:
                return _TargetFacts(self, active[0])
        return None


class _TargetFacts(Facts):
    def __init__(self, source: Facts, target: CertificateType) -> None:
        super().__init__(source.user, target, certificate=source.certificate, lookup=source._lookup)

    @cached_property
    def earlier(self) -> uniqueness.Found:
        unit = self.user.unit
        return uniqueness.earlier(self.certificate_type, self._person_id, unit=unit) if unit else uniqueness.Found()
