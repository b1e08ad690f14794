"""What is checked of TS8071 version 1 (ts8071.yaml, ``version_1_differences``)."""

from __future__ import annotations

from certificates.types.receiver import BOOLEAN, TEXT, code_list
from certificates.types.receiver_parts import unlimited
from certificates.types.ts8071.receiver_parts import EARS, values_of

RECEIVER_RULES = values_of(
    *unlimited(BOOLEAN, "6.1", "6.2", "6.3", "6.4", "6.5", "6.6"),
    *unlimited(BOOLEAN, "20.1", "20.2", "20.4", "20.6", "20.7"),
    *unlimited(TEXT, "20.3", "20.5"),
    ears=EARS | code_list("1.2.752.129.5.1.68", "34338003"),
    unknown="vetej",
)
