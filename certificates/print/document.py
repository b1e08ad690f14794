"""What stands on the paper: the certificate as plain values for the layout (spec/print.md 3, 7.1)."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from certificates.engine import ReadElement, read_sections
from certificates.models import Certificate
from certificates.print.glyphs import printable
from certificates.questions.base import ReadKind
from certificates.questions.messages import NOT_STATED
from certificates.types import registry
from certificates.types.base import CertificateType
from patients.person_id import PersonId
from webcert import clock

FOOTER = "TESTINTYG – ej giltigt"
PRODUCER = "Utskrift från Open Webcert"
LABELS = {"printed": "Utskriftsdatum", "person": "Person-/samordningsnr"}
POSTAL_ADDRESSES = {"FKASSA": ("Försäkringskassans inläsningscentral", "839 88 Östersund")}
"""Where a printed certificate is posted when it was not sent digitally, by part code."""

Row = tuple[str, str]


@dataclass(frozen=True, slots=True)
class PrintValue:
    """An answer in one of the kinds of print.md 3.4."""

    kind: str
    text: str = ""
    items: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class PrintQuestion:
    label: str
    value: PrintValue
    children: tuple[PrintQuestion, ...]


@dataclass(frozen=True, slots=True)
class PrintSection:
    heading: str
    questions: tuple[PrintQuestion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintDocument:
    """Everything that the layout sets; empty texts and tuples are left out by it."""

    title: str
    name: str
    code: str
    recipient: str
    printed_on: str
    person_id: str
    state: str
    notices: tuple[str, ...]
    watermark: str
    margin_id: str
    form_line: str
    sent_heading: str
    sent_note: str
    address: tuple[str, ...]
    about: tuple[Row, ...]
    sections: tuple[PrintSection, ...]
    issuer_heading: str
    issuer: tuple[Row, ...]
    footer: str = FOOTER
    producer: str = PRODUCER

    def as_json(self) -> str:
        """For the layout; every text cleaned to what the fonts can show."""
        return json.dumps(_cleaned({**asdict(self), "labels": LABELS}), ensure_ascii=False)


def print_document(certificate: Certificate, *, printed_at: dt.datetime) -> PrintDocument:
    """The certificate as it is now, printed at that moment."""
    ctype = registry.get(certificate.type_id, certificate.type_version)
    recipient = ctype.recipient.name if ctype.recipient else ""
    person_id = PersonId.parse(certificate.person_id).dashed
    is_sent = certificate.is_sent
    return PrintDocument(
        title=" ".join(part for part in (ctype.name, _code(ctype), _STATE_IN_TITLE[certificate.state]) if part),
        name=ctype.name,
        code=_code(ctype),
        recipient=recipient,
        printed_on=clock.local(printed_at).date().isoformat(),
        person_id=person_id,
        state=_state(certificate),
        notices=_notices(certificate, recipient),
        watermark=_watermark(certificate),
        margin_id=f"Intygs-ID: {certificate.pk}" if certificate.is_signed else "",
        form_line=f"{_code(ctype)} - Fastställd av {recipient}" if recipient else _code(ctype),
        sent_heading=f"Intyget har skickats digitalt till {recipient}" if is_sent else "",
        sent_note="Patienten kan läsa intyget på 1177.se." if is_sent and ctype.flags.available_to_patient else "",
        address=_address(certificate, ctype),
        about=_about(certificate, person_id),
        sections=tuple(
            PrintSection(section.heading, tuple(_question(element) for element in section.elements))
            for section in read_sections(ctype, certificate.answers, today=clock.local(printed_at).date())
        ),
        issuer_heading="Underskrift" if certificate.is_signed else "Vårdenhet",
        issuer=_issuer(certificate, ctype),
    )


_STATE_IN_TITLE = {
    Certificate.State.DRAFT: "utkast",
    Certificate.State.LOCKED: "låst utkast",
    Certificate.State.DELETED: "raderat utkast",
    Certificate.State.SIGNED: "",
}


def _code(ctype: CertificateType) -> str:
    return ctype.form_number or ctype.type_name


def _state(certificate: Certificate) -> str:
    """The state in words: a watermark is not read aloud (7.1.4)."""
    if certificate.is_revoked:
        return "Makulerat"
    if certificate.is_signed:
        return "Signerat intyg"
    return "Låst utkast" if certificate.state == Certificate.State.LOCKED else "Utkast"


def _watermark(certificate: Certificate) -> str:
    """Makulerat before locked before draft (3.1)."""
    return "" if certificate.is_signed and not certificate.is_revoked else _state(certificate).upper()


def _notices(certificate: Certificate, recipient: str) -> tuple[str, ...]:
    if certificate.is_signed:
        return (
            "Det här är en utskrift av ett elektroniskt intyg. "
            "Intyget är elektroniskt undertecknat av den som utfärdade det.",
        )
    return (f"Det här är en utskrift av ett utkast och ska INTE skickas till {recipient or 'mottagaren'}.",)


def _address(certificate: Certificate, ctype: CertificateType) -> tuple[str, ...]:
    """Where to post it: only for a valid certificate that has not been sent (3.2)."""
    is_to_be_posted = certificate.is_signed and not certificate.is_sent and not certificate.is_revoked
    if not is_to_be_posted or ctype.recipient is None:
        return ()
    return POSTAL_ADDRESSES.get(ctype.recipient.id, ())


def _about(certificate: Certificate, person_id: str) -> tuple[Row, ...]:
    rows = (
        ("Patient", certificate.patient_name or NOT_STATED),
        ("Personnummer eller samordningsnummer", person_id),
    )
    return (*rows, ("Intygs-ID", certificate.pk)) if certificate.is_signed else rows


def _question(element: ReadElement) -> PrintQuestion:
    value = element.value
    shown = (
        PrintValue(ReadKind.TEXT, value.text or NOT_STATED)
        if value.is_missing
        else PrintValue(value.kind, value.text, value.items, value.columns, value.rows)
    )
    return PrintQuestion(element.label, shown, tuple(_question(child) for child in element.children))


def _issuer(certificate: Certificate, ctype: CertificateType) -> tuple[Row, ...]:
    """Who and where. A draft has nobody's signature: no name, no id, no titles (3.1)."""
    unit = (("Vårdenhet", certificate.unit_name), *_contact(certificate, ctype))
    if not certificate.is_signed or certificate.signed_at is None:
        return (("Vårdgivare", certificate.care_provider_name), *unit)
    titles = ", ".join(p["name"] or p["code"] for p in certificate.issuer_positions)
    rows = (
        ("Utfärdat av", certificate.issuer_name),
        ("HSA-id", certificate.issuer_hsa_id),
        ("Befattning", titles),
        ("Specialistkompetens", ", ".join(certificate.issuer_specialities)),
        ("Signerat", clock.local(certificate.signed_at).strftime("%Y-%m-%d %H:%M")),
        ("Vårdgivare", certificate.care_provider_name),
        ("Arbetsplatskod", certificate.workplace_code),
    )
    return (*(row for row in rows if row[1]), *unit)


def _contact(certificate: Certificate, ctype: CertificateType) -> tuple[Row, ...]:
    question = ctype.question(ctype.unit_contact)
    if question is None:
        return ()
    return tuple(question.read_view(question.tidy(certificate.answers.get(ctype.unit_contact))).rows)


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, Mapping):
        return {key: _cleaned(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_cleaned(inner) for inner in value]
    return value
