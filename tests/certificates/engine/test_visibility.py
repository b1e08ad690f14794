from __future__ import annotations

import pytest

from certificates.engine import is_visible, visible_ids, visible_sections
from certificates.expressions import answered, equals
from certificates.questions.checkbox_boolean import CheckboxBoolean
from certificates.questions.text_area import TextArea
from certificates.types.base import Section
from certificates.types.fk7804 import FK7804
from tests.certificates.engine.world import COMPLETE, TODAY, complete, tiny_type

ALWAYS = {"27", "6", "32", "25", "UNIT_CONTACT_INFORMATION"}
HIDDEN_FOR_CARRIER = {"1", "28", "35", "17", "19", "37", "34", "39", "44", "26"}


def test_a_new_draft_shows_every_question_that_depends_on_nothing() -> None:
    assert visible_ids(FK7804, {}, today=TODAY) == ALWAYS | HIDDEN_FOR_CARRIER


def test_smittbararpenning_hides_all_but_diagnosis_periods_and_the_rest() -> None:
    shown = visible_ids(FK7804, complete(q27=True), today=TODAY)

    assert shown == ALWAYS | {"33", "33.2"}


def test_smittbararpenning_hides_nine_sections() -> None:
    shown = [s.id for s in visible_sections(FK7804, complete(q27=True), today=TODAY)]

    assert shown == ["KAT_1", "KAT_4", "KAT_8", "KAT_11", "UNIT_CONTACT"]


@pytest.mark.parametrize(
    ("child", "answers", "expected"),
    [
        ("1.3", {"1": {"ANNAT": ""}}, True),
        ("1.3", {"1": {"TELEFONKONTAKT": "2026-01-01"}}, False),
        ("29", {"28": ["NUVARANDE_ARBETE"]}, True),
        ("29", {"28": ["STUDIER"]}, False),
        ("33", {"32": {"EN_FJARDEDEL": {"from": "", "to": ""}}}, True),
        ("33", {"32": {"HALFTEN": {"from": "", "to": ""}}}, True),
        ("33", {"32": {"TRE_FJARDEDEL": {"from": "", "to": ""}}}, True),
        ("33", {"32": {"HELT_NEDSATT": {"from": "", "to": ""}}}, False),
        ("33.2", {"32": {"HALFTEN": {"from": "", "to": ""}}, "33": True}, True),
        ("33.2", {"32": {"HALFTEN": {"from": "", "to": ""}}, "33": False}, False),
        ("33.2", {"33": True}, False),
        ("39.4", {"39": "ATER_X_ANTAL_MANADER"}, True),
        ("39.4", {"39": "PROGNOS_OKLAR"}, False),
        ("39.2", {"39": "PROGNOS_OKLAR"}, True),
        ("39.2", {"39": "STOR_SANNOLIKHET"}, False),
        ("26.2", {"26": True}, True),
        ("26.2", {"26": False}, False),
        ("earlyStartDate", {"32": {"HALFTEN": {"from": "2026-01-07", "to": ""}}}, True),
        ("earlyStartDate", {"32": {"HALFTEN": {"from": "2026-01-08", "to": ""}}}, False),
    ],
)
def test_a_nested_question_follows_its_rule(child: str, answers: dict, expected: bool) -> None:
    assert is_visible(FK7804, answers, child, today=TODAY) is expected


def test_partial_periods_are_asked_about_with_smittbararpenning_too() -> None:
    answers = {"27": True, "32": {"HALFTEN": {"from": "", "to": ""}}}

    assert is_visible(FK7804, answers, "33", today=TODAY)


def test_a_child_is_hidden_with_its_parent() -> None:
    assert is_visible(FK7804, COMPLETE, "26.2", today=TODAY)
    assert not is_visible(FK7804, complete(q27=True), "26.2", today=TODAY)


def test_a_child_without_rule_of_its_own_is_hidden_with_its_parent() -> None:
    child = TextArea(id="7003", label="Barn")
    parent = TextArea(id="7002", label="Förälder", visible_when=equals("7001", True), children=(child,))
    ctype = tiny_type(CheckboxBoolean(id="7001", label="Mer?"), parent)

    assert is_visible(ctype, {"7001": True}, "7003", today=TODAY)
    assert not is_visible(ctype, {"7001": False}, "7003", today=TODAY)


def test_a_section_may_be_shown_by_a_rule() -> None:
    hidden = Section(id="TWO", heading="x", questions=(TextArea(id="7002", label="a"),), visible_when=answered("7001"))
    first = Section(id="ONE", heading="x", questions=(TextArea(id="7001", label="a"),))
    ctype = tiny_type(sections=(first, hidden))

    assert [s.id for s in visible_sections(ctype, {}, today=TODAY)] == ["ONE"]
    assert visible_ids(ctype, {"7001": "x"}, today=TODAY) == {"7001", "7002"}
