"""Boxes and radios whose options are sent in ways of their own (ts_bas 19, DB 6, DOI 11, ts_diabetes 18, AG1-14 1)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from certificates.engine.answers import tidied
from certificates.engine.svar import read, svar_of
from certificates.questions.boolean_group import BooleanGroup, Box
from certificates.questions.choice import Layout, one_of
from certificates.questions.code_checkboxes import CodeCheckboxes
from certificates.questions.code_radio import CodeRadio
from certificates.questions.codes import Option, Options, options
from certificates.questions.mapped_choice import NO, NULL_FLAVOR, YES, MappedChoice, MappedOption
from certificates.questions.svar import Cv, Delsvar, Svar, Text
from certificates.questions.text_line import TextLine
from tests.certificates.engine.world import PREFILLING, SITUATION, TODAY, find, tiny_type
from tests.certificates.questions.world import posted, received, sent, svar, told, view

TREATMENT = BooleanGroup(
    id="209",
    label="Behandling",
    required=True,
    boxes=(Box("209.1", "Insulin"), Box("209.2", "Tabletter", sends_unticked=True), Box("209.3", "Annan")),
)
GLASSES = BooleanGroup(
    id="6",
    label="Korrigering",
    boxes=(Box("6.1", "Glasögon"), Box("6.3", "Starka glasögon"), Box("6.5", "Linser")),
    excludes=one_of(("6.1", "6.3")),
    combination_text="Välj bara ett slags glasögon.",
)
DETAILS = "da46dd8c-b3f1-4e39-8d62-777d069213ea"
EXAMINATION = MappedChoice(
    id="6",
    label="Yttre undersökning",
    required=True,
    options=(
        MappedOption("JA", "Ja", (("6.1", YES),)),
        MappedOption("SKA_GORAS", "Nej, ska göras", (("6.1", NO), ("6.2", Cv("SKA_GORAS", DETAILS, "Ska göras")))),
        MappedOption("KORT_FORE", "Nej, kort före", (("6.1", NO), ("6.2", Cv("GJORT", DETAILS, "Gjord")))),
    ),
)
OPERATION = MappedChoice(
    id="11",
    label="Opererad",
    options=(
        MappedOption("JA", "Ja", (("11.1", YES),)),
        MappedOption("NEJ", "Nej", (("11.1", NO),)),
        MappedOption("UPPGIFT_SAKNAS", "Saknas", (("11.1", Cv("NI", NULL_FLAVOR, "Uppgift saknas")),)),
    ),
)
ICD = "1.2.752.116.1.1.1.1.3"
DIABETES = CodeRadio(
    id="18",
    label="Typ av diabetes",
    required=True,
    options=Options(ICD, (Option("E10", "Typ 1", "Diabetes mellitus typ 1"), Option("E13", "Annan"))),
    unsent="E13",
    told_by="18.2",
    children=(TextLine(id="18.2", label="Ange vilken", under_option="E13"),),
)
OCCUPATION = CodeCheckboxes(
    id="1",
    label="Sysselsättning",
    required=True,
    options=options("KV_FKMU_0002", NUVARANDE_ARBETE="Nuvarande arbete", STUDIER="Studier"),
    fixed=frozenset({"NUVARANDE_ARBETE"}),
)


def test_a_box_once_ticked_is_remembered_as_unticked() -> None:
    assert posted(TREATMENT, {"209.1": True}, p209__2="true") == {"209.1": False, "209.2": True}
    assert posted(TREATMENT) == {}


def test_at_least_one_box_must_be_ticked() -> None:
    assert told(TREATMENT, {"209.1": False}) == [("MISSING_MULTI_OPTION", "209.1", "209.1")]
    assert told(TREATMENT, {"209.3": True}) == []


def test_an_optional_group_may_be_empty() -> None:
    assert told(GLASSES, {}) == []


def test_conditions_see_the_ticked_boxes() -> None:
    assert TREATMENT.codes({"209.1": False, "209.2": True}) == {"209.2"}


def test_boxes_that_exclude_each_other_are_locked_and_refused() -> None:
    assert [c.is_disabled for c in view(GLASSES, {"6.1": True}).options] == [False, True, False]
    assert told(GLASSES, {"6.1": True, "6.3": True}) == [("INCORRECT_COMBINATION", "6.1", "6.1")]
    assert told(GLASSES, {"6.1": True, "6.5": True}) == []


def test_ticked_boxes_are_sent_and_unticked_ones_where_declared() -> None:
    assert sent(TREATMENT, {"209.1": False, "209.2": False, "209.3": True}) == [
        (None, {"209.2": "false", "209.3": "true"})
    ]
    assert sent(TREATMENT, {"209.1": False}) == []


@pytest.mark.parametrize(
    ("given", "value", "faults"),
    [
        (svar("209", d209_1="true", d209_2="0"), {"209.1": True, "209.2": False}, []),
        (svar("209", d209_1="ja", d209_3="1"), {"209.3": True}, [("INVALID_BOOLEAN_VALUE", "209.1")]),
        (svar("209", d209_4="text"), {}, [("WRONG_NUMBER_OF_ANSWERS", "209.1")]),
    ],
)
def test_boxes_are_read(given: Any, value: Any, faults: Any) -> None:
    assert received(TREATMENT, given) == (value, faults)


def test_ticked_boxes_are_listed() -> None:
    assert TREATMENT.read_view({"209.1": True, "209.3": True}).items == ("Insulin", "Annan")
    assert TREATMENT.in_short({"209.1": True, "209.3": True}) == "Insulin, Annan"
    assert TREATMENT.read_view({"209.1": False}).is_missing


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("JA", {"6.1": "true"}),
        ("SKA_GORAS", {"6.1": "false", "6.2": ("SKA_GORAS", DETAILS, "Ska göras")}),
        ("KORT_FORE", {"6.1": "false", "6.2": ("GJORT", DETAILS, "Gjord")}),
    ],
)
def test_each_option_is_sent_as_declared_and_read_back(code: str, expected: dict[str, Any]) -> None:
    assert sent(EXAMINATION, code) == [(None, expected)]
    assert received(EXAMINATION, *EXAMINATION.to_svar(code, SITUATION)) == (code, [])


@pytest.mark.parametrize(
    ("given", "value"),
    [
        (svar("11", d11_1="1"), "JA"),
        (svar("11", d11_1="false"), "NEJ"),
        (svar("11", d11_1=Cv("NI", NULL_FLAVOR)), "UPPGIFT_SAKNAS"),
    ],
)
def test_a_boolean_or_a_code_is_read_as_its_option(given: Any, value: str) -> None:
    assert received(OPERATION, given) == (value, [])


@pytest.mark.parametrize(
    ("given", "faults"),
    [
        (svar("6", d6_1="true", d6_2=Cv("GJORT", DETAILS)), [("INVALID_FORMAT", "6.1")]),
        (svar("6", d6_1="false"), [("INVALID_FORMAT", "6.1")]),
        (svar("6", d6_1="false", d6_2=Cv("GJORT", "1.2.3")), [("INVALID_FORMAT", "6.1")]),
        (svar("6", d6_3="2026-01-01"), [("WRONG_NUMBER_OF_ANSWERS", "6.1")]),
    ],
)
def test_contents_of_no_option_are_told(given: Any, faults: Any) -> None:
    assert received(EXAMINATION, given) == ("", faults)


def test_a_mapped_choice_takes_its_own_codes_and_may_be_required() -> None:
    assert posted(EXAMINATION, value="JA") == "JA"
    assert posted(EXAMINATION, value="GJORT") == ""
    assert told(EXAMINATION, "") == [("MISSING_OPTION", "6.1", "JA")]
    assert EXAMINATION.read_view("SKA_GORAS").text == EXAMINATION.in_short("SKA_GORAS") == "Nej, ska göras"
    assert EXAMINATION.read_view("").is_missing
    assert EXAMINATION.codes("JA") == {"JA"}
    assert [c.is_checked for c in view(EXAMINATION, "JA").options] == [True, False, False]


def test_the_unsent_option_is_told_by_its_follow_up() -> None:
    ctype = tiny_type(DIABETES)
    answers = {"18": "E13", "18.2": "MODY"}

    written = svar_of(ctype, answers, today=TODAY, find=find)

    assert [(d.id) for s in written for d in s.delsvar] == ["18.2"]
    assert read(ctype, written, SITUATION).answers == answers


def test_the_code_is_sent_under_its_full_name() -> None:
    assert sent(DIABETES, "E10") == [(None, {"18.1": ("E10", ICD, "Diabetes mellitus typ 1")})]
    assert DIABETES.read_view("E10").text == "Typ 1"


@pytest.mark.parametrize("given", [svar("18", d18_1=Cv("E13", ICD)), svar("18", d18_1=Cv("E10", "1.2.3"))])
def test_the_unsent_code_is_not_received_either(given: Any) -> None:
    assert received(DIABETES, given) == ("", [("INVALID_FORMAT", "18.1")])


def test_neither_code_nor_follow_up_is_too_little() -> None:
    assert received(DIABETES, svar("18")) == ("", [("WRONG_NUMBER_OF_ANSWERS", "18.1")])


def test_a_fixed_option_is_chosen_from_the_start_and_cannot_be_taken_away() -> None:
    assert tidied(tiny_type(OCCUPATION), {})["1"] == ["NUVARANDE_ARBETE"]
    assert posted(OCCUPATION, STUDIER="true") == ["NUVARANDE_ARBETE", "STUDIER"]
    box = view(OCCUPATION, None).options[0]
    assert box.is_checked
    assert box.is_disabled


@pytest.mark.parametrize("layout", list(Layout))
def test_the_layout_reaches_the_template(layout: Layout) -> None:
    assert view(replace(OCCUPATION, layout=layout), None).layout is layout


AREAS = CodeCheckboxes(
    id="omraden",
    label="Områden",
    options=options("KV_TEST", ALFA="Alfa", BETA="Beta", GAMMA="Gamma"),
    in_xml=False,
    opens={"ALFA": "8", "BETA": "9", "GAMMA": "10"},
)


@pytest.mark.parametrize(
    ("value", "questions", "opened"),
    [
        ([], ("10", "8", "25"), ["ALFA", "GAMMA"]),
        (["BETA"], ("8",), ["ALFA", "BETA"]),
        (["BETA"], (), ["BETA"]),
    ],
)
def test_boxes_are_ticked_for_the_questions_that_they_open(
    value: list[str], questions: tuple[str, ...], opened: list[str]
) -> None:
    assert AREAS.opened(value, questions) == opened


def test_boxes_that_open_nothing_stay_as_they_are() -> None:
    assert replace(AREAS, opens={}).opened(["BETA"], ("8", "9")) == ["BETA"]


def test_what_is_read_ticks_its_box_and_prefill_ticks_all() -> None:
    ctype = tiny_type(AREAS, *(TextLine(id=question, label=question) for question in AREAS.opens.values()))
    given = (Svar("9", (Delsvar("9.1", Text("Ett svar")),)),)

    assert read(ctype, given, SITUATION).answers == {"omraden": ["BETA"], "9": "Ett svar"}
    assert read(ctype, given, PREFILLING).answers == {"omraden": ["ALFA", "BETA", "GAMMA"], "9": "Ett svar"}
