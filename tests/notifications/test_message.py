"""The XML of CertificateStatusUpdateForCare (spec/status-updates.md 3)."""

import datetime as dt

import pytest
from lxml import etree

from arenden.queries import Counts, QuestionCounts
from certificates.models import SignedDocument
from certificates.signing import services as signing
from certificates.signing import verification
from notifications import message
from notifications.codes import EventCode
from notifications.elements import EventFacts
from notifications.message import InvalidMessage
from rivta.contracts import CERTIFICATE_STATUS_UPDATE_FOR_CARE_3 as CONTRACT
from rivta.namespaces import CERT, CERT_32, REGISTER, STATUS_UPDATE, STATUS_UPDATE_32
from tests.contracts.official import accepts, needs_official
from tests.factories import complete_answers, make_draft, make_integrated_user, make_patient
from tests.notifications.conftest import Story, text_of

pytestmark = pytest.mark.django_db
NO_QUESTIONS = QuestionCounts()
MOMENT = dt.datetime(2026, 1, 31, 12, 5, 9, 120_000, tzinfo=dt.UTC)


def built(certificate, counts: QuestionCounts = NO_QUESTIONS, **facts: object) -> etree._Element:
    return etree.fromstring(
        message.build(certificate, EventFacts(**({"code": EventCode.SKAPAT, "occurred_at": MOMENT} | facts)), counts)
    )


@pytest.fixture
def signed(story) -> Story:
    """The story's draft, completed and signed by the test CA."""
    make_patient()
    certificate = make_draft(story.user, answers=complete_answers(), is_complete=True)
    story.certificate = signing.sign_at_once(
        user=story.user, session_key="s", certificate_id=certificate.pk, version=certificate.version
    )
    return story


def test_the_document_of_a_signing_just_made_is_not_read_again(signed, django_assert_num_queries):
    with django_assert_num_queries(0):
        body = built(signed.certificate)
    assert body.find(f".//{{{CERT_32}}}underskrift") is not None


def test_the_parts_stand_in_the_order_and_namespaces_of_the_contract(story):
    body = built(story.certificate, reference="journal-1", handled_by="SE1")

    assert [child.tag for child in body] == [
        f"{{{STATUS_UPDATE}}}intyg",
        f"{{{STATUS_UPDATE}}}handelse",
        f"{{{STATUS_UPDATE}}}skickadeFragor",
        f"{{{STATUS_UPDATE}}}mottagnaFragor",
        f"{{{STATUS_UPDATE}}}ref",
        f"{{{STATUS_UPDATE_32}}}hanteratAv",
    ]


def test_time_has_three_decimals_and_is_swedish_local_time(story):
    assert text_of(built(story.certificate), "handelse/tidpunkt") == "2026-01-31T13:05:09.120"


def test_the_code_carries_its_code_system_and_display_name(story):
    body = built(story.certificate, code=EventCode.KFSIGN)

    assert text_of(body, "handelse/handelsekod/code") == "KFSIGN"
    assert text_of(body, "handelse/handelsekod/codeSystem") == "dfd7bbad-dbe5-4a2f-ba25-f7b9b2cc6b14"
    assert text_of(body, "handelse/handelsekod/displayName") == "Intygsutkast klart för signering"


def test_reference_and_handler_are_absent_when_unknown(story):
    body = built(story.certificate)

    assert text_of(body, "ref") is None
    assert body.find("{*}hanteratAv") is None


def test_counts_are_in_four_parts_and_add_up(story):
    counts = QuestionCounts(sent=Counts(1, 2, 3), received=Counts(0, 0, 4))
    body = built(story.certificate, counts)

    assert [c.text for c in body.find("{*}skickadeFragor")] == ["6", "1", "2", "3"]
    assert [c.text for c in body.find("{*}mottagnaFragor")] == ["4", "0", "0", "4"]


def test_topic_and_last_day_are_told_when_known(story):
    body = built(story.certificate, code=EventCode.NYFRFM, topic="PAMINN", last_answer_date=dt.date(2026, 2, 14))

    assert text_of(body, "handelse/amne/displayName") == "Påminnelse"
    assert text_of(body, "handelse/sistaDatumForSvar") == "2026-02-14"


def test_an_empty_draft_is_valid_and_has_no_signing_time(story):
    body = built(story.certificate)

    assert CONTRACT.validate(body) == []
    assert text_of(body, "intyg/signeringstidpunkt") is None
    assert text_of(body, "intyg/intygs-id/extension") == story.certificate.pk


@needs_official
def test_the_official_schema_takes_drafts_and_signed_certificates(signed):
    draft = make_draft(make_integrated_user())

    assert accepts(built(draft, reference="r", handled_by="SE1"))
    assert accepts(built(signed.certificate, code=EventCode.SIGNAT, handled_by="SE1"))


def test_patient_names_and_addresses_are_empty(signed):
    for certificate in (signed.certificate, make_draft(signed.user)):
        patient = built(certificate).find("{*}intyg/{*}patient")
        assert [child.text or "" for child in patient[1:]] == [""] * 5


def test_a_signed_certificate_goes_as_it_was_signed_with_its_signature(signed):
    body = built(signed.certificate, code=EventCode.SIGNAT)
    stored = etree.fromstring(bytes(SignedDocument.objects.get().xml)).find(f"{{{REGISTER}}}intyg")
    intyg = body.find(f"{{{STATUS_UPDATE}}}intyg")

    assert [etree.tostring(c, method="c14n", exclusive=True) for c in intyg] == [
        etree.tostring(c, method="c14n", exclusive=True) for c in stored
    ]
    assert intyg[-1].tag == f"{{{CERT_32}}}underskrift"
    assert text_of(body, "intyg/skickatTidpunkt") == text_of(body, "intyg/signeringstidpunkt")


def test_the_signature_is_still_good_inside_the_message(signed):
    body = built(signed.certificate, code=EventCode.SIGNAT)

    report = verification.verify(etree.tostring(body), certificate_id=signed.certificate.pk)

    assert report.is_valid, report


def test_later_changes_of_the_row_do_not_change_what_was_signed(signed):
    before = etree.tostring(built(signed.certificate, code=EventCode.SKICKA))
    signed.certificate.unit_name = "Nytt namn"

    assert etree.tostring(built(signed.certificate, code=EventCode.SKICKA)) == before


def test_what_breaks_the_contract_is_refused_with_its_errors_and_its_bytes(story):
    story.certificate.person_id = "12"

    with pytest.raises(InvalidMessage) as refusal:
        built(story.certificate)
    assert refusal.value.body.startswith(b"<")
    assert "12" in str(refusal.value)


def test_signing_tells_signat_with_the_signed_content(signed):
    (update,) = [u for u in signed.updates if u.code == "SIGNAT"]

    assert text_of(etree.fromstring(update.payload), "intyg/underskrift/Signature/SignatureValue")
    assert [u.code for u in signed.updates] == ["SIGNAT"]
    assert etree.QName(etree.fromstring(update.payload).find(f"{{{STATUS_UPDATE}}}intyg")[0]).namespace == CERT
