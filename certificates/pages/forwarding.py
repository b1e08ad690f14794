"""Vidarebefordra: text for the user's own mail, and the question whether the mark shall be set (spec/lifecycle.md 3.5).

Nothing is mailed by Webcert, and the mail holds nothing about the patient.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from certificates.lifecycle.opening import OpenedCertificate
from certificates.pages.asking import dialog


@dataclass(frozen=True, slots=True)
class Forwarded:
    """What is handed over. ``thing`` is its word in definite form; the two addresses end with what is given here."""

    title: str
    subject: str
    thing: str
    link_ending: str
    marked_at: str


DRAFT = Forwarded("Vidarebefordra utkast", "Ett osignerat utkast i Webcert väntar på dig", "utkastet", "", "forward")


def question(request: HttpRequest, opened: OpenedCertificate, what: Forwarded, *, is_forwarded: bool) -> HttpResponse:
    """The dialog; "Ja, markera" is posted to ``what.marked_at`` below the certificate's own address."""
    certificate = opened.certificate
    subject = f"{what.subject} ({certificate.unit_name}, {certificate.care_provider_name})"
    link = f"{settings.BASE_URL}/webcert/web/user/launch/certificate/{certificate.pk}{what.link_ending}"
    body = f"Öppna {what.thing}:\r\n{link}\r\n\r\nSätt i ditt SITHS-kort innan du klickar på länken."
    context = {
        "thing": what.thing,
        "to": what.marked_at,
        "is_forwarded": is_forwarded,
        "subject": subject,
        "body": body.replace("\r\n", "\n"),
        "mail_link": f"mailto:?subject={quote(subject)}&body={quote(body)}",
    }
    return dialog(request, opened, "forward", what.title, context)
