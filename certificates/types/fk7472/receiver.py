"""What the receiver demands of FK 7472 (fk7472.yaml, block ``transport``; README 12)."""

from __future__ import annotations

from certificates.types.receiver import (
    ONCE,
    PERIOD,
    Coded,
    Count,
    Distinct,
    FreeText,
    ReceiverRules,
    code_list,
    one,
    singles,
    svar,
)

SHARE = code_list("KV_FKMU_0008", "EN_ATTONDEL", "EN_FJARDEDEL", "HALVA", "TRE_FJARDEDELAR", "HELA")

RECEIVER_RULES = ReceiverRules(
    svar=(
        *singles(ONCE, FreeText(318), "55"),
        svar("56", Count(1, 5), one("56.1", Coded(SHARE)), one("56.2", PERIOD)),
    ),
    rules=(Distinct("56.1"),),
)
