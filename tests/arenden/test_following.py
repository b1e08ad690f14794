"""What signing and revoking does to questions (spec/messages.md 3; spec/status-updates.md 2.2)."""

from __future__ import annotations

import pytest
from lxml import etree

from arenden.models import Arende
from arenden.services import answer_complement, send_question
from certificates.lifecycle.complement import complement
from certificates.lifecycle.revoke import revoke
from certificates.models import Certificate
from notifications.models import StatusUpdate
from pdllog.models import PdlRecord
from tests.arenden.conftest import NEWER, OLDER, asked, asked_to_complement, make_sent, told
from tests.certificates.lifecycle.signed import sign
from tests.factories import make_diagnoses, make_user
from tests.notifications.conftest import integrate

pytestmark = pytest.mark.django_db


def complemented(parent: Certificate) -> Certificate:
    make_diagnoses()
    draft = complement(user=make_user(), certificate_id=parent.pk)
    draft.is_complete = True
    draft.save(update_fields=["is_complete"])
    return sign(draft)


def revoked(certificate: Certificate) -> None:
    revoke(user=make_user(), certificate_id=certificate.pk, reason="FEL_PATIENT")


def statuses(certificate: Certificate) -> list[str]:
    questions = Arende.objects.filter(certificate=certificate, kind="QUESTION")
    return list(questions.order_by("pk").values_list("status", flat=True))


@pytest.mark.parametrize(("type_id", "times"), [(NEWER, 1), (OLDER, 2)], ids=["newer", "older"])
def test_a_signed_complement_closes_every_request(type_id: str, times: int) -> None:
    integrate()
    parent = make_sent(type_id)
    asked_to_complement(parent)
    asked_to_complement(parent, message_id="m-2")
    asked(parent, message_id="m-3")
    complemented(parent)
    assert statuses(parent) == ["CLOSED", "CLOSED", "PENDING_INTERNAL_ACTION"]
    assert told(parent) == ["NYFRFM"] * 3 + ["HANFRFM"] * times


@pytest.mark.parametrize(
    ("type_id", "order"),
    [(NEWER, ["SKAPAT", "SIGNAT", "HANFRFM", "SKICKA"]), (OLDER, ["SKAPAT", "SIGNAT", "SKICKA", "HANFRFM"])],
    ids=["newer", "older"],
)
def test_the_engines_tell_in_their_own_order(type_id: str, order: list[str]) -> None:
    integrate()
    parent = make_sent(type_id)
    asked_to_complement(parent)
    complemented(parent)
    assert list(StatusUpdate.objects.order_by("pk").values_list("code", flat=True)) == ["NYFRFM", *order]


def test_what_follows_from_a_signing_is_no_pdl_record_of_its_own(sent: Certificate) -> None:
    asked_to_complement(sent)
    PdlRecord.objects.all().delete()
    child = complemented(sent)
    assert set(PdlRecord.objects.values_list("activity_level", flat=True)) == {child.pk}


def test_revoking_the_complement_opens_its_requests_again(sent: Certificate) -> None:
    asked_to_complement(sent)
    child = complemented(sent)
    before = told(sent)
    revoked(child)
    sent.refresh_from_db()
    assert statuses(sent) == ["PENDING_INTERNAL_ACTION"]
    assert sent.complement_requested_at is not None
    assert told(sent) == [*before, "NYFRFM"]
    last = StatusUpdate.objects.filter(certificate_id=sent.pk).order_by("seq").last()
    assert last is not None
    assert (last.topic, last.last_answer_date, last.handled_by) == ("", None, "SE2321000016-P001")
    assert told(child)[-1] == "MAKULE"


def test_a_request_that_a_message_answered_stays_answered(sent: Certificate) -> None:
    asked_to_complement(sent)
    answer_complement(user=make_user(), certificate_id=sent.pk, text="Läkaren har slutat.")
    asked_to_complement(sent, message_id="m-2")
    revoked(complemented(sent))
    assert statuses(sent) == ["CLOSED", "PENDING_INTERNAL_ACTION"]


def test_revoking_ends_every_question_of_the_older_engine() -> None:
    integrate()
    certificate = make_sent(OLDER)
    asked(certificate)
    send_question(user=make_user(), certificate_id=certificate.pk, topic="KONTKT", text="Vem?")
    asked_to_complement(certificate, message_id="m-3")
    revoked(certificate)
    certificate.refresh_from_db()
    assert statuses(certificate) == ["CLOSED"] * 3
    assert certificate.complement_requested_at is None
    assert told(certificate)[3:] == ["MAKULE", "HANFRFM", "HANFRFV", "HANFRFM"]


def test_the_questions_are_counted_as_they_were_before_the_revocation() -> None:
    integrate()
    certificate = make_sent(OLDER)
    asked(certificate)
    revoked(certificate)
    update = StatusUpdate.objects.get(certificate_id=certificate.pk, code="MAKULE")
    assert counts_in(update) == {"skickadeFragor": [0, 0, 0, 0], "mottagnaFragor": [1, 1, 0, 0]}


def test_questions_about_a_newer_certificate_outlive_it() -> None:
    integrate()
    certificate = make_sent()
    asked(certificate)
    revoked(certificate)
    assert statuses(certificate) == ["PENDING_INTERNAL_ACTION"]
    assert told(certificate) == ["NYFRFM", "MAKULE"]


def counts_in(update: StatusUpdate) -> dict[str, list[int]]:
    """Totals, unanswered, answered and handled, of both blocks."""
    body = etree.fromstring(bytes(update.payload))
    return {tag: [int(n.text or "") for n in body.find(f"{{*}}{tag}")] for tag in ("skickadeFragor", "mottagnaFragor")}
