"""Pages of the frame: health, errors."""

from __future__ import annotations

import uuid

import structlog
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from webcert.errors import WebcertError

log = structlog.get_logger(__name__)


@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """The database is reachable and migrated; 503 with the reason otherwise."""
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return JsonResponse({"status": "error", "reason": "database unreachable"}, status=503)
    if waiting:
        return JsonResponse({"status": "error", "reason": f"{len(waiting)} migrations waiting"}, status=503)
    return JsonResponse({"status": "ok"})


def error_response(request: HttpRequest, error: WebcertError) -> HttpResponse:
    """A domain error as JSON (``/api``, ``/moduleapi``) or as the error page, with an id to quote."""
    error_id = str(uuid.uuid4())
    log.warning("domain_error", code=error.code, reason=error.reason, error_id=error_id, path=request.path)
    if request.path.startswith(("/api/", "/moduleapi/", "/internalapi/")):
        return JsonResponse({"errorCode": error.code, "message": error.message}, status=error.status)
    context = {"error": error, "error_id": error_id}
    template = "errors/fragment.html" if getattr(request, "htmx", False) else "errors/page.html"
    return render(request, template, context, status=error.status)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A failed CSRF check looks like a page that one may not reach (spec/roles-and-access.md 4.6)."""
    log.warning("csrf_failure", path=request.path, reason=reason)
    if request.headers.get("HX-Request"):
        return JsonResponse({"errorCode": "AUTHORIZATION_PROBLEM", "message": "Sessionen har gått ut."}, status=403)
    return redirect("/error?reason=auth-exception-resource")
