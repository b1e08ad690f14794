"""Questions before an action: each a page of its own, and with script the inside of a dialog (spec/ui.md 6, 10.8)."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote, urlsplit

from django.conf import settings
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
from certificates.lifecycle.opening import OpenedCertificate, reload_certificate
from certificates.lifecycle.ready import mark_ready_for_sign
from certificates.lifecycle.send import send as send_certificate
from certificates.models import Certificate
from certificates.pages import opening
from certificates.pages.events import history
from certificates.pages.explanations import EXPLANATIONS
from certificates.pages.presenters.frame import print_url
from certificates.pages.versions import conflict_page, posted_version
from webcert.errors import ConcurrentModification, DataNotFound

SHORTEST_SENT_DAYS = 15
"""Shorter sick leave is normally not sent to Försäkringskassan (spec/lifecycle.md 11)."""


@require_http_methods(["GET", "POST"])
@unit_required
def delete(request: HttpRequest, certificate_id: str) -> HttpResponse:
    """Radera utkast (spec/lifecycle.md 3.3)."""
    user = request.care_user
    if request.method == "GET":
        return _ask(request, certificate_id, Action.DELETE, "delete", "Radera utkast")
    try:
        delete_draft(user=user, certificate_id=certificate_id, version=posted_version(request.POST))
    except ConcurrentModification as error:
        return conflict_page(request, certificate_id, error)
    if user.is_integrated:
        return render(request, "certificates/deleted.html")
    messages.success(request, "Utkastet är borttaget")
    return SeeOther("/list/draft")


@require_http_methods(["GET", "POST"])
@unit_required
def send(request: HttpRequest, certificate_id: str) -> HttpResponse:
    """Skicka till mottagaren (spec/lifecycle.md 11)."""
    if request.method == "POST":
        send_certificate(user=request.care_user, certificate_id=certificate_id)
        return _to_certificate(request, certificate_id)
    opened = _opened(request, certificate_id, Action.SEND)
    ctype = opened.certificate_type
    days = engine.days_in_all(ctype, opened.certificate.answers)
    context = {
        "recipient": ctype.recipient,
        "days": days,
        "is_short": ctype.sick_leave is not None and days < SHORTEST_SENT_DAYS,
        "asks_patient_to_apply": ctype.sick_leave is not None,
    }
    return _dialog(request, opened, "send", f"Skicka till {ctype.recipient.name}", context)


@require_http_methods(["GET", "POST"])
@unit_required
def ready_for_sign(request: HttpRequest, certificate_id: str) -> HttpResponse:
    """Markera klart för signering (spec/lifecycle.md 3.4)."""
    if request.method == "GET":
        return _ask(
            request, certificate_id, Action.READY_FOR_SIGN, "ready_for_sign", "Markera utkast klart för signering"
        )
    mark_ready_for_sign(user=request.care_user, certificate_id=certificate_id)
    return _to_certificate(request, certificate_id)


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
        return SeeOther(came_from) if came_from.startswith("/list/") else _to_certificate(request, certificate_id)
    opened = _opened(request, certificate_id, Action.FORWARD_CERTIFICATE_FROM_LIST)
    subject, body = _mail(opened.certificate)
    mail_link = f"mailto:?subject={quote(subject)}&body={quote(body)}"
    context = {"subject": subject, "body": body.replace("\r\n", "\n"), "mail_link": mail_link}
    return _dialog(request, opened, "forward", "Vidarebefordra utkast", context)


@require_safe
@unit_required
def print_protected(request: HttpRequest, certificate_id: str) -> HttpResponse:
    """A protected patient's certificate is printed after a warning (spec/ui.md 3.7)."""
    opened = _opened(request, certificate_id, Action.PRINT)
    title = "Skriv ut intyg" if opened.certificate.is_signed else "Skriv ut utkast"
    return _dialog(request, opened, "print", title, {"print_url": print_url(opened)})


@require_safe
@unit_required
def events(request: HttpRequest, certificate_id: str) -> HttpResponse:
    """Alla händelser, newest first (spec/lifecycle.md 13)."""
    opened = _opened(request, certificate_id, Action.READ)
    return _dialog(request, opened, "events", "Alla händelser", {"events": history(opened)})


@require_safe
@unit_required
def information(request: HttpRequest, certificate_id: str, topic: str) -> HttpResponse:
    """A dialog that only explains."""
    explanation = EXPLANATIONS.get(topic)
    if explanation is None:
        raise DataNotFound("Sidan finns inte.")
    opened = _opened(request, certificate_id, Action.READ)
    context = {"paragraphs": [write(opened) for write in explanation.paragraphs], "points": explanation.points}
    return _dialog(request, opened, "information", explanation.title, context)


def _ask(request: HttpRequest, certificate_id: str, action: Action, template: str, title: str) -> HttpResponse:
    return _dialog(request, _opened(request, certificate_id, action), template, title, {})


def _opened(request: HttpRequest, certificate_id: str, action: Action) -> OpenedCertificate:
    opened = reload_certificate(request.care_user, certificate_id)
    decision = opened.decisions[action]
    if not decision.allowed:
        raise decision.as_error()
    return opened


def _dialog(
    request: HttpRequest, opened: OpenedCertificate, template: str, title: str, context: Mapping[str, object]
) -> HttpResponse:
    common = {
        "dialog_title": title,
        "certificate": opened.certificate,
        "url": f"/certificate/{opened.certificate.pk}",
    }
    return render(request, f"certificates/dialogs/{template}.html", common | dict(context))


def _to_certificate(request: HttpRequest, certificate_id: str) -> HttpResponse:
    opening.will_come_back(request, certificate_id)
    return SeeOther(f"/certificate/{certificate_id}")


def _mail(certificate: Certificate) -> tuple[str, str]:
    """Subject and body of the mail; no patient data (spec/lifecycle.md 3.5)."""
    subject = (
        f"Ett osignerat utkast i Webcert väntar på dig ({certificate.unit_name}, {certificate.care_provider_name})"
    )
    link = f"{settings.BASE_URL}/webcert/web/user/launch/certificate/{certificate.pk}"
    return subject, f"Öppna utkastet:\r\n{link}\r\n\r\nSätt i ditt SITHS-kort innan du klickar på länken."
