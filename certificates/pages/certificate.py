"""The certificate page: a draft in editing, a locked draft, or a signed certificate (spec/ui.md 3)."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.session import unit_required
from certificates.models import SigningTicket
from certificates.pages import checks, launch, opening
from certificates.pages.presenters import draft_page, signed_page

SHOW_MISSING = "visa"
"""``?visa=saknas``: the page also tells what is missing, as after a press on Signera."""

OPEN_PICKER = "icf"
"""``?icf=35``: the ICF picker of question 35 is open, as after a press on its button without script."""

_SIGN_ERRORS = {
    SigningTicket.Status.AVBRUTEN: "Signeringen avbröts i underskriftstjänsten.",
    SigningTicket.Status.ERROR: "Underskriftstjänsten kunde inte skriva under intyget.",
}
_SIGN_ERROR = "Underskriften kunde inte tas emot."


@require_safe
@unit_required
def show(request: HttpRequest, certificate_id: str, *, opens_panel: str = "") -> HttpResponse:
    """``/certificate/{id}``; with ``/questions`` the panel opens on the messages."""
    return _page(request, certificate_id, opens_panel=opens_panel)


@require_safe
@unit_required
def sign_failed(request: HttpRequest, certificate_id: str) -> HttpResponse:
    """``/certificate/{id}/sign/error``: the same page with the dialog "Signering misslyckades" (spec/ui.md 1.1)."""
    return _page(request, certificate_id, open_dialog="certificates/dialogs/sign_error.html")


def _page(request: HttpRequest, certificate_id: str, *, opens_panel: str = "", open_dialog: str = "") -> HttpResponse:
    is_first = not opening.is_coming_back(request, certificate_id)
    opened = opening.open_for_page(request, certificate_id)
    came_from = _came_from(request)
    if opened.certificate.is_signed:
        signed = signed_page(request.care_user, opened, came_from=came_from, opens_panel=opens_panel)
        return render(request, "certificates/certificate.html", {"page": signed})
    draft = draft_page(
        request.care_user,
        opened,
        shows_missing=request.GET.get(SHOW_MISSING) == "saknas",
        came_from=came_from,
        open_dialog=open_dialog,
        question=checks.at_opening(request, opened) if is_first and not open_dialog else None,
        open_picker=request.GET.get(OPEN_PICKER, ""),
    )
    context = {"page": draft, "sign_error_text": _sign_error_text(request, certificate_id) if open_dialog else ""}
    return render(request, "certificates/draft.html", context)


def _came_from(request: HttpRequest) -> str:
    """The list or search that was the page before, as it was filtered and sorted; else the sister application whose
    link began the work (spec/integration.md 3.7); else empty.
    """
    page = urlsplit(request.headers.get("Referer", ""))
    if page.path.startswith(("/list/", "/create/", "/search")):
        return f"{page.path}?{page.query}" if page.query else page.path
    return launch.origin_address(request)


def _sign_error_text(request: HttpRequest, certificate_id: str) -> str:
    """Why, as far as this session's latest ticket knows."""
    tickets = SigningTicket.objects.filter(
        certificate_id=certificate_id,
        user_hsa_id=request.care_user.hsa_id,
        session_key=request.session.session_key or "",
    )
    latest = tickets.only("status", "failure").order_by("-created_at").first()
    if latest is None:
        return _SIGN_ERROR
    if latest.failure.startswith("INDETERMINATE_IDENTITY"):
        return "Underskriften gjordes med en annan identitet än den du är inloggad med."
    return _SIGN_ERRORS.get(SigningTicket.Status(latest.status), _SIGN_ERROR)
