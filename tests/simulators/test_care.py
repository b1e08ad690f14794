"""The inbox of the built-in journal system."""

from __future__ import annotations

import pytest
from django.test import Client

from simulators.care.models import ReceivedStatusUpdate
from simulators.modes.models import SimulatorMode
from tests.simulators.messages import STATUS_UPDATE, listed, update_status

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.simulators.urls")]
ADDRESS = "/simulators/care/status-updates"
CERTIFICATE_ID = "0b5e2f0a-0000-4000-8000-000000000001"


def test_a_status_update_is_listed_with_the_envelope_as_received(client: Client) -> None:
    update_status()

    (entry,) = listed(client, ADDRESS)
    assert set(entry) == {"certificateId", "unitId", "event", "eventTime", "receivedAt", "xml", "valid"}
    assert entry["certificateId"] == CERTIFICATE_ID
    assert entry["unitId"] == "SE2321000016-VE01"
    assert (entry["event"], entry["eventTime"], entry["valid"]) == ("NYFRFM", "2026-03-01T10:11:12.345", True)
    assert STATUS_UPDATE.decode().strip() in str(entry["xml"])
    assert str(entry["xml"]).startswith("<soapenv:Envelope")


def test_the_answer_says_that_a_simulator_gave_it(client: Client) -> None:
    assert client.get(ADDRESS)["X-Webcert-Simulator"] == "care"


def test_an_empty_inbox_is_an_empty_list(client: Client) -> None:
    assert listed(client, ADDRESS) == []


def test_the_newest_is_last(client: Client) -> None:
    for event in (b"SKAPAT", b"ANDRAT", b"SIGNAT"):
        update_status(STATUS_UPDATE.replace(b"NYFRFM", event))

    assert [entry["event"] for entry in listed(client, ADDRESS)] == ["SKAPAT", "ANDRAT", "SIGNAT"]


def test_the_list_is_filtered_by_certificate_and_by_unit(client: Client) -> None:
    update_status()
    update_status(STATUS_UPDATE.replace(b"-000000000001", b"-000000000002").replace(b"VE01", b"VE02"))

    assert len(listed(client, ADDRESS)) == 2
    assert [e["unitId"] for e in listed(client, ADDRESS, certificateId=CERTIFICATE_ID)] == ["SE2321000016-VE01"]
    assert [e["unitId"] for e in listed(client, ADDRESS, unitId="se2321000016-ve02")] == ["SE2321000016-VE02"]
    assert listed(client, ADDRESS, certificateId="none") == []


def test_a_message_against_the_contract_is_kept_as_invalid_and_refused(client: Client) -> None:
    answer = update_status(STATUS_UPDATE.replace(b"2026-03-01T10:11:12.345", b"2026-03-01T10:11:12"))

    assert "Unmarshalling Error" in (answer.fault or "")
    (entry,) = listed(client, ADDRESS)
    assert (entry["valid"], entry["certificateId"]) == (False, CERTIFICATE_ID)


def test_a_call_that_is_answered_with_an_error_is_kept_too(client: Client) -> None:
    SimulatorMode.objects.create(simulator="care", mode="SOAP_FAULT")

    update_status()

    assert len(listed(client, ADDRESS)) == 1
    assert ReceivedStatusUpdate.objects.get().answer == "SOAP_FAULT"


def test_the_same_certificate_event_and_time_again_is_a_duplicate() -> None:
    update_status()
    update_status()
    update_status(STATUS_UPDATE.replace(b"12.345", b"12.346"))

    assert list(ReceivedStatusUpdate.objects.order_by("pk").values_list("is_duplicate", flat=True)) == [
        False,
        True,
        False,
    ]


def test_a_retry_after_an_error_is_no_duplicate() -> None:
    SimulatorMode.objects.create(simulator="care", mode="TECHNICAL_ERROR", remaining=1)

    update_status()
    update_status()

    assert not ReceivedStatusUpdate.objects.filter(is_duplicate=True).exists()


def test_delete_empties_the_inbox_without_a_csrf_token() -> None:
    client = Client(enforce_csrf_checks=True)
    update_status()

    assert client.delete(ADDRESS).status_code == 204
    assert listed(client, ADDRESS) == []


def test_no_other_method_is_offered(client: Client) -> None:
    assert client.post(ADDRESS).status_code == 405
