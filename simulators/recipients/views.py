"""What the recipients hold, as JSON, and letting them send a message to care."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from simulators.envelopes import decoded
from simulators.json_lists import SIMULATOR_HEADER, json_list_of_rows
from simulators.recipients import acting, batch, json_orders
from simulators.recipients.models import PARTS, ReceivedDocument, SentMessage
from webcert.errors import WebcertError


@csrf_exempt
@require_http_methods(["GET", "DELETE", "POST"])
def messages(request: HttpRequest, recipient: str) -> HttpResponseBase:
    """One recipient's messages from care, as ``received``. POST lets the recipient send one to care."""
    if request.method == "POST":
        _check_recipient(recipient)
        return _act(request, recipient)
    return received(request, recipient, ReceivedDocument.Kind.MESSAGE.value)


@csrf_exempt
@require_POST
def message_batch(request: HttpRequest, recipient: str) -> JsonResponse:
    """Let the recipient send mixed questions over several units: 201 with all of them, as ``messages`` tells of one."""
    _check_recipient(recipient)
    try:
        number, unit_ids = json_orders.read_batch(request.body)
        sent = batch.ask_mixed(recipient=recipient, number=number, unit_ids=unit_ids)
    except WebcertError as error:
        return _refused(recipient, error)
    content = {"messages": [_sent(message) for message in sent]}
    return JsonResponse(content, status=201, headers={SIMULATOR_HEADER: recipient})


@csrf_exempt
@require_http_methods(["GET", "DELETE"])
def received(request: HttpRequest, recipient: str, kind: str) -> HttpResponseBase:
    """One recipient's certificates, revocations or messages, oldest first. DELETE empties that list."""
    _check_recipient(recipient)
    rows = ReceivedDocument.objects.filter(recipient=recipient, kind=kind)
    if request.method == "DELETE":
        rows.delete()
        return HttpResponse(status=204)
    return json_list_of_rows(recipient, rows.order_by("pk"), _entry)


def _check_recipient(recipient: str) -> None:
    if recipient not in PARTS:
        raise Http404


def _act(request: HttpRequest, recipient: str) -> JsonResponse:
    """201 with what Intygstjänsten answered, whatever that is; an order that is none is an error of its own."""
    try:
        certificate_id, order = json_orders.read(request.body)
        message = acting.act(recipient=recipient, certificate_id=certificate_id, order=order)
    except WebcertError as error:
        return _refused(recipient, error)
    return JsonResponse(_sent(message), status=201, headers={SIMULATOR_HEADER: recipient})


def _refused(recipient: str, error: WebcertError) -> JsonResponse:
    content = {"errorCode": error.code, "message": error.message}
    return JsonResponse(content, status=error.status, headers={SIMULATOR_HEADER: recipient})


def _sent(message: SentMessage) -> dict[str, object]:
    return {
        "certificateId": message.certificate_id,
        "messageId": message.message_id,
        "topic": message.topic,
        "resultCode": message.result_code,
        "errorId": message.error_id,
        "resultText": message.result_text,
        "xml": decoded(bytes(message.xml)),
    }


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
