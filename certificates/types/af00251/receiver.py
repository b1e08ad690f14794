"""What the receiver demands of AF00251, which is less than of other types (af00251.yaml, ``schematron_v1``)."""

from __future__ import annotations

from certificates.types.receiver import (
    ACCEPTED,
    BOOLEAN,
    DATE,
    SOME,
    Coded,
    CodeOnly,
    Count,
    Measure,
    PeriodsApart,
    ReceiverRules,
    Rule,
    any_number,
    code_list,
    has,
    is_false,
    is_true,
    one,
    svar,
)

BASIS = code_list("FKMU_0001", "UNDERSOKNING", "ANNAT", "TELEFONKONTAKT", "JOURNALUPPGIFTER")
EXTENT = code_list("1.2.752.129.5.1.2", "HELTID", "DELTID", "OKAND")
PROGNOSIS = code_list(
    "1.2.752.129.5.1.3",
    "ATERGA_UTAN_ANPASSNING",
    "ATERGA_MED_ANPASSNING",
    "KAN_EJ_ATERGA",
    "EJ_MOJLIGT_AVGORA",
)

RECEIVER_RULES = ReceiverRules(
    svar=(
        svar("1", Count(1, 2), any_number("1.1", Coded(BASIS)), any_number("1.2", DATE), other_parts=True),
        svar("2", SOME, any_number("2.2", CodeOnly(EXTENT)), any_number("2.3", Measure(1, 39, "h")), other_parts=True),
        svar("3", SOME, other_parts=True),
        svar("4", SOME, other_parts=True),
        svar("5", SOME, any_number("5.1", BOOLEAN), other_parts=True),
        svar("6", Count(most=4), any_number("6.1", Measure(1, 100, "%")), one("6.2"), other_parts=True),
        svar("7", SOME, any_number("7.1", BOOLEAN), other_parts=True),
        svar("8", SOME, any_number("8.1", Coded(PROGNOSIS)), other_parts=True),
    ),
    other_svar=ACCEPTED,
    rules=(
        Rule(each="1", when=has("1.1", "ANNAT"), once=("1.3",)),
        Rule(each="2", when=has("2.2", "DELTID"), once=("2.3",)),
        Rule(when=is_true("5.1"), at_most={"6": 4}),
        Rule(when=is_false("5.1"), at_most={"6": 1}),
        PeriodsApart("6.2"),
        Rule(each="7", when=is_true("7.1"), once=("7.2",)),
        Rule(each="8", when=has("8.1", "ATERGA_MED_ANPASSNING"), once=("8.2",)),
    ),
)
