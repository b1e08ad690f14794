"""Lists of what the simulators hold, when they hold much."""

from __future__ import annotations

import datetime as dt
import json
import tracemalloc
from collections.abc import Callable

import pytest
from django.test import Client

from simulators.care.models import ReceivedStatusUpdate
from simulators.intygstjanst.models import StoredCertificate
from simulators.json_lists import ROWS_AT_A_TIME
from simulators.log.models import StoredLogEntry, StoreLogCall
from simulators.recipients.models import ReceivedDocument

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.simulators.urls")]
HELD = 10 * ROWS_AT_A_TIME
LARGE = 50_000
NOW = dt.datetime(2026, 3, 1, 10, 0, tzinfo=dt.UTC)
XML = b"<a>" + b"x" * LARGE + b"</a>"


def status_updates() -> None:
    ReceivedStatusUpdate.objects.bulk_create(
        ReceivedStatusUpdate(certificate_id=str(number), event="SKAPAT", received_at=NOW, xml=XML, is_valid=True)
        for number in range(HELD)
    )


def certificates_of_a_recipient() -> None:
    ReceivedDocument.objects.bulk_create(
        ReceivedDocument(
            recipient="FKASSA", kind="certificates", certificate_id=str(number), received_at=NOW, xml=XML, is_valid=True
        )
        for number in range(HELD)
    )


def log_entries() -> None:
    call = StoreLogCall.objects.create(received_at=NOW, xml=XML, is_valid=True)
    StoredLogEntry.objects.bulk_create(
        StoredLogEntry(call=call, log_id=str(number), activity_args="x" * LARGE) for number in range(HELD)
    )


def certificates() -> None:
    StoredCertificate.objects.bulk_create(
        StoredCertificate(id=str(number), received_at=NOW, xml=XML) for number in range(HELD)
    )


@pytest.mark.parametrize(
    ("fill", "path"),
    [
        (status_updates, "care/status-updates"),
        (certificates_of_a_recipient, "recipients/FKASSA/certificates"),
        (log_entries, "log/entries"),
        (certificates, "intygstjanst/certificates"),
    ],
)
def test_a_list_is_whole_and_only_a_part_of_it_is_in_memory(
    fill: Callable[[], None], path: str, client: Client
) -> None:
    fill()
    client.get("/simulators/log/entries")
    entries = 0

    tracemalloc.start()
    try:
        for piece in client.get(f"/simulators/{path}").streaming_content:
            entries += bool(json.loads(piece.strip(b"[],\n") or "null"))
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert entries == HELD
    assert most < HELD * LARGE / 2
