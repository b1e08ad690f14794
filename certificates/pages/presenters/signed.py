"""A signed certificate's page: the document, its seal, what can be done (spec/ui.md 3.2, 3.4; lifecycle 13.1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from accounts.user import CareUser
from certificates import engine
from certificates.access import Action
from certificates.lifecycle.opening import OpenedCertificate
from certificates.models import Certificate
from certificates.pages.presenters import frame
from certificates.pages.presenters.draft import NOT_SENT_TEXT
from certificates.pages.presenters.parts import ActionButton, PageFrame, RailStop, StatusItem, anchor
from certificates.pages.presenters.patient import patient_view
from certificates.questions.unit_contact import written_postal_code

NO_MESSAGES_TEXT = "Det finns inga ärenden om intyget."
SEAL_ANCHOR = "unit-contact"


@dataclass(frozen=True, slots=True)
class ReadPart:
    """One section of the document, its answers with those nested under them in one row."""

    id: str
    heading: str
    answers: tuple[engine.ReadElement, ...]


@dataclass(frozen=True, slots=True)
class Seal:
    """Who signed, when, and where the unit is found."""

    anchor: str
    signed_at: dt.datetime
    issuer: str
    unit_name: str
    address_lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedPage(PageFrame):
    sections: tuple[ReadPart, ...]
    seal: Seal


def signed_page(user: CareUser, opened: OpenedCertificate, *, came_from: str = "", opens_panel: str = "") -> SignedPage:
    """The page of a signed certificate, revoked or not."""
    certificate, ctype = opened.certificate, opened.certificate_type
    sections = engine.read_sections(ctype, certificate.answers)
    return SignedPage(
        url=frame.page_url(opened),
        certificate_id=certificate.pk,
        title=ctype.name,
        form_number=ctype.form_number,
        type_version=ctype.version,
        description=ctype.description,
        back_url=frame.back_url(user, came_from, otherwise="/list/certificate"),
        patient=patient_view(user, certificate, opened.patient),
        status=tuple(_status(opened)),
        actions=tuple(_actions(opened)),
        bars=tuple(frame.bars(user, opened)),
        rail=_rail(sections),
        panel=frame.panel(opened, opens=opens_panel),
        messages_text=NO_MESSAGES_TEXT if certificate.is_sent else NOT_SENT_TEXT,
        support_text=frame.support_text(user, opened),
        sections=tuple(ReadPart(s.id, s.heading, tuple(_flat(s.elements))) for s in sections),
        seal=_seal(certificate, certificate.answers.get(ctype.unit_contact) or {}),
    )


def _status(opened: OpenedCertificate) -> Iterator[StatusItem]:
    yield _main_status(opened)
    certificate = opened.certificate
    is_available = opened.certificate_type.flags.available_to_patient and not certificate.is_test_certificate
    if is_available and not certificate.is_revoked:
        yield StatusItem(
            "status-3",
            "Intyget är tillgängligt för patienten",
            "check-circle",
            "ok",
            dialog="about/available-for-patient",
        )


def _main_status(opened: OpenedCertificate) -> StatusItem:
    """The first that fits (spec/lifecycle.md 13.1)."""
    certificate = opened.certificate
    if certificate.is_revoked:
        return StatusItem("status-1", "Intyget är makulerat", "revoke", "error", dialog="about/revoked")
    if replacing := latest_child(certificate, Certificate.Relation.ERSATT):
        return _child_status(
            replacing,
            signed=("Intyget har ersatts av", "detta intyg"),
            draft=("Det finns ett utkast som ersätter intyget.", "Öppna utkastet"),
        )
    if complementing := latest_child(certificate, Certificate.Relation.KOMPLT):
        return _child_status(
            complementing,
            signed=("Intyget har kompletterats av ett annat intyg.", "Öppna intyget"),
            draft=("En komplettering är påbörjad.", "Öppna utkastet"),
        )
    recipient = opened.certificate_type.recipient
    if certificate.is_sent and recipient is not None:
        return StatusItem("status-1", f"Intyget är skickat till {recipient.name}", "send", "main")
    return StatusItem("status-1", "Intyget är signerat", "pen", "main")


def latest_child(certificate: Certificate, relation: str) -> Certificate | None:
    """The newest certificate made from this one by the relation, deleted, locked and revoked ones left out."""
    living = certificate.children.filter(
        relation=relation, revoked_at__isnull=True, state__in=[Certificate.State.DRAFT, Certificate.State.SIGNED]
    )
    return living.only("id", "state", "revoked_at").order_by("-created_at").first()


def _child_status(child: Certificate, *, signed: tuple[str, str], draft: tuple[str, str]) -> StatusItem:
    text, link_text = signed if child.is_signed else draft
    return StatusItem("status-1", text, "replace", "error", link_url=f"/certificate/{child.pk}", link_text=link_text)


def _actions(opened: OpenedCertificate) -> Iterator[ActionButton]:
    """In the order of spec/ui.md 3.2; an action that the type, the state or the reach excludes is not shown."""
    url = frame.page_url(opened)
    recipient = opened.certificate_type.recipient
    sending = opened.decisions[Action.SEND]
    is_unsent = not opened.certificate.is_sent and not opened.certificate.is_revoked
    if recipient is not None and opened.certificate_type.flags.sendable and is_unsent:
        caption = f"Skicka till {recipient.name}"
        if sending.allowed:
            yield ActionButton(caption, "btn-send-certificate", f"{url}/send")
        elif sending.reason in EXPLAINED:
            yield ActionButton(caption, "btn-send-certificate", refusal=sending.message)
    if opened.may(Action.PRINT):
        yield frame.print_button(opened)


EXPLAINED = frozenset(
    {"TEST_INDICATED_PATIENT", "MISSING_SUBSCRIPTION", "NOT_LATEST_MAJOR_VERSION", "INACTIVE_CERTIFICATE_TYPE"}
)
"""Refusals that a user of the unit can understand or have mended; the others mean that the action is not theirs."""


def _rail(sections: tuple[engine.ReadSection, ...]) -> tuple[RailStop, ...]:
    stops = (RailStop(anchor(s.id), s.short_heading, "done" if s.is_answered else "empty") for s in sections)
    return (*stops, RailStop(SEAL_ANCHOR, "Signering", "done"))


def _flat(elements: tuple[engine.ReadElement, ...]) -> Iterator[engine.ReadElement]:
    for element in elements:
        yield element
        yield from _flat(element.children)


def _seal(certificate: Certificate, contact: dict[str, Any]) -> Seal:
    place = f"{written_postal_code(contact.get('postal_code', ''))} {contact.get('city', '')}".strip()
    street = ", ".join(filter(None, (contact.get("address", "").replace("\n", ", "), place)))
    issuer = ", ".join(filter(None, (certificate.issuer_name, certificate.issuer_title.lower())))
    return Seal(
        anchor=SEAL_ANCHOR,
        signed_at=certificate.signed_at,
        issuer=issuer,
        unit_name=certificate.unit_name,
        address_lines=tuple(filter(None, (street, contact.get("phone", "")))),
    )
