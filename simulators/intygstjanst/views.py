"""What Intygstjänsten holds, as JSON."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_GET

from simulators.envelopes import decoded
from simulators.intygstjanst.models import StoredCertificate
from simulators.json_lists import json_list


@require_GET
def certificates(request: HttpRequest) -> HttpResponseBase:
    """Every stored certificate with its states, oldest first."""
    rows = StoredCertificate.objects.order_by("received_at", "pk").prefetch_related("states")
    return json_list("intygstjanst", (_entry(row) for row in rows.iterator(chunk_size=500)))


def _entry(row: StoredCertificate) -> dict[str, object]:
    return {
        "certificateId": row.pk,
        "typeCode": row.type_code,
        "version": row.version,
        "states": [
            {"status": state.code, "target": state.target, "time": state.at.isoformat()} for state in row.states.all()
        ],
        "xml": decoded(bytes(row.xml)),
    }
