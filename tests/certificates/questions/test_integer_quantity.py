"""A whole number as a quantity (spec/certificate-types ag114.yaml version 1, 7.1; af00251.yaml 2.3)."""

from __future__ import annotations

import pytest

from certificates.questions.integer import Integer
from certificates.questions.svar import Delsvar, Quantity, Svar, Text
from tests.certificates.questions.asking import NOW, faults, places, posted, sent_and_read, texts, through_xml

REDUCED = Integer(
    id="7",
    label="Nedsatt arbetsförmåga",
    field_id="nedsattArbetsformaga",
    required=True,
    minimum=0,
    maximum=100,
    unit="%",
    quantity_unit="%",
    allows_leading_zeros=False,
)


@pytest.mark.parametrize(("typed", "kept"), [("0", 0), ("70", 70), ("070", "070"), ("00", "00"), ("x", "x")])
def test_a_number_with_leading_zeros_stays_as_typed(typed: str, kept: int | str) -> None:
    assert posted(REDUCED, {"value": typed}) == kept


@pytest.mark.parametrize("value", ["070", "00", "x", 101, -1])
def test_only_whole_numbers_in_range_are_accepted(value: int | str) -> None:
    assert places(REDUCED, value) == [("INTEGER_RANGE", "nedsattArbetsformaga", "value")]


@pytest.mark.parametrize("value", [0, 5, 100])
def test_the_limits_are_in_range(value: int) -> None:
    assert places(REDUCED, value) == []


@pytest.mark.parametrize(("value", "written"), [(0, "0.0"), (5, "5.0"), (70, "70.0"), (100, "100.0")])
def test_it_travels_as_a_quantity_with_one_decimal(value: int, written: str) -> None:
    assert texts(through_xml(REDUCED.to_svar(value, NOW))) == [("7", None, [("7.1", Quantity(written, "%"))])]
    assert sent_and_read(REDUCED, value) == value


@pytest.mark.parametrize(
    ("delsvar", "fault"),
    [
        ((), "WRONG_NUMBER_OF_ANSWERS"),
        ((Delsvar("7.1", Text("70")),), "INVALID_FORMAT"),
        ((Delsvar("7.1", Quantity("70.5", "%")),), "INVALID_FORMAT"),
        ((Delsvar("7.1", Quantity("70.0", "h")),), "INVALID_FORMAT"),
        ((Delsvar("7.1", Quantity("sjuttio", "%")),), "INVALID_FORMAT"),
    ],
)
def test_prefill_leaves_out_other_quantities(delsvar: tuple[Delsvar, ...], fault: str) -> None:
    reading = REDUCED.from_svar([Svar("7", delsvar)], NOW)

    assert (reading.value, faults(reading)) == (None, [(fault, "7.1")])


def test_a_number_sent_as_text_is_no_quantity() -> None:
    in_text = Integer(id="7", label="Procent", minimum=0, maximum=100)

    assert texts(in_text.to_svar(70, NOW)) == [("7", None, [("7.1", Text("70"))])]
    assert in_text.from_svar([Svar("7", (Delsvar("7.1", Quantity("70.0", "%")),))], NOW).value is None
