"""A signed certificate's page: the document, its seal, what can be done (spec/ui.md 3.2, 3.4; lifecycle 13.1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from accounts.user import CareUser
from certificates import engine
from certificates.lifecycle.opening import OpenedCertificate
from certificates.models import Certificate
from certificates.pages import messages
from certificates.pages.messages import MessagesTab
from certificates.pages.presenters import actions, frame
from certificates.pages.presenters.draft import NOT_SENT_TEXT
from certificates.pages.presenters.parts import PageFrame, RailStop, StatusItem, anchor
from certificates.pages.presenters.patient import patient_view
from certificates.queries import history as story
from certificates.queries.history import StandingKind
from certificates.questions.address import written_postal_code
from certificates.questions.base import ReadValue

NO_MESSAGES_TEXT = "Det finns inga ärenden om intyget."
SEAL_ANCHOR = "unit-contact"


@dataclass(frozen=True, slots=True)
class ReadAnswer:
    """One answer, and what the recipient has asked about it."""

    id: str
    label: str
    value: ReadValue
    complements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadPart:
    """One section of the document, its answers with those nested under them in one row."""

    id: str
    heading: str
    answers: tuple[ReadAnswer, ...]


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


def signed_page(
    user: CareUser,
    opened: OpenedCertificate,
    *,
    came_from: str = "",
    opens_panel: str = "",
    tab: MessagesTab | None = None,
) -> SignedPage:
    """The page of a signed certificate, revoked or not; ``tab``: that of the messages, when it is made already."""
    certificate, ctype = opened.certificate, opened.certificate_type
    sections = read(opened)
    shown = shown_questions(sections)
    asked = messages.texts_where_shown(ctype, messages.complement_texts(user, opened), shown)
    parts = tuple(ReadPart(s.id, s.heading, tuple(_answers(s.elements, asked))) for s in sections)
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
        actions=actions.buttons(user, opened),
        bars=tuple(frame.bars(user, opened)),
        rail=_rail(sections, asked),
        panel=frame.panel(tab or messages.tab(user, opened, shown), opens=opens_panel),
        messages_text=NO_MESSAGES_TEXT if certificate.is_sent else NOT_SENT_TEXT,
        support_text=frame.support_text(user, opened),
        sections=parts,
        seal=_seal(certificate, certificate.answers.get(ctype.unit_contact) or {}),
    )


def read(opened: OpenedCertificate) -> tuple[engine.ReadSection, ...]:
    """The document, judged on its own day."""
    certificate = opened.certificate
    return engine.read_sections(
        opened.certificate_type, certificate.answers, birth=certificate.birth_date, today=certificate.judged_on
    )


def shown_questions(sections: tuple[engine.ReadSection, ...]) -> frozenset[str]:
    """Ids of the questions that stand on the page."""
    return frozenset(element.id for section in sections for element in _flat(section.elements))


def _status(opened: OpenedCertificate) -> Iterator[StatusItem]:
    """The line of spec/lifecycle.md 13.1, what to think of after a revocation, and whether the patient can read it."""
    standing = story.standing(opened.certificate)
    icon, look, dialog, link_text = _LOOKS[standing.kind]
    link_url = f"/certificate/{standing.related.certificate_id}" if standing.related else ""
    text = _TEXTS.get(standing.kind, standing.text)
    yield StatusItem("status-1", text, icon, look, dialog=dialog, link_url=link_url, link_text=link_text)
    if standing.kind is StandingKind.REVOKED:
        yield from _parent_reminder(opened.certificate)
    else:
        yield from frame.made_from(opened.certificate)
    if story.is_available_to_patient(opened.certificate):
        text = "Intyget är tillgängligt för patienten"
        yield StatusItem("status-3", text, "check-circle", "ok", dialog="about/available-for-patient")


_LOOKS = {
    StandingKind.REVOKED: ("revoke", "error", "about/revoked", ""),
    StandingKind.REPLACED: ("replace", "error", "", "detta intyg"),
    StandingKind.REPLACED_BY_DRAFT: ("replace", "error", "", "Öppna utkastet"),
    StandingKind.COMPLEMENTED: ("replace", "error", "", "Öppna intyget"),
    StandingKind.COMPLEMENTED_BY_DRAFT: ("replace", "error", "", "Öppna utkastet"),
    StandingKind.COMPLEMENT_REQUESTED: ("comment", "error", "", ""),
    StandingKind.SENT: ("send", "main", "", ""),
    StandingKind.SIGNED: ("pen", "main", "", ""),
}
"""Icon, look, explanation and the words of the link to the related certificate."""


_TEXTS = {StandingKind.REPLACED: "Intyget har ersatts av"}
"""Where the link is the end of the sentence."""


def _parent_reminder(certificate: Certificate) -> Iterator[StatusItem]:
    """The certificate that a revoked one was made from may have to be revoked too (spec/ui.md 3.2)."""
    parent = story.relations(certificate).parent
    if parent is not None and certificate.relation in _MADE_FROM:
        word = _MADE_FROM[Certificate.Relation(certificate.relation)]
        text = f"Kontrollera om intyget som {word} också ska makuleras."
        url = f"/certificate/{parent.certificate_id}"
        yield StatusItem("status-parent", text, "warning", "error", link_url=url, link_text="Öppna intyget")


_MADE_FROM = {
    Certificate.Relation.KOMPLT: "kompletterades",
    Certificate.Relation.FRLANG: "förnyades",
    Certificate.Relation.ERSATT: "ersattes",
}


def _rail(sections: tuple[engine.ReadSection, ...], asked: messages.Texts) -> tuple[RailStop, ...]:
    stops = (RailStop(anchor(s.id), s.short_heading, _state(s, asked)) for s in sections)
    return (*stops, RailStop(SEAL_ANCHOR, "Signering", "done"))


def _state(section: engine.ReadSection, asked: messages.Texts) -> str:
    if any(element.id in asked for element in _flat(section.elements)):
        return "ask"
    return "done" if section.is_answered else "empty"


def _answers(elements: tuple[engine.ReadElement, ...], asked: messages.Texts) -> Iterator[ReadAnswer]:
    for element in _flat(elements):
        yield ReadAnswer(element.id, element.label, element.value, asked.get(element.id, ()))


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
