"""The inbox as JSON."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from simulators.care.models import ReceivedStatusUpdate
from simulators.envelopes import decoded
from simulators.json_lists import json_list_of_rows


@csrf_exempt
@require_http_methods(["GET", "DELETE"])
def status_updates(request: HttpRequest) -> HttpResponseBase:
    """What the journal system got, oldest first; ``?certificateId=`` and ``?unitId=`` filter. DELETE empties it."""
    if request.method == "DELETE":
        ReceivedStatusUpdate.objects.all().delete()
        return HttpResponse(status=204)
    rows = ReceivedStatusUpdate.objects.order_by("pk")
    if certificate_id := request.GET.get("certificateId"):
        rows = rows.filter(certificate_id=certificate_id)
    if unit_id := request.GET.get("unitId"):
        rows = rows.filter(unit_id__iexact=unit_id)
    return json_list_of_rows("care", rows, _entry)


def _entry(row: ReceivedStatusUpdate) -> dict[str, object]:
    return {
        "certificateId": row.certificate_id,
        "unitId": row.unit_id,
        "event": row.event,
        "eventTime": row.event_time,
        "receivedAt": row.received_at.isoformat(),
        "xml": decoded(bytes(row.xml)),
        "valid": row.is_valid,
    }
