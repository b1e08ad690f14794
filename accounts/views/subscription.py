"""The notice about a missing subscription, once per session and care provider (spec/roles-and-access.md 6)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from accounts import landing, session
from accounts.redirects import SeeOther


@require_POST
@session.care_user_required
def acknowledge(request: HttpRequest) -> HttpResponse:
    """Stäng: back to the page that it was shown on."""
    user = request.care_user
    if user.care_provider is not None:
        session.acknowledge_subscription(request, user.care_provider.hsa_id)
    target = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()})
    return SeeOther(target if is_ours else landing.landing_page(user))
