"""What the receiver demands of AG7804 version 1 (ag7804.yaml, ``legacy_v1.transport``)."""

from __future__ import annotations

from certificates.types.receiver import (
    ANY,
    BOOLEAN,
    ONCE,
    OPTIONAL,
    TEXT,
    TODAY,
    Coded,
    Count,
    NotAfter,
    ReceiverRules,
    Rule,
    at_most_one,
    given,
    is_false,
    is_true,
    not_,
    one,
    singles,
    svar,
)
from certificates.types.receiver_parts import (
    FKMU_0004,
    LEGACY_DIAGNOSIS_SYSTEMS,
    LEGACY_PROGNOSIS,
    LEGACY_SICK_LEAVE_RULES,
    OCCUPATIONS,
    PERIODS,
    WORKING_HOURS,
    basis,
    diagnoses_6,
)

RECEIVER_RULES = ReceiverRules(
    svar=(
        basis("1", Count(most=4), "UNDERSOKNING", "TELEFONKONTAKT", "JOURNALUPPGIFTER", "ANNAT"),
        diagnoses_6(OPTIONAL, LEGACY_DIAGNOSIS_SYSTEMS),
        *singles(OPTIONAL, TEXT, "17", "19", "20", "25", "29", "35", "37", "44"),
        *singles(OPTIONAL, BOOLEAN, "27", "34"),
        OCCUPATIONS,
        PERIODS,
        WORKING_HOURS,
        LEGACY_PROGNOSIS,
        svar("40", Count(most=8), one("40.1", Coded(FKMU_0004.without("SOKA_NYTT_ARBETE", "KONFLIKTHANTERING")))),
        svar("100", ONCE, one("100.1", BOOLEAN), other_parts=True),
        svar("103", OPTIONAL, one("103.1", BOOLEAN), at_most_one("103.2", TEXT)),
        svar("26", ANY, other_parts=True),
        svar("101", ANY, other_parts=True),
    ),
    instans_required=("1", "28", "32", "40"),
    rules=(
        Rule(when=not_(is_true("27.1")), present=("1", "28", "17", "39", "40")),
        Rule(when=not_(given("27.1")), present=("35",)),
        Rule(when=is_true("100.1"), present=("6",)),
        Rule(when=is_false("100.1"), absent=("6",)),
        *LEGACY_SICK_LEAVE_RULES,
        Rule(when=is_false("103.1"), absent=("103.2",)),
        NotAfter("1.2", TODAY),
    ),
)
