"""The calls that keep and end sessions (spec/roles-and-access.md 4.3, 4.8, 4.9)."""

from __future__ import annotations

import json

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import launch, session
from accounts.redirects import SeeOther

log = structlog.get_logger(__name__)

MOMENT_DIGITS = 15
"""Milliseconds since 1970 have 13 for the next two centuries."""


@require_GET
def ping(request: HttpRequest) -> JsonResponse:
    """How long the session lives. Does not renew it: the middleware knows the path."""
    return JsonResponse(_session_state(request))


@require_GET
def extend(request: HttpRequest) -> JsonResponse:
    """The same answer, with the idle time begun anew."""
    session.renew(request)
    return JsonResponse(_session_state(request))


@csrf_exempt
@require_http_methods(["GET", "POST"])
def window_left(request: HttpRequest) -> HttpResponse:
    """The window was closed or left: the session ends soon. POST is what ``navigator.sendBeacon`` sends.

    ``at``, also of ``window_opened``: when it was by the browser's clock, in ms; calls may overtake each other.
    """
    if request.care_user is not None:
        session.mark_end(request, left_at=_moment(request))
    return HttpResponse()


@require_GET
def window_opened(request: HttpRequest) -> HttpResponse:
    """A page of the session opened in time."""
    opened_at = _moment(request)
    if session.has_end_mark(request) and (opened_at is None or session.opened_after_mark(request, opened_at)):
        session.cancel_end(request)
    return HttpResponse()


@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    """Logga ut: to the test login in demo mode, else to the start page."""
    session.end_session(request)
    return SeeOther("/welcome" if settings.TEST_LOGIN_ENABLED else "/")


@csrf_exempt
@require_http_methods(["POST", "OPTIONS"])
def invalidate(request: HttpRequest) -> HttpResponse:
    """The journal system ends a session by launchId. Always 204, whatever came (spec/integration.md 3.6)."""
    if request.method == "POST":
        launch_id, user_hsa_id = _invalidation(request.body)
        ended = bool(launch_id and user_hsa_id) and launch.invalidate(launch_id=launch_id, user_hsa_id=user_hsa_id)
        log.info("session_invalidation", launch_id=launch_id, ended=ended)
    return HttpResponse(
        status=204,
        headers={
            "Access-Control-Allow-Origin": "*",
            "Access-Control-Allow-Methods": "POST, OPTIONS",
            "Access-Control-Allow-Headers": "Content-Type",
        },
    )


def _moment(request: HttpRequest) -> int | None:
    """Without ``at`` the call counts from its arrival, as the real ones."""
    sent = request.GET.get("at", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) <= MOMENT_DIGITS else None


def _invalidation(body: bytes) -> tuple[str, str]:
    """launchId and userHsaId of the JSON body; empty texts for what is missing or no JSON object."""
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError):
        return "", ""
    if not isinstance(sent, dict):
        return "", ""
    return str(sent.get("launchId") or ""), str(sent.get("userHsaId") or "")


def _session_state(request: HttpRequest) -> dict[str, bool | int]:
    is_logged_in = request.care_user is not None
    return {
        "hasSession": is_logged_in,
        "authenticated": is_logged_in,
        "secondsUntilExpire": session.seconds_left(request) if is_logged_in else 0,
    }
