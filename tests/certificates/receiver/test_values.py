"""What may stand in a sub-answer (spec/certificate-types README 12, Values)."""

from __future__ import annotations

import pytest
from lxml import etree

from certificates.questions.svar import Content, Cv, PartialDate, Period, Quantity, Svar, append_svar, read_svar
from certificates.types.code_lists import DIAGNOSIS_PATTERN
from certificates.types.receiver import (
    ACUITY,
    ANY_CODE,
    BOOLEAN,
    DATE,
    DAY,
    DECIMAL,
    PERIOD,
    TEXT,
    UNCHECKED,
    YEAR,
    ZERO_DATE,
    Coded,
    CodedUnpaired,
    CodeOnly,
    DiagnosisCode,
    FreeText,
    Measure,
    OneOf,
    Value,
    code_list,
)
from tests.certificates.receiver.world import accepts, cv, given

LIST = code_list("S", "A", "B") | code_list("T", "NI")
YEARS, DAYS = "YYYY", "YYYY-MM-DD"
PERCENT = Measure(0, 100, form=r"(0|[1-9][0-9]*)\.0")


@pytest.mark.parametrize(
    ("value", "content", "accepted"),
    [
        (UNCHECKED, "", True),
        (UNCHECKED, cv("A"), True),
        (TEXT, "x", True),
        (TEXT, "", False),
        (TEXT, " \n\t", False),
        (TEXT, cv("A"), False),
        (FreeText(3), " a  b\n", True),
        (FreeText(3), "a  bc", False),
        (BOOLEAN, "true", True),
        (BOOLEAN, " 0 ", True),
        (BOOLEAN, "TRUE", False),
        (BOOLEAN, cv("true"), False),
        (DATE, "2026-01-05", True),
        (DATE, "2026-01-05 \n", True),
        (DATE, " 2026-01-05", False),
        (DATE, "2026-02-30", False),
        (DATE, "20260105", False),
        (DATE, "2026-01-05T10:00:00", False),
        (DATE, PartialDate(DAYS, "2026-01-05"), False),
        (ZERO_DATE, "2026-00-00", True),
        (ZERO_DATE, "0000-13-99", True),
        (ZERO_DATE, "2026-00", False),
        (DAY, PartialDate(DAYS, "2026-01-05"), True),
        (DAY, PartialDate(YEARS, "2026-01-05"), True),
        (DAY, PartialDate(DAYS, "2026-02-30"), False),
        (DAY, PartialDate(YEARS, "2026"), False),
        (DAY, "2026-01-05", False),
        (YEAR, PartialDate(YEARS, "1990"), True),
        (YEAR, PartialDate(DAYS, "1990"), True),
        (YEAR, "1990", False),
        (YEAR, PartialDate(YEARS, "1990-01"), False),
        (DECIMAL, "0.8", True),
        (DECIMAL, " 12 ", True),
        (DECIMAL, "0,8", False),
        (DECIMAL, "1e3", False),
        (DECIMAL, "", False),
        (ACUITY, "2.0", True),
        (ACUITY, "2.1", False),
        (ACUITY, "-2.1", False),
        (ACUITY, "-0.5", True),
        (PERIOD, Period("2026-01-01", "2026-01-01"), True),
        (PERIOD, Period("2026-01-02", "2026-01-01"), False),
        (PERIOD, Period("2026-01-01", ""), False),
        (PERIOD, Period("", "2026-01-01"), False),
        (PERIOD, "2026-01-01", False),
        (PERIOD, Period("2026-02-30", "2026-03-01"), False),
        (ANY_CODE, cv("X", "Y"), True),
        (ANY_CODE, Cv("", "", faulty=True), False),
        (ANY_CODE, "A", False),
        (Coded(LIST), cv("A"), True),
        (Coded(LIST), cv("NI", "T"), True),
        (Coded(LIST), cv("NI", "S"), False),
        (Coded(LIST), cv("a"), False),
        (Coded(LIST), cv("A", " S"), False),
        (Coded(LIST), "A", False),
        (Coded(LIST), Cv("A", "S", "vad som helst"), True),
        (Coded(LIST.only("NI")), cv("NI", "T"), True),
        (Coded(LIST.only("NI")), cv("A"), False),
        (Coded(LIST.without("A")), cv("A"), False),
        (Coded(LIST.without("A")), cv("B"), True),
        (CodedUnpaired(LIST), cv("NI", "S"), True),
        (CodedUnpaired(LIST), cv("NI", "U"), False),
        (CodedUnpaired(LIST), cv("C"), False),
        (CodeOnly(LIST), cv("A", "whatever"), True),
        (CodeOnly(LIST), cv("C"), False),
        (CodeOnly(LIST), "A", False),
        (OneOf((BOOLEAN, Coded(LIST))), "true", True),
        (OneOf((BOOLEAN, Coded(LIST))), cv("A"), True),
        (OneOf((BOOLEAN, Coded(LIST))), "ja", False),
        (OneOf((BOOLEAN, Coded(LIST))), cv("C"), False),
        (Measure(1, 39, "h"), Quantity("39", "h"), True),
        (Measure(1, 39, "h"), Quantity("39.5", "h"), False),
        (Measure(1, 39, "h"), Quantity("0", "h"), False),
        (Measure(1, 39, "h"), Quantity("1.0", "h/vecka"), True),
        (Measure(1, 39, "h"), Quantity("1", "%"), False),
        (Measure(1, 39, "h"), "1", False),
        (Measure(1, 39), Quantity("x", ""), False),
        (PERCENT, Quantity("70.0", "%"), True),
        (PERCENT, Quantity("0.0", ""), True),
        (PERCENT, Quantity("100.0", "x"), True),
        (PERCENT, Quantity("70", "%"), False),
        (PERCENT, Quantity("070.0", "%"), False),
        (PERCENT, Quantity("70.5", "%"), False),
        (PERCENT, Quantity("101.0", "%"), False),
    ],
)
def test_what_a_value_accepts(value: Value, content: Content | str, accepted: bool) -> None:
    assert accepts(value, content) is accepted


@pytest.mark.parametrize(
    ("code", "accepted"),
    [
        ("M54", True), ("m545", True), ("F43", False), ("F430", True), ("Z73", False), ("Z731", True), ("Z72", True),
        ("M5", False), ("M5456A", False), ("54M", False), ("A09-P", True),
    ],
)  # fmt: skip
def test_form_of_a_diagnosis_code(code: str, accepted: bool) -> None:
    assert accepts(DiagnosisCode(frozenset({"S"}), DIAGNOSIS_PATTERN, 5), cv(code)) is accepted


def test_blanks_around_the_code_system_of_a_diagnosis_are_removed() -> None:
    assert accepts(DiagnosisCode(frozenset({"S"}), DIAGNOSIS_PATTERN, 5), cv("M54", " S\n"))
    assert not accepts(DiagnosisCode(frozenset({"S"}), DIAGNOSIS_PATTERN, 5), cv("M54", "T"))


def test_without_a_limit_a_diagnosis_code_may_be_long() -> None:
    assert accepts(DiagnosisCode(frozenset({"S"}), DIAGNOSIS_PATTERN), cv("M5456A"))


def test_without_a_pattern_only_the_code_system_counts() -> None:
    assert accepts(DiagnosisCode(frozenset({"S"})), cv("F43"))


@pytest.mark.parametrize("content", [PartialDate("YYYY", "1990"), Quantity("70.0", "%")])
def test_partial_dates_and_quantities_travel_unchanged(content: Content) -> None:
    parent = etree.Element("intyg")
    svar = given("1", ("1.1", content), instans=1)

    append_svar(parent, svar)

    assert list(read_svar(parent)) == [svar]


def test_a_second_element_makes_the_content_unreadable() -> None:
    parent = etree.Element("intyg")
    append_svar(parent, given("1", ("1.1", PartialDate("YYYY", "1990"))))
    delsvar = parent[0][0]
    delsvar.append(etree.fromstring(etree.tostring(delsvar[0])))
    (svar,) = read_svar(parent)

    assert isinstance(svar, Svar)
    assert not accepts(YEAR, svar.delsvar[0].content)
