"""What the recipients hold, as JSON."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from simulators.envelopes import decoded
from simulators.json_lists import json_list
from simulators.recipients.models import ReceivedDocument
from simulators.recipients.soap import PARTS


@csrf_exempt
@require_http_methods(["GET", "DELETE"])
def received(request: HttpRequest, recipient: str, kind: str) -> HttpResponseBase:
    """One recipient's certificates, revocations or messages, oldest first. DELETE empties that list."""
    if recipient not in PARTS:
        raise Http404
    rows = ReceivedDocument.objects.filter(recipient=recipient, kind=kind)
    if request.method == "DELETE":
        rows.delete()
        return HttpResponse(status=204)
    return json_list(recipient, (_entry(row) for row in rows.order_by("pk").iterator()))


def _entry(row: ReceivedDocument) -> dict[str, object]:
    what: dict[str, object] = {"certificateId": row.certificate_id, "typeCode": row.type_code}
    if row.kind == ReceivedDocument.Kind.MESSAGE:
        what = {"certificateId": row.certificate_id, "messageId": row.message_id, "topic": row.topic}
    return {
        **what,
        "receivedAt": row.received_at.isoformat(),
        "xml": decoded(bytes(row.xml)),
        "valid": row.is_valid,
    }
