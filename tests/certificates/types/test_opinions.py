"""The medical opinions FK 3221, 3226, 7809 and 7810 against their specification files, to the last label."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

from certificates.questions.base import Question
from certificates.questions.choice import Layout
from certificates.questions.messages import ErrorId
from certificates.types import registry
from certificates.types.base import CertificateType
from tests.certificates.types.spec_files import FOLDER

yaml = pytest.importorskip("yaml", reason="the specification is YAML")
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the specification is not at hand")

TYPES = tuple(registry.get(type_id, "1.0") for type_id in ("fk3221", "fk3226", "fk7809", "fk7810"))
KINDS = {"radio_code": "code_radio"}
OWN_ERRORS = {"diagnosis_list": "DIAG_MISSING", "date": "MISSING_DATE"}

Spec = dict[str, Any]


def file_of(ctype: CertificateType) -> Spec:
    if not FOLDER.is_dir():
        return {"sections": []}
    return next(d for d in yaml.safe_load_all((FOLDER / f"{ctype.type_id}.yaml").read_text("utf-8")) if d)


FILES = {ctype.type_id: file_of(ctype) for ctype in TYPES}


def asked(questions: list[Spec]) -> list[Spec]:
    """The questions that ask something; the messages of the files have no place in our tree."""
    return [q for q in questions if q.get("message") is not True]


def walk(questions: list[Spec]) -> Iterator[Spec]:
    for question in asked(questions):
        yield question
        yield from walk(question.get("questions", []))


def pairs() -> list[tuple[Spec, Question]]:
    found: list[tuple[Spec, Question]] = []
    for ctype in TYPES:
        theirs = [q for s in FILES[ctype.type_id]["sections"] for q in walk(s["questions"])]
        found += zip(theirs, (q for q in ctype.questions() if q.kind != "message"), strict=bool(theirs))
    return found


every_type = pytest.mark.parametrize("ctype", TYPES, ids=lambda t: t.type_id)
every_question = pytest.mark.parametrize(("spec", "question"), pairs(), ids=lambda v: getattr(v, "id", ""))
every_choice = pytest.mark.parametrize(
    ("spec", "question"),
    [(s, q) for s, q in pairs() if s.get("subanswers") and "codes" in s["subanswers"][0]],
    ids=lambda v: getattr(v, "id", ""),
)


@every_type
def test_the_form_and_its_first_day(ctype: CertificateType) -> None:
    file = FILES[ctype.type_id]

    assert ctype.form_number == file["form"]["number"]
    assert ctype.form_revision == file["form"].get("revision", "")
    assert ctype.scan_id == file["form"].get("blankett_id", "")
    assert [v["version"] for v in file["versions"]] == [ctype.version]
    assert dt.date.fromisoformat(file["versions"][0]["active_from"].split()[-1]) == ctype.active_from


@every_type
def test_who_handles_protected_patients(ctype: CertificateType) -> None:
    """The files name two lists; the one of the actions is that of spec/roles-and-access.md 3.6."""
    assert {r.value for r in ctype.protected_roles} == set(FILES[ctype.type_id]["actions"]["protected_person_roles"])


@every_type
def test_topics(ctype: CertificateType) -> None:
    messages = FILES[ctype.type_id]["messages"]

    assert list(ctype.topics.may_open) == [t for t in messages["topics_care_may_open"] if not t.startswith("SAKNAS")]
    assert list(ctype.topics.may_receive) == messages["topics_received"]
    assert ctype.flags.administrative_questions is messages["administrative_questions"]


@every_type
def test_what_renewal_clears(ctype: CertificateType) -> None:
    assert ctype.renewal_cleared == set(FILES[ctype.type_id]["renewal"]["cleared"])


@every_type
def test_the_summary(ctype: CertificateType) -> None:
    summary = FILES[ctype.type_id]["summary"]

    assert (ctype.summary.label if ctype.summary else None) == (summary["label"] if summary else None)


@every_type
def test_sections(ctype: CertificateType) -> None:
    ours = [(s.id, s.heading, [q.id for q in s.questions if q.kind != "message"]) for s in ctype.sections]

    assert ours == [
        (s["id"], s["heading"], [q["id"] for q in asked(s["questions"])]) for s in FILES[ctype.type_id]["sections"]
    ]


@every_question
def test_questions(spec: Spec, question: Question) -> None:
    assert question.id == spec["id"]
    assert question.kind == KINDS.get(spec["widget"], spec["widget"])
    assert question.required is spec["required"]
    assert question.renew is spec.get("renew", True)
    assert question.in_xml is spec.get("in_xml", True)
    assert question.shown_to_patient is spec.get("shown_to_patient", True)
    assert (question.visible_when is not None) is ("visible_when" in spec)
    assert [c.id for c in question.children if c.kind != "message"] == [c["id"] for c in spec.get("questions", [])]
    if "label" in spec:
        assert question.label == spec["label"]


@every_question
def test_what_a_missing_answer_is_told_as(spec: Spec, question: Question) -> None:
    expected = spec.get("required_error") or OWN_ERRORS.get(spec["widget"], "MISSING_ANSWER")

    assert question.missing_error is ErrorId(expected)


@every_question
def test_sub_answers_and_limits(spec: Spec, question: Question) -> None:
    theirs = spec.get("subanswers", [])

    assert [s.id for s in question.sub_answers] == [s["id"] for s in theirs]
    lengths = [s["max_length"] for s in theirs if "max_length" in s]
    assert not lengths or [question.limits.max_length] == lengths


@every_choice
def test_options_have_order_and_labels(spec: Spec, question: Question) -> None:
    theirs = spec["subanswers"][0]

    assert [(o.code, o.label) for o in question.options] == [(c["code"], c["label"]) for c in theirs["codes"]]
    assert question.options.system == theirs["code_system"].removesuffix(" (internal)")
    if "layout" in spec:
        assert question.layout is Layout(spec["layout"])


@pytest.mark.parametrize(("spec", "question"), [p for p in pairs() if p[1].kind == "diagnosis_list"])
def test_rows_and_code_systems_of_diagnoses(spec: Spec, question: Question) -> None:
    assert list(question.rows) == spec["rows"]
    assert question.code_system == spec["subanswers"][1]["code_system"]
    assert question.systems_read == set(spec["subanswers"][1]["code_systems_accepted_in"])


@pytest.mark.parametrize(("spec", "question"), [p for p in pairs() if p[1].kind == "medical_investigations"])
def test_rows_and_older_codes_of_investigations(spec: Spec, question: Question) -> None:
    assert [fields.row for fields in question.rows] == spec["rows"]
    assert question.aliases == spec["legacy_code_in"]
