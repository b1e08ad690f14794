"""Earlier messages come with a certificate that Intygstjänsten gives back (spec/messages.md 6.1, step 2)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from lxml import etree

import hsa.demo
import simulators.demo
from arenden import central_store
from arenden.central_store import EarlierMessages
from arenden.models import Arende
from arenden.services import receive
from certificates.models import Certificate
from notifications.models import StatusUpdate
from simulators.intygstjanst import earlier
from simulators.intygstjanst.models import CertificateState, StoredCertificate, StoredMessage
from tests.arenden.conftest import message, told
from tests.factories import make_diagnoses
from tests.notifications.conftest import integrate
from tests.simulators.messages import message_to_care, message_to_recipient, register, result_of, signed_certificate
from webcert import clock

pytestmark = pytest.mark.django_db
FROM_CARE, FROM_FK = Arende.Sender.CARE, Arende.Sender.RECIPIENT
CLOSED, ANSWERED = Arende.Status.CLOSED, Arende.Status.ANSWERED
TO_CARE, TO_RECIPIENT = StoredMessage.Direction.TO_CARE, StoredMessage.Direction.TO_RECIPIENT
SENT_AT = clock.from_local(dt.datetime(2026, 3, 1, 10, 11, 12))


@pytest.fixture(autouse=True)
def _intygstjanst() -> Iterator[None]:
    hsa.demo.load()
    make_diagnoses()
    simulators.demo.load()
    integrate()
    yield
    central_store.use(earlier.earlier_messages)


@pytest.fixture
def lost() -> Certificate:
    """Held by Intygstjänsten only."""
    certificate = signed_certificate()
    assert result_of(register(certificate)).code == "OK"
    Certificate.objects.filter(pk=certificate.pk).delete()
    return certificate


def passed_on(certificate: Certificate, body: etree._Element, direction: StoredMessage.Direction) -> None:
    StoredMessage.objects.create(
        id=body[0].text or "",
        certificate=StoredCertificate.objects.get(pk=certificate.pk),
        direction=direction,
        topic="KONTKT",
        logical_address="A",
        received_at=clock.now(),
        xml=etree.tostring(body),
    )


def to_care(certificate: Certificate, **what: str) -> None:
    passed_on(certificate, message_to_care(certificate, **what), TO_CARE)


def to_recipient(certificate: Certificate, **what: str) -> None:
    passed_on(certificate, message_to_recipient(certificate, **what), TO_RECIPIENT)


def statuses() -> dict[str, str]:
    return dict(Arende.objects.values_list("message_id", "status"))


def test_a_question_of_each_side_awaits_the_other_one(lost: Certificate) -> None:
    to_care(lost, message_id="from-fk")
    to_recipient(lost, message_id="from-care")
    receive(message(lost, message_id="new"))
    assert statuses() == {
        "from-fk": "PENDING_INTERNAL_ACTION", "from-care": "PENDING_EXTERNAL_ACTION", "new": "PENDING_INTERNAL_ACTION",
    }  # fmt: skip
    asked = Arende.objects.get(message_id="from-care")
    assert (asked.sender, asked.kind, asked.text, asked.topic) == (FROM_CARE, "QUESTION", "Ring oss, å.", "KONTKT")
    assert asked.author_hsa_id.startswith("SE")
    assert asked.author_name
    assert (asked.sent_at, asked.stored_at, asked.last_event_at) == (SENT_AT, SENT_AT, SENT_AT)


def test_nobody_is_told_of_them(lost: Certificate) -> None:
    to_care(lost, message_id="from-fk")
    receive(message(lost, message_id="new"))
    assert told(lost) == ["NYFRFM"]
    assert StatusUpdate.objects.count() == 1


def test_an_answer_comes_closed_and_closes_what_it_answers(lost: Certificate) -> None:
    to_care(lost, message_id="q")
    to_recipient(lost, message_id="a", answers="q")
    receive(message(lost, message_id="new"))
    assert (statuses()["q"], statuses()["a"]) == (CLOSED, CLOSED)
    answer = Arende.objects.get(message_id="a")
    assert (answer.kind, answer.sender, answer.question) == ("ANSWER", FROM_CARE, Arende.objects.get(message_id="q"))


def test_the_new_message_may_answer_an_earlier_one(lost: Certificate) -> None:
    to_recipient(lost, message_id="q")
    stored = receive(message(lost, message_id="new", answers="q"))
    assert stored.question == Arende.objects.get(message_id="q")
    assert (statuses()["q"], told(lost)) == (ANSWERED, ["NYSVFM"])


def test_an_open_request_for_a_complement_stands_on_the_certificate(lost: Certificate) -> None:
    to_care(lost, message_id="k", topic="KOMPLT", complement="35")
    receive(message(lost, message_id="new"))
    found = Certificate.objects.get(pk=lost.pk)
    assert (found.complement_requested_at, found.complement_message_id) == (SENT_AT, "k")
    assert [line.question_id for line in Arende.objects.get(message_id="k").complements.all()] == ["35"]


@pytest.mark.parametrize("is_revoked", [False, True])
def test_a_request_that_another_certificate_answers_is_closed(lost: Certificate, is_revoked: bool) -> None:
    to_care(lost, message_id="k", topic="KOMPLT", complement="35")
    to_care(lost, message_id="r", topic="PAMINN", reminds_of="k")
    StoredCertificate.objects.create(
        id="complement",
        person_id=lost.person_id,
        received_at=clock.now(),
        relations=[{"code": "KOMPLT", "to": lost.pk}],
        xml=b"",
    )
    if is_revoked:
        CertificateState.objects.create(
            certificate_id="complement", state=CertificateState.State.CANCELLED, target="HSVARD", at=clock.now()
        )
    receive(message(lost, message_id="new"))
    assert (statuses()["k"] == CLOSED, statuses()["r"] == CLOSED) == (not is_revoked, not is_revoked)
    assert (Certificate.objects.get(pk=lost.pk).complement_requested_at is None) is not is_revoked


def test_the_message_itself_is_not_taken_for_an_earlier_one(lost: Certificate) -> None:
    to_care(lost, message_id="new")
    receive(message(lost, message_id="new"))
    assert told(lost) == ["NYFRFM"]


def test_what_cannot_be_read_is_left_out_alone(lost: Certificate) -> None:
    to_care(lost, message_id="q")
    StoredMessage.objects.filter(pk="q").update(xml=b"<broken")
    to_care(lost, message_id="odd", topic="UNKNOWN")
    to_care(lost, message_id="late", part="AF")
    to_care(lost, message_id="good")
    receive(message(lost, message_id="new"))
    assert set(statuses()) == {"good", "new"}


def test_a_store_that_fails_holds_nothing_up(lost: Certificate) -> None:
    def broken(certificate_id: str) -> EarlierMessages:
        raise OSError("the store is away")

    central_store.use(broken)
    receive(message(lost, message_id="new"))
    assert set(statuses()) == {"new"}
