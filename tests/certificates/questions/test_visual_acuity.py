"""The table of visual acuity (ts_bas 8, ts_diabetes 8, ts8071 5; spec/ui.md 10.7)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from certificates.engine import Facts, validate
from certificates.expressions import Condition, all_of, any_of, number_at_least, number_below, number_given
from certificates.questions.svar import Cv
from certificates.questions.visual_acuity import Eye, VisualAcuity
from certificates.types.acuity import demanded, demanded_of_started_eyes, has_any_value
from certificates.types.base import Section
from tests.certificates.engine.world import SITUATION, TODAY, tiny_type
from tests.certificates.questions.world import posted, received, sent, svar, told, view

EYES = (
    Eye("Höger öga", "8.2", "8.5", "8.8"),
    Eye("Vänster öga", "8.3", "8.6", "8.9"),
    Eye("Binokulärt", "8.4", "8.7"),
)
TS_BAS = VisualAcuity(id="8", label="Synskärpa", eyes=EYES, separate="8.1", required=True)
PLAIN = VisualAcuity(
    id="5",
    label="Synskärpa",
    eyes=(Eye("Höger öga", "5.1", "5.4"), Eye("Vänster öga", "5.2", "5.5"), Eye("Binokulärt", "5.3", "5.6")),
    required=True,
)
UNCORRECTED = {"8.2": "0.8", "8.3": "0.6", "8.4": "1.0"}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("0,8", "0.8"), ("0.8", "0.8"), (",8", "0.8"), ("08", "0.8"), ("00", "0.0"), ("12", "1.2"), ("20", "2.0"),
        ("1", "1.0"), (" 0,8 ", "0.8"), ("0,85", "0,85"), ("bra", "bra"), ("120", "120"),
    ],
)  # fmt: skip
def test_values_are_kept_with_one_decimal_or_as_typed(typed: str, kept: str) -> None:
    assert posted(TS_BAS, p8__2=typed) == {"8.2": kept}


def test_a_value_is_shown_with_a_comma() -> None:
    assert view(TS_BAS, UNCORRECTED).rows[0].without.value == "0,8"


@pytest.mark.parametrize("value", ["2.1", "9.0", "bra", "0,85", "120"])
def test_a_value_outside_the_interval_or_unreadable_is_told_at_its_field(value: str) -> None:
    assert told(TS_BAS, {**UNCORRECTED, "8.3": value}) == [("DECIMAL_RANGE", "8.3", "8.3")]


@pytest.mark.parametrize("value", ["0.0", "2.0"])
def test_the_limits_belong_to_the_interval(value: str) -> None:
    assert told(TS_BAS, {**UNCORRECTED, "8.3": value}) == []


def test_each_missing_uncorrected_value_is_told() -> None:
    assert told(TS_BAS, {"8.3": "0.6"}) == [("MISSING_ANSWER", "8.2", "8.2"), ("MISSING_ANSWER", "8.4", "8.4")]


def test_nothing_is_missing_when_the_values_are_sent_separately() -> None:
    assert told(TS_BAS, {"8.1": True}) == []
    assert TS_BAS.is_answered({"8.1": True})


def test_values_beside_sent_separately_are_told_at_the_eye() -> None:
    assert told(TS_BAS, {"8.1": True, "8.5": "0.8", "8.9": True}) == [
        ("INCORRECT_COMBINATION", "8.5", "8.5"),
        ("INCORRECT_COMBINATION", "8.9", "8.9"),
    ]


def test_they_are_told_at_the_box_when_that_has_a_field_of_its_own() -> None:
    question = replace(TS_BAS, fields={"8.1": "synfunktion.skickasSeparat"})

    assert told(question, {"8.1": True, **UNCORRECTED}) == [
        ("INCORRECT_COMBINATION", "synfunktion.skickasSeparat", "8.1")
    ]


def test_sent_separately_locks_the_values() -> None:
    shown = view(TS_BAS, {"8.1": True})

    controls = [c for row in shown.rows for c in (row.without, row.corrected, row.lens) if c]
    assert all(c.is_disabled for c in controls)
    assert not shown.separate.is_disabled


@pytest.mark.parametrize("value", [{"8.2": "0.8"}, {"8.8": True}])
def test_a_value_locks_sent_separately(value: dict[str, Any]) -> None:
    assert view(TS_BAS, value).separate.is_disabled


def test_what_contradicts_can_still_be_taken_away() -> None:
    shown = view(TS_BAS, {"8.1": True, "8.2": "0.8"})

    assert not shown.separate.is_disabled
    assert not shown.rows[0].without.is_disabled
    assert shown.rows[1].without.is_disabled


def test_a_table_without_lenses_and_box_has_none() -> None:
    shown = view(PLAIN, {})

    assert shown.separate is None
    assert not shown.has_lenses


def test_values_and_ticked_boxes_are_sent_in_the_order_of_their_ids() -> None:
    assert sent(TS_BAS, {**UNCORRECTED, "8.9": True, "8.8": False}) == [
        (None, {"8.2": "0.8", "8.3": "0.6", "8.4": "1.0", "8.9": "true"})
    ]


def test_an_unticked_box_is_sent_where_the_type_says_so() -> None:
    question = replace(TS_BAS, sends_unticked=True)

    assert sent(question, {"8.1": False, "8.2": "0.8"}) == [(None, {"8.1": "false", "8.2": "0.8"})]
    assert sent(question, {"8.1": False}) == []


def test_what_is_no_number_is_not_sent() -> None:
    assert sent(TS_BAS, {"8.2": "bra"}) == []


def test_what_is_sent_is_read_back() -> None:
    value = TS_BAS.tidy({**UNCORRECTED, "8.7": "1.2", "8.8": True})

    assert received(TS_BAS, *TS_BAS.to_svar(value, SITUATION)) == (value, [])


@pytest.mark.parametrize(
    ("given", "value", "faults"),
    [
        (svar("8", d8_2="1"), {"8.2": "1.0"}, []),
        (svar("8", d8_2="0.80"), {"8.2": "0.8"}, []),
        (svar("8", d8_2="0,8"), {"8.2": "0.8"}, []),
        (svar("8", d8_2="0.85"), {}, [("INVALID_FORMAT", "8.2")]),
        (svar("8", d8_2=Cv("a", "b")), {}, [("INVALID_FORMAT", "8.2")]),
        (svar("8", d8_1="ja", d8_3="0.5"), {"8.3": "0.5"}, [("INVALID_BOOLEAN_VALUE", "8.1")]),
        (svar("8"), {}, [("WRONG_NUMBER_OF_ANSWERS", "8.2")]),
    ],
)
def test_what_cannot_be_read_is_left_out_and_told(given: Any, value: Any, faults: Any) -> None:
    assert received(TS_BAS, given) == (value, faults)


def test_the_answer_is_read_as_a_table() -> None:
    shown = TS_BAS.read_view({"8.2": "0.8", "8.5": "1.0", "8.8": True})

    assert shown.columns == ("Öga", "Utan korrektion", "Med korrektion", "Kontaktlinser")
    assert shown.rows == (
        ("Höger öga", "0,8", "1,0", "Ja"),
        ("Vänster öga", "Ej angivet", "Ej angivet", "Nej"),
        ("Binokulärt", "Ej angivet", "Ej angivet", ""),
    )


def test_the_answer_in_one_line() -> None:
    assert TS_BAS.in_short(UNCORRECTED) == "Höger öga 0,8; Vänster öga 0,6; Binokulärt 1,0"
    assert TS_BAS.in_short({"8.1": True}) == TS_BAS.read_view({"8.1": True}).text


LOW = any_of(
    all_of(number_given("5", "5.1"), number_below("5", "5.1", 0.8), number_below("5", "5.2", 0.8)),
    number_below("5", "5.1", 0.1),
    number_below("5", "5.2", 0.1),
)


@pytest.mark.parametrize(
    ("condition", "value", "holds"),
    [
        (LOW, {"5.1": "0.7", "5.2": "0.7"}, True),
        (LOW, {"5.1": "0.8", "5.2": "0.7"}, False),
        (LOW, {"5.1": "0.8", "5.2": "0.0"}, True),
        (LOW, {"5.1": "0.7"}, False),
        (LOW, {"5.1": "bra", "5.2": "0.7"}, False),
        (number_at_least("5", "5.1", 0.1), {"5.1": "0.1"}, True),
        (number_at_least("5", "5.1", 0.1), {}, False),
        (number_given("5", "5.1"), {"5.1": "bra"}, False),
    ],
)
def test_conditions_ask_for_one_value(condition: Condition, value: dict[str, str], holds: bool) -> None:
    assert condition.holds(Facts(tiny_type(PLAIN), {"5": value}, TODAY)) is holds


EVERY_EYE = all_of(*(has_any_value("8", eye) for eye in EYES))
R34 = (all_of(EVERY_EYE, number_below("8", "8.2", 0.8), number_below("8", "8.3", 0.8)), "Under 0,8.")
R35 = (all_of(EVERY_EYE, any_of(number_below("8", "8.2", 0.1), number_below("8", "8.3", 0.1))), "Under 0,1.")


def errors(rules: Any, value: dict[str, Any]) -> list[tuple[str, str]]:
    ctype = tiny_type(TS_BAS)
    section = Section(id="ONE", heading="Syn", questions=(TS_BAS,), rules=rules)
    result = validate(replace(ctype, sections=(section,)), {"8": value}, today=TODAY)
    return [(e.control_id, e.text) for e in result.errors if e.text.startswith("Under")]


def test_each_demanded_value_is_told_once_with_the_first_reason() -> None:
    rules = demanded("8", ("8.5", "8.6"), R34, R35)

    low = {"8.2": "0.0", "8.3": "0.5", "8.4": "0.5"}
    assert errors(rules, low) == [("c-8-8-5", "Under 0,8."), ("c-8-8-6", "Under 0,8.")]
    assert errors(rules, {**low, "8.3": "1.0"}) == [("c-8-8-5", "Under 0,1."), ("c-8-8-6", "Under 0,1.")]
    assert errors(rules, {**low, "8.5": "1.0"}) == [("c-8-8-6", "Under 0,8.")]


def test_nothing_is_demanded_while_an_eye_is_absent() -> None:
    assert errors(demanded("8", ("8.5",), R34), {"8.2": "0.0", "8.3": "0.5"}) == []


def test_only_eyes_with_a_value_may_be_held_to_the_demand() -> None:
    rules = demanded_of_started_eyes("8", EYES, (number_below("8", "8.2", 0.8), "Under 0,8."))

    assert errors(rules, {"8.2": "0.5", "8.4": "0.5"}) == [("c-8-8-5", "Under 0,8."), ("c-8-8-7", "Under 0,8.")]
