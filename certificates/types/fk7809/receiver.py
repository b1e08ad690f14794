"""What the receiver demands of FK 7809 (fk7809.yaml, block ``transport``; README 7, 12)."""

from __future__ import annotations

from certificates.types.receiver import (
    BOOLEAN,
    ONCE,
    OPTIONAL,
    TEXT,
    Count,
    Distinct,
    ReceiverRules,
    singles,
)
from certificates.types.receiver_parts import (
    INVESTIGATIONS,
    RELATION,
    TREATMENTS,
    basis,
    diagnoses_58,
    investigations,
    some_of,
)

FUNCTIONS = ("8", "9", "10", "11", "12", "13", "14", "48", "49")

RECEIVER_RULES = ReceiverRules(
    svar=(
        basis(
            "1",
            Count(1, 4),
            "UNDERSOKNING",
            "JOURNALUPPGIFTER",
            "ANHORIG",
            "ANNAT",
            more=RELATION,
        ),
        *singles(ONCE, BOOLEAN, "3"),
        investigations(INVESTIGATIONS.without("VARDCENTRAL", "SKOLHALSOVARD")),
        diagnoses_58(Count(1, 5), "1.2.752.116.1.1.1.1.8"),
        *singles(ONCE, TEXT, "5", "51"),
        *singles(OPTIONAL, TEXT, *FUNCTIONS, "17", "25"),
        TREATMENTS,
    ),
    rules=(Distinct("1.1"), some_of(*FUNCTIONS)),
)
