"""The built-in log service."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from rivta.results import Result
from simulators.log.models import StoredLogEntry, StoreLogCall
from simulators.modes.models import SimulatorMode
from tests.simulators.messages import STORE_LOG, listed, result_of, store_log

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.simulators.urls")]
ADDRESS = "/simulators/log/entries"
LOG_ID = "0d2f6f0e-3c7a-4a26-8d9f-6d6f8f0a0001"
SECOND_ID = "0d2f6f0e-3c7a-4a26-8d9f-6d6f8f0a0002"


def batch(*log_ids: str) -> bytes:
    start, end = STORE_LOG.index(b"<s:log>"), STORE_LOG.index(b"</s:log>") + len(b"</s:log>")
    entries = b"".join(STORE_LOG[start:end].replace(LOG_ID.encode(), log_id.encode()) for log_id in log_ids)
    return STORE_LOG[:start] + entries + STORE_LOG[end:]


def test_an_entry_is_listed_with_the_fixed_fields(client: Client) -> None:
    store_log()

    (entry,) = listed(client, ADDRESS)
    assert entry.pop("receivedAt")
    assert entry == {
        "logId": LOG_ID,
        "activityType": "Signera",
        "activityLevel": "0b5e2f0a",
        "activityArgs": "args",
        "startDate": "2026-03-01T10:11:12",
        "userId": "SE2321000016-P001",
        "careUnitId": "SE2321000016-VE01",
        "patientId": "191212121212",
        "batch": StoreLogCall.objects.get().pk,
    }


def test_entries_of_one_call_have_the_same_batch_and_those_of_another_not(client: Client) -> None:
    store_log(batch(LOG_ID, SECOND_ID))
    store_log(batch("third"))

    batches = [entry["batch"] for entry in listed(client, ADDRESS)]
    assert batches[0] == batches[1] != batches[2]


def test_a_repeated_log_id_is_stored_once() -> None:
    store_log()
    assert result_of(store_log(batch(LOG_ID, SECOND_ID, SECOND_ID))) == Result("OK")

    assert sorted(StoredLogEntry.objects.values_list("log_id", flat=True)) == [LOG_ID, SECOND_ID]


def test_the_system_id_invalid_is_refused_and_nothing_of_the_batch_is_stored() -> None:
    content = batch(LOG_ID, SECOND_ID)
    start = content.rindex(b"SE5565594230-B8N")

    answer = store_log(content[:start] + b"invalid" + content[start + len(b"SE5565594230-B8N") :])

    assert result_of(answer).code == "VALIDATION_ERROR"
    assert StoredLogEntry.objects.count() == 0


@pytest.mark.parametrize("mode", ["VALIDATION_ERROR", "TECHNICAL_ERROR", "SOAP_FAULT", "HTTP_503", "BROKEN_XML"])
def test_a_refused_batch_is_not_stored(mode: str) -> None:
    SimulatorMode.objects.create(simulator="log", mode=mode)

    store_log()

    assert StoredLogEntry.objects.count() == 0
    assert StoreLogCall.objects.get().answer == mode


def test_a_batch_answered_with_info_is_stored() -> None:
    SimulatorMode.objects.create(simulator="log", mode="INFO")

    assert result_of(store_log()).code == "INFO"
    assert StoredLogEntry.objects.count() == 1


def test_access_can_be_denied_and_only_by_the_log_service() -> None:
    SimulatorMode.objects.create(simulator="log", mode="ACCESSDENIED", text="okänt system")

    assert result_of(store_log()) == Result("ACCESSDENIED", "okänt system")
    assert StoredLogEntry.objects.count() == 0
    with pytest.raises(ValidationError):
        SimulatorMode(simulator="care", mode="ACCESSDENIED").full_clean()


def test_a_batch_against_the_contract_is_a_validation_error_and_kept_for_viewing() -> None:
    answer = store_log(batch("x" * 37))

    assert result_of(answer).code == "VALIDATION_ERROR"
    assert StoredLogEntry.objects.count() == 0
    assert not StoreLogCall.objects.get().is_valid


def test_delete_empties_the_log(client: Client) -> None:
    store_log()

    assert client.delete(ADDRESS).status_code == 204
    assert listed(client, ADDRESS) == []


def test_an_emptied_log_takes_the_same_entry_again(client: Client) -> None:
    store_log()
    client.delete(ADDRESS)
    store_log()

    assert len(listed(client, ADDRESS)) == 1
