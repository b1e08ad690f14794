"""Dialogs that only explain (spec/ui.md 6.1)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings

from certificates.lifecycle.opening import OpenedCertificate

Paragraph = Callable[[OpenedCertificate], str]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Title, paragraphs (made for the certificate at hand) and points of a dialog that only explains."""

    title: str
    paragraphs: tuple[Paragraph, ...]
    points: tuple[str, ...] = ()


def _always(text: str) -> Paragraph:
    return lambda opened: text


def _recipient_name(opened: OpenedCertificate) -> str:
    return opened.certificate_type.recipient.name if opened.certificate_type.recipient else "mottagaren"


EXPLANATIONS: dict[str, Explanation] = {
    "available-for-patient": Explanation(
        "Intyget är tillgängligt för patienten",
        (
            _always(
                "Patienten kan läsa och skriva ut intyget genom att logga in med e-legitimation i tjänsten för intyg."
            ),
            lambda opened: f"Patienten kan också själv skicka intyget till {_recipient_name(opened)} därifrån.",
        ),
    ),
    "locked": Explanation(
        "Utkastet är låst",
        (
            lambda opened: (
                f"Ett utkast som inte är signerat låses efter {settings.DRAFT_LOCK_AFTER_DAYS} dagar. "
                "Det går att läsa men inte att ändra eller signera."
            ),
        ),
    ),
    "revoked": Explanation(
        "Intyget är makulerat", (_always("Intyget gäller inte längre och patienten kan inte se det."),)
    ),
    "protected-patient": Explanation(
        "Skyddade personuppgifter",
        (_always("Patienten har skyddade personuppgifter. Tänk på det här:"),),
        (
            "Intyget kan bara hanteras på den vårdenhet som utfärdar det.",
            "Bara vissa yrkesgrupper kan läsa och skriva intyg för patienten.",
            "Skriv inte adress, telefonnummer eller annat som avslöjar var patienten finns.",
            "Hantera utskrifter varsamt och lämna dem inte framme.",
            "Kontrollera med patienten innan intyget skickas.",
        ),
    ),
    "test-patient": Explanation(
        "Valideringsperson",
        (
            _always(
                "Personnumret hör till en person som bara används för test. Intyget skickas aldrig till en mottagare."
            ),
        ),
    ),
    "reserve-number": Explanation(
        "Samordningsnummer kopplat till reservnummer",
        (
            _always(
                "Patienten har ett reservnummer i journalsystemet. Intyget utfärdas på patientens samordningsnummer, "
                "för reservnummer kan inte användas i intyg."
            ),
        ),
    ),
    "other-name": Explanation(
        "Namnet skiljer sig från journalen",
        (
            _always(
                "Namnet i journalsystemet är ett annat än namnet i befolkningsregistret, som visas här. "
                "Kontrollera att intyget gäller rätt person."
            ),
        ),
    ),
    "characters": Explanation(
        "Tecken som inte stöds",
        (
            _always(
                "Intyg kan bara innehålla vanliga bokstäver, siffror och skiljetecken. Andra tecken, till exempel "
                "typografiska citattecken, tankstreck och symboler, tas bort när du lämnar fältet."
            ),
        ),
    ),
}
