"""What the receiver demands of FK 7804 version 1 (lisjp.yaml, block ``transport``)."""

from __future__ import annotations

from certificates.types.receiver import (
    BOOLEAN,
    ONCE,
    OPTIONAL,
    TEXT,
    Coded,
    Count,
    ReceiverRules,
    Rule,
    is_false,
    is_true,
    not_,
    one,
    singles,
    svar,
)
from certificates.types.receiver_parts import (
    CONTACT,
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
        diagnoses_6(ONCE, LEGACY_DIAGNOSIS_SYSTEMS),
        *singles(OPTIONAL, TEXT, "17", "19", "20", "25", "29", "35", "37", "44"),
        *singles(OPTIONAL, BOOLEAN, "27", "34"),
        CONTACT,
        OCCUPATIONS,
        PERIODS,
        WORKING_HOURS,
        LEGACY_PROGNOSIS,
        svar("40", Count(most=10), one("40.1", Coded(FKMU_0004))),
    ),
    extra_questions=True,
    instans_required=("1", "28", "32", "40"),
    rules=(
        Rule(when=not_(is_true("27.1")), present=("1", "28", "35", "17", "39", "40")),
        *LEGACY_SICK_LEAVE_RULES,
        Rule(when=is_false("26.1"), absent=("26.2",)),
    ),
)
