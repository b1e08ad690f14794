"""What the receiver demands of FK 7804 version 2.0 (block ``transport`` of its file; value rules: README 12)."""

from __future__ import annotations

from certificates.types.code_lists import ICD_10_SE_SYSTEMS
from certificates.types.receiver import (
    BOOLEAN,
    ONCE,
    OPTIONAL,
    TEXT,
    Coded,
    Count,
    DiagnosisRows,
    ReceiverRules,
    Rule,
    all_of,
    at_most_one,
    given,
    has,
    is_false,
    not_,
    one,
    singles,
    svar,
)
from certificates.types.receiver_parts import (
    CONTACT,
    FKMU_0006,
    OCCUPATIONS,
    PERIODS,
    SICK_LEAVE_RULES,
    WORKING_HOURS,
    basis,
    diagnoses_6,
    diagnosis_pairs,
)

_IN_MONTHS = has("39.1", "ATER_X_ANTAL_MANADER")
_UNCLEAR = has("39.1", "PROGNOS_OKLAR")

RECEIVER_RULES = ReceiverRules(
    svar=(
        *singles(OPTIONAL, BOOLEAN, "27", "34"),
        basis(
            "1",
            Count(most=5),
            "FYSISKUNDERSOKNING",
            "DIGITALUNDERSOKNING",
            "TELEFONKONTAKT",
            "JOURNALUPPGIFTER",
            "ANNAT",
        ),
        OCCUPATIONS,
        diagnoses_6(ONCE, ICD_10_SE_SYSTEMS),
        *singles(OPTIONAL, TEXT, "29", "35", "17", "19", "37", "44", "25"),
        PERIODS,
        WORKING_HOURS,
        svar("39", OPTIONAL, one("39.1", Coded(FKMU_0006)), at_most_one("39.2", TEXT), at_most_one("39.4", TEXT)),
        CONTACT,
    ),
    instans_required=("1", "28", "32"),
    rules=(
        DiagnosisRows("6", diagnosis_pairs("6")),
        Rule(when=is_false("27.1"), present=("1", "28", "35", "17", "39")),
        *SICK_LEAVE_RULES,
        Rule(when=_IN_MONTHS, present=("39.4",)),
        Rule(when=all_of(given("39.1"), not_(_IN_MONTHS)), absent=("39.4",)),
        Rule(when=_UNCLEAR, present=("39.2",)),
        Rule(when=all_of(given("39.1"), not_(_UNCLEAR)), absent=("39.2",)),
        Rule(when=is_false("26.1"), absent=("26.2",)),
    ),
)
