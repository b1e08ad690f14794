"""The words of the mails (spec/status-updates.md 6.4). No patient data: names of staff and units, and a link."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.template.loader import render_to_string

from accounts import practitioners
from certificates.models import Certificate
from certificates.types import registry
from certificates.types.base import Engine
from notifications.codes import IncomingKind
from notifications.integrated_units import FK7263


@dataclass(frozen=True, slots=True)
class Content:
    """A mail before it is set: what has happened, the link with its caption, what to think of."""

    subject: str
    happened: str
    caption: str
    link: str
    hint: str

    def as_text(self) -> str:
        return render_to_string("notifications/mail/mail.txt", {"content": self})

    def as_html(self) -> str:
        return render_to_string("notifications/mail/mail.html", {"content": self})


def for_unit(certificate: Certificate, incoming: IncomingKind, *, asked_by: str) -> Content:
    """To the unit. ``asked_by``: the name of who asked what has been answered, empty when it is not known."""
    if incoming is IncomingKind.QUESTION:
        subject = "Försäkringskassan har ställt en fråga om ett intyg"
        happened = (
            f"Försäkringskassan har hört av sig om ett intyg som {certificate.issuer_name} har utfärdat "
            f"på {certificate.unit_name}."
        )
        caption = "Läs och svara i Webcert"
    else:
        subject = "Försäkringskassan har svarat på en fråga"
        asked = f"som {asked_by} har ställt på" if asked_by else "från"
        happened = f"Försäkringskassan har svarat på en fråga {asked} {certificate.unit_name}."
        caption = "Läs svaret i Webcert"
    return Content(subject, happened, caption, link(certificate), _hint(certificate))


def for_administrator(certificate: Certificate) -> Content:
    """To whoever looks after the installation: the unit could not be told."""
    return Content(
        subject="En enhet kan inte nås med e-post",
        happened=(
            f"Försäkringskassan har skickat ett meddelande till {certificate.unit_name} ({certificate.unit_id}). "
            "HSA har ingen e-postadress för enheten, och ingen vårdenhet över den som har någon. "
            "Enheten har därför inte fått veta något."
        ),
        caption="Meddelandet i Webcert",
        link=link(certificate),
        hint=_hint(certificate),
    )


def link(certificate: Certificate) -> str:
    """Uthopp to the questions of the certificate; fk7263 is the only type that is not named in it."""
    certificate_type = registry.get(certificate.type_id, certificate.type_version)
    if practitioners.is_practice(certificate.unit_id):
        segment = "pp-certificate"
    else:
        segment = "certificate" if certificate_type.engine is Engine.MODEL else "basic-certificate"
    named = "" if certificate.type_id == FK7263 else f"{certificate.type_id}/"
    unit = urlencode({"enhet": certificate.unit_id})
    return f"{settings.BASE_URL}/webcert/web/user/{segment}/{named}{certificate.pk}/questions?{unit}"


def _hint(certificate: Certificate) -> str:
    if practitioners.is_practice(certificate.unit_id):
        return "Ha din e-legitimation till hands innan du klickar på länken."
    return "Sätt i ditt SITHS-kort innan du klickar på länken."
