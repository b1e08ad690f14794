"""What the receiver demands of TSTRK1062 (tstrk1062.yaml, ``schematron_v1``)."""

from __future__ import annotations

from certificates.types.receiver import (
    BOOLEAN,
    ONCE,
    OPTIONAL,
    TEXT,
    UNCHECKED,
    YEAR,
    Coded,
    Count,
    OneOf,
    ReceiverRules,
    Rule,
    YearBetween,
    alone,
    at_most_one,
    forbids,
    given,
    has,
    is_false,
    is_true,
    needs,
    one,
    singles,
    svar,
)
from certificates.types.receiver_parts import diagnosis_code
from certificates.types.receiver_parts_ts import ICD_10_SE, INTYGET_AVSER, KORKORTSBEHORIGHET, NULL_FLAVOR

RECEIVER_RULES = ReceiverRules(
    svar=(
        *singles(Count(1, 16), Coded(INTYGET_AVSER.without("IAV10")), "1"),
        *singles(ONCE, UNCHECKED, "2"),
        svar(
            "51",
            Count(most=4),
            one("51.1", diagnosis_code(frozenset({ICD_10_SE}))),
            at_most_one("51.2", TEXT),
            one("51.3", YEAR),
        ),
        svar("52", OPTIONAL, one("52.1", TEXT), one("52.2", YEAR)),
        *singles(ONCE, BOOLEAN, "53"),
        *singles(OPTIONAL, BOOLEAN, "54", "56", "57"),
        *singles(OPTIONAL, TEXT, "55"),
        *singles(OPTIONAL, UNCHECKED, "58"),
        svar("59", OPTIONAL, one("59.1", TEXT), one("59.2", TEXT)),
        *singles(ONCE, TEXT, "60"),
        *singles(ONCE, OneOf((BOOLEAN, Coded(NULL_FLAVOR))), "61"),
        *singles(OPTIONAL, TEXT, "32"),
        *singles(Count(1, 16), Coded(KORKORTSBEHORIGHET.without("VAR10")), "33"),
    ),
    instans_from_one=False,
    rules=(
        Rule(any_of=("51", "52")),
        forbids(given("51"), "52"),
        needs(is_true("53.1"), "54.1"),
        needs(is_true("54.1"), "55.1", "56.1", "57.1", "58.1"),
        needs(is_false("54.1"), "59"),
        alone(has("33.1", "VAR11"), "33.1"),
        YearBetween("51.3", from_birth=False),
        YearBetween("52.2", from_birth=False),
    ),
)
