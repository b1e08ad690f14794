"""What the receiver demands of FK 7427 (fk7427.yaml, block ``transport``; README 7, 12)."""

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
        *singles(OPTIONAL, TEXT, "55", "19"),
        *singles(ONCE, TEXT, "59"),
        svar(
            "62",
            ONCE,
            at_most_one("62.1", BOOLEAN),
            at_most_one("62.2", PERIOD),
            at_most_one("62.5", TEXT),
            at_most_one("62.6", PERIOD),
        ),
    ),
    rules=(some_of("58", "55"),),
)
