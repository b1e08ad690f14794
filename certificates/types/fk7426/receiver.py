"""What the receiver demands of FK 7426 (fk7426.yaml, block ``transport``; README 7, 12)."""

from __future__ import annotations

from certificates.types.code_lists import ICD_10_SE_SYSTEMS
from certificates.types.receiver import (
    ANY,
    BOOLEAN,
    ONCE,
    OPTIONAL,
    PERIOD,
    TEXT,
    Count,
    ReceiverRules,
    at_most_one,
    singles,
    svar,
)
from certificates.types.receiver_parts import CHILD_BASIS, basis, diagnoses_58, some_of

RECEIVER_RULES = ReceiverRules(
    svar=(
        basis("1", Count(1, 5), *CHILD_BASIS),
        diagnoses_58(ANY, *ICD_10_SE_SYSTEMS),
        *singles(OPTIONAL, TEXT, "55", "71", "72", "19", "20"),
        *singles(ONCE, TEXT, "60"),
        svar("61", ONCE, at_most_one("61.1", PERIOD), at_most_one("61.2", TEXT)),
        svar(
            "62",
            ONCE,
            at_most_one("62.1", BOOLEAN),
            at_most_one("62.2", PERIOD),
            at_most_one("62.3", BOOLEAN),
            at_most_one("62.4", PERIOD),
        ),
    ),
    rules=(some_of("58", "55"), some_of("71", "72")),
)
