"""What the questions before an action have in common: each is a page, and with script the inside of a dialog.

The form of a dialog is posted by htmx when there is script: what goes wrong is then told in the dialog, and the answer
says where to go on (spec/ui.md 10.8).
"""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.redirects import SeeOther
from certificates.access import Action
from certificates.lifecycle.opening import OpenedCertificate, reload_certificate
from certificates.pages import opening


def opened_for(request: HttpRequest, certificate_id: str, *actions: Action) -> OpenedCertificate:
    """The certificate, once one of the actions is allowed; the error of the first that is not."""
    opened = reload_certificate(request.care_user, certificate_id)
    decisions = [opened.decisions[action] for action in actions]
    if not any(decision.allowed for decision in decisions):
        raise decisions[0].as_error()
    return opened


def dialog(
    request: HttpRequest,
    opened: OpenedCertificate,
    template: str,
    title: str,
    context: Mapping[str, object] | None = None,
    *,
    status: int = 200,
    folder: str = "certificates/dialogs",
) -> HttpResponse:
    """``templates/<folder>/<template>.html`` about one certificate."""
    common = {
        "dialog_title": title,
        "certificate": opened.certificate,
        "certificate_type": opened.certificate_type,
        "url": f"/certificate/{opened.certificate.pk}",
    }
    return render(request, f"{folder}/{template}.html", common | dict(context or {}), status=status)


def go_to(request: HttpRequest, url: str) -> HttpResponse:
    """The next page, also for a form that htmx posted."""
    if getattr(request, "htmx", False):
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    return SeeOther(url)


def back_to_certificate(request: HttpRequest, certificate_id: str) -> HttpResponse:
    """To the certificate's own page, which is then no new reading."""
    opening.will_come_back(request, certificate_id)
    return go_to(request, f"/certificate/{certificate_id}")
