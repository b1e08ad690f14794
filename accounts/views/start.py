"""Pages that need no login: start, ways to log in, error page, texts about the service (spec/ui.md 2.1, 5.5, 8.1)."""

from __future__ import annotations

import uuid

import structlog
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_safe

from accounts import errors, landing, refusals
from accounts.launch import LoginWay
from webcert.errors import WebcertError

log = structlog.get_logger(__name__)

REFUSED = "refused_login"
ABOUT_PAGES = {"accessibility", "cookies", "help", "support"}


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """The two ways to log in; who is logged in already goes on to the first page of the role."""
    user = request.care_user
    if user is not None and not user.is_integrated:
        return redirect(landing.landing_page(user))
    return render(request, "accounts/start.html")


@require_GET
def authenticate(request: HttpRequest, way: str) -> HttpResponse:
    """Where a login begins. In demo mode the test login takes the place of the identity provider."""
    if way not in set(LoginWay):
        raise Http404
    if not settings.TEST_LOGIN_ENABLED:
        return redirect("/error?reason=login.failed")
    return redirect("/welcome#eleg" if way == LoginWay.ELEG else "/welcome")


@require_safe
def error(request: HttpRequest) -> HttpResponse:
    """The error page of ``?reason=``; its status is 200 (spec/integration.md 3.8)."""
    reason = request.GET.get("reason", "")
    shown = WebcertError()
    shown.code = errors.code_for(reason)
    error_id = str(uuid.uuid4())
    log.warning("error_page", code=shown.code, reason=reason if reason in errors.REASONS else "", error_id=error_id)
    refused_hsa_id = request.session.get(REFUSED, "") if reason == "login.medarbetaruppdrag" else ""
    context = {
        "error": shown,
        "error_id": error_id,
        "refused_hsa_id": refused_hsa_id,
        "findings": refusals.findings(refused_hsa_id) if refused_hsa_id else (),
    }
    return render(request, "errors/reason.html", context)


@require_safe
def about(request: HttpRequest, page: str) -> HttpResponse:
    if page not in ABOUT_PAGES:
        raise Http404
    return render(request, f"about/{page}.html")
