"""What the receiver demands of FK 3221 (fk3221.yaml, block ``transport``; README 7, 12)."""

from __future__ import annotations

from certificates.types.receiver import (
    BOOLEAN,
    ONCE,
    OPTIONAL,
    TEXT,
    Count,
    Distinct,
    ReceiverRules,
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

FUNCTIONS = ("8", "9", "10", "11", "12", "13", "14")

RECEIVER_RULES = ReceiverRules(
    svar=(
        basis("1", Count(1, 5), *MEETING_BASIS, more=RELATION),
        *singles(ONCE, BOOLEAN, "3"),
        investigations(INVESTIGATIONS.without("AUDIONOM", "ORTOPTIST", "ORTOPEDTEKNIKER")),
        diagnoses_58(Count(1, 5), "1.2.752.116.1.1.1"),
        *singles(ONCE, TEXT, "5", "17"),
        *singles(OPTIONAL, TEXT, *FUNCTIONS, "25"),
        TREATMENTS,
        svar("39", ONCE, one("39.2", TEXT)),
    ),
    rules=(Distinct("1.1"), some_of(*FUNCTIONS)),
)
