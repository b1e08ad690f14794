"""The stored log entries as JSON."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from simulators.json_lists import json_list_of_rows
from simulators.log.models import StoredLogEntry, StoreLogCall


@csrf_exempt
@require_http_methods(["GET", "DELETE"])
def entries(request: HttpRequest) -> HttpResponseBase:
    """The log entries, oldest first; ``batch`` is the number of the call that brought them. DELETE empties it."""
    if request.method == "DELETE":
        StoreLogCall.objects.all().delete()
        return HttpResponse(status=204)
    rows = StoredLogEntry.objects.select_related("call").defer("call__xml").order_by("pk")
    return json_list_of_rows("log", rows, _entry)


def _entry(row: StoredLogEntry) -> dict[str, object]:
    return {
        "logId": row.log_id,
        "activityType": row.activity_type,
        "activityLevel": row.activity_level,
        "activityArgs": row.activity_args,
        "startDate": row.start_date,
        "userId": row.user_id,
        "careUnitId": row.care_unit_id,
        "patientId": row.patient_id,
        "receivedAt": row.call.received_at.isoformat(),
        "batch": row.call_id,
    }
