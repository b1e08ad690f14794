"""SOAP over HTTP: the one view in front of ``rivta.server``."""

from __future__ import annotations

import time

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed, StreamingHttpResponse
from django.views.decorators.csrf import csrf_exempt

from rivta import callers, envelope, server
from rivta.envelope import FaultCode
from rivta.server import Endpoint

log = structlog.get_logger(__name__)

_XML = "text/xml; charset=utf-8"
_CHUNK = 64 * 1024
_NEVER_SENT = 1000


@csrf_exempt
def soap(request: HttpRequest, endpoint: Endpoint) -> HttpResponseBase:
    """``POST`` calls, ``GET ?wsdl`` and ``?xsd=<file>`` describe, anything else is 405 (spec/integration.md 0)."""
    if endpoint.is_guarded:
        try:
            callers.check(request)
        except callers.Refused as refused:
            return _refusal(request, refused)
    if request.method == "POST":
        return _call(request)
    if request.method in {"GET", "HEAD"}:
        return _describe(request, endpoint)
    return HttpResponseNotAllowed(["POST"])


def _call(request: HttpRequest) -> HttpResponseBase:
    content = _read(request)
    if content is None:
        text = f"More than {settings.SOAP_MAX_BYTES} bytes"
        return HttpResponse(envelope.fault(text, FaultCode.CLIENT), status=413, content_type=_XML)
    charset = (request.content_params or {}).get("charset", "")
    try:
        status, body = server.answer(request.path, content, caller=callers.identify(request), charset=charset)
    except server.NoAnswer as silence:
        time.sleep(silence.seconds)
        return HttpResponse(status=503)
    except server.HangUp:
        return broken_off()
    return HttpResponse(body, status=status, content_type=_XML)


def broken_off() -> StreamingHttpResponse:
    """An answer that promises more than it brings: the web server has no choice but to close the connection."""
    return StreamingHttpResponse([b"<"], content_type=_XML, headers={"Content-Length": str(_NEVER_SENT)})


def _read(request: HttpRequest) -> bytes | None:
    """The body, or None when it is too large; then the rest is left unread."""
    limit = settings.SOAP_MAX_BYTES
    length = request.headers.get("Content-Length", "")
    if length.isdigit() and int(length) > limit:
        return None
    # A chunked request has no length; Django takes that for an empty body, the server's stream knows better.
    is_chunked = "chunked" in request.headers.get("Transfer-Encoding", "").lower()
    stream = request.META["wsgi.input"] if is_chunked and request.META.get("wsgi.input_terminated") else request
    received = bytearray()
    while len(received) <= limit:
        part = stream.read(_CHUNK)
        if not part:
            return bytes(received)
        received += part
    return None


def _describe(request: HttpRequest, endpoint: Endpoint) -> HttpResponse:
    query = {key.lower(): str(value) for key, value in request.GET.items()}
    address = request.build_absolute_uri(request.path)
    contract = endpoint.contract
    if "wsdl" in query:
        return HttpResponse(contract.wsdl(address), content_type=_XML)
    if "xsd" in query:
        try:
            return HttpResponse(contract.schema_document(query["xsd"], address), content_type=_XML)
        except KeyError:
            return HttpResponse(status=404)
    return HttpResponseNotAllowed(["POST"])


def _refusal(request: HttpRequest, refused: callers.Refused) -> HttpResponse:
    log.warning("soap_caller_refused", path=request.path, caller=callers.identify(request), status=refused.status)
    response = HttpResponse(envelope.fault(refused.text, FaultCode.CLIENT), status=refused.status, content_type=_XML)
    if refused.status == 401:
        response.headers["WWW-Authenticate"] = 'Basic realm="Webcert SOAP", charset="UTF-8"'
    return response
