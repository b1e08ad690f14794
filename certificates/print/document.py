"""What stands on the paper: the certificate as plain values for the layout (spec/print.md 3, 7.1)."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from certificates.engine import ReadElement, read_sections
from certificates.engine.answers import Facts
from certificates.models import Certificate
from certificates.print import remarks
from certificates.print.glyphs import printable
from certificates.questions.base import ReadKind
from certificates.questions.messages import NOT_STATED
from certificates.types import registry
from certificates.types.base import CertificateType
from patients.person_id import PersonId
from webcert import clock

FOOTER = "TESTINTYG – ej giltigt"
PRODUCER = "Utskrift från Open Webcert"
LABELS = {
    "printed": "Utskriftsdatum",
    "person": "Person-/samordningsnr",
    "signature": "Signatur",
    "information": "Om intyget",
}
WITHHELD = "Visas inte, på patientens begäran."

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
    has_signature_box: bool
    information: str
    footer: str = FOOTER
    producer: str = PRODUCER

    def as_json(self) -> str:
        """For the layout; every text cleaned to what the fonts can show."""
        return json.dumps(_cleaned({**asdict(self), "labels": LABELS}), ensure_ascii=False)


def print_document(
    certificate: Certificate,
    *,
    printed_at: dt.datetime,
    withheld: Collection[str] = (),
    is_protected: bool = False,
) -> PrintDocument:
    """The certificate as it is now, printed at that moment; ``withheld``: questions whose answers are kept back."""
    ctype = registry.get(certificate.type_id, certificate.type_version)
    judged_on = certificate.judged_on
    facts = Facts(ctype, certificate.answers, judged_on, certificate.birth_date)
    person_id = PersonId.parse(certificate.person_id).dashed
    return PrintDocument(
        title=remarks.title(certificate, ctype),
        name=ctype.name,
        code=remarks.code(ctype),
        recipient=ctype.recipient.name if ctype.recipient else "",
        printed_on=clock.local(printed_at).date().isoformat(),
        person_id=person_id,
        state=remarks.state(certificate),
        notices=tuple(
            remarks.notices(certificate, ctype, facts=facts, is_adapted=bool(withheld), is_protected=is_protected)
        ),
        watermark=remarks.watermark(certificate),
        margin_id=f"Intygs-ID: {certificate.pk}" if certificate.is_signed else "",
        form_line=remarks.form_line(ctype),
        sent_heading=remarks.sent_heading(certificate, ctype),
        sent_note=remarks.sent_note(certificate, ctype),
        address=remarks.postal_address(certificate, ctype),
        about=tuple(_about(certificate, ctype, person_id)),
        sections=tuple(
            PrintSection(section.heading, tuple(_question(element, withheld) for element in section.elements))
            for section in read_sections(ctype, certificate.answers, birth=certificate.birth_date, today=judged_on)
        ),
        issuer_heading="Underskrift" if certificate.is_signed else "Vårdenhet",
        issuer=_issuer(certificate, ctype),
        has_signature_box=ctype.paper.has_signature_box,
        information=ctype.paper.information,
    )


def _about(certificate: Certificate, ctype: CertificateType, person_id: str) -> Iterator[Row]:
    yield "Patient", certificate.patient_name or NOT_STATED
    yield "Personnummer eller samordningsnummer", person_id
    if ctype.paper.tells_replacement:
        yield "Ersätter tidigare intyg", "Ja" if certificate.relation == Certificate.Relation.ERSATT else "Nej"
    if certificate.is_signed:
        yield "Intygs-ID", certificate.pk


def _question(element: ReadElement, withheld: Collection[str]) -> PrintQuestion:
    if element.id in withheld:
        return PrintQuestion(element.label, PrintValue(ReadKind.TEXT, WITHHELD), ())
    value = element.value
    shown = (
        PrintValue(ReadKind.TEXT, value.text or NOT_STATED)
        if value.is_missing
        else PrintValue(value.kind, value.text, value.items, value.columns, value.rows)
    )
    return PrintQuestion(element.label, shown, tuple(_question(child, withheld) for child in element.children))


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
