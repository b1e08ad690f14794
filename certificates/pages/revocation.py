"""Makulera (spec/lifecycle.md 12; spec/death-certificates.md 6; spec/ui.md 6.2)."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from accounts.session import unit_required
from certificates.access import Action
from certificates.lifecycle.opening import OpenedCertificate
from certificates.lifecycle.revoke import MAX_TEXT_LENGTH, RevocationReason
from certificates.lifecycle.revoke import revoke as revoke_certificate
from certificates.pages.asking import back_to_certificate, dialog, opened_for
from webcert.errors import InvalidInput

_REASON_LABELS = {
    RevocationReason.FEL_PATIENT: "Intyget gäller fel patient",
    RevocationReason.ANNAT_ALLVARLIGT_FEL: "Annat allvarligt fel",
}


@require_http_methods(["GET", "POST"])
@unit_required
def revoke(request: HttpRequest, certificate_id: str) -> HttpResponse:
    """The reason, where the type asks for one, then for good."""
    if request.method == "GET":
        return _question(request, opened_for(request, certificate_id, Action.REVOKE))
    reason, text = request.POST.get("reason", ""), request.POST.get("text", "").strip()
    try:
        revoke_certificate(user=request.care_user, certificate_id=certificate_id, reason=reason, text=text)
    except InvalidInput as error:
        return _question(request, opened_for(request, certificate_id, Action.REVOKE), chosen=reason, error=error)
    return back_to_certificate(request, certificate_id)


def _question(
    request: HttpRequest, opened: OpenedCertificate, *, chosen: str = "", error: InvalidInput | None = None
) -> HttpResponse:
    is_signed = opened.certificate.is_signed
    recipient = opened.certificate_type.recipient
    is_for_wrong_person_only = not opened.certificate_type.flags.revoke_requires_reason
    context = {
        "is_signed": is_signed,
        "asks_reason": not is_for_wrong_person_only,
        "reasons": [(value, label, value == chosen) for value, label in _REASON_LABELS.items()],
        "needs_text": RevocationReason.ANNAT_ALLVARLIGT_FEL.value,
        "max_length": MAX_TEXT_LENGTH,
        "text": request.POST.get("text", ""),
        "reason_error": error.message if error and error.reason == "MISSING_REASON" else "",
        "text_error": error.message if error and error.reason != "MISSING_REASON" else "",
        "recipient": recipient,
        "phone": settings.REVOKE_PHONES.get(recipient.id, "") if recipient else "",
        "may_replace": opened.may(Action.REPLACE) or opened.may(Action.REPLACE_CONTINUE),
    }
    title = "Makulera intyg" if is_signed else "Makulera låst utkast"
    return dialog(request, opened, "revoke", title, context, status=422 if error else 200)
