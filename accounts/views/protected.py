"""The terms for staff with protected identity, accepted once (spec/roles-and-access.md 4.11)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from accounts import landing, preferences, session
from accounts.redirects import SeeOther

TERMS_PATH = "/terms"


def terms_page(request: HttpRequest, *, is_missing_tick: bool = False) -> HttpResponse:
    """The dialog that comes before every page until it is accepted."""
    context = {"next": request.POST.get("next") or request.get_full_path(), "is_missing_tick": is_missing_tick}
    return render(request, "accounts/protected_terms.html", context, status=422 if is_missing_tick else 200)


@require_http_methods(["GET", "POST"])
@session.care_user_required
def terms(request: HttpRequest) -> HttpResponse:
    """POST ``answer`` = accept (with ``approved`` ticked) or decline, which ends the session."""
    user = request.care_user
    if request.method == "GET":
        return SeeOther(landing.landing_page(user))
    if request.POST.get("answer") != "accept":
        session.end_session(request)
        return SeeOther("/error?reason=protected-person-agreement")
    if "approved" not in request.POST:
        return terms_page(request, is_missing_tick=True)
    preferences.put(user.hsa_id, preferences.PROTECTED_PERSON_APPROVED, value="true")
    target = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()})
    return SeeOther(target if is_ours else landing.landing_page(user))
