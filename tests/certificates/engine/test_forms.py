"""From posted fields to answers, kind by kind (spec/ui.md 4, 10.4)."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from certificates.engine import apply_rules, parse_element, parse_form, section_views, validate
from certificates.questions.base import Fields
from certificates.questions.icf import IcfView
from certificates.types.fk7804 import FK7804
from tests.certificates.engine.world import COMPLETE, SITUATION, TODAY, complete, find
from webcert.errors import InvalidInput


def parse(question_id: str, answers: dict[str, Any] | None = None, **parts: str) -> Any:
    """The value of one question; ``parts`` with two underscores for a dot."""
    post = {f"e.{question_id}.{part.replace('__', '.')}": value for part, value in parts.items()}
    parsed = parse_element(FK7804, question_id, post, answers=answers or {}, today=TODAY, find=find)
    return parsed.values[question_id]


def test_an_unknown_question_is_refused() -> None:
    with pytest.raises(InvalidInput):
        parse_element(FK7804, "99", {}, answers={}, today=TODAY, find=find)


def test_fields_of_other_questions_are_ignored() -> None:
    parsed = parse_element(FK7804, "25", {"e.25.text": "a", "e.44.text": "b"}, answers={}, today=TODAY, find=find)

    assert parsed.values == {"25": "a"}


@pytest.mark.parametrize(
    ("posted", "before", "after"),
    [("true", None, True), ("on", None, True), ("", True, False), ("", None, None), ("", False, False)],
)
def test_a_checkbox_is_true_when_posted_and_false_once_unticked(posted: str, before: Any, after: Any) -> None:
    assert parse("34", {"34": before} if before is not None else {}, value=posted) is after


@pytest.mark.parametrize(("posted", "value"), [("true", True), ("false", False), ("", None), ("maybe", None)])
def test_a_yes_no_question_can_be_cleared(posted: str, value: Any) -> None:
    assert parse("33", {"33": True}, value=posted) is value


def test_a_radio_takes_only_its_own_codes() -> None:
    assert parse("39", value="PROGNOS_OKLAR") == "PROGNOS_OKLAR"
    assert parse("39", value="HALFTEN") is None


def test_checkboxes_are_kept_in_the_order_of_the_options() -> None:
    assert parse("28", STUDIER="true", NUVARANDE_ARBETE="true", OKAND="true") == ["NUVARANDE_ARBETE", "STUDIER"]


def test_no_tick_at_all_leaves_no_answer() -> None:
    assert parse("28", {"28": ["STUDIER"]}) is None


def test_a_text_keeps_its_lines_and_loses_unsupported_characters() -> None:
    parsed = parse_element(FK7804, "25", {"e.25.text": "Rad 1\r\nRad – 2"}, answers={}, today=TODAY, find=find)

    assert parsed.values["25"] == "Rad 1\nRad  2"
    assert parsed.removed == {"25": "–"}


def test_a_text_of_blanks_leaves_no_answer() -> None:
    assert parse("25", {"25": "a"}, text=" \n ") is None


def test_a_line_has_no_line_breaks() -> None:
    assert parse("1.3", text="ett\r\ntvå") == "ett två"


@pytest.mark.parametrize(
    ("question", "part"),
    [
        ("25", "text"), ("1.3", "text"), ("35", "text"), ("35", "term"), ("35", "ticked"), ("39.4", "value"),
        ("6", "huvuddiagnos.text"), ("6", "huvuddiagnos.code"), ("32", "HALFTEN.from"), ("32", "HALFTEN.to"),
        ("1", "ANNAT.date"), ("UNIT_CONTACT_INFORMATION", "city"),
    ],
)  # fmt: skip
def test_nul_is_refused_in_every_typed_field(question: str, part: str) -> None:
    with pytest.raises(InvalidInput):
        parse_element(FK7804, question, {f"e.{question}.{part}": "a\x00"}, answers={}, today=TODAY, find=find)


@pytest.mark.parametrize(
    ("typed", "value"),
    [("3", 3), (" 12 ", 12), ("007", 7), ("-1", -1), ("tre", "tre"), ("1.5", "1.5"), ("", None), ("9" * 18, "9" * 18)],
)
def test_a_number_that_is_none_is_kept_as_typed(typed: str, value: Any) -> None:
    assert parse("39.4", value=typed) == value


def test_a_number_as_typed_is_shown_again() -> None:
    views = section_views(FK7804, {"39": "ATER_X_ANTAL_MANADER", "39.4": "tre"}, today=TODAY, find=find)
    prognosis = next(s for s in views if s.id == "KAT_9").elements[0]

    assert prognosis.children[0].view.control.value == "tre"


# --- rows with a date -------------------------------------------------------------------------------------------------


def test_ticking_a_row_sets_today() -> None:
    assert parse("1", TELEFONKONTAKT="true", TELEFONKONTAKT__date="") == {"TELEFONKONTAKT": "2026-01-15"}


def test_typing_a_date_ticks_its_row() -> None:
    assert parse("1", TELEFONKONTAKT__date="20260102") == {"TELEFONKONTAKT": "2026-01-02"}


def test_unticking_a_row_clears_its_date() -> None:
    before = {"1": {"TELEFONKONTAKT": "2026-01-02"}}

    assert parse("1", before, TELEFONKONTAKT__date="2026-01-02") is None


def test_emptying_the_date_of_a_ticked_row_leaves_it_empty() -> None:
    before = {"1": {"TELEFONKONTAKT": "2026-01-02"}}

    assert parse("1", before, TELEFONKONTAKT="true", TELEFONKONTAKT__date="") == {"TELEFONKONTAKT": ""}


def test_a_date_that_is_none_is_kept_as_typed() -> None:
    assert parse("1", ANNAT="true", ANNAT__date="i fredags") == {"ANNAT": "i fredags"}


@pytest.mark.parametrize(("typed", "written"), [("idag", "2026-01-15"), ("-1", "2026-01-14")])
def test_short_forms_of_a_date_are_resolved(typed: str, written: str) -> None:
    assert parse("1", ANNAT="true", ANNAT__date=typed) == {"ANNAT": written}


def test_rows_are_kept_in_the_order_of_the_options() -> None:
    rows = parse("1", ANNAT__date="2026-01-01", FYSISKUNDERSOKNING__date="2026-01-02")

    assert list(rows) == ["FYSISKUNDERSOKNING", "ANNAT"]


# --- sick leave -------------------------------------------------------------------------------------------------------


def test_ticking_the_first_row_starts_today() -> None:
    assert parse("32", HALFTEN="true") == {"HALFTEN": {"from": "2026-01-15", "to": ""}}


def test_ticking_another_row_starts_the_day_after_the_latest_end() -> None:
    before = {"32": {"HELT_NEDSATT": {"from": "2026-01-15", "to": "2026-01-28"}}}

    rows = parse(
        "32",
        before,
        HELT_NEDSATT="true",
        HELT_NEDSATT__from="2026-01-15",
        HELT_NEDSATT__to="2026-01-28",
        HALFTEN="true",
    )

    assert rows["HALFTEN"] == {"from": "2026-01-29", "to": ""}


def test_the_start_looks_at_valid_ends_only() -> None:
    before = {"32": {"HELT_NEDSATT": {"from": "2026-01-15", "to": "snart"}}}

    rows = parse("32", before, HELT_NEDSATT="true", HELT_NEDSATT__to="snart", HALFTEN="true")

    assert rows["HALFTEN"]["from"] == "2026-01-15"


def test_unticking_a_period_clears_both_dates() -> None:
    before = {"32": {"HALFTEN": {"from": "2026-01-15", "to": "2026-01-28"}}}

    assert parse("32", before, HALFTEN__from="2026-01-15", HALFTEN__to="2026-01-28") is None


def test_typing_a_day_ticks_its_period() -> None:
    assert parse("32", HALFTEN__to="20260131") == {"HALFTEN": {"from": "", "to": "2026-01-31"}}


def test_emptying_the_start_of_a_ticked_period_leaves_it_empty() -> None:
    before = {"32": {"HALFTEN": {"from": "2026-01-15", "to": "2026-01-28"}}}

    rows = parse("32", before, HALFTEN="true", HALFTEN__from="", HALFTEN__to="2026-01-28")

    assert rows == {"HALFTEN": {"from": "", "to": "2026-01-28"}}


@pytest.mark.parametrize(
    ("code", "end"), [("d7", "2026-01-21"), ("2V", "2026-01-28"), ("m1", "2026-02-14"), ("1d", "2026-01-15")]
)
def test_a_typed_length_becomes_the_end(code: str, end: str) -> None:
    assert parse("32", HALFTEN="true", HALFTEN__from="2026-01-15", HALFTEN__to=code)["HALFTEN"]["to"] == end


def test_a_typed_length_without_start_starts_by_itself() -> None:
    assert parse("32", HALFTEN__to="v2") == {"HALFTEN": {"from": "2026-01-15", "to": "2026-01-28"}}


def test_a_typed_length_after_a_faulty_start_is_kept() -> None:
    assert parse("32", HALFTEN__from="igår", HALFTEN__to="v2")["HALFTEN"] == {"from": "igår", "to": "v2"}


def test_a_quick_button_sets_the_end_without_script() -> None:
    rows = parse("32", HALFTEN="true", HALFTEN__from="2026-01-15", HALFTEN__to="2026-01-16", HALFTEN__quick="v4")

    assert rows["HALFTEN"]["to"] == "2026-02-11"


def test_a_quick_button_on_an_empty_row_ticks_it() -> None:
    assert parse("32", HALFTEN__quick="v1") == {"HALFTEN": {"from": "2026-01-15", "to": "2026-01-21"}}


def test_periods_are_kept_in_the_order_of_the_levels() -> None:
    rows = parse("32", HELT_NEDSATT="true", EN_FJARDEDEL="true")

    assert list(rows) == ["EN_FJARDEDEL", "HELT_NEDSATT"]


# --- diagnoses --------------------------------------------------------------------------------------------------------


def test_a_code_is_stored_in_upper_case_without_dots() -> None:
    rows = parse("6", huvuddiagnos__code="f43.8a", huvuddiagnos__text="Min egen text")

    assert rows[0] == {"code": "F438A", "text": "Min egen text"}
    assert len(rows) == 3


def test_a_code_alone_brings_its_description() -> None:
    assert parse("6", huvuddiagnos__code="M54.5")[0] == {"code": "M545", "text": "Lumbago"}


def test_a_description_that_was_emptied_stays_empty() -> None:
    before = {"6": [{"code": "M545", "text": "Lumbago"}]}

    assert parse("6", before, huvuddiagnos__code="M545", huvuddiagnos__text="")[0] == {"code": "M545", "text": ""}


def test_an_unknown_code_is_kept() -> None:
    assert parse("6", huvuddiagnos__code="Q999")[0] == {"code": "Q999", "text": ""}


def test_empty_rows_leave_no_answer() -> None:
    assert parse("6", {"6": [{"code": "M545", "text": "x"}]}, huvuddiagnos__code="", huvuddiagnos__text=" ") is None


# --- icf, address -----------------------------------------------------------------------------------------------------


def test_icf_terms_come_from_repeated_fields() -> None:
    post = QueryDict("e.35.term=A&e.35.term=B&e.35.term=A&e.35.term=&e.35.text=Text")

    parsed = parse_element(FK7804, "35", post, answers={}, today=TODAY, find=find)

    assert parsed.values["35"] == {"terms": ["A", "B"], "text": "Text"}


ICF_POSTS = [
    ("e.35.ticked=A&e.35.ticked=C&e.35.offered=A&e.35.offered=B&e.35.offered=C", ["A", "C"]),
    ("e.35.term=B&e.35.term=X&e.35.offered=A&e.35.offered=B", ["X"]),
    ("e.35.term=X&e.35.term=A&e.35.offered=A&e.35.offered=B&e.35.ticked=A&e.35.ticked=B", ["X", "A", "B"]),
    ("e.35.term=A&e.35.term=B&e.35.remove=A", ["B"]),
    ("e.35.term=A&e.35.term=B&e.35.offered=A&e.35.ticked=A&e.35.remove=A", ["B"]),
]


@pytest.mark.parametrize(("post", "terms"), ICF_POSTS)
def test_ticks_decide_over_the_terms_of_the_open_picker_and_chips_over_the_others(post: str, terms: list[str]) -> None:
    before = {"35": {"terms": ["B", "X"], "text": "Text"}}

    parsed = parse_element(FK7804, "35", QueryDict(post + "&e.35.text=Text"), answers=before, today=TODAY, find=find)

    assert parsed.values["35"] == {"terms": terms, "text": "Text"}


def test_icf_terms_hold_only_what_a_certificate_can_carry() -> None:
    post = QueryDict("e.35.text=Text", mutable=True)
    post.setlist("e.35.ticked", [" Sömn – djup ", "–", "x" * 300])

    parsed = parse_element(FK7804, "35", post, answers={}, today=TODAY, find=find)

    assert parsed.values["35"]["terms"] == ["Sömn djup", "x" * 200]


def test_icf_without_terms_and_text_leaves_no_answer() -> None:
    assert parse("35", {"35": {"terms": ["A"], "text": ""}}, text="") is None


def test_the_address_is_stored_in_plain_form() -> None:
    value = parse(
        "UNIT_CONTACT_INFORMATION",
        address=" Storgatan 1 ",
        postal_code="990 01",
        city="Exempelby",
        phone="0770-12 34 56",
    )

    assert value == {"address": "Storgatan 1", "postal_code": "99001", "city": "Exempelby", "phone": "0770123456"}


# --- the whole form ---------------------------------------------------------------------------------------------------


def posted_form(answers: dict[str, Any]) -> QueryDict:
    """What a browser without script posts for these answers."""
    post = QueryDict(mutable=True)
    for section in section_views(FK7804, answers, today=TODAY, find=find):
        for element in walk(section.elements):
            if element.is_visible:
                post[element.marker] = "1"
                fill(post, element.view)
    return post


def walk(elements: Any) -> Any:
    for element in elements:
        yield element
        yield from walk(element.children)


def fill(post: QueryDict, view: Any) -> None:
    if isinstance(view, IcfView):
        post.setlist(view.fields.chosen, list(view.terms))
    for name in view.__dataclass_fields__:
        part = getattr(view, name)
        for item in part if isinstance(part, tuple) else (part,):
            if hasattr(item, "is_checked"):
                if item.is_checked or not is_tick(view, name):
                    post.appendlist(item.name, item.value)
            elif hasattr(item, "__dataclass_fields__"):
                fill(post, item)


def is_tick(view: Any, name: str) -> bool:
    return name in {"tick", "options"} or type(view).__name__ == "CheckboxView"


@pytest.mark.parametrize("answers", [{}, COMPLETE, complete(q27=True), complete(q39="PROGNOS_OKLAR", q39_2="Oklart")])
def test_posting_the_form_unchanged_changes_nothing(answers: dict[str, Any]) -> None:
    parsed = parse_form(FK7804, posted_form(answers), answers=answers, today=TODAY, find=find)

    assert {**answers, **{k: v for k, v in parsed.values.items() if v is not None}} == answers
    assert all(k not in answers for k, v in parsed.values.items() if v is None)


def test_questions_that_did_not_stand_in_the_form_keep_their_answers() -> None:
    parsed = parse_form(FK7804, {"e.25.text": "Nytt"}, answers=COMPLETE, today=TODAY, find=find)

    assert parsed.values == {"25": "Nytt"}


def test_an_unticked_group_is_known_by_its_marker() -> None:
    parsed = parse_form(FK7804, {"e.28.shown": "1"}, answers=COMPLETE, today=TODAY, find=find)

    assert parsed.values == {"28": None}


def test_fields_of_a_hidden_question_are_ignored() -> None:
    parsed = parse_form(FK7804, {"e.29.text": "x"}, answers={"28": ["STUDIER"]}, today=TODAY, find=find)

    assert parsed.values == {}


# --- answers that come another way ------------------------------------------------------------------------------------


def test_rules_apply_to_answers_that_were_not_posted() -> None:
    given_answers = {
        "1": {"ANNAT": "", "TELEFONKONTAKT": "20260102"},
        "32": {"HELT_NEDSATT": {"from": "idag", "to": "v2"}, "HALFTEN": {"from": "", "to": ""}},
        "6": [{"code": "M545", "text": ""}],
        "25": "",
    }

    settled = apply_rules(FK7804, given_answers, previous={}, today=TODAY, find=find)

    assert settled == {
        "1": {"TELEFONKONTAKT": "2026-01-02", "ANNAT": "2026-01-15"},
        "32": {
            "HALFTEN": {"from": "2026-01-29", "to": ""},
            "HELT_NEDSATT": {"from": "2026-01-15", "to": "2026-01-28"},
        },
        "6": [{"code": "M545", "text": "Lumbago"}, {"code": "", "text": ""}, {"code": "", "text": ""}],
    }


def test_rules_leave_complete_answers_as_they_are() -> None:
    assert apply_rules(FK7804, COMPLETE, previous=COMPLETE, today=TODAY, find=find) == COMPLETE


# --- any input --------------------------------------------------------------------------------------------------------

QUESTIONS = list(FK7804.questions())
KINDS = list({q.kind: q for q in QUESTIONS}.values())
"""One question of each kind."""

TEXTS = st.one_of(
    st.text(max_size=30),
    st.sampled_from(["true", "false", "on", "2026-01-20", "20260120", "idag", "+7", "v2", "d0", "F43.8A", "M545", "7"]),
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize("question", KINDS, ids=[q.kind for q in KINDS])
@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_any_posted_text_is_parsed_kept_and_checked(question: Any, data: st.DataObject) -> None:
    parts = [*question.parts, *(f"{p}.quick" for p in question.parts)]
    post = {f"e.{question.id}.{part}": data.draw(TEXTS) for part in parts if data.draw(st.booleans())}
    previous = question.tidy(data.draw(JSON))
    try:
        parsed = question.parse(Fields(post, question.id), previous, TODAY)
    except InvalidInput:
        assert any("\x00" in text for text in post.values())
        return
    value = question.settle(parsed.value, previous, SITUATION)

    assert question.tidy(json.loads(json.dumps(value))) == value
    assert question.settle(value, value, SITUATION) == value
    question.validate(value, SITUATION)
    question.read_view(value)


@pytest.mark.parametrize("question", KINDS, ids=[q.kind for q in KINDS])
@settings(max_examples=200, deadline=None)
@given(stored=JSON)
def test_any_stored_value_is_brought_into_shape(question: Any, stored: Any) -> None:
    value = question.tidy(stored)

    assert question.tidy(value) == value
    assert question.is_answered(question.empty()) is False
    question.validate(value, SITUATION)
    question.to_svar(value, SITUATION)
    question.read_view(value)


@settings(max_examples=300, deadline=None)
@given(answers=st.dictionaries(st.sampled_from([q.id for q in QUESTIONS]), JSON))
def test_a_form_can_be_shown_for_any_stored_answers(answers: dict[str, Any]) -> None:
    result = validate(FK7804, answers, today=TODAY, find=find)
    views = section_views(FK7804, answers, result=result, show_missing=True, today=TODAY, find=find)

    assert [v.id for v in views] == [s.id for s in FK7804.sections]
