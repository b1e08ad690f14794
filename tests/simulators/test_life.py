"""From a draft to a revocation at the recipient: the outbox, Intygstjänsten and the recipient as they are."""

from __future__ import annotations

import pytest

from certificates.lifecycle.complement import complement, request_complement
from certificates.lifecycle.revoke import revoke
from certificates.lifecycle.send import send
from certificates.models import Certificate
from delivery import services
from delivery.models import Delivery
from simulators import demo
from simulators.intygstjanst.models import CertificateState
from simulators.recipients.models import ReceivedDocument
from tak import demo as tak_demo
from tests.certificates.lifecycle.signed import complete_draft, sign
from tests.factories import TEST_PERSON, make_patient, make_user
from webcert import clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _surroundings() -> None:
    make_patient()
    tak_demo.load()
    demo.load()


def deliver() -> None:
    """Each round takes the next message of each certificate."""
    for _ in range(4):
        services.deliver_due(now=clock.now(), kinds=["certificate"])
    assert set(Delivery.objects.filter(kind="certificate").values_list("state", flat=True)) == {"DELIVERED"}


def states(certificate: Certificate) -> list[tuple[str, str]]:
    return list(CertificateState.objects.filter(certificate_id=certificate.pk).values_list("state", "target"))


def received() -> list[tuple[str, str]]:
    return list(ReceivedDocument.objects.order_by("pk").values_list("recipient", "kind"))


def test_a_sent_certificate_is_revoked_at_its_recipient_too() -> None:
    certificate = sign(complete_draft())
    send(user=make_user(), certificate_id=certificate.pk)
    revoke(user=make_user(), certificate_id=certificate.pk, reason="FEL_PATIENT")
    deliver()
    assert states(certificate) == [("RECEIVED", "HSVARD"), ("SENT", "FKASSA"), ("CANCELLED", "HSVARD")]
    assert received() == [("FKASSA", "certificates"), ("FKASSA", "revocations")]


def test_an_unsent_certificate_is_revoked_at_intygstjansten_only() -> None:
    certificate = sign(complete_draft())
    revoke(user=make_user(), certificate_id=certificate.pk, reason="FEL_PATIENT")
    deliver()
    assert states(certificate) == [("RECEIVED", "HSVARD"), ("CANCELLED", "HSVARD")]
    assert received() == []


def test_a_test_persons_certificate_is_registered_and_revoked_and_nobody_gets_it() -> None:
    make_patient(TEST_PERSON)
    certificate = sign(complete_draft(person_id=TEST_PERSON, is_test_certificate=True))
    revoke(user=make_user(), certificate_id=certificate.pk, reason="FEL_PATIENT")
    deliver()
    assert states(certificate)[-1] == ("CANCELLED", "HSVARD")
    assert received() == []


def test_a_complement_reaches_the_recipient_by_itself_and_names_its_parent() -> None:
    parent = sign(complete_draft())
    send(user=make_user(), certificate_id=parent.pk)
    request_complement(certificate_id=parent.pk, message_id="m-1", requested_at=clock.now())
    child = sign(complement(user=make_user(), certificate_id=parent.pk))
    deliver()
    assert received() == [("FKASSA", "certificates"), ("FKASSA", "certificates")]
    xml = bytes(ReceivedDocument.objects.get(certificate_id=child.pk).xml)
    assert b"KOMPLT" in xml
    assert parent.pk.encode() in xml
