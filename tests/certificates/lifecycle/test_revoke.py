"""Revoking (spec/lifecycle.md 12; spec/integration.md 2.4)."""

from __future__ import annotations

import datetime as dt

import pytest
from lxml import etree

from arenden.models import Arende
from certificates.events import DomainEvent
from certificates.lifecycle.complement import request_complement
from certificates.lifecycle.revoke import MAX_TEXT_LENGTH, RevocationReason, revoke
from certificates.models import Certificate
from certificates.types import registry
from delivery.models import Delivery
from hsa.roles import Role
from notifications.models import StatusUpdate
from pdllog.models import PdlRecord
from rivta import xml
from rivta.contracts import REVOKE_CERTIFICATE_2
from tests.arenden.conftest import asked_to_complement, make_sent
from tests.certificates.lifecycle.kinds import death, older
from tests.contracts.official import accepts, needs_official
from tests.factories import (
    PATIENT,
    VE01,
    VE02,
    make_draft,
    make_integrated_user,
    make_patient,
    make_signed,
    make_user,
)
from tests.notifications.conftest import integrate
from webcert import clock
from webcert.errors import AuthorizationProblem, InvalidInput, InvalidState

pytestmark = pytest.mark.django_db
WRONG_PATIENT, OTHER_ERROR = RevocationReason.FEL_PATIENT.value, RevocationReason.ANNAT_ALLVARLIGT_FEL.value


@pytest.fixture(autouse=True)
def _patient() -> None:
    make_patient()


def revoked(certificate: Certificate, reason: str = WRONG_PATIENT, text: str = "") -> Certificate:
    return revoke(user=make_user(), certificate_id=certificate.pk, reason=reason, text=text)


def body(certificate: Certificate) -> etree._Element:
    return xml.parse(Delivery.objects.get(owner_id=certificate.pk, metadata__message="REVOKE").payload)


def text_of(element: etree._Element, *path: str) -> str:
    return element.findtext("/".join(f"{{*}}{name}" for name in path), default="")


def test_a_revoked_certificate_has_time_reason_and_message() -> None:
    certificate = revoked(make_signed(), OTHER_ERROR, " Fel datum. ")
    certificate.refresh_from_db()
    assert certificate.revoked_at is not None
    assert certificate.revocation_reason == "ANNAT_ALLVARLIGT_FEL"
    assert certificate.revocation_message == "Annat allvarligt fel. Fel datum."


def test_a_revocation_is_in_the_history_with_its_reason(heard: list[DomainEvent]) -> None:
    certificate = revoked(make_signed())
    [entry] = certificate.events.all()
    assert (entry.kind, entry.message) == ("MAKULERAT", RevocationReason.FEL_PATIENT.label)
    assert [event.kind for event in heard] == ["MAKULERAT"]


def test_the_journal_system_and_the_pdl_log_are_told() -> None:
    integrate()
    certificate = revoke(user=make_integrated_user(), certificate_id=make_signed().pk, reason=WRONG_PATIENT)
    [update] = StatusUpdate.objects.all()
    assert (update.code, update.certificate_id, update.handled_by) == ("MAKULE", certificate.pk, make_user().hsa_id)
    [record] = PdlRecord.objects.all()
    assert (record.activity_type, record.activity_level) == (PdlRecord.ActivityType.DELETE, certificate.pk)


def test_intygstjansten_is_told_who_what_and_why() -> None:
    certificate = revoked(make_signed(), WRONG_PATIENT, "Personnumret.")
    message = body(certificate)
    assert text_of(message, "meddelande") == "Intyget har utfärdats på fel patient. Personnumret."
    assert text_of(message, "intygs-id", "extension") == certificate.pk
    assert text_of(message, "patientPerson-id", "extension") == PATIENT
    assert text_of(message, "skickatAv", "enhet", "enhets-id", "extension") == VE01
    assert REVOKE_CERTIFICATE_2.validate(message) == []


@needs_official
def test_the_message_agrees_with_the_official_schema() -> None:
    assert accepts(body(revoked(make_signed())))


@pytest.mark.parametrize(
    ("reason", "text", "why"),
    [
        ("", "", "MISSING_REASON"),
        ("ANNAT", "text", "MISSING_REASON"),
        (OTHER_ERROR, "  ", "MISSING_TEXT"),
        (WRONG_PATIENT, "x" * (MAX_TEXT_LENGTH + 1), "TEXT_TOO_LONG"),
    ],
)
def test_a_reason_is_needed_and_words_for_other_errors(reason: str, text: str, why: str) -> None:
    certificate = make_signed()
    with pytest.raises(InvalidInput) as raised:
        revoked(certificate, reason, text)
    assert raised.value.reason == why
    assert not Certificate.objects.get(pk=certificate.pk).is_revoked


def test_the_longest_text_is_taken() -> None:
    assert revoked(make_signed(), OTHER_ERROR, "x" * MAX_TEXT_LENGTH).is_revoked


def test_a_type_that_asks_for_no_reason_sends_none() -> None:
    with registry.installed(death()):
        certificate = make_signed(type_id="db", type_version="1.0")
        revoked(certificate, "", "text")
    certificate.refresh_from_db()
    assert (certificate.revocation_reason, certificate.revocation_message) == ("", "")
    assert body(certificate).find("{*}meddelande") is None


def test_a_certificate_is_revoked_once() -> None:
    certificate = revoked(make_signed())
    with pytest.raises(InvalidState):
        revoked(certificate)
    assert Delivery.objects.filter(metadata__message="REVOKE").count() == 1


@pytest.mark.parametrize("state", ["DRAFT", "LOCKED"])
def test_a_newer_types_draft_is_never_revoked(state: str) -> None:
    with pytest.raises(InvalidState):
        revoked(make_draft(state=state))


def test_a_locked_draft_of_the_older_engine_is_revoked_here_only() -> None:
    integrate()
    with registry.installed(older()):
        draft = revoked(make_draft(type_id="luse", type_version="1.0", state="LOCKED"))
    assert (draft.state, draft.is_revoked) == ("LOCKED", True)
    assert not Delivery.objects.filter(kind="certificate").exists()
    assert list(StatusUpdate.objects.values_list("code", flat=True)) == ["MAKULE"]
    assert [event.kind for event in draft.events.all()] == ["MAKULERAT"]


@pytest.mark.parametrize("relation", ["ERSATT", "FRLANG", "KOMPLT"])
def test_the_parents_history_tells_of_it(relation: str) -> None:
    parent = make_signed()
    revoked(make_signed(parent=parent, relation=relation))
    assert [event.kind for event in parent.events.all()] == ["RELINTYGMAKULE"]


def test_a_sent_certificate_that_is_replaced_can_still_be_revoked() -> None:
    parent = make_signed(sent_at=clock.now(), sent_to="FKASSA")
    make_signed(parent=parent, relation="ERSATT")
    assert revoked(parent).is_revoked


def test_an_administrator_revokes_nothing() -> None:
    with pytest.raises(AuthorizationProblem):
        revoke(user=make_user(Role.VARDADMINISTRATOR), certificate_id=make_signed().pk, reason=WRONG_PATIENT)


def test_another_care_units_certificate_is_not_revoked() -> None:
    with pytest.raises(AuthorizationProblem):
        revoke(user=make_integrated_user(unit=VE02), certificate_id=make_signed().pk, reason=WRONG_PATIENT)


def test_revoking_the_latest_complement_opens_the_requests_again(heard: list[DomainEvent]) -> None:
    parent = make_sent()
    request = asked_to_complement(parent)
    Arende.objects.update(status=Arende.Status.CLOSED)
    Certificate.objects.filter(pk=parent.pk).update(complement_requested_at=None)
    revoked(make_signed(parent=parent, relation="KOMPLT"))
    parent.refresh_from_db()
    assert parent.complement_requested_at == request.stored_at
    assert ("COMPLEMENT_REOPENED", parent) in [(event.kind, event.certificate) for event in heard]


def test_revoking_an_earlier_complement_opens_nothing() -> None:
    parent = make_signed(sent_at=clock.now(), sent_to="FKASSA")
    request_complement(certificate_id=parent.pk, message_id="m-1", requested_at=clock.now())
    Certificate.objects.filter(pk=parent.pk).update(complement_requested_at=None)
    first = make_signed(parent=parent, relation="KOMPLT", signed_at=clock.now() - dt.timedelta(days=1))
    make_signed(parent=parent, relation="KOMPLT")
    revoked(first)
    parent.refresh_from_db()
    assert parent.complement_requested_at is None


@pytest.mark.usefixtures("failing_receiver")
def test_a_receiver_that_fails_undoes_the_revocation() -> None:
    certificate = make_signed()
    with pytest.raises(RuntimeError):
        revoked(certificate)
    assert not Certificate.objects.get(pk=certificate.pk).is_revoked
    assert not Delivery.objects.filter(kind="certificate").exists()
