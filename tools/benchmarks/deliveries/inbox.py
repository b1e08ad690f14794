"""What was stored to be told, and what the built-in journal system has been told."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from tools.benchmarks.place import Place, moment
from webcert import clock

INBOX_PATH = "/simulators/care/CertificateStatusUpdateForCare/3/rivtabp21"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Of the events that should have been told: how many were not, how many calls were one too many, and how often an
    event came before an earlier one of its certificate.
    """

    stored: int
    lost: int
    duplicates: int
    violations: int


def compare(place: Place, certificates: Collection[str]) -> Comparison:
    """Only what was superseded need not be told."""
    ids = "', '".join(certificates)
    stored = {
        (certificate_id, code, clock.riv_timestamp_ms(moment(occurred_at)))
        for certificate_id, code, occurred_at in place.ask(
            "SELECT u.certificate_id, u.code, u.occurred_at FROM notifications_statusupdate u "
            "JOIN delivery_delivery d ON d.id = u.delivery_id "
            f"WHERE d.state <> 'SUPERSEDED' AND u.certificate_id IN ('{ids}')"
        )
    }
    told = place.ask(
        "SELECT certificate_id, event, event_time FROM simulators_receivedstatusupdate "
        f"WHERE certificate_id IN ('{ids}') ORDER BY id"
    )
    counted = Counter(told)
    return Comparison(
        stored=len(stored),
        lost=len(stored - counted.keys()),
        duplicates=len(told) - len(counted),
        violations=_violations(list(counted)),
    )


def _violations(first_receipts: list[tuple[str, str, str]]) -> int:
    newest: dict[str, str] = {}
    number = 0
    for certificate_id, _code, event_time in first_receipts:
        number += event_time < newest.get(certificate_id, "")
        newest[certificate_id] = max(event_time, newest.get(certificate_id, ""))
    return number


def latencies(place: Place, certificates: Collection[str]) -> list[float]:
    """Milliseconds from the making of each event to its receipt."""
    ids = "', '".join(certificates)
    rows = place.ask(
        "SELECT d.created_at, min(r.received_at) FROM delivery_delivery d "
        "JOIN notifications_statusupdate u ON u.delivery_id = d.id "
        "JOIN simulators_receivedstatusupdate r ON r.certificate_id = u.certificate_id AND r.event = u.code "
        f"WHERE u.code = 'SKAPAT' AND u.certificate_id IN ('{ids}') GROUP BY d.id, d.created_at"
    )
    return [(moment(received) - moment(made)) / dt.timedelta(milliseconds=1) for made, received in rows]
