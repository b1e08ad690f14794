"""What the receiver demands of FK 7810 (fk7810.yaml, block ``transport``; README 7, 12)."""

from __future__ import annotations

from certificates.types.code_lists import ICD_10_SE_SYSTEMS
from certificates.types.receiver import (
    BOOLEAN,
    ONCE,
    OPTIONAL,
    TEXT,
    Coded,
    Count,
    Distinct,
    ReceiverRules,
    at_most_one,
    code_list,
    one,
    singles,
    svar,
)
from certificates.types.receiver_parts import (
    INVESTIGATIONS,
    MEETING_BASIS,
    RELATION,
    TREATMENTS,
    basis,
    diagnoses_58,
    investigations,
    some_of,
)

ACQUAINTANCE = code_list("KV_FKMU_0010", "INGEN_TIDIGARE", "MINDRE_AN_ETT_AR", "MER_AN_ETT_AR")
FUNCTIONS = ("8", "9", "10", "11", "12", "13", "14", "64")
ACTIVITIES = ("65", "66", "67", "68", "69")

RECEIVER_RULES = ReceiverRules(
    svar=(
        basis("1", Count(1, 5), *MEETING_BASIS, more=RELATION),
        svar("2", ONCE, one("2.2", Coded(ACQUAINTANCE))),
        *singles(ONCE, BOOLEAN, "3"),
        investigations(INVESTIGATIONS.without("SKOLHALSOVARD", "AUDIONOM", "ORTOPTIST", "ORTOPEDTEKNIKER")),
        diagnoses_58(Count(1, 5), *ICD_10_SE_SYSTEMS),
        *singles(ONCE, TEXT, "5"),
        *singles(OPTIONAL, TEXT, *FUNCTIONS, *ACTIVITIES, "25"),
        TREATMENTS,
        svar("39", ONCE, one("39.2", TEXT)),
        svar(
            "70",
            ONCE,
            at_most_one("70.1", BOOLEAN),
            at_most_one("70.2", TEXT),
            at_most_one("70.3", BOOLEAN),
            at_most_one("70.4", TEXT),
        ),
    ),
    rules=(Distinct("1.1"), some_of(*FUNCTIONS), some_of(*ACTIVITIES)),
)
