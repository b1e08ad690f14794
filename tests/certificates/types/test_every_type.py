"""What holds for every certificate type, by its examples: whole through form, XML, receiver, page and print."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.utils.html import escape
from lxml import etree

from certificates import engine, receiver_rules
from certificates.engine.answers import Facts
from certificates.models import Certificate
from certificates.print.document import print_document
from certificates.transport import parse_intyg, register_certificate_body
from certificates.types import registry
from certificates.types.base import CertificateType
from patients.person_id import PersonId
from rivta.namespaces import CERT, REGISTER
from terminology import search
from tests import factories
from tests.certificates.engine.test_transport import official_check
from tests.certificates.engine.world import certificate, needs_contracts
from tests.certificates.types.examples import Example, all_examples
from tests.pages.certificate.sessions import log_in
from webcert import clock

TODAY = dt.date(2026, 1, 15)
SIGNED_AT = dt.datetime(2026, 1, 15, 12, 0, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Entry:
    code: str
    title: str


def find(code_system: str, code: str) -> Entry | None:
    """Every diagnosis exists here; of other code systems, what the product has."""
    if code_system in {"ICD_10_SE", "KSH_97_P"}:
        return Entry(code, f"Diagnos {code}")
    return search.find(code_system, code)


CASES = [
    pytest.param(example, registry.get(example.type_id, version), id=f"{example.type_id}-{version}-{example.name}")
    for example in all_examples()
    for version in example.versions
]
every_example = pytest.mark.parametrize(("example", "ctype"), CASES)
every_type = pytest.mark.parametrize("ctype", registry.all_types(), ids=lambda t: f"{t.type_id}-{t.version}")


def birth(example: Example) -> dt.date | None:
    return PersonId(example.person_id).birth_date


def row(example: Example, ctype: CertificateType) -> Certificate:
    return certificate(
        example.answers,
        type_id=ctype.type_id,
        type_version=ctype.version,
        person_id=example.person_id,
        signed_at=SIGNED_AT,
    )


def body(example: Example, ctype: CertificateType) -> etree._Element:
    return register_certificate_body(row(example, ctype), find=find)


def test_every_type_and_version_has_an_example() -> None:
    covered = {(example.type_id, version) for example in all_examples() for version in example.versions}

    assert {t.key for t in registry.all_types()} == covered


@every_type
def test_ids_are_unique(ctype: CertificateType) -> None:
    ids = [q.id for q in ctype.questions()]

    assert len(ids) == len(set(ids))
    assert len({s.id for s in ctype.sections}) == len(ctype.sections)


@every_type
def test_conditions_name_questions_of_the_form(ctype: CertificateType) -> None:
    ids = {q.id for q in ctype.questions()}
    conditions = [
        condition
        for q in ctype.questions()
        for condition in (
            q.visible_when, q.hidden_when, q.disabled_when, q.validated_when, q.sent_when,
            *(rule.when for rule in q.autofill),
        )
        if condition is not None
    ]  # fmt: skip
    conditions += [c for s in ctype.sections for c in (s.visible_when, s.hidden_when) if c is not None]

    assert {name for condition in conditions for name in condition.questions} <= ids


@every_type
def test_every_question_is_answered_in_some_example(ctype: CertificateType) -> None:
    answered: set[str] = set()
    for example in all_examples():
        if example.type_id == ctype.type_id and ctype.version in example.versions:
            facts = Facts(ctype, example.answers, TODAY, birth(example))
            answered |= {q.id for q in ctype.questions() if facts.is_answered(q.id)}

    asked = {q.id for q in ctype.questions() if q.parts}

    assert asked - answered == set()


@every_example
def test_an_example_is_complete(example: Example, ctype: CertificateType) -> None:
    result = engine.validate(ctype, example.answers, birth=birth(example), today=TODAY, find=find)

    assert [error.line for error in result.errors] == []


@every_example
def test_an_example_is_in_the_shape_that_is_stored(example: Example, ctype: CertificateType) -> None:
    assert engine.tidied(ctype, example.answers) == dict(sorted_like(ctype, example.answers))


@every_example
def test_an_example_survives_its_own_consequences(example: Example, ctype: CertificateType) -> None:
    settled = engine.with_consequences(ctype, example.answers, birth=birth(example), today=TODAY)

    assert settled == dict(example.answers)


@needs_contracts
@every_example
def test_the_message_is_valid_by_the_official_contract(example: Example, ctype: CertificateType) -> None:
    assert official_check()(body(example, ctype)) == []


@every_example
def test_the_receiver_accepts_the_message(example: Example, ctype: CertificateType) -> None:
    intyg = body(example, ctype).find(f"{{{REGISTER}}}intyg")

    assert receiver_rules.check(ctype, intyg) == []


@every_example
def test_what_is_sent_is_read_back_the_same(example: Example, ctype: CertificateType) -> None:
    intyg = body(example, ctype).find(f"{{{REGISTER}}}intyg")

    parsed = parse_intyg(intyg, today=TODAY, find=find)

    assert parsed.ctype is ctype
    assert parsed.faults == ()
    again = certificate(
        parsed.answers,
        type_id=ctype.type_id,
        type_version=ctype.version,
        person_id=example.person_id,
        signed_at=SIGNED_AT,
    )
    rewritten = register_certificate_body(again, find=find).find(f"{{{REGISTER}}}intyg")
    assert svar_of(rewritten) == svar_of(intyg)


@every_type
def test_an_empty_draft_is_incomplete_and_still_has_a_valid_message(ctype: CertificateType) -> None:
    answers = engine.preset_answers(ctype, engine.situation(TODAY, find))

    assert not engine.validate(ctype, answers, birth=dt.date(1912, 12, 12), today=TODAY, find=find).is_complete
    register_certificate_body(certificate(answers, type_id=ctype.type_id, type_version=ctype.version), find=find)


@every_example
def test_every_question_is_drawn_in_the_form(example: Example, ctype: CertificateType, db: None) -> None:
    page = opened(example, ctype)

    facts = Facts(ctype, example.answers, TODAY, birth(example))
    shown = [q.id for q in ctype.questions() if facts.is_visible(q.id)]
    assert [i for i in shown if f'data-testid="element-{i}"' not in page] == []


@every_example
def test_every_question_that_is_shown_is_read(example: Example, ctype: CertificateType) -> None:
    facts = Facts(ctype, example.answers, TODAY, birth(example))
    sections = engine.read_sections(ctype, example.answers, birth=birth(example), today=TODAY)

    read = {e.id for s in sections for e in flat(s.elements)}
    assert read == {q.id for q in ctype.questions() if q.in_read_view and q.shown_to_patient and facts.is_visible(q.id)}


@every_example
def test_every_answer_is_read_in_the_document(example: Example, ctype: CertificateType, db: None) -> None:
    page = opened(example, ctype, state=Certificate.State.SIGNED, signed_at=SIGNED_AT, is_complete=True)

    labels = [e.label for s in engine.read_sections(ctype, example.answers, today=TODAY) for e in flat(s.elements)]
    assert labels
    assert [label for label in labels if escape(label) not in page] == []


@every_example
def test_the_print_holds_every_question(example: Example, ctype: CertificateType, db: None) -> None:
    content = print_document(row(example, ctype), printed_at=clock.now()).as_json()

    labels = [e.label for s in engine.read_sections(ctype, example.answers, today=TODAY) for e in flat(s.elements)]
    assert [label for label in labels if json.dumps(label, ensure_ascii=False)[1:-1] not in content] == []


def opened(example: Example, ctype: CertificateType, **fields: Any) -> str:
    """The page of such a certificate, as a doctor of the unit sees it."""
    factories.open_every_type()
    factories.make_patient(example.person_id)
    user = factories.make_user()
    draft = factories.make_draft(
        user,
        person_id=example.person_id,
        type_id=ctype.type_id,
        type_version=ctype.version,
        answers=dict(example.answers),
        **fields,
    )
    return log_in(user).get(f"/certificate/{draft.pk}").content.decode()


def flat(elements: tuple[engine.ReadElement, ...]) -> Iterator[engine.ReadElement]:
    for element in elements:
        yield element
        yield from flat(element.children)


def svar_of(intyg: etree._Element) -> list[bytes]:
    return [etree.tostring(e, method="c14n") for e in intyg.iterchildren(f"{{{CERT}}}svar")]


def sorted_like(ctype: CertificateType, answers: Any) -> list[tuple[str, Any]]:
    return [(q.id, answers[q.id]) for q in ctype.questions() if q.id in answers]
