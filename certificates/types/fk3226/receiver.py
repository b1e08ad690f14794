"""What the receiver demands of FK 3226 (fk3226.yaml, block ``transport``; README 7, 12)."""

from __future__ import annotations

from certificates.types.receiver import (
    BOOLEAN,
    DATE,
    ONCE,
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
from certificates.types.receiver_parts import basis, diagnoses_58

CARE_SITUATION = code_list("KV_FKMU_0009", "ENDAST_PALLIATIV", "AKUT_LIVSHOTANDE", "ANNAT")

RECEIVER_RULES = ReceiverRules(
    svar=(
        basis("1", Count(1, 3), "UNDERSOKNING", "JOURNALUPPGIFTER", "ANNAT"),
        diagnoses_58(Count(1, 5), "1.2.752.116.1.1.1.1.8"),
        svar(
            "52",
            ONCE,
            one("52.1", Coded(CARE_SITUATION)),
            at_most_one("52.2", DATE),
            at_most_one("52.3", DATE),
            at_most_one("52.4", TEXT),
            at_most_one("52.5", BOOLEAN),
            at_most_one("52.6", DATE),
            at_most_one("52.7", TEXT),
        ),
        *singles(ONCE, BOOLEAN, "53"),
    ),
    rules=(Distinct("1.1"),),
)
