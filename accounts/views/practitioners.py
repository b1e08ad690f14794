"""What a private practitioner without authority meets (spec/ui.md 2.6)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts import landing, session
from accounts.errors import ResourceDenied


@require_safe
@session.care_user_required
def register(request: HttpRequest) -> HttpResponse:
    """For a physician without account: what is needed. The form itself is not part of this version."""
    return _page(request, "accounts/register.html")


@require_safe
@session.care_user_required
def unauthorized(request: HttpRequest) -> HttpResponse:
    """For an account that HOSP does not confirm."""
    return _page(request, "accounts/unauthorized.html")


def _page(request: HttpRequest, template: str) -> HttpResponse:
    if landing.landing_page(request.care_user) != request.path:
        raise ResourceDenied
    return render(request, template)
