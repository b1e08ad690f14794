"""How often a request may ask the database: what it costs must not creep up."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Protocol

import pytest

from accounts.user import CareUser
from arenden.services import receive
from certificates.models import Certificate
from notifications.models import IntegratedUnit
from pdllog.models import PdlRecord
from rivta.results import ResultCode
from tests.arenden.conftest import make_sent, message
from tests.certificates.soap.messages import Request, send
from tests.factories import VE01, complete_answers, make_diagnoses, make_draft, make_patient, make_user
from tests.pages.certificate.sessions import htmx_post, log_in

PATIENTS = tuple(f"19{number:010}" for number in range(5))


class AtMost(Protocol):
    def __call__(self, number: int) -> AbstractContextManager[object]: ...


@pytest.fixture
def user(db: None) -> CareUser:
    make_diagnoses()
    make_patient()
    return make_user()


@pytest.fixture
def draft(user: CareUser) -> Certificate:
    """On an integrated unit, so that its changes are told to a journal system."""
    IntegratedUnit.objects.create(unit_id=VE01, registered_by=IntegratedUnit.RegisteredBy.ADMINISTRATOR)
    return make_draft(user, answers=complete_answers())


def test_a_draft_from_a_journal_system(demo_people: None, django_assert_max_num_queries: AtMost) -> None:
    send(Request())
    with django_assert_max_num_queries(13):
        assert send(Request()).result.code == ResultCode.OK


def test_the_page_of_a_draft(user: CareUser, draft: Certificate, django_assert_max_num_queries: AtMost) -> None:
    client = log_in(user)
    with django_assert_max_num_queries(12):
        assert client.get(f"/certificate/{draft.pk}").status_code == 200


def test_a_saved_element(user: CareUser, draft: Certificate, django_assert_max_num_queries: AtMost) -> None:
    client = log_in(user)
    with django_assert_max_num_queries(21):  # one of them: who has a webhook
        htmx_post(client, f"/certificate/{draft.pk}/element/25", {"version": str(draft.version), "e.25.text": "Nytt"})
    draft.refresh_from_db()
    assert draft.answers["25"] == "Nytt"


def test_a_list_asks_as_often_for_many_patients_but_for_their_log_entries(
    user: CareUser, django_assert_max_num_queries: AtMost
) -> None:
    for person_id in PATIENTS:
        make_patient(person_id)
        make_draft(user, person_id=person_id)
    client = log_in(user)
    with django_assert_max_num_queries(11 + len(PATIENTS)):
        client.get("/list/draft")
    assert set(PdlRecord.objects.values_list("patient_id", flat=True)) == set(PATIENTS)


def test_the_list_of_questions_asks_as_often_for_many_as_for_one(
    user: CareUser, django_assert_max_num_queries: AtMost
) -> None:
    for number, person_id in enumerate(PATIENTS):
        make_patient(person_id)
        receive(message(make_sent(person_id=person_id), message_id=f"m-{number}"))
    client = log_in(user)
    with django_assert_max_num_queries(12 + len(PATIENTS)):
        page = client.get("/list/unhandledcertificates").content.decode()
    assert "av 5 träffar" in page
    assert set(PdlRecord.objects.values_list("patient_id", flat=True)) == set(PATIENTS)
