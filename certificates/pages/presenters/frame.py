"""What draft and signed certificate have in common: bars, actions, panel, support text."""

from __future__ import annotations

from collections.abc import Iterator

from accounts.user import CareUser, Origin
from certificates.access import Action, is_closed_as_older, is_deprecated
from certificates.lifecycle.opening import OpenedCertificate
from certificates.models import Certificate
from certificates.pages.presenters.parts import ActionButton, Note, PanelTab, StatusItem
from hsa.roles import Role
from webcert import clock


def page_url(opened: OpenedCertificate) -> str:
    return f"/certificate/{opened.certificate.pk}"


def back_url(user: CareUser, came_from: str, *, otherwise: str) -> str:
    """Back is for stand-alone users: to where they came from, or to the list of such certificates (spec/ui.md 1.3)."""
    if user.origin is not Origin.NORMAL:
        return ""
    if came_from:
        return came_from
    return "/search" if user.role is Role.VARDADMINISTRATOR and otherwise == "/list/certificate" else otherwise


def bars(user: CareUser, opened: OpenedCertificate) -> Iterator[Note]:
    """Notices above the certificate (spec/ui.md 3.1)."""
    certificate = opened.certificate
    if opened.may(Action.INACTIVE_CERTIFICATE_MODEL):
        yield Note(
            "Den här versionen av intygstypen är inte längre aktiv. Vissa funktioner är därför inte tillgängliga."
        )
    elif is_deprecated(opened.certificate_type, user.unit):
        yield Note("Intygstypen är av en äldre version. Vissa funktioner kan därför saknas.")
    elif is_closed_as_older(opened.certificate_type, user.unit):
        yield Note("Intyget är av en äldre version. Alla funktioner är därför inte tillgängliga.", "warning", "observe")
    if user.unit is None or certificate.care_unit_id != user.unit.care_unit_id:
        issued = f"{certificate.care_provider_name} - {certificate.care_unit_name}"
        yield Note(issued, "unit", "observe", lead="Utfärdat på:")


def made_from(certificate: Certificate) -> Iterator[StatusItem]:
    """The certificate that this one renews, replaces, complements or is a copy of."""
    if certificate.parent_id is not None and certificate.relation:
        words = {
            Certificate.Relation.FRLANG: ("Förnyar ett annat intyg.", "Öppna intyget"),
            Certificate.Relation.ERSATT: ("Ersätter ett annat intyg.", "Öppna intyget"),
            Certificate.Relation.KOMPLT: ("Kompletterar ett annat intyg.", "Öppna intyget"),
            Certificate.Relation.KOPIA: ("Är en kopia av ett låst utkast.", "Öppna utkastet"),
        }
        text, link_text = words[Certificate.Relation(certificate.relation)]
        yield StatusItem(
            "status-parent", text, "history", link_url=f"/certificate/{certificate.parent_id}", link_text=link_text
        )


def print_button(opened: OpenedCertificate) -> ActionButton:
    """The PDF in a tab of its own; a warning or a choice comes first where there is one (print.md 1, 4)."""
    if opened.patient.is_protected or opened.certificate_type.employer_copy:
        return ActionButton("Skriv ut", "btn-print-certificate", f"{page_url(opened)}/print")
    return ActionButton("Skriv ut", "btn-print-certificate", print_url(opened), opens=ActionButton.Opens.TAB)


def print_url(opened: OpenedCertificate) -> str:
    return f"/moduleapi/intyg/{opened.certificate.type_id}/{opened.certificate.pk}/pdf"


def panel(opened: OpenedCertificate, *, opens: str = "") -> tuple[PanelTab, ...]:
    """Tabs in the order of spec/ui.md 3.5; the first is open unless ``opens`` names another."""
    tabs = []
    if opened.certificate_type.topics.may_receive:
        tabs.append(("arenden", "Ärendekommunikation", "certificates/panel/messages.html"))
    tabs.append(("om", "Om intyget", "certificates/panel/about.html"))
    ids = [tab_id for tab_id, _, _ in tabs]
    first = opens if opens in ids else ids[0]
    return tuple(PanelTab(tab_id, caption, template, tab_id == first) for tab_id, caption, template in tabs)


def support_text(user: CareUser, opened: OpenedCertificate) -> str:
    """The details that a support case needs (spec/ui.md 7.1, U6); no personal number."""
    unit = user.unit
    return "\n".join(
        (
            f"Intygs-ID: {opened.certificate.pk}",
            f"Användare: {user.hsa_id}",
            f"Enhet: {unit.hsa_id if unit else 'ingen vald'}",
            f"Tid: {clock.local(clock.now()).strftime('%Y-%m-%d %H:%M:%S')}",
        )
    )
