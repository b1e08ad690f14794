"""What is checked of TS8071 version 2 (ts8071.yaml)."""

from __future__ import annotations

from certificates.types.receiver import BOOLEAN, TEXT, Coded
from certificates.types.receiver_parts import unlimited
from certificates.types.ts8071.receiver_parts import EARS, known_or, values_of

RECEIVER_RULES = values_of(
    *unlimited(BOOLEAN, "25.1", "26.1"),
    *unlimited(TEXT, "24.1", "26.2"),
    *unlimited(Coded(known_or("vetinte")), "18.10"),
    ears=EARS,
    unknown="vetinte",
)
