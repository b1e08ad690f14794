"""The session around every request: its user, its idle time, its end; and who may come in without one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect

from accounts import launch, per_request, preferences, session
from accounts.errors import NotLoggedIn
from accounts.views import protected, units
from patients import queries as patient_queries
from webcert.errors import InvalidLaunchId

GetResponse = Callable[[HttpRequest], HttpResponse]

NOT_RENEWING = ("/moduleapi/stat", "/api/session-auth-check/ping")
"""A request whose path contains one of these does not prolong the session (spec/roles-and-access.md 4.8)."""

JSON_PREFIXES = ("/api/", "/moduleapi/")

OPEN_PATHS = frozenset(
    {"/", "/welcome", "/welcome.html", "/error", "/error.jsp", "/logout", "/healthz", "/readyz", launch.HELD_ADDRESS}
)
OPEN_PREFIXES = (
    "/about/",
    "/saml2/",
    "/static/",
    "/visa/anvandare/",
    "/v2/visa/anvandare/",
    "/api/anvandare/",
    "/api/session-auth-check/",
    "/api/v1/session/",
    "/api/signature/signservice/v1/metadata",
    # rooms with a lock of their own
    "/admin/",
    "/api/integration/",
    "/clinicalprocess/",
    "/handover/",
    "/inera-certificate/",
    "/internalapi/",
    "/services/",
    "/simulators/",
    "/statistics/",
    "/workbench/",
)
"""Everything else needs a care user (spec/roles-and-access.md 4.12)."""


class PerRequest:
    """Switches of the administration are read, and the population register is asked for a person, once per request."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with per_request.keeping(), patient_queries.asking_once():
            return self.get_response(request)


class CareUserSession:
    """Sets ``request.care_user``, renews the session, ends it when its end mark has passed, guards what is not open."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.care_user = None
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return self.get_response(request)
        if session.end_is_due(request):
            session.end_session(request)
        request.care_user = session.get_user(request)
        if _is_page_load(request) and session.has_end_mark(request):
            session.cancel_end(request)
        response = _launch_id_refusal(request) or self.get_response(request)
        if not any(part in request.path for part in NOT_RENEWING):
            session.renew(request)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        """Before the view: the login, the terms for protected staff, the unit choice."""
        if request.path in OPEN_PATHS or request.path.startswith(OPEN_PREFIXES):
            return None
        user = request.care_user
        if user is None:
            return _without_login(request)
        if not _is_page_load(request):
            return None
        if user.is_protected and request.path != protected.TERMS_PATH and not _has_accepted(user.hsa_id):
            return protected.terms_page(request)
        if getattr(view, "needs_unit", False) and user.unit is None and user.providers:
            return units.choice_page(request)
        return None


def _has_accepted(hsa_id: str) -> bool:
    return preferences.get(hsa_id, preferences.PROTECTED_PERSON_APPROVED) == "true"


def _is_page_load(request: HttpRequest) -> bool:
    """A whole page for a person, not a call of a script."""
    if request.method != "GET" or request.headers.get("HX-Request") or request.path.startswith(JSON_PREFIXES):
        return False
    if request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate":
        return False
    accepted = request.headers.get("Accept", "*/*")
    return "text/html" in accepted or "*/*" in accepted


def _without_login(request: HttpRequest) -> HttpResponse:
    """Remembered addresses lead to the login, calls of scripts get 401, other pages the error page (4.3)."""
    way = launch.login_way(request)
    if way is not None:
        if launch.has_parameters_in_query(request):
            return redirect("/error?reason=missing-parameter")
        if launch.lacks_own_cookies(request):
            return launch.hold(request)
        launch.remember_request(request)
        return redirect(f"/saml2/authenticate/{way}")
    if request.headers.get("HX-Request") or request.path.startswith(JSON_PREFIXES):
        error = NotLoggedIn()
        return JsonResponse({"errorCode": error.code, "message": error.message}, status=error.status)
    return redirect("/error?reason=auth-exception-resource")


def _launch_id_refusal(request: HttpRequest) -> HttpResponse | None:
    """403 when a window of another launch calls: no header, no check (spec/roles-and-access.md 4.3)."""
    sent = request.headers.get("launchId")
    user = request.care_user
    if not sent or user is None or user.launch is None or sent.lower() == user.launch.launch_id:
        return None
    if not (request.path.startswith(JSON_PREFIXES) or request.headers.get("HX-Request")):
        return None
    error = InvalidLaunchId("Invalid launchId")
    return JsonResponse({"errorCode": error.code, "message": error.message}, status=error.status)
