"""From draft to signed certificate (spec/lifecycle.md 2.2, 4)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from certificates.events import DomainEvent, EventKind
from certificates.models import Certificate, SignedDocument
from certificates.types import registry
from certificates.types.base import CertificateType
from delivery.models import Delivery
from hsa.roles import Role
from tests.certificates.lifecycle.signed import complete_draft, sign
from tests.factories import DOCTOR_ID, TEST_PERSON, VE02, make_draft, make_patient, make_signed, make_user
from webcert.errors import AuthorizationProblem, ConcurrentModification, DataNotFound, InvalidState

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _patients() -> None:
    make_patient()
    make_patient(TEST_PERSON)


@pytest.fixture
def self_sending() -> Iterator[CertificateType]:
    """FK7804 as if it were a type that sends at signing."""
    fk7804 = registry.get("fk7804", "2.0")
    ctype = replace(fk7804, version="9.0", flags=replace(fk7804.flags, auto_send_after_sign=True))
    with registry.installed(ctype):
        yield ctype


def messages(certificate: Certificate) -> list[str]:
    """What was queued for Intygstjänsten, in order."""
    rows = Delivery.objects.filter(kind="certificate", owner_id=certificate.pk).order_by("pk")
    return [row.metadata["message"] for row in rows]


def test_a_signed_certificate_has_state_time_and_document() -> None:
    certificate = sign(complete_draft())
    stored = Certificate.objects.get(pk=certificate.pk)
    assert (stored.state, stored.signed_at) == ("SIGNED", certificate.signed_at)
    document = SignedDocument.objects.get(pk=certificate.pk)
    assert (document.digest, document.signer_hsa_id) == ("ZGlnZXN0", DOCTOR_ID)
    assert bytes(document.xml).startswith(b"<r:RegisterCertificate")


def test_the_signer_becomes_the_issuer_of_a_draft_that_somebody_else_wrote() -> None:
    draft = complete_draft(make_user(Role.VARDADMINISTRATOR))
    certificate = sign(draft)
    assert (certificate.issuer_hsa_id, certificate.issuer_licences) == (DOCTOR_ID, ["Läkare"])
    assert certificate.saved_by_hsa_id != DOCTOR_ID


def test_signing_is_recorded_and_heard_with_the_signing_time(heard: list[DomainEvent]) -> None:
    certificate = sign(complete_draft())
    assert [event.kind for event in certificate.events.all()] == ["SIGNAT"]
    assert [(event.kind, event.occurred_at) for event in heard] == [(EventKind.SIGNAT, certificate.signed_at)]


def test_signing_queues_the_registration() -> None:
    assert messages(sign(complete_draft())) == ["REGISTER"]


def test_an_ordinary_certificate_is_not_sent_by_itself() -> None:
    assert not sign(complete_draft()).is_sent


def test_a_version_saved_meanwhile_stops_the_signing() -> None:
    draft = complete_draft()
    Certificate.objects.filter(pk=draft.pk).update(version=4, saved_by_name="Vera Sund")
    with pytest.raises(ConcurrentModification, match="Vera Sund"):
        sign(draft)
    assert Certificate.objects.get(pk=draft.pk).is_draft


def test_an_incomplete_draft_is_not_signed() -> None:
    with pytest.raises(InvalidState):
        sign(make_draft())


def test_a_draft_that_became_incomplete_is_not_signed() -> None:
    draft = complete_draft()
    Certificate.objects.filter(pk=draft.pk).update(is_complete=False)
    with pytest.raises(InvalidState):
        sign(draft)


def test_a_certificate_is_signed_once() -> None:
    draft = complete_draft()
    sign(draft)
    with pytest.raises(InvalidState):
        sign(draft)
    assert messages(draft) == ["REGISTER"]


def test_a_draft_deleted_meanwhile_is_not_found() -> None:
    draft = complete_draft()
    Certificate.objects.filter(pk=draft.pk).update(state="DELETED")
    with pytest.raises(DataNotFound):
        sign(draft)


@pytest.mark.parametrize("user", [make_user(Role.VARDADMINISTRATOR), make_user(unit=VE02)])
def test_only_who_may_sign_here_signs(user) -> None:
    with pytest.raises(AuthorizationProblem):
        sign(complete_draft(), user=user)


def test_a_complement_is_sent_by_itself_after_its_registration(heard: list[DomainEvent]) -> None:
    certificate = sign(complete_draft(parent=make_signed(), relation=Certificate.Relation.KOMPLT))
    assert certificate.sent_to == "FKASSA"
    assert messages(certificate) == ["REGISTER", "SEND"]
    assert [event.kind for event in heard] == [EventKind.SIGNAT, EventKind.SKICKAT]


def test_a_type_that_sends_at_signing_is_sent(self_sending: CertificateType) -> None:
    certificate = sign(complete_draft(type_version=self_sending.version))
    assert certificate.is_sent


def test_a_test_certificate_is_never_sent_by_itself(self_sending: CertificateType) -> None:
    certificate = sign(complete_draft(type_version=self_sending.version, is_test_certificate=True))
    assert (certificate.is_signed, certificate.is_sent) == (True, False)


def test_a_test_persons_certificate_is_never_sent_by_itself(self_sending: CertificateType) -> None:
    assert not sign(complete_draft(type_version=self_sending.version, person_id=TEST_PERSON)).is_sent


@pytest.mark.usefixtures("failing_receiver")
def test_a_receiver_that_fails_undoes_everything() -> None:
    draft = complete_draft()
    with pytest.raises(RuntimeError):
        sign(draft)
    assert Certificate.objects.get(pk=draft.pk).is_draft
    assert not SignedDocument.objects.exists()
    assert messages(draft) == []
