"""ListCertificatesForCareWithQA 3: catching up on lost status updates (spec/integration.md 1.4)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import etree

from arenden.services import send_question
from certificates.events import EventKind
from certificates.models import Certificate, SignedDocument
from certificates.signing import services as signing
from certificates.signing import verification
from delivery.models import Delivery
from notifications.models import StatusUpdate
from notifications.queries import EventFilter, told_certificates
from rivta import envelope, oids, server, xml
from rivta.build import el, hsa_id, person_id, root
from rivta.contracts import LIST_CERTIFICATES_FOR_CARE_WITH_QA_3 as CONTRACT
from rivta.envelope import ReadFault
from rivta.namespaces import LIST_FOR_CARE_WITH_QA as LIST
from rivta.namespaces import REGISTER
from tests.factories import (
    ME01,
    OTHER_PATIENT,
    PATIENT,
    PRIVATE,
    REGION,
    VE01,
    VE02,
    complete_answers,
    make_draft,
    make_patient,
)
from tests.notifications.conftest import Story, deliver_all, integrate, make_story, text_of
from webcert import clock

pytestmark = pytest.mark.django_db
PATH = "/services/list-certificates-for-care-with-qa/v3.0"


def ask(
    *units: str, provider: str = "", person: str = PATIENT, after: str = "", before: str = "", path: str = PATH
) -> tuple[int, etree._Element | ReadFault]:
    """One call through the dispatch, as over HTTP."""
    body = root(
        LIST,
        CONTRACT.name,
        person_id(LIST, "person-id", person),
        *(hsa_id(LIST, "enhets-id", unit) for unit in units),
        hsa_id(LIST, "vardgivar-id", provider) if provider else None,
        el(LIST, "fromTidpunkt", after) if after else None,
        el(LIST, "tomTidpunkt", before) if before else None,
    )
    status, content = server.answer(path, envelope.wrap(body, ""))
    return status, envelope.open_answer(xml.parse(content))


def items(*units: str, **chosen: str) -> list[etree._Element]:
    status, body = ask(*units, **chosen)
    assert status == 200 and not isinstance(body, ReadFault), body
    return body.findall(f"{{{LIST}}}list/{{{LIST}}}item")


def ids(found: list[etree._Element]) -> list[str | None]:
    return [text_of(item, "intyg/intygs-id/extension") for item in found]


def codes(item: etree._Element) -> list[str]:
    return [code.text or "" for code in item.findall("{*}handelser/{*}handelse/{*}handelsekod/{*}code")]


def at(update: StatusUpdate, moment: dt.datetime) -> str:
    """The event happened at that moment: as the contract writes it."""
    StatusUpdate.objects.filter(pk=update.pk).update(occurred_at=moment)
    return clock.riv_timestamp(moment)


NOON = dt.datetime(2026, 3, 2, 11, 0, tzinfo=dt.UTC)
SECOND = dt.timedelta(seconds=1)
NO_MOMENT = [
    "2026-02-30T12:00:00",
    "2026-13-01T12:00:00",
    "2026-01-01T24:00:00",
    "0001-01-01T00:00:00",
    "-0044-03-15T12:00:00",
]


# --- which certificates -------------------------------------------------------------------------------------------
@pytest.mark.parametrize("path", [PATH, CONTRACT.platform_path])
def test_a_draft_is_listed_with_what_was_told_of_it(told: Story, path: str) -> None:
    (item,) = items(VE01, path=path)

    assert ids([item]) == [told.certificate.pk]
    assert codes(item) == ["SKAPAT"]
    assert text_of(item, "intyg/signeringstidpunkt") is None


@pytest.mark.parametrize("state", ["LOCKED", "DRAFT"])
def test_locked_drafts_are_listed_as_drafts_are(told: Story, state: str) -> None:
    Certificate.objects.update(state=state)
    assert ids(items(VE01)) == [told.certificate.pk]


def test_a_deleted_draft_is_left_out(told: Story) -> None:
    told.happens(EventKind.RADERAT)
    Certificate.objects.update(state=Certificate.State.DELETED)
    assert items(VE01) == []


def test_a_revoked_certificate_is_listed(signed: Story) -> None:
    Certificate.objects.filter(pk=signed.certificate.pk).update(revoked_at=clock.now())
    signed.happens(EventKind.MAKULERAT)
    (item,) = items(VE01)
    assert codes(item) == ["SKAPAT", "SIGNAT", "MAKULE"]


def test_without_an_event_there_is_nothing_to_list(story: Story) -> None:
    assert items(VE01) == []


def test_events_of_a_unit_that_was_not_integrated_are_not_listed(settings) -> None:
    settings.STATUS_UPDATE_RECORD_SUPPRESSED = True
    story = make_story()
    story.happens(EventKind.SKAPAT)
    assert StatusUpdate.objects.get().suppressed_reason
    assert items(VE01) == []


def test_events_count_for_the_number_that_they_were_stored_with(told: Story) -> None:
    Certificate.objects.update(person_id=OTHER_PATIENT)
    assert items(VE01, person=OTHER_PATIENT) == []
    assert ids(items(VE01)) == [told.certificate.pk]


def test_units_are_asked_for_without_their_sub_units(told: Story) -> None:
    integrate(ME01)
    below = make_story(ME01)
    below.happens(EventKind.SKAPAT)
    assert ids(items(VE01)) == [told.certificate.pk]
    assert ids(items(VE01, ME01)) == [told.certificate.pk, below.certificate.pk]


def test_hsa_ids_are_compared_without_regard_to_case(told: Story) -> None:
    assert len(items(VE01.lower())) == 1


def test_a_care_provider_is_asked_for_with_all_its_units(told: Story) -> None:
    assert ids(items(provider=REGION)) == [told.certificate.pk]
    assert items(provider=PRIVATE) == []


def test_units_win_over_the_care_provider(told: Story) -> None:
    assert items(VE02, provider=REGION) == []
    assert len(items(VE01, provider=PRIVATE)) == 1


# --- which events -------------------------------------------------------------------------------------------------
def test_a_time_alone_is_exclusive(told: Story) -> None:
    moment = at(told.updates[0], NOON)
    assert items(VE01, after=moment) == [] and items(VE01, before=moment) == []
    assert len(items(VE01, after=clock.riv_timestamp(NOON - SECOND))) == 1
    assert len(items(VE01, before=clock.riv_timestamp(NOON + SECOND))) == 1


def test_both_times_are_inclusive(told: Story) -> None:
    moment = at(told.updates[0], NOON)
    assert len(items(VE01, after=moment, before=moment)) == 1
    assert items(VE01, after=clock.riv_timestamp(NOON + SECOND), before=clock.riv_timestamp(NOON + 2 * SECOND)) == []


def test_only_events_within_the_time_are_told_but_the_certificate_is_whole(signed: Story) -> None:
    created, _ = signed.updates
    at(created, NOON)
    (item,) = items(VE01, after=clock.riv_timestamp(NOON))
    assert codes(item) == ["SIGNAT"]


def test_events_stand_in_the_order_in_which_they_happened(told: Story) -> None:
    for kind in (EventKind.KFSIGN, EventKind.MAKULERAT):
        told.happens(kind)
    (item,) = items(VE01)
    times = [time.text or "" for time in item.findall("{*}handelser/{*}handelse/{*}tidpunkt")]
    assert codes(item) == ["SKAPAT", "KFSIGN", "MAKULE"]
    assert times == sorted(times) and all(len(time) == len("2026-03-02T12:00:00.000") for time in times)


def test_a_change_that_rests_or_was_withdrawn_is_not_told(told: Story) -> None:
    told.happens(EventKind.ANDRAT)
    told.happens(EventKind.ANDRAT)
    assert told.states[1:] == [("ANDRAT", Delivery.State.SUPERSEDED), ("ANDRAT", Delivery.State.COALESCING)]
    (item,) = items(VE01)
    assert codes(item) == ["SKAPAT"]


def test_an_event_that_could_not_be_delivered_is_told(told: Story) -> None:
    deliver_all()
    assert told.states == [("SKAPAT", Delivery.State.RETRY)]
    assert len(items(VE01)) == 1


def test_a_question_is_told_with_its_topic_and_last_day_and_who_handled(told: Story) -> None:
    StatusUpdate.objects.update(
        code="NYFRFM", topic="KOMPLT", last_answer_date=dt.date(2026, 4, 1), handled_by="SE2321000016-P001"
    )
    (item,) = items(VE01)
    assert text_of(item, "handelser/handelse/amne/code") == "KOMPLT"
    assert text_of(item, "handelser/handelse/sistaDatumForSvar") == "2026-04-01"
    assert text_of(item, "handelser/handelse/hanteratAv/extension") == "SE2321000016-P001"
    assert text_of(item, "handelser/handelse/hanteratAv/root") == oids.HSA_ID


# --- the certificate ----------------------------------------------------------------------------------------------
def test_the_signature_is_still_good_in_the_list(signed: Story) -> None:
    (item,) = items(VE01)
    report = verification.verify(etree.tostring(item[0]), certificate_id=signed.certificate.pk)
    assert report.is_valid, report


def test_a_signed_certificate_is_listed_as_it_was_signed(signed: Story) -> None:
    Certificate.objects.update(unit_name="Nytt namn")
    stored = etree.fromstring(bytes(SignedDocument.objects.get().xml)).find(f"{{{REGISTER}}}intyg")
    (item,) = items(VE01)
    assert stored is not None
    assert [etree.tostring(part, method="c14n", exclusive=True) for part in item[0]] == [
        etree.tostring(part, method="c14n", exclusive=True) for part in stored
    ]


def test_several_certificates_stand_in_one_list_with_good_signatures(signed: Story) -> None:
    other = make_draft(signed.user, answers=complete_answers(), is_complete=True)
    signing.sign_at_once(user=signed.user, session_key="s", certificate_id=other.pk, version=other.version)
    found = items(VE01)
    assert set(ids(found)) == {signed.certificate.pk, other.pk}
    assert all(verification.verify(etree.tostring(item[0])).is_valid for item in found)


def test_the_reference_of_the_journal_system_is_told_when_there_is_one(signed: Story) -> None:
    make_story().happens(EventKind.SKAPAT)
    assert [text_of(item, "ref") for item in items(VE01)] == ["journal-7", None]


def test_what_cannot_be_written_is_left_out_alone(told: Story) -> None:
    broken, unreadable = make_story(), make_story()
    for story in (broken, unreadable):
        story.happens(EventKind.SKAPAT)
    Certificate.objects.filter(pk=broken.certificate.pk).update(person_id="12")
    Certificate.objects.filter(pk=unreadable.certificate.pk).update(type_id="okänd")
    assert ids(items(VE01)) == [told.certificate.pk]


# --- the questions ------------------------------------------------------------------------------------------------
def test_questions_are_counted_as_they_are_now(signed: Story) -> None:
    (before,) = items(VE01)
    assert [part.text for part in before.find("{*}skickadeFragor")] == ["0", "0", "0", "0"]
    Certificate.objects.filter(pk=signed.certificate.pk).update(sent_at=clock.now(), sent_to="FKASSA")
    send_question(user=signed.user, certificate_id=signed.certificate.pk, topic="KONTKT", text="Vem ringer?")
    (item,) = items(VE01)
    assert [part.text for part in item.find("{*}skickadeFragor")] == ["1", "1", "0", "0"]
    assert [part.text for part in item.find("{*}mottagnaFragor")] == ["0", "0", "0", "0"]


# --- what the call may not be, what it costs ------------------------------------------------------------------------
def test_neither_unit_nor_care_provider_is_a_fault(told: Story) -> None:
    status, fault = ask()
    assert status == 500 and isinstance(fault, ReadFault)
    assert "enhets-id" in fault.text


@pytest.mark.parametrize("moment", NO_MOMENT)
def test_a_time_that_does_not_exist_is_a_fault(told: Story, moment: str) -> None:
    status, fault = ask(VE01, after=moment)
    assert status == 500 and isinstance(fault, ReadFault)


def test_a_number_that_is_none_is_a_fault(told: Story) -> None:
    status, fault = ask(VE01, person="12")
    assert status == 500 and isinstance(fault, ReadFault)
    assert "Unmarshalling Error" in fault.text


def test_more_certificates_take_no_more_queries(told: Story, django_assert_num_queries: Any) -> None:
    make_patient()
    for _ in range(3):
        make_story().happens(EventKind.SKAPAT)
        one = make_draft(told.user, answers=complete_answers(), is_complete=True)
        signing.sign_at_once(user=told.user, session_key="s", certificate_id=one.pk, version=one.version)
    with django_assert_num_queries(3):
        assert len(told_certificates(EventFilter(PATIENT, unit_ids=(VE01,)))) == 7
    with django_assert_num_queries(3):
        assert len(items(VE01)) == 7


@pytest.mark.parametrize(
    ("chosen", "index"),
    [
        (EventFilter(PATIENT, unit_ids=(VE01,)), "status_update_person_unit"),
        (EventFilter(PATIENT, unit_ids=(VE01, VE02, ME01), after=NOON), "status_update_person_unit"),
        (EventFilter(PATIENT, care_provider_id=REGION), "status_update_person_prov"),
        (EventFilter(PATIENT, care_provider_id=REGION, after=NOON, before=NOON), "status_update_person_prov"),
    ],
)
def test_a_person_s_events_are_found_in_their_index(chosen: EventFilter, index: str) -> None:
    """What is asked of one person must not walk through the events of a unit."""
    if connection.vendor != "sqlite":
        pytest.skip("the plan of an empty table says nothing on this database")
    with CaptureQueriesContext(connection) as captured:
        told_certificates(chosen)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {captured[0]['sql']}")
        plan = " ".join(str(row[-1]) for row in cursor.fetchall())
    assert f"INDEX {index} (" in plan
