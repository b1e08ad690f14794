"""RevokeCertificate at the embedded Intygstjänst, and at the recipients (spec/integration.md 5.4, 5.9)."""

from __future__ import annotations

import pytest
from django.test import Client

from certificates.models import Certificate
from rivta.contracts import REVOKE_CERTIFICATE_2
from rivta.results import Result
from simulators.intygstjanst.models import CertificateState, Recipient
from simulators.modes.models import SimulatorMode
from simulators.recipients.models import PARTS, ReceivedDocument
from tests import factories
from tests.simulators.messages import (
    ask,
    held_certificate,
    listed,
    load_surroundings,
    register,
    result_of,
    revocation_of,
    revoke,
    send,
    signed_certificate,
    states,
)

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.simulators.urls")]


@pytest.fixture(autouse=True)
def _surroundings() -> None:
    load_surroundings()


@pytest.fixture
def certificate() -> Certificate:
    return held_certificate()


def told() -> list[str]:
    rows = ReceivedDocument.objects.filter(kind=ReceivedDocument.Kind.REVOCATION)
    return list(rows.order_by("recipient").values_list("recipient", flat=True))


def test_a_revoked_certificate_is_marked_and_nobody_is_told_when_it_was_not_sent(certificate: Certificate) -> None:
    assert result_of(revoke(certificate)) == Result("OK")
    assert states(certificate)[-1] == ("CANCELLED", "HSVARD")
    assert told() == []


def test_every_recipient_that_was_sent_it_is_told_once(certificate: Certificate, client: Client) -> None:
    send(certificate)
    send(certificate, recipient="AF")
    assert result_of(revoke(certificate)) == Result("OK")
    assert told() == ["AF", "FKASSA"]
    (entry,) = listed(client, "/simulators/recipients/FKASSA/revocations")
    assert (entry["certificateId"], entry["valid"]) == (certificate.pk, True)
    assert "Personnumret var en annans." in str(entry["xml"])


def test_an_unknown_certificate_is_an_application_error_so_that_it_is_tried_again() -> None:
    result = result_of(revoke(signed_certificate()))
    assert (result.code, result.error_id) == ("ERROR", "APPLICATION_ERROR")


def test_another_persons_certificate_counts_as_unknown(certificate: Certificate) -> None:
    result = result_of(revoke(certificate, person=factories.OTHER_PATIENT))
    assert (result.code, result.error_id) == ("ERROR", "APPLICATION_ERROR")


def test_revoking_twice_is_info_and_tells_nobody_again(certificate: Certificate) -> None:
    send(certificate)
    revoke(certificate)
    assert result_of(revoke(certificate)).code == "INFO"
    assert told() == ["FKASSA"]


def test_a_test_certificate_is_not_passed_on() -> None:
    factories.make_patient(factories.TEST_PERSON)
    certificate = signed_certificate(person_id=factories.TEST_PERSON)
    register(certificate)
    CertificateState.objects.create(
        certificate_id=certificate.pk, state="SENT", target="FKASSA", at=certificate.signed_at
    )
    assert result_of(revoke(certificate)) == Result("OK")
    assert told() == []


def test_a_recipient_without_address_is_skipped(certificate: Certificate) -> None:
    send(certificate)
    Recipient.objects.filter(pk="FKASSA").update(logical_address="")
    assert result_of(revoke(certificate)) == Result("OK")
    assert told() == []


def test_a_recipient_that_fails_leaves_the_certificate_unmarked_for_the_next_try(certificate: Certificate) -> None:
    send(certificate)
    SimulatorMode.objects.create(simulator="FKASSA", mode="TECHNICAL_ERROR", remaining=1)
    result = result_of(revoke(certificate))
    assert (result.code, result.error_id) == ("ERROR", "TECHNICAL_ERROR")
    assert ("CANCELLED", "HSVARD") not in states(certificate)
    assert result_of(revoke(certificate)) == Result("OK")


@pytest.mark.parametrize("recipient", PARTS)
def test_each_recipient_takes_revocations(recipient: str, client: Client) -> None:
    path = f"/simulators/recipients/{recipient}/RevokeCertificate/2/rivtabp21"
    assert result_of(ask(path, REVOKE_CERTIFICATE_2, revocation_of("abc", factories.PATIENT))) == Result("OK")
    (entry,) = listed(client, f"/simulators/recipients/{recipient}/revocations")
    assert entry["certificateId"] == "abc"


def test_a_revocation_against_the_contract_is_kept_as_invalid(client: Client) -> None:
    broken = revocation_of("abc", factories.PATIENT).replace(
        b"<v:skickatTidpunkt>2026-03-01T10:11:12</v:skickatTidpunkt>", b""
    )
    ask("/simulators/recipients/SKV/RevokeCertificate/2/rivtabp21", REVOKE_CERTIFICATE_2, broken)
    (entry,) = listed(client, "/simulators/recipients/SKV/revocations")
    assert entry["valid"] is False
