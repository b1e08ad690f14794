"""What the receiver demands of TS diabetes 4.x (ts_diabetes.yaml, ``schematron_v4``)."""

from __future__ import annotations

from certificates.types.receiver import (
    BIRTH,
    BOOLEAN,
    DAY,
    ONCE,
    OPTIONAL,
    TODAY,
    YEAR,
    AnyTrue,
    Coded,
    CodesAmong,
    Count,
    Expected,
    FreeText,
    NotAfter,
    ReceiverRules,
    Rule,
    YearBetween,
    alone,
    at_most_one,
    code_list,
    ending_with,
    forbids,
    given,
    has,
    is_false,
    is_true,
    needs,
    not_,
    one,
    singles,
    svar,
)
from certificates.types.receiver_parts_ts import HIGHER_LICENCES, KORKORTSBEHORIGHET
from certificates.types.ts_diabetes.receiver_parts import DIABETES_TYPES

_LICENCES = KORKORTSBEHORIGHET.without("VAR10")
_DAYS = ("210.1", "106.2", "107.5", "203.2")

SVAR: tuple[Expected, ...] = (
    svar("1", Count(1, 16), one("1.1", Coded(_LICENCES.without("VAR11")))),
    svar("2", ONCE, one("2.1")),
    *singles(ONCE, Coded(code_list("1.2.752.129.5.1.28", "VN1", "VN2")), "205"),
    *singles(ONCE, YEAR, "35"),
    svar("18", ONCE, at_most_one("18.1", Coded(DIABETES_TYPES)), at_most_one("18.2", FreeText(53))),
    *singles(ONCE, BOOLEAN, "207"),
    svar("208", OPTIONAL, at_most_one("208.1", BOOLEAN)),
    svar(
        "209",
        OPTIONAL,
        at_most_one("209.1", BOOLEAN),
        at_most_one("209.2", BOOLEAN),
        at_most_one("209.3", BOOLEAN),
        at_most_one("209.4", FreeText(53)),
    ),
    *singles(OPTIONAL, DAY, "210"),
    svar("200", OPTIONAL, one("200.1", BOOLEAN), at_most_one("200.2", FreeText(53))),
    *singles(OPTIONAL, BOOLEAN, "201", "110", "202", "204"),
    svar(
        "106",
        OPTIONAL,
        one("106.1", BOOLEAN),
        at_most_one("106.2", DAY),
        at_most_one("106.3", BOOLEAN),
        at_most_one("106.5", BOOLEAN),
    ),
    svar("107", OPTIONAL, one("107.1", BOOLEAN), at_most_one("107.3", BOOLEAN), at_most_one("107.5", DAY)),
    svar("203", OPTIONAL, one("203.1", BOOLEAN), at_most_one("203.2", DAY)),
    svar("206", ONCE, one("206.1", BOOLEAN), at_most_one("206.2", FreeText(189))),
    *singles(OPTIONAL, FreeText(71), "34"),
    svar("33", Count(1, 16), one("33.1", Coded(_LICENCES))),
    *singles(OPTIONAL, FreeText(189), "32"),
)

RECEIVER_RULES = ReceiverRules(
    svar=SVAR,
    other_svar=ending_with(expected.id for expected in SVAR if expected.id != "1"),
    instans_from_one=False,
    rules=(
        YearBetween("35.1"),
        needs(not_(given("18.1")), "18.2"),
        forbids(given("18.1"), "18.2"),
        AnyTrue(any_of=("209.1", "209.2", "209.3"), when=given("209")),
        needs(is_true("106.1"), "106.2", "106.3", "106.5"),
        needs(is_true("107.1"), "107.3"),
        needs(is_true("209.3"), "209.4"),
        *(NotAfter(BIRTH, day) for day in _DAYS),
        *(NotAfter(day, TODAY) for day in _DAYS),
        alone(has("33.1", "VAR11"), "33.1"),
        needs(is_false("200.1"), "200.2"),
        forbids(is_true("200.1"), "200.2"),
        needs(has("1.1", *HIGHER_LICENCES), "203.1", "204.1"),
        needs(is_true("206.1"), "206.2"),
        Rule(when=is_true("208.1"), once=("200.1", "201.1", "110.1", "202.1", "106.1", "107.1", "210.1", "209")),
        needs(is_true("207.1"), "208.1"),
        needs(is_true("107.3"), "107.5"),
        needs(is_true("203.1"), "203.2"),
        CodesAmong("33.1", "1.1", frozenset(HIGHER_LICENCES)),
    ),
)
