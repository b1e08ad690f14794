"""The frame around every request: ids in the log, security headers, domain errors as pages or JSON."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse

from webcert.errors import InvalidInput, WebcertError
from webcert.views import error_response

_NO_TEXT = ("cannot contain NUL", "surrogates not allowed")
"""In what the databases' drivers say of such a text."""
UNREAD_LIMIT = 8 * 1024 * 1024
_CHUNK = 64 * 1024
_WITHOUT_BODY = {"GET", "HEAD", "OPTIONS"}
GetResponse = Callable[[HttpRequest], HttpResponse]


class RequestContext:
    """Binds a request id to every log line of the request and returns it in ``X-Request-Id``."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        structlog.contextvars.clear_contextvars()
        request_id = str(uuid.uuid4())
        structlog.contextvars.bind_contextvars(request_id=request_id)
        response = self.get_response(request)
        response.headers.setdefault("X-Request-Id", request_id)
        return response


class ReadToTheEnd:
    """Takes in what an answer left unread of the request, so that the connection can carry the next one.

    A server closes a connection with unread bytes on it, and a caller already on its way with the next call then
    gets no answer. Only where the server ends the stream itself; at most ``UNREAD_LIMIT`` bytes, then it may close.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method not in _WITHOUT_BODY and request.META.get("wsgi.input_terminated"):
            left = UNREAD_LIMIT
            while left > 0 and (part := request.META["wsgi.input"].read(_CHUNK)):
                left -= len(part)
        return response


class SecurityHeaders:
    """Headers that Django and django-csp do not set (spec/ui.md 10.1). Pages are never cached; assets are."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        if not request.path.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class DomainErrors:
    """One place turns a ``WebcertError`` into a page, a fragment or JSON (design: Errors).

    A text with a zero byte or half a letter, which no database takes, is the sender's error.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, WebcertError):
            return error_response(request, exception)
        if isinstance(exception, ValueError) and any(words in str(exception) for words in _NO_TEXT):
            return error_response(request, InvalidInput())
        return None
