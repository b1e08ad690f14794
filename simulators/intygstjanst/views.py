"""What Intygstjänsten holds, as JSON."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import islice

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_GET

from simulators.envelopes import decoded
from simulators.intygstjanst.models import CertificateState, StoredCertificate
from simulators.json_lists import ROWS_AT_A_TIME, Entry, json_list


@require_GET
def certificates(request: HttpRequest) -> HttpResponseBase:
    """Every stored certificate with its states, oldest first."""
    return json_list("intygstjanst", _entries(StoredCertificate.objects.order_by("received_at", "pk")))


def _entries(rows: QuerySet[StoredCertificate]) -> Iterator[Entry]:
    """Without ``prefetch_related``, which ties rows into cycles: they would stay until the garbage is collected."""
    found = rows.iterator(chunk_size=ROWS_AT_A_TIME)
    while several := list(islice(found, ROWS_AT_A_TIME)):
        states = _states(several)
        yield from (_entry(row, states[row.pk]) for row in several)


def _states(rows: list[StoredCertificate]) -> dict[str, list[CertificateState]]:
    found: dict[str, list[CertificateState]] = defaultdict(list)
    for state in CertificateState.objects.filter(certificate__in=[row.pk for row in rows]):
        found[state.certificate_id].append(state)
    return found


def _entry(row: StoredCertificate, states: list[CertificateState]) -> Entry:
    return {
        "certificateId": row.pk,
        "typeCode": row.type_code,
        "version": row.version,
        "states": [{"status": state.code, "target": state.target, "time": state.at.isoformat()} for state in states],
        "xml": decoded(bytes(row.xml)),
    }
