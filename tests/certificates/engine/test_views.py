"""What the templates get (spec/ui.md 3.3, 3.4, 10.4, 10.6)."""

from __future__ import annotations

from typing import Any

import pytest

from certificates.engine import ElementView, SectionView, section_views
from certificates.engine.views import SectionState
from certificates.types.fk7804 import FK7804
from tests.certificates.engine.world import COMPLETE, TODAY, complete, find


def views(answers: dict[str, Any], **options: Any) -> tuple[SectionView, ...]:
    return section_views(FK7804, answers, today=TODAY, find=find, **options)


def section(answers: dict[str, Any], section_id: str, **options: Any) -> SectionView:
    return next(s for s in views(answers, **options) if s.id == section_id)


def element(answers: dict[str, Any], question_id: str, **options: Any) -> ElementView:
    found: list[ElementView] = []
    waiting = [e for s in views(answers, **options) for e in s.elements]
    while waiting:
        one = waiting.pop()
        found += [one] if one.id == question_id else []
        waiting += one.children
    return found[0]


def test_every_section_is_there_and_says_whether_it_is_shown() -> None:
    shown = {s.id: s.is_visible for s in views({"27": True})}

    assert list(shown) == [s.id for s in FK7804.sections]
    assert not shown["KAT_2"]
    assert shown["KAT_4"]


def test_a_hidden_question_keeps_its_place_and_its_value() -> None:
    hidden = element(complete(q28=["STUDIER"]), "29")

    assert not hidden.is_visible
    assert hidden.value == COMPLETE["29"]
    assert not hidden.is_mandatory


def test_the_asterisk_goes_when_the_question_is_answered() -> None:
    assert element({}, "28").is_mandatory
    assert not element(COMPLETE, "28").is_mandatory
    assert element(COMPLETE, "28").is_required


def test_an_optional_question_has_no_asterisk() -> None:
    assert not element({}, "25").is_mandatory


def test_missing_answers_show_only_when_asked_for() -> None:
    assert element({}, "28").errors == ()
    assert [e.error_id for e in element({}, "28", show_missing=True).errors] == ["MISSING_MULTI_OPTION"]


def test_faulty_answers_show_at_once() -> None:
    faulty = element({"1": {"ANNAT": "igår"}}, "1")

    assert [e.error_id for e in faulty.errors] == ["INVALID_FORMAT"]
    assert faulty.error_control_ids == {"c-1-ANNAT-date"}


def test_a_read_only_form_is_disabled_and_without_errors() -> None:
    locked = element({"1": {"ANNAT": "igår"}}, "1", readonly=True, show_missing=True)

    assert locked.is_disabled
    assert locked.is_readonly
    assert locked.errors == ()
    assert not locked.is_mandatory


def test_names_and_ids_of_controls_follow_the_rule() -> None:
    assert element({}, "32").field_names[:3] == ("e.32.EN_FJARDEDEL", "e.32.EN_FJARDEDEL.from", "e.32.EN_FJARDEDEL.to")
    assert element({}, "32").view.rows[1].start.id == "c-32-HALFTEN-from"
    assert element({}, "28").marker == "e.28.shown"


def test_every_name_of_a_view_is_a_field_that_the_parser_reads() -> None:
    for question in FK7804.questions():
        names = {question.control(part).name for part in question.parts}
        assert set(element(COMPLETE, question.id).field_names) == names


def test_nested_questions_lie_under_their_parent_and_option() -> None:
    (child,) = element(COMPLETE, "28").children

    assert (child.id, child.under_option, child.level, child.is_nested) == ("29", "NUVARANDE_ARBETE", 4, True)
    assert child.under_option in {option.part for option in element(COMPLETE, "28").view.options}


def test_every_option_named_by_a_child_exists() -> None:
    for question in FK7804.questions():
        parts = {p.partition(".")[0] for p in question.parts} | {question.focus_part, "true"}
        codes = {o.code for o in getattr(question, "options", ())}
        for child in question.children:
            assert not child.under_option or child.under_option in parts | codes


def test_complement_texts_and_removed_characters_stand_at_their_question() -> None:
    asked = element(COMPLETE, "6", complements={"6": ("Sedan när?",)}, removed={"6": "–"})

    assert asked.complements == ("Sedan när?",)
    assert asked.removed == "–"
    assert element(COMPLETE, "25", complements={"6": ("Sedan när?",)}).complements == ()


@pytest.mark.parametrize(
    ("answers", "show_missing", "state"),
    [
        ({}, False, SectionState.EMPTY),
        ({}, True, SectionState.ERROR),
        ({"28": ["STUDIER"]}, False, SectionState.DONE),
        ({"28": ["NUVARANDE_ARBETE"]}, False, SectionState.EMPTY),
        ({"28": ["NUVARANDE_ARBETE"], "29": "x" * 4001}, False, SectionState.ERROR),
    ],
)
def test_a_section_tells_how_far_it_has_come(answers: dict, show_missing: bool, state: SectionState) -> None:
    assert section(answers, "KAT_3", show_missing=show_missing).state is state


def test_an_optional_section_without_answer_is_empty() -> None:
    assert section({}, "KAT_11", show_missing=True).state is SectionState.EMPTY


def test_the_message_of_an_early_start_appears_under_the_periods() -> None:
    answers = {"32": {"HALFTEN": {"from": "2026-01-07", "to": ""}}}
    message = element(answers, "earlyStartDate")

    assert message.is_visible
    assert message.view.level == "OBSERVE"
    assert not element({}, "earlyStartDate").is_visible


def test_periods_show_days_total_and_bars() -> None:
    view = element(COMPLETE, "32").view
    full, half = view.timeline.bars

    assert [(row.code, row.days) for row in view.rows] == [
        ("EN_FJARDEDEL", None), ("HALFTEN", 14), ("TRE_FJARDEDEL", None), ("HELT_NEDSATT", 14),
    ]  # fmt: skip
    assert view.total_text == "28 dagar"
    assert (full.percent, full.x, full.width, full.date_text, full.is_full) == (100, 0, 220, "15 jan", True)
    assert (half.percent, half.x, half.x + half.width, half.date_text) == (50, 222, 440, "29 jan")
    assert view.timeline.end_text == "11 feb"


def test_an_incomplete_period_has_no_days() -> None:
    view = element({"32": {"HALFTEN": {"from": "2026-01-15", "to": ""}}}, "32").view

    assert view.rows[1].tick.is_checked
    assert view.total_text == ""
    assert view.timeline is None


def test_one_day_is_written_so() -> None:
    assert element({"32": {"HALFTEN": {"from": "2026-01-15", "to": "2026-01-15"}}}, "32").view.total_text == "1 dag"


def test_quick_buttons_name_their_level() -> None:
    buttons = element({}, "32").view.rows[1].quick

    assert [(b.text, b.value) for b in buttons] == [("+1 v", "v1"), ("+2 v", "v2"), ("+4 v", "v4"), ("+1 mån", "m1")]
    assert all(b.accessible_name.startswith("50 procent: ") for b in buttons)
    assert buttons[0].name == "e.32.HALFTEN.quick"


def test_a_short_period_in_a_long_time_still_has_a_bar() -> None:
    answers = {
        "32": {
            "HALFTEN": {"from": "2026-01-15", "to": "2099-01-01"},
            "HELT_NEDSATT": {"from": "2099-01-02", "to": "2099-01-02"},
        }
    }
    bars = element(answers, "32").view.timeline.bars

    assert all(bar.width >= 4 and bar.x + bar.width <= 440 for bar in bars)


def test_a_renewal_tells_the_last_period_of_the_renewed_certificate() -> None:
    view = element({}, "32", renewed_from=COMPLETE).view

    assert "2026-01-28" in view.previous_period
    assert "100 procent" in view.previous_period


def test_a_draft_that_renews_nothing_tells_no_period() -> None:
    assert element({}, "32").view.previous_period == ""


def test_diagnoses_are_shown_with_dots() -> None:
    rows = element(COMPLETE, "6").view.rows

    assert [row.code.value for row in rows] == ["F43.8A", "M54.5", ""]
    assert [row.legend for row in rows] == ["Huvuddiagnos", "Diagnos 2", "Diagnos 3"]


def test_icf_opens_once_there_is_a_diagnosis() -> None:
    assert not element({}, "35").view.can_open
    assert element(COMPLETE, "35").view.diagnosis_codes == ("F438A", "M545")


def test_a_counter_stands_at_every_text() -> None:
    assert element(COMPLETE, "25").view.counter == "10 av 4000 tecken"
    assert element({}, "35").view.counter == "0 av 4000 tecken"


def test_an_optional_answered_choice_can_be_cleared_a_mandatory_one_not() -> None:
    assert not element(COMPLETE, "33").view.can_be_cleared
    assert not element(COMPLETE, "39").view.can_be_cleared


def test_missing_parts_of_the_address_carry_the_asterisk() -> None:
    assert element({}, "UNIT_CONTACT_INFORMATION").view.missing == {"address", "postal_code", "city", "phone"}
    assert element(COMPLETE, "UNIT_CONTACT_INFORMATION").view.missing == frozenset()
    assert element(COMPLETE, "UNIT_CONTACT_INFORMATION").view.postal_code.value == "990 01"


def test_dates_of_the_basis_are_limited_to_today() -> None:
    assert element({}, "1").view.limits.last_date == "2026-01-15"
