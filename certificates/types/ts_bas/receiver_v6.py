"""What the receiver demands of TS bas 6.x (ts_bas.yaml, ``schematron_v6``)."""

from __future__ import annotations

from certificates.types.receiver import (
    DECIMAL,
    ONCE,
    TEXT,
    Expected,
    ReceiverRules,
    any_number,
    at_most_one,
    ending_with,
    has,
    one,
    svar,
)
from certificates.types.receiver_parts_ts import acuity_ids, corrected_when_poor
from certificates.types.ts_bas.receiver_parts import FOLLOW_UPS, svar_around

_RIGHT, _LEFT, _BOTH, *_CORRECTED = acuity_ids(1)
SVAR: tuple[Expected, ...] = svar_around(
    svar(
        "8",
        ONCE,
        *(one(sub_answer, DECIMAL) for sub_answer in (_RIGHT, _LEFT, _BOTH)),
        *(at_most_one(sub_answer, DECIMAL) for sub_answer in _CORRECTED),
        any_number("8.7"),
        any_number("8.8"),
    ),
    hospital=(any_number("30.2", TEXT), any_number("30.3", TEXT), any_number("30.4", TEXT)),
)

RECEIVER_RULES = ReceiverRules(
    svar=SVAR,
    other_svar=ending_with(expected.id for expected in SVAR if len(expected.id) == 2),
    rules=(*corrected_when_poor(1, both_eyes_count=has("1.1", "IAV10")), *FOLLOW_UPS),
)
