"""Messages about a certificate that only Intygstjänsten holds (spec/integration.md 1.3, 2.6; spec/messages.md 6.1)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from lxml import etree

import hsa.demo
import simulators.demo
from arenden.models import Arende
from arenden.services import receive
from certificates import outgoing, queries
from certificates.fetching import fetch
from certificates.lifecycle.adopt import adopt
from certificates.models import Certificate, SignedDocument
from certificates.signing import verification
from delivery.models import Delivery
from hsa.errors import UnitNotFound
from notifications.models import StatusUpdate
from rivta import envelope
from rivta.build import el
from rivta.contracts import GET_CERTIFICATE_2
from rivta.namespaces import GET_CERTIFICATE
from simulators.intygstjanst.models import CertificateState, StoredCertificate
from tests.arenden.conftest import history, message, told
from tests.certificates.signing import documents
from tests.delivery.receiver import Answer, listening
from tests.factories import VE01, make_diagnoses, make_user
from tests.notifications.conftest import integrate
from tests.pages.certificate.markup import Page
from tests.pages.certificate.sessions import log_in
from tests.simulators.messages import certificate_body, register, result_of, signed_certificate
from webcert import clock
from webcert.errors import AuthorizationProblem, DataNotFound, ExternalSystemProblem

pytestmark = pytest.mark.django_db
SENT, CANCELLED = CertificateState.State.SENT, CertificateState.State.CANCELLED


@pytest.fixture(autouse=True)
def _intygstjanst() -> None:
    hsa.demo.load()
    make_diagnoses()
    simulators.demo.load()


def held_there(**changes: Any) -> Certificate:
    """The certificate as it was before this installation lost it."""
    certificate = signed_certificate(issuer_hsa_id=documents.SIGNER.hsa_id, **changes)
    signed = documents.sign(certificate_body(certificate), certificate_id=certificate.pk)
    assert result_of(register(signed)).code == "OK"
    Certificate.objects.filter(pk=certificate.pk).delete()
    return certificate


def marked(certificate: Certificate, state: CertificateState.State, target: str) -> dt.datetime:
    moment = clock.now().replace(microsecond=0)
    CertificateState.objects.create(certificate_id=certificate.pk, state=state, target=target, at=moment)
    return moment


def test_a_message_brings_the_certificate_back_to_its_unit() -> None:
    lost = held_there()
    stored = receive(message(lost))
    found = Certificate.objects.get(pk=lost.pk)
    for field in ("type_id", "type_version", "state", "person_id", "patient_name", "answers", "issuer_hsa_id"):
        assert getattr(found, field) == getattr(lost, field), field
    for field in ("unit_id", "unit_name", "care_unit_id", "care_provider_id", "care_provider_name", "workplace_code"):
        assert getattr(found, field) == getattr(lost, field), field
    assert lost.signed_at is not None
    assert found.signed_at == lost.signed_at.replace(microsecond=0)
    assert found.way_in == Certificate.WayIn.INTYGSTJANST
    assert (stored.certificate_id, stored.unit_id) == (lost.pk, VE01)


def test_who_issued_it_is_told_as_it_says() -> None:
    issuer = {
        "issuer_positions": [{"code": "203010", "name": "Läkare legitimerad, specialiseringstjänstgöring"}],
        "issuer_specialities": ["Allmänmedicin", "Reumatologi"],
        "issuer_licences": ["Läkare"],
    }
    lost = held_there(**issuer)
    receive(message(lost))
    found = Certificate.objects.get(pk=lost.pk)
    assert {field: getattr(found, field) for field in issuer} == issuer
    assert (found.issuer_name, found.issuer_title) == (lost.issuer_name, "Läkare")


def test_its_signature_is_still_valid() -> None:
    lost = held_there()
    receive(message(lost))
    document = SignedDocument.objects.get(pk=lost.pk)
    report = verification.verify(bytes(document.xml), certificate_id=lost.pk, at=clock.now())
    assert report.is_valid, report.first_failure
    assert document.digest in bytes(document.xml).decode()
    assert document.signer_certificate.startswith("-----BEGIN CERTIFICATE-----\n")


def test_one_that_carries_no_signature_has_no_document() -> None:
    lost = signed_certificate()
    assert result_of(register(lost)).code == "OK"
    Certificate.objects.filter(pk=lost.pk).delete()
    receive(message(lost))
    assert not SignedDocument.objects.filter(pk=lost.pk).exists()


def test_it_is_known_as_sent_and_its_past_is_history_that_nobody_is_told_of() -> None:
    integrate()
    lost = held_there()
    sent_at = marked(lost, SENT, "FKASSA")
    receive(message(lost))
    found = Certificate.objects.get(pk=lost.pk)
    assert (found.sent_at, found.sent_to) == (sent_at, "FKASSA")
    assert sorted(history(found)) == ["NYFRFM", "SIGNAT", "SKICKAT"]
    assert told(found) == ["NYFRFM"]
    assert lost.pk.encode() in bytes(StatusUpdate.objects.get().payload)
    assert not Delivery.objects.filter(kind=outgoing.KIND).exists()


def test_the_unit_reads_it_and_another_unit_does_not() -> None:
    lost = held_there()
    receive(message(lost))
    assert queries.get_certificate(make_user(), lost.pk).pk == lost.pk
    with pytest.raises((DataNotFound, AuthorizationProblem)):
        queries.get_certificate(make_user(unit="SE2321000016-VE21"), lost.pk)


def test_its_page_opens_with_the_message() -> None:
    lost = held_there()
    marked(lost, SENT, "FKASSA")
    receive(message(lost))
    client = log_in(make_user())
    page = Page(client.get(f"/certificate/{lost.pk}"))
    assert "Kan ni ringa oss?" in page.tree.text_content()
    assert client.get(f"/moduleapi/intyg/fk7804/{lost.pk}/pdf").status_code == 200


def test_two_messages_at_the_same_moment_bring_it_once() -> None:
    fetched = fetch(held_there().pk)
    assert adopt(fetched) == adopt(fetched)
    assert (Certificate.objects.count(), SignedDocument.objects.count()) == (1, 1)


def test_its_parent_is_pointed_at_when_it_is_held_here() -> None:
    parent = signed_certificate()
    lost = held_there(relation="FRLANG", parent=parent)
    receive(message(lost))
    found = Certificate.objects.get(pk=lost.pk)
    assert (found.relation, found.parent_id) == ("FRLANG", parent.pk)


def test_a_second_message_finds_it_here() -> None:
    lost = held_there()
    receive(message(lost))
    StoredCertificate.objects.all().delete()
    receive(message(lost, message_id="m-2"))
    assert Arende.objects.count() == 2


def test_nothing_is_kept_of_one_whose_message_is_refused() -> None:
    lost = held_there()
    marked(lost, CANCELLED, "HSVARD")
    with pytest.raises(AuthorizationProblem):
        receive(message(lost))
    assert not Certificate.objects.exists()
    assert not Arende.objects.exists()


def test_one_of_a_unit_that_is_unknown_here_is_not_found() -> None:
    lost = signed_certificate()
    assert result_of(register(certificate_body(lost).replace(VE01.encode(), b"SE2321000016-OKND"))).code == "OK"
    Certificate.objects.filter(pk=lost.pk).delete()
    with pytest.raises(UnitNotFound):
        receive(message(lost))


def test_one_that_intygstjansten_does_not_hold_is_not_found() -> None:
    with pytest.raises(DataNotFound):
        receive(message(signed_certificate(), certificate_id="00000000-0000-4000-8000-000000000000"))


def test_an_intygstjanst_that_cannot_be_reached_is_a_problem_of_another_system(settings: Any) -> None:
    lost = held_there()
    settings.INTYGSTJANST_URL = "http://127.0.0.1:9"
    with pytest.raises(ExternalSystemProblem):
        receive(message(lost))
    assert not Certificate.objects.exists()


def test_another_installations_intygstjanst_is_asked_over_http(settings: Any) -> None:
    lost = held_there()
    response = el(GET_CERTIFICATE, "GetCertificateResponse")
    intyg = etree.fromstring(certificate_body(lost))[0]
    response.append(intyg)
    intyg.tag = f"{{{GET_CERTIFICATE}}}intyg"
    assert GET_CERTIFICATE_2.validate(response) == []
    with listening(Answer(envelope.wrap(response, ""))) as intygstjanst:
        settings.INTYGSTJANST_URL = intygstjanst.url.rstrip("/")
        receive(message(lost))
    assert Certificate.objects.get().pk == lost.pk
