"""What the receiver demands of TS bas 7.x (ts_bas.yaml, ``schematron_v7``)."""

from __future__ import annotations

from certificates.types.receiver import (
    ACUITY,
    BOOLEAN,
    ONCE,
    Expected,
    FreeText,
    ReceiverRules,
    Rule,
    any_number,
    at_most_one,
    ending_with,
    forbids,
    has,
    is_true,
    not_,
    svar,
)
from certificates.types.receiver_parts_ts import acuity_ids, corrected_when_poor
from certificates.types.ts_bas.receiver_parts import FOLLOW_UPS, svar_around

_ACUITY_IDS = acuity_ids(2)
SVAR: tuple[Expected, ...] = svar_around(
    svar(
        "8",
        ONCE,
        any_number("8.1", BOOLEAN),
        *(at_most_one(sub_answer, ACUITY) for sub_answer in _ACUITY_IDS),
        any_number("8.8", BOOLEAN),
        any_number("8.9", BOOLEAN),
    ),
    hospital=(any_number("30.2", FreeText(40)), any_number("30.3", FreeText(40)), any_number("30.4", FreeText(50))),
)

RECEIVER_RULES = ReceiverRules(
    svar=SVAR,
    other_svar=ending_with(expected.id for expected in SVAR if len(expected.id) == 2),
    rules=(
        *corrected_when_poor(2, both_eyes_count=has("1.1", "IAV10")),
        forbids(is_true("8.1"), *_ACUITY_IDS),
        Rule(when=not_(is_true("8.1")), any_of=_ACUITY_IDS),
        *FOLLOW_UPS,
    ),
)
"""An acuity value that stands twice is a breach."""
