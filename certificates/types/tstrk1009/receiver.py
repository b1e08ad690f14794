"""What the receiver demands of TSTRK1009 (tstrk1009.yaml, ``schematron_v1``)."""

from __future__ import annotations

from certificates.types.receiver import (
    ACCEPTED,
    BOOLEAN,
    DATE,
    ONCE,
    OPTIONAL,
    TEXT,
    TODAY,
    Coded,
    Count,
    NotAfter,
    ReceiverRules,
    alone,
    code_list,
    has,
    singles,
)
from certificates.types.receiver_parts_ts import ID_KONTROLL, KORKORTSBEHORIGHET

UNFITNESS = code_list("1.2.752.129.5.1.4", "OLAMPLIGHET", "SANNOLIK_OLAMPLIGHET")

RECEIVER_RULES = ReceiverRules(
    svar=(
        *singles(Count(1, 16), Coded(KORKORTSBEHORIGHET.without("VAR10")), "1"),
        *singles(ONCE, Coded(ID_KONTROLL), "2"),
        *singles(ONCE, Coded(UNFITNESS), "46"),
        *singles(ONCE, TEXT, "47"),
        *singles(ONCE, DATE, "48"),
        *singles(OPTIONAL, BOOLEAN, "49"),
    ),
    other_svar=ACCEPTED,
    instans_required=("1",),
    instans_from_one=False,
    rules=(NotAfter("48.1", TODAY), alone(has("1.1", "VAR11"), "1.1")),
)
