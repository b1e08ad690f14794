"""Every certificate type on paper, by its examples: whole, tagged, and right in each state (spec/print.md 3, 7)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest

from certificates import engine
from certificates.models import Certificate
from certificates.print.document import PrintDocument, print_document
from certificates.print.remarks import ELECTRONIC
from certificates.questions.base import ReadValue
from certificates.types import registry
from certificates.types.base import CertificateType
from tests.certificates.engine.world import certificate
from tests.certificates.print.pdfs import pages, printed, squeezed, structure, tagged_text
from tests.certificates.types.examples import Example, all_examples
from tests.certificates.types.examples.death import DB_COMPLETE, DB_POLICE
from tests.certificates.types.test_every_type import CASES, SIGNED_AT, birth, every_type, flat

PRINTED_AT = dt.datetime(2026, 1, 15, 13, 0, tzinfo=dt.UTC)
PRINTED_ON = dt.date(2026, 1, 15)
SIGNED: dict[str, Any] = {"state": Certificate.State.SIGNED, "signed_at": SIGNED_AT}
SENT = {**SIGNED, "sent_at": SIGNED_AT}
REVOKED = {**SENT, "revoked_at": SIGNED_AT}
DRAFT: dict[str, Any] = {"state": Certificate.State.DRAFT}
LOCKED: dict[str, Any] = {"state": Certificate.State.LOCKED}
STATES = {
    "draft": (DRAFT, "UTKAST", "Utkast"),
    "locked": (LOCKED, "LÅST UTKAST", "Låst utkast"),
    "signed": (SIGNED, "", "Signerat intyg"),
    "sent": (SENT, "", "Signerat intyg"),
    "revoked": (REVOKED, "MAKULERAT", "Makulerat"),
}
every_state = pytest.mark.parametrize("state", STATES)
newest = [t for t in registry.all_types() if t is registry.by_id(t.type_id)[0]]
ONE_OF_EACH = [case for case in CASES if case.values[1] in newest and case.values[0].name in {"complete", "palliative"}]
"""The fullest example of the newest version of each type."""


def on_paper(example: Example, ctype: CertificateType, **fields: Any) -> Certificate:
    return certificate(
        example.answers, type_id=ctype.type_id, type_version=ctype.version, person_id=example.person_id, **fields
    )


def example_of(ctype: CertificateType) -> Example:
    return next(e for e in all_examples() if e.type_id == ctype.type_id and ctype.version in e.versions)


def document(ctype: CertificateType, **fields: Any) -> PrintDocument:
    return print_document(on_paper(example_of(ctype), ctype, **fields), printed_at=PRINTED_AT)


def texts_of(value: ReadValue) -> Iterator[str]:
    yield value.text
    yield from value.items
    yield from value.columns
    for row in value.rows:
        yield from row


def test_each_type_is_set_once_in_full() -> None:
    assert {case.values[1].type_id for case in ONE_OF_EACH} == {t.type_id for t in registry.all_types()}


@pytest.mark.parametrize(("example", "ctype"), ONE_OF_EACH)
def test_the_whole_certificate_is_tagged_text_in_its_order(example: Example, ctype: CertificateType) -> None:
    """Every heading, label and answer, each after the one before."""
    found = tagged_text(printed(on_paper(example, ctype, **SIGNED)))
    sections = engine.read_sections(ctype, example.answers, birth=birth(example), today=PRINTED_ON)
    at = 0
    for section in sections:
        for text in (section.heading, *(t for e in flat(section.elements) for t in (e.label, *texts_of(e.value)))):
            at = found.find(squeezed(text), at)
            assert at >= 0, text


@pytest.mark.parametrize(("example", "ctype"), ONE_OF_EACH)
def test_the_document_is_accessible_and_its_metadata_tell_nothing_of_the_patient(
    example: Example, ctype: CertificateType
) -> None:
    pdf = printed(on_paper(example, ctype, **SENT))
    root = pdf.trailer["/Root"]
    metadata = root["/Metadata"].get_data().decode()
    found = structure(pdf)
    levels = [int(name[1]) for name in found if re.fullmatch("H[1-6]", name)]

    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    assert root["/Lang"] == "sv"
    assert pdf.metadata.title.startswith(ctype.name)
    assert (levels[0], levels.count(1)) == (1, 1)
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert found.count("Table") == found.count("THead")
    for secret in ("1212", "Tolvan"):
        assert secret not in str(pdf.metadata)
        assert secret not in metadata


@every_state
@every_type
def test_the_state_stands_in_watermark_words_and_title(ctype: CertificateType, state: str) -> None:
    fields, watermark, words = STATES[state]
    paper = document(ctype, **fields)

    assert (paper.watermark, paper.state) == (watermark, words)
    assert paper.title.startswith(ctype.name)
    assert "1212" not in paper.title
    assert (ELECTRONIC in paper.notices) is (state in {"signed", "sent", "revoked"})
    assert bool(paper.margin_id) is (state in {"signed", "sent", "revoked"})


@every_type
def test_a_draft_is_not_to_be_sent_to_its_reader(ctype: CertificateType) -> None:
    reader = "arbetsgivaren" if ctype.type_id in {"ag7804", "ag114"} else ctype.recipient.name
    for fields in (DRAFT, LOCKED):
        assert document(ctype, **fields).notices == (
            f"Det här är en utskrift av ett utkast och ska INTE skickas till {reader}.",
        )
        assert ("Utfärdat av", "Astrid Bergvall") not in document(ctype, **fields).issuer


@every_type
def test_who_got_it_is_told_once_and_only_when_it_was_sent(ctype: CertificateType) -> None:
    told = f"Intyget har skickats digitalt till {ctype.recipient.name}"
    before, after = document(ctype, **SIGNED), document(ctype, **SENT)

    assert not any(told in text for text in (before.sent_heading, *before.notices))
    assert [told in text for text in (after.sent_heading, *after.notices)].count(True) == 1
    assert bool(after.sent_heading) is (ctype.recipient.id == "FKASSA")


@every_type
def test_only_what_goes_to_the_insurance_agency_has_an_address_and_only_until_it_is_sent(
    ctype: CertificateType,
) -> None:
    is_posted = ctype.recipient.id == "FKASSA"

    assert bool(document(ctype, **SIGNED).address) is is_posted
    for fields in (DRAFT, LOCKED, SENT, REVOKED):
        assert document(ctype, **fields).address == ()


@every_type
def test_the_margin_names_form_revision_version_and_owner(ctype: CertificateType) -> None:
    line = document(ctype, **DRAFT).form_line

    assert line.startswith(ctype.form_number or ctype.name)
    assert f"({ctype.form_revision})" in line or not ctype.form_revision
    assert f" - version {ctype.version} - Fastställd av " in line


@every_type
def test_the_certificates_of_three_authorities_end_with_a_page_about_them(ctype: CertificateType) -> None:
    assert bool(document(ctype, **SIGNED).information) is (ctype.recipient.id in {"TRANSP", "AF", "SKR"})
    assert document(ctype, **SIGNED).has_signature_box is (ctype.recipient.id == "SKR")


@every_type
def test_a_certificate_of_death_says_whether_it_replaces_another(ctype: CertificateType) -> None:
    row = "Ersätter tidigare intyg"
    is_told = ctype.type_id in {"db", "doi"}

    assert ((row, "Nej") in document(ctype, **SIGNED).about) is is_told
    assert ((row, "Ja") in document(ctype, **SIGNED, relation=Certificate.Relation.ERSATT).about) is is_told


@pytest.mark.parametrize("relation", [Certificate.Relation.FRLANG, Certificate.Relation.KOMPLT])
@every_type
def test_renewing_or_complementing_another_changes_nothing_on_paper(ctype: CertificateType, relation: str) -> None:
    assert document(ctype, **SIGNED, relation=relation) == document(ctype, **SIGNED)


def test_a_page_about_the_type_is_nobodys() -> None:
    ag114 = registry.get("ag114", "2.0")
    last = pages(printed(on_paper(example_of(ag114), ag114, **SIGNED)))[-1]

    assert "Om intyget" in last
    for absent in ("1212", "Intygs-ID", "Signatur"):
        assert absent not in last


def test_every_page_before_it_has_room_for_a_signature() -> None:
    ag7804 = registry.get("ag7804", "2.0")
    found = pages(printed(on_paper(example_of(ag7804), ag7804, **SIGNED)))

    assert len(found) > 2
    assert ["Signatur" in page for page in found] == [True] * (len(found) - 1) + [False]


@pytest.mark.parametrize(("answers", "is_told"), [(DB_POLICE, True), (DB_COMPLETE, False)])
def test_a_certificate_of_death_that_the_police_is_to_have_says_so(answers: dict[str, Any], is_told: bool) -> None:
    def notices(**fields: Any) -> str:
        paper = certificate(answers, type_id="db", type_version="1.0", **fields)
        return " ".join(print_document(paper, printed_at=PRINTED_AT).notices)

    assert ("polisen" in notices(**SENT)) is is_told
    assert "polisen" not in notices(**DRAFT) + notices(**REVOKED)


def test_a_protected_patients_print_is_to_be_handled_with_care() -> None:
    care = "Patienten har skyddade personuppgifter. Hantera utskriften varsamt."
    paper = certificate(**SIGNED)

    assert care in print_document(paper, printed_at=PRINTED_AT, is_protected=True).notices
    assert care not in print_document(paper, printed_at=PRINTED_AT).notices


def test_long_causes_of_death_go_on_and_stay_in_their_column() -> None:
    """Our layout cuts nothing, unlike the authority's form (spec/certificate-types/death-certificates.md 9)."""
    doi = registry.get("doi", "1.0")
    words = [f"ord{number}" for number in range(400)]
    answers = {**example_of(doi).answers, "8": [{"text": f"{'w' * 300} {' '.join(words)}", "date": "", "spec": ""}]}
    pdf = printed(certificate(answers, type_id="doi", type_version="1.0", **SIGNED))
    width_of_w = 7.22
    next_column: list[float] = []
    ends: list[float] = []

    def run(part: str, cm: list[float], tm: list[float], *_: object) -> None:
        if "Ungefärlig debut" in part:
            next_column.append(cm[4] + tm[4])
        if "www" in part:
            ends.append(cm[4] + tm[4] + part.count("w") * width_of_w)

    for page in pdf.pages:
        page.extract_text(visitor_text=run)

    assert tagged_text(pdf).count("w") >= 300
    assert squeezed("".join(words)) in tagged_text(pdf)
    assert max(ends) < max(next_column)
