"""The same call twice is done once (spec/integration.md 4.3)."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.db import connection

from api.models import KeptAnswer
from certificates.models import Certificate
from patients.models import Patient
from tests.api.conftest import Reply, System, draft_body, make_system
from tests.factories import PATIENT, PROTECTED, REGISTER_ERROR
from webcert import clock

KEY = "3f2c-ett"


def order(system: System, *, key: str = KEY, **changes: object) -> Reply:
    return system.post("/drafts", draft_body(**changes), Idempotency_Key=key)


@pytest.mark.django_db
def test_the_second_call_gets_the_first_answer_and_no_second_draft(region: System) -> None:
    first, second = order(region), order(region)
    assert (first.status, first.body) == (second.status, second.body)
    assert (first.headers.get("Idempotency-Replayed"), second.headers["Idempotency-Replayed"]) == (None, "true")
    assert Certificate.objects.count() == 1


@pytest.mark.django_db
def test_the_order_of_the_members_makes_no_other_call(region: System) -> None:
    order(region)
    turned = dict(reversed(draft_body().items()))
    assert region.post("/drafts", turned, Idempotency_Key=KEY).status == 201
    assert Certificate.objects.count() == 1


@pytest.mark.django_db
def test_another_body_with_the_same_key_is_refused(region: System) -> None:
    order(region)
    reply = order(region, ref="en annan")
    assert (reply.status, reply.code) == (422, "VALIDATION_ERROR")
    assert Certificate.objects.count() == 1


@pytest.mark.django_db
def test_a_refusal_is_kept_as_well(region: System) -> None:
    patient = {"personId": PROTECTED}
    nurse = draft_body()["createdBy"] | {"hsaId": "SE2321000016-P006"}
    first = order(region, patient=patient, createdBy=nurse)
    Patient.objects.filter(person_id=PROTECTED).update(is_protected=False)
    second = order(region, patient=patient, createdBy=nurse)
    assert first.code == second.code == "APPLICATION_ERROR"
    assert first.content == second.content


@pytest.mark.django_db
def test_a_failure_of_ours_is_not_kept(region: System) -> None:
    patient = {"personId": REGISTER_ERROR}
    assert order(region, patient=patient).status == 503
    Patient.objects.filter(person_id=REGISTER_ERROR).update(answers_error=False)
    assert order(region, patient=patient).status == 201


@pytest.mark.django_db
def test_a_request_that_is_not_as_described_uses_no_key_up(region: System) -> None:
    assert order(region, ref=1).status == 422
    assert order(region).status == 201


@pytest.mark.django_db
def test_keys_of_two_systems_do_not_meet(region: System) -> None:
    order(region)
    order(make_system())
    assert Certificate.objects.count() == 2


@pytest.mark.django_db
def test_after_a_day_the_key_is_free_again(region: System) -> None:
    order(region)
    with clock.moved(dt.timedelta(hours=24, seconds=1)):
        assert order(region).headers.get("Idempotency-Replayed") is None
    assert Certificate.objects.count() == 2
    assert KeptAnswer.objects.count() == 1


@pytest.mark.django_db
def test_nothing_of_the_patient_is_kept(region: System) -> None:
    order(region)
    assert PATIENT not in str(KeptAnswer.objects.values_list().get())


@pytest.mark.django_db
@pytest.mark.parametrize("key", [" ", "x" * 256, "åäö"])
def test_a_key_of_the_wrong_form_is_named(region: System, key: str) -> None:
    reply = order(region, key=key)
    assert reply.status == 422
    assert reply.body["errors"][0]["field"] == "Idempotency-Key"


@pytest.mark.django_db(transaction=True)
def test_of_calls_at_the_same_time_one_makes_the_draft_and_all_get_its_answer(region: System) -> None:
    replies: list[Reply] = []

    def work() -> None:
        try:
            replies.append(order(region))
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {reply.status for reply in replies} == {201}
    assert len({reply.body["id"] for reply in replies}) == 1
    assert Certificate.objects.count() == 1
