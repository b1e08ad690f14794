"""Each answer of GetCertificateAdditions (spec/integration.md 1.5)."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError
from zeep.xsd import SkipValue

from arenden import soap
from arenden.models import Arende
from arenden.services import send_question
from certificates.models import Certificate
from rivta.contracts import GET_CERTIFICATE_ADDITIONS_1
from tests.arenden.conftest import asked, make_sent
from tests.contracts.caller import call, certificate_id, fault_of
from tests.contracts.official import needs_official
from tests.factories import make_user

pytestmark = [needs_official, pytest.mark.django_db]
PATH = soap.ADDITIONS_PATHS[0]
UNKNOWN = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def certificate() -> Certificate:
    return make_sent()


def additions(*ids: str) -> tuple[str, dict[str, list[Any]]]:
    """The result, and the messages by certificate."""
    answer = call(GET_CERTIFICATE_ADDITIONS_1, PATH, **{"intygs-id": [certificate_id(one) for one in ids]})
    return answer.result, {one["intygs-id"].extension: one.addition for one in answer.additions}


def test_questions_and_answers_are_told(certificate: Certificate) -> None:
    asked(certificate)
    own = send_question(user=make_user(), certificate_id=certificate.pk, topic="OVRIGT", text="Vem ringer?")
    asked(certificate, message_id="m-2", answers=own.message_id)

    result, found = additions(certificate.pk)

    assert result == "OK"
    assert [(one.id, one.amne) for one in found[certificate.pk]] == [
        ("m-1", "KONTKT"),
        (own.message_id, "OVRIGT"),
        ("m-2", "KONTKT"),
    ]
    assert all(one.skapad for one in found[certificate.pk])


@pytest.mark.parametrize(
    ("status", "word"),
    [
        ("PENDING_INTERNAL_ACTION", "Obesvarad"),
        ("PENDING_EXTERNAL_ACTION", "Besvarad"),
        ("ANSWERED", "Obesvarad"),
        ("CLOSED", "Besvarad"),
    ],
)
def test_a_question_is_answered_or_not(status: str, word: str, certificate: Certificate) -> None:
    asked(certificate)
    Arende.objects.update(status=status)

    assert [one.status for one in additions(certificate.pk)[1][certificate.pk]] == [word]


def test_an_answer_is_answered(certificate: Certificate) -> None:
    own = send_question(user=make_user(), certificate_id=certificate.pk, topic="OVRIGT", text="Vem ringer?")
    asked(certificate, answers=own.message_id)

    assert [one.status for one in additions(certificate.pk)[1][certificate.pk]] == ["Obesvarad", "Besvarad"]


def test_a_reminder_is_left_out(certificate: Certificate) -> None:
    asked(certificate)
    asked(certificate, message_id="m-2", topic="PAMINN", reminds="m-1")

    assert [one.id for one in additions(certificate.pk)[1][certificate.pk]] == ["m-1"]


def test_a_certificate_without_messages_and_an_unknown_one_are_told_empty(certificate: Certificate) -> None:
    assert additions(certificate.pk, UNKNOWN) == ("OK", {certificate.pk: [], UNKNOWN: []})


def test_an_id_that_is_asked_for_twice_is_told_once(certificate: Certificate) -> None:
    twice = [certificate_id(certificate.pk)] * 2

    assert len(call(GET_CERTIFICATE_ADDITIONS_1, PATH, **{"intygs-id": twice}).additions) == 1


def test_a_look_up_that_fails_is_an_error(certificate: Certificate, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_ids: object) -> dict[str, list[Arende]]:
        raise DatabaseError("away")

    monkeypatch.setattr(soap, "messages_about", broken)

    assert additions(certificate.pk) == ("ERROR", {})


def test_no_id_at_all_is_a_fault() -> None:
    assert "Unmarshalling Error" in fault_of(GET_CERTIFICATE_ADDITIONS_1, PATH, **{"intygs-id": SkipValue})


def test_any_other_failure_is_a_fault(certificate: Certificate, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_ids: object) -> dict[str, list[Arende]]:
        raise RuntimeError("hemligt")

    monkeypatch.setattr(soap, "messages_about", broken)

    text = fault_of(GET_CERTIFICATE_ADDITIONS_1, PATH, **{"intygs-id": [certificate_id(certificate.pk)]})

    assert "Internal error" in text and "hemligt" not in text
