"""Sending to the recipient (spec/lifecycle.md 11)."""

from __future__ import annotations

import pytest

from certificates.events import DomainEvent, EventKind
from certificates.lifecycle.send import send
from certificates.models import Certificate
from certificates.types import registry
from delivery.models import Delivery
from hsa.roles import Role
from tests.certificates.lifecycle.kinds import employer
from tests.factories import (
    REGION,
    TEST_PERSON,
    VE02,
    make_draft,
    make_integrated_user,
    make_patient,
    make_signed,
    make_user,
)
from webcert import clock
from webcert.errors import AuthorizationProblem, InvalidState

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _patients() -> None:
    make_patient()
    make_patient(TEST_PERSON)


def test_a_sent_certificate_has_time_and_recipient() -> None:
    certificate = make_signed()
    send(user=make_user(), certificate_id=certificate.pk)
    certificate.refresh_from_db()
    assert certificate.sent_to == "FKASSA"
    assert certificate.sent_at is not None


@pytest.mark.parametrize("role", [Role.VARDADMINISTRATOR, Role.SJUKSKOTERSKA, Role.BARNMORSKA, Role.TANDLAKARE])
def test_every_role_that_handles_the_type_may_send(role: Role) -> None:
    assert send(user=make_user(role), certificate_id=make_signed().pk).is_sent


def test_sending_is_recorded_and_heard_with_the_recipient(heard: list[DomainEvent]) -> None:
    certificate = send(user=make_user(), certificate_id=make_signed().pk)
    [entry] = certificate.events.all()
    assert (entry.kind, entry.message) == ("SKICKAT", "Mottagare: Försäkringskassan")
    [event] = heard
    assert (event.kind, event.recipient, event.recipient_name) == (EventKind.SKICKAT, "FKASSA", "Försäkringskassan")


def test_one_message_is_queued_for_the_certificate() -> None:
    certificate = send(user=make_user(), certificate_id=make_signed().pk)
    [row] = Delivery.objects.filter(kind="certificate")
    assert (row.kind, row.owner_id, row.order_key) == ("certificate", certificate.pk, certificate.pk)


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"sent_at": clock.now(), "sent_to": "FKASSA"}, id="sent before"),
        pytest.param({"revoked_at": clock.now()}, id="revoked"),
        pytest.param({"state": "DRAFT", "signed_at": None}, id="a draft"),
        pytest.param({"state": "LOCKED", "signed_at": None}, id="locked"),
    ],
)
def test_a_certificate_in_another_state_is_not_sent(fields: dict[str, object]) -> None:
    certificate = make_draft(**({"state": "SIGNED", "signed_at": clock.now()} | fields))
    with pytest.raises(InvalidState):
        send(user=make_user(), certificate_id=certificate.pk)
    assert not Delivery.objects.filter(kind="certificate").exists()


def test_a_replaced_certificate_is_not_sent() -> None:
    parent = make_signed()
    make_signed(parent=parent, relation="ERSATT")
    with pytest.raises(InvalidState):
        send(user=make_user(), certificate_id=parent.pk)


def test_a_test_persons_certificate_is_not_sent() -> None:
    with pytest.raises(AuthorizationProblem) as raised:
        send(user=make_user(), certificate_id=make_signed(person_id=TEST_PERSON).pk)
    assert raised.value.reason == "TEST_INDICATED_PATIENT"


def test_a_certificate_of_another_care_unit_is_not_sent() -> None:
    with pytest.raises(AuthorizationProblem):
        send(user=make_integrated_user(unit=VE02), certificate_id=make_signed().pk)


def test_without_subscription_nothing_is_sent() -> None:
    with pytest.raises(AuthorizationProblem):
        send(user=make_user(missing_subscription=(REGION,)), certificate_id=make_signed().pk)


def test_a_type_that_is_never_sent_has_no_sending() -> None:
    with registry.installed(employer()):
        certificate = make_signed(type_id="ag7804", type_version="2.0")
        with pytest.raises(AuthorizationProblem):
            send(user=make_user(), certificate_id=certificate.pk)


def test_a_test_certificate_of_an_ordinary_patient_is_not_sent() -> None:
    with pytest.raises(AuthorizationProblem):
        send(user=make_user(), certificate_id=make_signed(is_test_certificate=True).pk)


@pytest.mark.usefixtures("failing_receiver")
def test_a_receiver_that_fails_undoes_the_sending() -> None:
    certificate = make_signed()
    with pytest.raises(RuntimeError):
        send(user=make_user(), certificate_id=certificate.pk)
    assert not Certificate.objects.get(pk=certificate.pk).is_sent
    assert not Delivery.objects.filter(kind="certificate").exists()
