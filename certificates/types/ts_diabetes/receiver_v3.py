"""What the receiver demands of TS diabetes 3.x (ts_diabetes.yaml, ``schematron_v3``)."""

from __future__ import annotations

from certificates.types.receiver import (
    ACUITY,
    ANY,
    BIRTH,
    BOOLEAN,
    DAY,
    ONCE,
    OPTIONAL,
    SOME,
    TODAY,
    YEAR,
    AnyTrue,
    Coded,
    Count,
    Expected,
    FreeText,
    NotAfter,
    ReceiverRules,
    Rule,
    YearBetween,
    all_of,
    alone,
    any_of,
    at_most_one,
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
from certificates.types.receiver_parts_ts import (
    HIGHER_CLASSES,
    INTYGET_AVSER,
    KORKORTSBEHORIGHET,
    acuity_ids,
    corrected_when_poor,
)
from certificates.types.ts_diabetes.receiver_parts import DIABETES_TYPES

_ACUITY_IDS = acuity_ids(2)
_LOWER_CLASSES = tuple(f"IAV{n}" for n in range(11, 18))
_SEVERE = ("106", "107", "108")
"""Severe hypoglycaemia: whether, and the day of the last time."""
_DAYS = tuple(f"{episode}.2" for episode in _SEVERE)

SVAR: tuple[Expected, ...] = (
    svar("1", Count(1, 16), one("1.1", Coded(INTYGET_AVSER.without("IAV10")))),
    svar("2", ONCE, one("2.1")),
    *singles(ONCE, YEAR, "35"),
    svar("18", ONCE, at_most_one("18.1", Coded(DIABETES_TYPES.without("E109"))), at_most_one("18.2", FreeText(53))),
    svar(
        "109",
        ONCE,
        *(at_most_one(box, BOOLEAN) for box in ("109.1", "109.2", "109.3", "109.5", "109.7")),
        at_most_one("109.4", YEAR),
        at_most_one("109.6", FreeText(53)),
    ),
    *singles(OPTIONAL, BOOLEAN, "41", "100", "110", "45"),
    svar("37", OPTIONAL, one("37.1")),
    *(svar(episode, OPTIONAL, one(f"{episode}.1", BOOLEAN), at_most_one(f"{episode}.2", DAY)) for episode in _SEVERE),
    *singles(ONCE, BOOLEAN, "103"),
    svar("8", OPTIONAL, at_most_one("8.1", BOOLEAN), *(at_most_one(value, ACUITY) for value in _ACUITY_IDS)),
    *singles(OPTIONAL, FreeText(189), "32"),
    *singles(SOME, Coded(KORKORTSBEHORIGHET.without("VAR10")), "33"),
    *singles(ANY, FreeText(71), "34"),
)

RECEIVER_RULES = ReceiverRules(
    svar=SVAR,
    other_svar=ending_with(expected.id for expected in SVAR if len(expected.id) > 1),
    instans_from_one=False,
    rules=(
        needs(has("1.1", *HIGHER_CLASSES), "45.1"),
        YearBetween("35.1"),
        needs(not_(given("18.1")), "18.2"),
        forbids(given("18.1"), "18.2"),
        AnyTrue(any_of=("109.1", "109.2", "109.3", "109.5")),
        needs(is_true("109.3"), "109.4", "41.1", "37.1"),
        YearBetween("109.4"),
        *(needs(is_true(f"{episode}.1"), f"{episode}.2") for episode in _SEVERE),
        needs(is_false("103.1"), "8"),
        *corrected_when_poor(2, both_eyes_count=has("1.1", *_LOWER_CLASSES)),
        needs(any_of(is_true("109.2"), is_true("109.5")), "109.7"),
        needs(is_true("109.7"), "41", "37"),
        needs(is_true("109.5"), "109.6"),
        *(NotAfter(BIRTH, day) for day in _DAYS),
        *(NotAfter(day, TODAY) for day in _DAYS),
        alone(has("33.1", "VAR11"), "33.1"),
        needs(is_true("37.1"), "100", "110", *_SEVERE),
        forbids(is_true("8.1"), *_ACUITY_IDS),
        Rule(when=all_of(given("8"), not_(is_true("8.1"))), any_of=_ACUITY_IDS),
    ),
)
