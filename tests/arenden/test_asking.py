"""Questions from care (spec/messages.md 4.3, 7)."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import etree

from arenden.models import Arende, ArendeDraft
from arenden.services import delete_question, save_question, send_question
from certificates.models import Certificate
from hsa.roles import Role
from pdllog.models import PdlRecord
from rivta.contracts import SEND_MESSAGE_TO_RECIPIENT_2
from tests.arenden.conftest import NEWER, OLDER, history, make_sent, messages_to_recipient, told
from tests.factories import ME01, TEST_PERSON, VE01, VE02, make_integrated_user, make_patient, make_user
from webcert import clock
from webcert.errors import AuthorizationProblem, CertificateRevoked, InternalProblem, InvalidInput, InvalidState

pytestmark = pytest.mark.django_db


def ask(certificate: Certificate, **changes: Any) -> Arende:
    values: dict[str, Any] = {"user": make_user(), "topic": "KONTKT", "text": "Vem är handläggare?"}
    return send_question(certificate_id=certificate.pk, **(values | changes))


def test_a_question_waits_for_the_recipient(sent: Certificate) -> None:
    question = ask(sent)
    assert (question.sender, question.status) == ("WC", "PENDING_EXTERNAL_ACTION")
    assert question.author_name == "Leonie Koehl"
    assert (history(sent), told(sent)) == (["NYFRFV"], ["NYFRFV"])


def test_a_question_is_queued_behind_what_waits_of_its_certificate(sent: Certificate) -> None:
    ask(sent)
    (delivery,) = messages_to_recipient()
    assert (delivery.order_key, delivery.logical_address) == (sent.pk, "5565594230")


def test_the_message_follows_the_contract(sent: Certificate) -> None:
    question = ask(sent, text="Rad ett\nå ä ö")
    body = etree.fromstring(bytes(messages_to_recipient()[0].payload))
    assert SEND_MESSAGE_TO_RECIPIENT_2.validate(body) == []
    assert body.findtext("{*}meddelande-id") == question.message_id
    assert body.findtext("{*}intygs-id/{*}root") == VE01
    assert body.findtext("{*}intygs-id/{*}extension") == sent.pk
    assert body.findtext("{*}logiskAdressMottagare") == "FKORG"
    assert body.findtext("{*}amne/{*}displayName") == "Kontakt"
    assert body.findtext("{*}rubrik") == ""
    assert body.findtext("{*}meddelande") == "Rad ett\nå ä ö"
    assert body.findtext("{*}skickatAv/{*}personal-id/{*}extension") == "SE2321000016-P001"
    assert body.find("{*}svarPa") is None


def test_a_question_is_a_pdl_record_of_the_users_unit(sent: Certificate) -> None:
    ask(sent, user=make_integrated_user(unit=ME01))
    (record,) = PdlRecord.objects.all()
    assert (record.activity_type, record.activity_level, record.owner_care_unit_id) == ("Skriva", sent.pk, ME01)


def test_what_is_written_is_kept_for_the_whole_unit(sent: Certificate) -> None:
    save_question(user=make_user(), certificate_id=sent.pk, topic="", text="Vem")
    save_question(user=make_user(Role.VARDADMINISTRATOR), certificate_id=sent.pk, topic="KONTKT", text="Vem är")
    (draft,) = ArendeDraft.objects.all()
    assert (draft.topic, draft.text) == ("KONTKT", "Vem är")
    assert told(sent) == []


def test_a_sent_question_leaves_no_draft(sent: Certificate) -> None:
    save_question(user=make_user(), certificate_id=sent.pk, topic="KONTKT", text="Vem")
    ask(sent)
    assert not ArendeDraft.objects.exists()


def test_a_draft_is_thrown_away(sent: Certificate) -> None:
    save_question(user=make_user(), certificate_id=sent.pk, topic="KONTKT", text="Vem")
    delete_question(user=make_user(), certificate_id=sent.pk)
    assert not ArendeDraft.objects.exists()


@pytest.mark.parametrize("topic", ["", "KOMPLT", "PAMINN", "SVAR"])
def test_care_asks_about_its_own_topics_only(sent: Certificate, topic: str) -> None:
    with pytest.raises(InternalProblem):
        ask(sent, topic=topic)


def test_a_meeting_is_not_asked_for_where_none_is_held() -> None:
    certificate = make_sent("fk3221")
    with pytest.raises(InternalProblem):
        ask(certificate, topic="AVSTMN")
    assert ask(certificate, topic="OVRIGT").topic == "OVRIGT"


@pytest.mark.parametrize(
    ("text", "said"),
    [("", "Skriv"), (" \n", "Skriv"), ("x" * 5000, "4999"), ("smil 🙂 och —", "🙂—"), ("bel\x07", "\x07")],
)
def test_a_text_that_cannot_be_sent_is_refused_with_the_reason(sent: Certificate, text: str, said: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        ask(sent, text=text)
    assert said in refused.value.message
    assert not Arende.objects.exists()
    assert messages_to_recipient() == []


def test_the_longest_text_is_sent(sent: Certificate) -> None:
    assert len(ask(sent, text="x" * 4999).text) == 4999


def test_a_certificate_that_is_not_sent_cannot_be_asked_about() -> None:
    with pytest.raises(InvalidState):
        ask(make_sent(sent_at=None, sent_to=""))


def test_a_revoked_certificate_of_the_older_engine_says_so() -> None:
    with pytest.raises(CertificateRevoked):
        ask(make_sent(OLDER, revoked_at=clock.now()))


@pytest.mark.parametrize("type_id", [NEWER, OLDER])
def test_another_care_unit_does_not_ask(type_id: str) -> None:
    with pytest.raises(AuthorizationProblem):
        ask(make_sent(type_id), user=make_user(unit=VE02))


def test_nothing_is_asked_about_a_test_person_by_the_older_engine() -> None:
    make_patient(TEST_PERSON)
    with pytest.raises(AuthorizationProblem):
        ask(make_sent(OLDER, person_id=TEST_PERSON, is_test_certificate=True))


@pytest.mark.parametrize("role", [Role.VARDADMINISTRATOR, Role.SJUKSKOTERSKA, Role.BARNMORSKA])
def test_every_role_asks(sent: Certificate, role: Role) -> None:
    assert ask(sent, user=make_user(role)).author_hsa_id
