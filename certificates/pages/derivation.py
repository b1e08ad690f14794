"""Förnya, Ersätt, Kopiera, Skapa från ett annat intyg: the question first, then the new draft (spec/ui.md 6.2)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from accounts import preferences
from accounts.session import unit_required
from certificates.access import Action
from certificates.lifecycle.copy import continue_copy, copy_locked
from certificates.lifecycle.fill import create_from_template
from certificates.lifecycle.renew import renew as renew_certificate
from certificates.lifecycle.replace import continue_replacement
from certificates.lifecycle.replace import replace as replace_certificate
from certificates.models import Certificate
from certificates.pages.asking import dialog, go_to, opened_for
from certificates.pages.presenters.actions import template_caption, template_decision, template_targets
from certificates.queries import uniqueness
from webcert.errors import DataNotFound


@require_http_methods(["GET", "POST"])
@unit_required
def renew(request: HttpRequest, certificate_id: str) -> HttpResponse:
    """Förnya (spec/lifecycle.md 5.2). "Visa inte igen." is kept over the logins."""
    if request.method == "GET":
        return dialog(request, opened_for(request, certificate_id, Action.RENEW), "renew", "Förnya intyg")
    user = request.care_user
    draft = renew_certificate(user=user, certificate_id=certificate_id)
    if request.POST.get("never_again") == "1":
        preferences.put(user.hsa_id, preferences.RENEW_WITHOUT_ASKING, value="true")
    return _to_draft(request, draft)


@require_http_methods(["GET", "POST"])
@unit_required
def replace(request: HttpRequest, certificate_id: str) -> HttpResponse:
    """Ersätt, or go on with the draft that is to replace it (spec/lifecycle.md 5.3)."""
    user = request.care_user
    if request.method == "POST":
        make = continue_replacement if request.POST.get("continue") == "1" else replace_certificate
        return _to_draft(request, make(user=user, certificate_id=certificate_id))
    opened = opened_for(request, certificate_id, Action.REPLACE, Action.REPLACE_CONTINUE)
    context = {
        "continues": not opened.may(Action.REPLACE),
        "unit": user.unit,
        "latest_counts": uniqueness.concerns(opened.certificate_type),
    }
    return dialog(request, opened, "replace", "Ersätt intyg", context)


@require_http_methods(["GET", "POST"])
@unit_required
def copy(request: HttpRequest, certificate_id: str) -> HttpResponse:
    """Kopiera a locked draft, or go on with its copy (spec/lifecycle.md 5.5)."""
    user = request.care_user
    if request.method == "POST":
        make = continue_copy if request.POST.get("continue") == "1" else copy_locked
        return _to_draft(request, make(user=user, certificate_id=certificate_id))
    opened = opened_for(request, certificate_id, Action.COPY_LOCKED, Action.COPY_LOCKED_CONTINUE)
    continues = not opened.may(Action.COPY_LOCKED)
    warning = ""
    if user.unit is not None and not continues:
        warning = uniqueness.notice(opened.certificate_type, opened.certificate.person_id, unit=user.unit)
    return dialog(request, opened, "copy", "Kopiera låst utkast", {"continues": continues, "warning": warning})


@require_http_methods(["GET", "POST"])
@unit_required
def create_from(request: HttpRequest, certificate_id: str, type_id: str) -> HttpResponse:
    """Skapa AG7804, Skapa dödsorsaksintyg (spec/lifecycle.md 5.6)."""
    user = request.care_user
    if request.method == "POST":
        draft = create_from_template(user=user, certificate_id=certificate_id, type_id=type_id)
        return _to_draft(request, draft)
    opened = opened_for(request, certificate_id, Action.CREATE_DRAFT_FROM_CERTIFICATE)
    target = next((t for t in template_targets(opened) if t.type_id == type_id), None)
    if target is None:
        raise DataNotFound("Ett sådant intyg kan inte skapas från det här intyget.")
    decision = template_decision(user, opened, target)
    if not decision.allowed:
        raise decision.as_error()
    caption = template_caption(target)
    return dialog(request, opened, "create_from", caption, {"target": target, "caption": caption})


def _to_draft(request: HttpRequest, draft: Certificate) -> HttpResponse:
    return go_to(request, f"/certificate/{draft.pk}")
