"""The declaration of FK 7804 against its specification file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from certificates.questions.base import Question
from certificates.questions.messages import ErrorId
from certificates.types.base import Section
from certificates.types.fk7804 import FK7804
from hsa.roles import Role
from tests.certificates.engine.world import SHARED

yaml = pytest.importorskip("yaml", reason="the specification is YAML")

SPEC_FILE = SHARED / "spec/certificate-types/fk7804.yaml"
pytestmark = pytest.mark.skipif(not SPEC_FILE.is_file(), reason="the specification is not at hand")

SPEC: dict[str, Any] = next(iter(yaml.safe_load_all(SPEC_FILE.read_text("utf-8")))) if SPEC_FILE.is_file() else {}
KINDS = {"radio_code": "code_radio"}
ERRORS = {"diagnosis_list": "DIAG_MISSING", "unit_contact": "MISSING_ANSWER"}


def spec_questions(questions: list[dict[str, Any]] | None = None) -> Iterator[dict[str, Any]]:
    for question in questions if questions is not None else [q for s in SPEC["sections"] for q in s["questions"]]:
        yield question
        yield from spec_questions(question.get("questions", []))


def spec_id(question: dict[str, Any]) -> str:
    return question.get("id") or question["ui_id"]


def pairs() -> list[tuple[dict[str, Any], Question]]:
    return list(zip(spec_questions(), FK7804.questions(), strict=True)) if SPEC else []


def sections() -> list[tuple[dict[str, Any], Section]]:
    return list(zip(SPEC["sections"], FK7804.sections, strict=True)) if SPEC else []


@pytest.mark.parametrize("name", ["code", "code_system", "code_display_name", "type_name", "name"])
def test_names_and_codes(name: str) -> None:
    assert getattr(FK7804, name) == SPEC[name]


def test_form_version_and_recipient() -> None:
    assert FK7804.type_id == SPEC["id"]
    assert FK7804.version == SPEC["versions"][0]["version"]
    assert (FK7804.form_number, FK7804.form_revision) == (SPEC["form"]["number"], SPEC["form"]["revision"])
    assert FK7804.scan_id == SPEC["form"]["blankett_id"]
    assert (FK7804.recipient.id, FK7804.recipient.name) == (SPEC["recipient"]["id"], SPEC["recipient"]["name"])


def test_roles() -> None:
    issuers = SPEC["issuers"]

    assert FK7804.signing_roles == {Role(r) for r in issuers["sign"]}
    assert FK7804.draft_roles == {Role(r) for r in issuers["draft_only"]}
    assert FK7804.protected_roles == {Role(r) for r in issuers["handle_protected_person"]}


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("sendable", "send"), ("auto_send_after_sign", "auto_send_after_sign"),
        ("auto_send_after_complement", "auto_send_after_complement"), ("renewable", "renewable"),
        ("replaceable", "replaceable"), ("complementable", "complementable"),
        ("copy_locked_draft", "copy_locked_draft"),
        ("available_to_patient", "available_to_patient"), ("prefill", "prefill"), ("srs", "srs"), ("fmb", "fmb"),
        ("test_patient_may_be_sent", "test_indicated_patient_may_be_sent"),
        ("for_deceased_patient", "allowed_for_deceased_patient"),
        ("for_protected_patient", "allowed_for_protected_person"), ("unique_certificate", "unique_certificate"),
        ("unique_draft", "unique_draft"), ("status_updates_to_care", "status_updates_to_care"),
        ("revoke_requires_reason", "revoke_requires_reason"),
    ],
)  # fmt: skip
def test_flags(ours: str, theirs: str) -> None:
    assert getattr(FK7804.flags, ours) is SPEC["flags"][theirs]


def test_what_renewal_clears() -> None:
    assert FK7804.renewal_cleared == set(SPEC["renewal"]["cleared"])
    assert FK7804.template_for == (SPEC["flags"]["create_other_type"],)


def test_topics() -> None:
    assert FK7804.topics.may_open == ("AVSTMN", "KONTKT", "OVRIGT")
    assert list(FK7804.topics.may_receive) == SPEC["messages"]["topics_received"]


@pytest.mark.parametrize(("spec", "section"), sections(), ids=lambda v: getattr(v, "id", ""))
def test_sections(spec: dict[str, Any], section: Section) -> None:
    assert (section.id, section.heading) == (spec["id"], spec["heading"])
    assert (section.hidden_when is not None) is ("hidden_when" in spec)
    assert [q.id for q in section.questions] == [spec_id(q) for q in spec["questions"]]


@pytest.mark.parametrize(("spec", "question"), pairs(), ids=lambda v: getattr(v, "id", ""))
def test_questions(spec: dict[str, Any], question: Question) -> None:
    widget = spec.get("widget", "message")

    assert question.id == spec_id(spec)
    assert question.kind == KINDS.get(widget, widget)
    assert question.required is spec.get("required", False)
    assert question.renew is spec.get("renew", True)
    assert (question.visible_when is not None) is ("visible_when" in spec)
    assert (question.hidden_when is not None) is ("hidden_when" in spec)
    assert [c.id for c in question.children] == [spec_id(c) for c in spec.get("questions", [])]


@pytest.mark.parametrize(("spec", "question"), pairs(), ids=lambda v: getattr(v, "id", ""))
def test_labels(spec: dict[str, Any], question: Question) -> None:
    if "label" in spec:
        assert question.label == spec["label"]


@pytest.mark.parametrize(
    ("spec", "question"), [p for p in pairs() if p[0].get("required")], ids=lambda v: getattr(v, "id", "")
)
def test_the_error_of_a_missing_answer(spec: dict[str, Any], question: Question) -> None:
    expected = spec.get("required_error") or ERRORS.get(spec["widget"], "MISSING_ANSWER")

    assert question.missing_error is ErrorId(expected)


@pytest.mark.parametrize(
    ("spec", "question"), [p for p in pairs() if "subanswers" in p[0]], ids=lambda v: getattr(v, "id", "")
)
def test_sub_answers_codes_and_limits(spec: dict[str, Any], question: Question) -> None:
    assert [s.id for s in question.sub_answers] == [s["id"] for s in spec["subanswers"]]
    for ours, theirs in zip(question.sub_answers, spec["subanswers"], strict=True):
        if "codes" in theirs:
            assert ours.codes == {c["code"] for c in theirs["codes"]}
            assert ours.code_systems == {theirs["code_system"]}
        if "code_systems_accepted_in" in theirs:
            assert ours.code_systems == set(theirs["code_systems_accepted_in"])
        if "max_length" in theirs:
            assert question.limits.max_length == theirs["max_length"]
        if "min" in theirs:
            assert (question.limits.minimum, question.limits.maximum) == (theirs["min"], theirs["max"])


@pytest.mark.parametrize("question_id", ["1", "28", "39"])
def test_options_have_order_and_labels(question_id: str) -> None:
    spec = next(q for q in spec_questions() if spec_id(q) == question_id)

    ours = [(o.code, o.label) for o in FK7804.question(question_id).options]

    assert ours == [(c["code"], c["label"]) for c in spec["subanswers"][0]["codes"]]


def test_levels_have_order_labels_and_percent() -> None:
    spec = next(q for q in spec_questions() if spec_id(q) == "32")

    ours = [(d.code, d.label, d.percent) for d in FK7804.question("32").degrees]

    assert ours == [(c["code"], c["label"], c["percent"]) for c in spec["subanswers"][0]["codes"]]
    assert [code for code, _, _ in ours] == spec["order_in_gui"]


def test_rows_of_diagnoses() -> None:
    spec = next(q for q in spec_questions() if spec_id(q) == "6")

    assert list(FK7804.question("6").rows) == spec["rows"]


def test_summary_and_sick_leave() -> None:
    assert FK7804.summary.label == SPEC["summary"]["label"]
    assert (FK7804.sick_leave.periods, FK7804.sick_leave.diagnoses, FK7804.sick_leave.occupations) == ("32", "6", "28")


def test_every_sub_answer_is_known_to_the_receiver() -> None:
    written = {s.id for q in FK7804.questions() for s in q.sub_answers}
    known = {part.id for expected in FK7804.receiver_rules.svar for part in expected.parts}

    assert written == known
