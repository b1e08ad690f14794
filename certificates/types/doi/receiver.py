"""What the receiver demands of a cause of death certificate (doi.yaml, ``schematron_v1``; death-certificates.md 8)."""

from __future__ import annotations

from certificates.types.receiver import (
    BOOLEAN,
    DATE,
    ONCE,
    OPTIONAL,
    TEXT,
    Coded,
    CodedUnpaired,
    Consecutive,
    Count,
    Distinct,
    NeverLaterDown,
    NotAfter,
    OneOf,
    ReceiverRules,
    at_most_one,
    code_list,
    forbids,
    is_false,
    is_true,
    needs,
    not_,
    one,
    singles,
    svar,
)
from certificates.types.receiver_parts_ts import DEATH_RULES, DEATH_SVAR, NULL_FLAVOR

SPECIFICATION = code_list("1.2.752.116.2.1.1.1", "424124008", "90734009") | NULL_FLAVOR
INTENTION = code_list("e5d1d1fb-d918-47b4-9e69-483d3be523ee", "OLYCKSFALL", "SJALVMORD", "AVSIKTLIGT_VALLAD", "OKLART")
SOURCES = code_list(
    "f9051865-b97c-4ee3-98ab-db2b7a11176e",
    "UNDERSOKNING_FORE_DODEN",
    "UNDERSOKNING_EFTER_DODEN",
    "KLINISK_OBDUKTION",
    "RATTSMEDICINSK_OBDUKTION",
    "RATTSMEDICINSK_BESIKTNING",
)
_SPECIFIED = CodedUnpaired(SPECIFICATION)

RECEIVER_RULES = ReceiverRules(
    svar=(
        *DEATH_SVAR,
        svar("8", ONCE, one("8.1", TEXT), at_most_one("8.2", DATE), at_most_one("8.3", _SPECIFIED)),
        svar("9", Count(most=3), at_most_one("9.1", TEXT), at_most_one("9.2", DATE), at_most_one("9.3", _SPECIFIED)),
        svar("10", Count(most=8), one("10.1", TEXT), at_most_one("10.2", DATE), at_most_one("10.3", _SPECIFIED)),
        svar(
            "11",
            ONCE,
            one("11.1", OneOf((BOOLEAN, Coded(SPECIFICATION.only("NI"))))),
            at_most_one("11.2", DATE),
            at_most_one("11.3", TEXT),
        ),
        svar(
            "12",
            ONCE,
            one("12.1", BOOLEAN),
            at_most_one("12.2", Coded(INTENTION)),
            at_most_one("12.3", DATE),
            at_most_one("12.4", TEXT),
        ),
        *singles(Count(1, 5), Coded(SOURCES), "13"),
        *singles(OPTIONAL, TEXT, "14"),
    ),
    instans_required=("9",),
    rules=(
        *DEATH_RULES,
        NotAfter("8.2", "2.2"),
        NotAfter("8.2", "2.3"),
        NotAfter("9.2", "8.2"),
        NeverLaterDown("9.2"),
        Consecutive("9"),
        needs(is_true("11.1"), "11.2", "11.3"),
        forbids(not_(is_true("11.1")), "11.2", "11.3"),
        NotAfter("11.2", "2.2"),
        NotAfter("11.2", "2.3"),
        needs(is_true("12.1"), "12.2", "12.3", "12.4"),
        forbids(is_false("12.1"), "12.2", "12.3", "12.4"),
        NotAfter("12.3", "2.2"),
        NotAfter("12.3", "2.3"),
        Distinct("13.1"),
    ),
)
