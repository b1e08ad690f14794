"""The test login of demo mode (spec/roles-and-access.md 4.10; spec/demo-world.md "Fixed addresses")."""

from __future__ import annotations

import structlog
from django.contrib import auth
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts import landing, launch, login, personas, session, staff
from accounts.launch import InterruptedRequest, InvalidLaunchParameter
from accounts.login import LoginRefused
from accounts.models import StaffAccount
from accounts.redirects import SeeOther
from accounts.user import CareUser, Origin
from accounts.views.start import REFUSED
from patients.person_id import InvalidPersonId, PersonId

log = structlog.get_logger(__name__)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def welcome(request: HttpRequest) -> HttpResponse:
    """The personas; POST ``hsa_id``, optionally ``unit`` and ``origin``, ends an old session and logs in."""
    if request.method == "POST":
        return _log_in(request)
    interrupted = launch.interrupted_request(request)
    context = {
        "personas": personas.care_personas(),
        "practitioners": personas.practitioner_personas(),
        "administrators": personas.administrator_personas(),
        "interrupted": interrupted,
        "origin": interrupted.origin if interrupted else Origin.NORMAL,
    }
    return render(request, "accounts/welcome.html", context)


def _log_in(request: HttpRequest) -> HttpResponse:
    hsa_id = request.POST.get("hsa_id", "").strip()
    administrator = staff.find(hsa_id)
    if administrator is not None:
        return _log_in_administrator(request, administrator)
    interrupted = launch.interrupted_request(request)
    try:
        user = _user(hsa_id, origin=_origin(request, interrupted), unit_id=request.POST.get("unit", "").strip())
        user, target = _next_page(user, interrupted)
    except LoginRefused as refusal:
        return _refuse(request, hsa_id, refusal=refusal)
    except InvalidLaunchParameter:
        session.end_session(request)
        return SeeOther("/error?reason=unknown")
    session.log_in(request, user)
    launch.remember_launch_id(request, user)
    return SeeOther(target)


def _origin(request: HttpRequest, interrupted: InterruptedRequest | None) -> Origin:
    """What was asked for, else what the interrupted request says, else NORMAL."""
    asked = request.POST.get("origin", "")
    if asked in set(Origin):
        return Origin(asked)
    return interrupted.origin if interrupted else Origin.NORMAL


def _user(hsa_id: str, *, origin: Origin, unit_id: str) -> CareUser:
    """A personal number is an e-legitimation login, which is always stand-alone; anything else comes from HSA."""
    try:
        person_id = PersonId.parse(hsa_id)
    except InvalidPersonId:
        user = login.build_care_user(hsa_id, origin=origin)
    else:
        user = login.build_private_practitioner(person_id.value)
    return login.choose_unit_at_login(user, unit_id) if unit_id else user


def _next_page(user: CareUser, interrupted: InterruptedRequest | None) -> tuple[CareUser, str]:
    if interrupted is None:
        return user, landing.landing_page(user)
    return launch.continue_interrupted(interrupted, user)


def _refuse(request: HttpRequest, hsa_id: str, *, refusal: LoginRefused) -> HttpResponse:
    """No session; an anonymous one keeps what was interrupted, and whose commissions the error page explains."""
    interrupted = launch.interrupted_request(request)
    session.end_session(request)
    if interrupted is not None:
        launch.keep_interrupted(request, interrupted)
    if refusal.reason == login.NO_COMMISSION:
        request.session[REFUSED] = hsa_id
    log.warning("login_refused", reason=refusal.reason)
    return SeeOther(f"/error?reason={refusal.reason}")


def _log_in_administrator(request: HttpRequest, account: StaffAccount) -> HttpResponse:
    session.end_session(request)
    auth.login(request, account.user, backend="django.contrib.auth.backends.ModelBackend")
    log.info("administrator_login", hsa_id=account.hsa_id)
    return SeeOther(staff.landing_page(account))
