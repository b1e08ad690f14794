"""What draft and signed certificate have in common: bars, actions, panel, support text."""

from __future__ import annotations

from collections.abc import Iterator

from accounts.user import CareUser, Origin
from certificates.access import Action
from certificates.lifecycle.opening import OpenedCertificate
from certificates.pages.presenters.parts import ActionButton, Note, PanelTab
from hsa.roles import Role
from webcert import clock


def page_url(opened: OpenedCertificate) -> str:
    return f"/certificate/{opened.certificate.pk}"


def back_url(user: CareUser, came_from: str, *, otherwise: str) -> str:
    """Back is for stand-alone users: to the list or search they came from (spec/ui.md 1.3)."""
    if user.origin is not Origin.NORMAL:
        return ""
    if came_from.startswith(("/list/", "/create/", "/search")):
        return came_from
    return "/search" if user.role is Role.VARDADMINISTRATOR and otherwise == "/list/certificate" else otherwise


def bars(user: CareUser, opened: OpenedCertificate) -> Iterator[Note]:
    """Notices above the certificate (spec/ui.md 3.1)."""
    certificate = opened.certificate
    if opened.may(Action.INACTIVE_CERTIFICATE_MODEL):
        yield Note(
            "Den här versionen av intygstypen är inte längre aktiv. Vissa funktioner är därför inte tillgängliga."
        )
    if user.unit is None or certificate.care_unit_id != user.unit.care_unit_id:
        issued = f"{certificate.care_provider_name} - {certificate.care_unit_name}"
        yield Note(issued, "unit", "observe", lead="Utfärdat på:")


def print_button(opened: OpenedCertificate) -> ActionButton:
    """The PDF in a tab of its own; for a protected patient a warning comes first (spec/print.md 1)."""
    if opened.patient.is_protected:
        return ActionButton("Skriv ut", "btn-print-certificate", f"{page_url(opened)}/print")
    return ActionButton("Skriv ut", "btn-print-certificate", print_url(opened), is_dialog=False)


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
