"""A launch that another site posted, taken up where the browser adds its cookies (spec/integration.md 3.2, 3.4)."""

from __future__ import annotations

import structlog
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from accounts import launch
from accounts.launch import InvalidLaunchParameter, LoginWay
from accounts.redirects import SeeOther
from webcert.errors import SessionAlreadyActive

log = structlog.get_logger(__name__)


@require_GET
def continue_posted_launch(request: HttpRequest) -> HttpResponse:
    """As if the post had come with the session's cookie: into the session there is, or over the login."""
    held = launch.take_held(request)
    if held is None:
        return _refused("unknown")
    if request.care_user is None:
        launch.keep_interrupted(request, held)
        return redirect(f"/saml2/authenticate/{LoginWay.SITHS}")
    try:
        parameters = launch.parameters_from(held.form or {})
        launch.start_launch(request, request.care_user, parameters=parameters)
    except InvalidLaunchParameter:
        return _refused("unknown")
    except SessionAlreadyActive:
        return _refused("auth-exception-user-already-active")
    return SeeOther(launch.saved_address(held, parameters))


def _refused(reason: str) -> HttpResponse:
    log.info("launch_refused", reason=reason)
    return SeeOther(f"/error?reason={reason}")
