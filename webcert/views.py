"""Pages of the frame: health, errors."""

from __future__ import annotations

import uuid

import structlog
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from accounts.errors import ResourceDenied
from delivery import queries as delivery
from webcert.errors import InternalProblem, InvalidInput, PageNotFound, WebcertError

log = structlog.get_logger(__name__)

JSON_PATHS = ("/api/", "/moduleapi/", "/internalapi/", "/simulators/modes", "/simulators/tak/")
"""Addresses whose errors are read by programs."""


@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """The database is reachable and migrated; 503 with the reason otherwise.

    ``warnings`` tell what is wrong with the outgoing traffic; this process can serve all the same
    (spec/status-updates.md 9.11, 9.12).
    """
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if waiting:
            return JsonResponse({"status": "error", "reason": f"{len(waiting)} migrations waiting"}, status=503)
        return JsonResponse({"status": "ok", "warnings": delivery.health().warnings})
    except DatabaseError:
        return JsonResponse({"status": "error", "reason": "database unreachable"}, status=503)


def error_response(request: HttpRequest, error: WebcertError) -> HttpResponse:
    """A domain error as JSON (below ``JSON_PATHS``) or as the error page, with an id to quote."""
    error_id = str(uuid.uuid4())
    log.warning("domain_error", code=error.code, reason=error.reason, error_id=error_id, path=request.path)
    if request.path.startswith(JSON_PATHS):
        return _json(error)
    context = {"error": error, "error_id": error_id, "back_url": _way_back(request, error)}
    template = "errors/fragment.html" if getattr(request, "htmx", False) else "errors/page.html"
    return render(request, template, context, status=error.status)


def _way_back(request: HttpRequest, error: WebcertError) -> str:
    """The certificate that an action was refused for, when there is one to go back to."""
    match request.path.split("/"):
        case ["", "certificate", certificate_id, _, *_] if error.status != 404:
            return f"/certificate/{certificate_id}"
    return ""


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """An address that leads nowhere: the error page in a browser, a line for any other caller."""
    error = PageNotFound()
    if request.path.startswith(JSON_PATHS) or "text/html" in request.headers.get("Accept", ""):
        return error_response(request, error)
    text = f"{error.code}: {error.message}\n"
    return HttpResponse(text, status=error.status, content_type="text/plain; charset=utf-8")


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A page of the administration that the account may not reach."""
    return error_response(request, ResourceDenied())


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that Django itself refuses, before anything is known of the user."""
    return _bare_response(request, InvalidInput("Begäran gick inte att tolka, eller var för stor."))


def server_fault(request: HttpRequest) -> HttpResponse:
    """A fault of ours. Django logs the traceback; the id leads from what the user quotes to it."""
    return _bare_response(request, InternalProblem())


def _bare_response(request: HttpRequest, error: WebcertError) -> HttpResponse:
    """As ``error_response``, from nothing that may be what failed: no session, no database, no frame."""
    error_id = str(uuid.uuid4())
    log.warning("bare_error", code=error.code, status=error.status, error_id=error_id, path=request.path)
    if request.path.startswith(JSON_PATHS):
        return _json(error)
    template = "errors/fragment.html" if "HX-Request" in request.headers else "errors/bare.html"
    return HttpResponse(render_to_string(template, {"error": error, "error_id": error_id}), status=error.status)


def _json(error: WebcertError) -> JsonResponse:
    return JsonResponse({"errorCode": error.code, "message": error.message}, status=error.status)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A failed CSRF check looks like a page that one may not reach (spec/roles-and-access.md 4.6)."""
    log.warning("csrf_failure", path=request.path, reason=reason)
    if request.headers.get("HX-Request"):
        return JsonResponse({"errorCode": "AUTHORIZATION_PROBLEM", "message": "Sessionen har gått ut."}, status=403)
    return redirect("/error?reason=auth-exception-resource")
