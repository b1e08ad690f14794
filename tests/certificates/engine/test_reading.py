"""The read view and what lists tell (spec/ui.md 3.4, spec/print.md 3.3-3.4)."""

from __future__ import annotations

from typing import Any

import pytest

from certificates.engine import period_days, read_sections, sick_leave, summary
from certificates.engine.reading import ReadElement
from certificates.engine.sick_leave import SickLeavePeriod, days_in_all
from certificates.questions.base import ReadKind
from certificates.questions.code_checkboxes import CodeCheckboxes
from certificates.questions.heading import Heading
from certificates.questions.text_area import TextArea
from certificates.questions.text_line import TextLine
from certificates.types.base import SummaryRule
from certificates.types.fk7804 import FK7804
from certificates.types.sick_leave_v2 import OCCUPATION
from tests.certificates.engine.world import CARRIER, COMPLETE, TODAY, complete, tiny_type


def read(answers: dict[str, Any]) -> dict[str, ReadElement]:
    found: dict[str, ReadElement] = {}
    waiting = [e for s in read_sections(FK7804, answers, today=TODAY) for e in s.elements]
    while waiting:
        one = waiting.pop(0)
        found[one.id] = one
        waiting += one.children
    return found


def test_hidden_questions_and_their_sections_are_left_out() -> None:
    sections = read_sections(FK7804, CARRIER, today=TODAY)

    assert [s.id for s in sections] == ["KAT_1", "KAT_4", "KAT_8", "KAT_11"]
    assert set(read(CARRIER)) == {"27", "6", "32", "25"}


def test_what_stands_under_a_heading_is_read_in_its_place() -> None:
    ctype = tiny_type(
        TextLine(id="1", label="Före"),
        Heading(id="h", label="Rubrik", children=(TextLine(id="2", label="Ett"), TextLine(id="3", label="Två"))),
        TextLine(id="4", label="Efter"),
    )

    (section,) = read_sections(ctype, {"2": "svar"}, today=TODAY)

    assert [(e.id, e.value.text) for e in section.elements] == [
        ("1", "Ej angivet"), ("2", "svar"), ("3", "Ej angivet"), ("4", "Ej angivet"),
    ]  # fmt: skip


def test_the_address_and_messages_are_no_part_of_the_text() -> None:
    shown = read(complete(q32={"HALFTEN": {"from": "2025-01-01", "to": "2026-01-31"}}))

    assert "UNIT_CONTACT_INFORMATION" not in shown
    assert "earlyStartDate" not in shown


def test_a_question_that_the_patient_is_not_shown_is_no_part_of_the_text() -> None:
    ctype = tiny_type(TextArea(id="1", label="Ett"), TextArea(id="2", label="Två", shown_to_patient=False))

    sections = read_sections(ctype, {"1": "A", "2": "B"}, today=TODAY)

    assert [e.id for s in sections for e in s.elements] == ["1"]


@pytest.mark.parametrize("question", ["27", "1", "28", "6", "35", "19", "32", "34", "39", "25"])
def test_a_missing_answer_is_told(question: str) -> None:
    value = read({})[question].value

    assert (value.kind, value.text, value.is_missing) == (ReadKind.TEXT, "Ej angivet", True)


def test_an_unticked_box_is_not_stated() -> None:
    assert read(complete(q34=False))["34"].value.text == "Ej angivet"


def test_a_ticked_box_and_a_yes_no_question_are_words() -> None:
    assert read(COMPLETE)["34"].value.text == "Ja"
    assert read(complete(q33=False))["33"].value.text == "Nej"


def test_periods_stand_with_the_highest_level_first() -> None:
    value = read(COMPLETE)["32"].value

    assert value.kind is ReadKind.TABLE
    assert value.columns == ("Nedsättningsgrad", "Från och med", "Till och med")
    assert value.rows == (
        ("100 procent", "2026-01-15", "2026-01-28"),
        ("50 procent", "2026-01-29", "2026-02-11"),
    )


def test_diagnoses_are_a_table_of_code_and_text() -> None:
    assert read(COMPLETE)["6"].value.rows == (("F43.8A", "Utmattningssyndrom"), ("M54.5", "Ont i ryggen"))


def test_what_the_certificate_is_based_on_is_a_table() -> None:
    value = read(COMPLETE)["1"].value

    assert value.rows == (("min undersökning vid fysiskt vårdmöte", "2026-01-05"), ("annat", "2026-01-02"))


def test_chosen_codes_are_a_list() -> None:
    value = read(COMPLETE)["28"].value

    assert (value.kind, value.items) == (ReadKind.LIST, ("Nuvarande arbete", "Studier"))


def test_icf_terms_stand_above_the_text_joined_with_dashes() -> None:
    assert read(COMPLETE)["35"].value.text == (
        "Nedsatta funktioner:\nSömnfunktioner - Uppmärksamhet\n\nUttalad trötthet."
    )


def test_a_number_has_its_unit() -> None:
    assert read(COMPLETE)["39.4"].value.text == "3 månader"


def test_nested_answers_stand_under_their_parent() -> None:
    assert [child.id for child in read(COMPLETE)["33"].children] == ["33.2"]


def test_half_filled_rows_of_a_draft_are_shown() -> None:
    value = read({"32": {"HALFTEN": {"from": "2026-01-15", "to": ""}}})["32"].value

    assert value.rows == (("50 procent", "2026-01-15", "Ej angivet"),)


# --- summary ----------------------------------------------------------------------------------------------------------


def test_the_summary_is_first_and_last_day() -> None:
    found = summary(FK7804, COMPLETE, signed_on=TODAY)

    assert (found.label, found.value) == ("Gäller intygsperiod", "2026-01-15 - 2026-02-11")


def test_the_summary_is_empty_until_signed() -> None:
    assert summary(FK7804, COMPLETE, signed_on=None).value == ""


def test_the_summary_of_a_type_may_be_the_labels_of_codes() -> None:
    ctype = tiny_type(
        CodeCheckboxes(id="28", label="Gäller", options=OCCUPATION), summary=SummaryRule("Intyget avser", "28")
    )

    assert summary(ctype, {"28": ["STUDIER", "FORALDRALEDIG"]}, signed_on=TODAY).value == "Föräldraledighet, Studier"


def test_a_type_without_summary_has_none() -> None:
    assert summary(tiny_type(), {}, signed_on=TODAY) is None


# --- sick leave -------------------------------------------------------------------------------------------------------


def test_a_sick_leave_holds_diagnoses_periods_in_time_and_occupations() -> None:
    found = sick_leave(FK7804, COMPLETE, today=TODAY)

    assert found.diagnoses == ("F438A", "M545")
    assert [(p.percent, p.days) for p in found.periods] == [(100, 14), (50, 14)]
    assert found.occupations == ("NUVARANDE_ARBETE", "STUDIER")


def test_smittbararpenning_is_no_sick_leave() -> None:
    assert sick_leave(FK7804, CARRIER, today=TODAY) is None


def test_a_sick_leave_needs_its_first_diagnosis() -> None:
    assert sick_leave(FK7804, complete(q6=None), today=TODAY) is None


def test_a_type_without_sick_leave_reports_none() -> None:
    assert sick_leave(tiny_type(), {}, today=TODAY) is None
    assert days_in_all(tiny_type(), {}, today=TODAY) == 0


def test_days_of_adjacent_and_separate_periods_are_summed() -> None:
    gap = complete(
        q32={
            "HALFTEN": {"from": "2026-02-10", "to": "2026-02-11"},
            "HELT_NEDSATT": {"from": "2026-01-15", "to": "2026-01-28"},
        }
    )

    assert days_in_all(FK7804, COMPLETE, today=TODAY) == 28
    assert days_in_all(FK7804, gap, today=TODAY) == 16


def test_days_counted_twice_count_once() -> None:
    day = TODAY
    assert period_days([SickLeavePeriod(50, day, day), SickLeavePeriod(100, day, day)]) == 1
