"""Every error of the JSON API as problem JSON (RFC 9457): ``code`` is the field's, ``detail`` the text.

Views raise ``webcert.errors``; what the framework raises itself is translated here too.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import structlog
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response

from rivta.results import ErrorId
from webcert.errors import DataNotFound, InternalProblem, InvalidInput, WebcertError

log = structlog.get_logger(__name__)

CONTENT_TYPE = "application/problem+json"
RETRY_AFTER_S = 5


@dataclass(frozen=True, slots=True)
class Fault:
    """One field of a request that does not fit; ``field`` is its path, parts joined with dots, empty for the whole."""

    field: str
    text: str


class NotAsDescribed(InvalidInput):
    """The request does not follow the API's description. ``faults`` names every field."""

    code = ErrorId.VALIDATION_ERROR.value
    status = 422
    default_message = "Anropet följer inte API:ets beskrivning."

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__()
        self.faults = faults


class Refused(WebcertError):
    """A request that is refused before it is understood, with the status that says why."""

    code = ErrorId.VALIDATION_ERROR.value

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class Busy(WebcertError):
    """The database is busy or away."""

    code = ErrorId.TECHNICAL_ERROR.value
    status = 503
    default_message = "Tjänsten är upptagen. Försök igen om en stund."


def answer_to(error: Exception, context: dict[str, Any]) -> Response | None:
    """The framework's exception handler; None lets what nobody expected go on to the log as a 500."""
    if isinstance(error, WebcertError):
        return problem(error)
    if isinstance(error, Http404):
        return problem(DataNotFound("Det finns inget på den här adressen."))
    if isinstance(error, PermissionDenied):
        return problem(Refused(403, "Det är inte tillåtet."))
    if isinstance(error, OperationalError):
        log.warning("api_database_busy", error=str(error))
        return problem(Busy(), headers={"Retry-After": str(RETRY_AFTER_S)})
    if isinstance(error, exceptions.APIException):
        return problem(Refused(error.status_code, _text(error)), headers=_headers(error))
    log.exception("api_failed", view=type(context["view"]).__name__)
    return problem(InternalProblem())


def body_of(error: WebcertError) -> dict[str, Any]:
    """The members of the problem document."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(error.status).phrase,
        "status": error.status,
        "code": error.code,
        "detail": error.message,
    }
    if isinstance(error, NotAsDescribed):
        body["errors"] = [{"field": fault.field, "text": fault.text} for fault in error.faults]
    return body


def problem(error: WebcertError, *, headers: dict[str, str] | None = None) -> Response:
    log.info("api_refused", code=error.code, reason=error.reason, status=error.status)
    return Response(body_of(error), status=error.status, headers=headers, content_type=CONTENT_TYPE)


def _text(error: exceptions.APIException) -> str:
    if isinstance(error, exceptions.NotAuthenticated | exceptions.AuthenticationFailed):
        return "En giltig nyckel behövs: Authorization: Bearer <nyckel>."
    return str(error.detail)


def _headers(error: exceptions.APIException) -> dict[str, str]:
    challenge = getattr(error, "auth_header", None)
    return {"WWW-Authenticate": challenge} if challenge else {}
