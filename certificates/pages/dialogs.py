"""Questions before an action: each a page of its own, and with script the inside of a dialog (spec/ui.md 6, 10.8)."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.redirects import SeeOther
from accounts.session import unit_required
from certificates import engine
from certificates.access import Action
from certificates.lifecycle.delete import delete_draft
from certificates.lifecycle.forward import mark_forwarded
from certificates.lifecycle.ready import mark_ready_for_sign
from certificates.lifecycle.send import send as send_certificate
from certificates.models import Certificate
from certificates.pages import forwarding
from certificates.pages.asking import back_to_certificate, dialog, go_to, opened_for
from certificates.pages.events import history
from certificates.pages.explanations import EXPLANATIONS
from certificates.pages.presenters.frame import print_url
from certificates.pages.versions import conflict_page, posted_version
from certificates.print.employer_copy import employer_choices
from webcert.errors import ConcurrentModification, DataNotFound

SHORTEST_SENT_DAYS = 15
"""Shorter sick leave is normally not sent to Försäkringskassan (spec/lifecycle.md 11)."""


@require_http_methods(["GET", "POST"])
@unit_required
def delete(request: HttpRequest, certificate_id: str) -> HttpResponse:
    """Radera utkast (spec/lifecycle.md 3.3)."""
    if request.method == "GET":
        return dialog(request, opened_for(request, certificate_id, Action.DELETE), "delete", "Radera utkast")
    version = posted_version(request.POST)
    try:
        draft = delete_draft(user=request.care_user, certificate_id=certificate_id, version=version)
    except ConcurrentModification as error:
        return conflict_page(request, certificate_id, error)
    return after_deletion(request, draft)


def after_deletion(request: HttpRequest, draft: Certificate) -> HttpResponse:
    """Back to what the draft was made from; else to the list, or for an integrated user nowhere (spec/ui.md 5.5)."""
    if draft.parent_id is None and request.care_user.is_integrated:
        return render(request, "certificates/deleted.html")
    messages.success(request, "Utkastet är borttaget")
    return SeeOther(f"/certificate/{draft.parent_id}" if draft.parent_id else "/list/draft")


@require_http_methods(["GET", "POST"])
@unit_required
def send(request: HttpRequest, certificate_id: str) -> HttpResponse:
    """Skicka till mottagaren (spec/lifecycle.md 11)."""
    if request.method == "POST":
        send_certificate(user=request.care_user, certificate_id=certificate_id)
        return back_to_certificate(request, certificate_id)
    opened = opened_for(request, certificate_id, Action.SEND)
    ctype = opened.certificate_type
    days = engine.days_in_all(ctype, opened.certificate.answers, today=opened.certificate.judged_on)
    context = {
        "recipient": ctype.recipient,
        "days": days,
        "is_short": ctype.sick_leave is not None and days < SHORTEST_SENT_DAYS,
        "asks_patient_to_apply": ctype.sick_leave is not None,
    }
    return dialog(request, opened, "send", f"Skicka till {ctype.recipient.name}", context)


@require_http_methods(["GET", "POST"])
@unit_required
def ready_for_sign(request: HttpRequest, certificate_id: str) -> HttpResponse:
    """Markera klart för signering (spec/lifecycle.md 3.4)."""
    if request.method == "GET":
        opened = opened_for(request, certificate_id, Action.READY_FOR_SIGN)
        return dialog(request, opened, "ready_for_sign", "Markera utkast klart för signering")
    mark_ready_for_sign(user=request.care_user, certificate_id=certificate_id)
    return back_to_certificate(request, certificate_id)


@require_http_methods(["GET", "POST"])
@unit_required
def forward(request: HttpRequest, certificate_id: str) -> HttpResponse:
    """Vidarebefordra utkast: text for the user's own mail, and the mark (spec/lifecycle.md 3.5)."""
    if request.method == "POST":
        try:
            mark_forwarded(user=request.care_user, certificate_id=certificate_id, version=posted_version(request.POST))
        except ConcurrentModification as error:
            return conflict_page(request, certificate_id, error)
        came_from = urlsplit(request.headers.get("Referer", "")).path
        return (
            go_to(request, came_from)
            if came_from.startswith("/list/")
            else back_to_certificate(request, certificate_id)
        )
    opened = opened_for(request, certificate_id, Action.FORWARD_CERTIFICATE_FROM_LIST)
    return forwarding.question(request, opened, forwarding.DRAFT, is_forwarded=opened.certificate.is_forwarded)


@require_safe
@unit_required
def print_protected(request: HttpRequest, certificate_id: str) -> HttpResponse:
    """A warning for a protected patient, and the choice of the employer's copy (spec/ui.md 3.7; spec/print.md 4)."""
    opened = opened_for(request, certificate_id, Action.PRINT)
    title = "Skriv ut intyg" if opened.certificate.is_signed else "Skriv ut utkast"
    context = {
        "print_url": print_url(opened),
        "is_protected": opened.patient.is_protected,
        "employer": employer_choices(opened.certificate) if opened.certificate_type.employer_copy else None,
    }
    return dialog(request, opened, "print", title, context)


@require_safe
@unit_required
def events(request: HttpRequest, certificate_id: str) -> HttpResponse:
    """Alla händelser, newest first (spec/lifecycle.md 13)."""
    opened = opened_for(request, certificate_id, Action.READ)
    return dialog(request, opened, "events", "Alla händelser", {"events": history(opened)})


@require_safe
@unit_required
def information(request: HttpRequest, certificate_id: str, topic: str) -> HttpResponse:
    """A dialog that only explains."""
    explanation = EXPLANATIONS.get(topic)
    if explanation is None:
        raise DataNotFound("Sidan finns inte.")
    opened = opened_for(request, certificate_id, Action.READ)
    context = {"paragraphs": [write(opened) for write in explanation.paragraphs], "points": explanation.points}
    return dialog(request, opened, "information", explanation.title, context)
