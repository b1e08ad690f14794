"""What the receiver demands of AF00213 (af00213.yaml, ``schematron_v1``)."""

from __future__ import annotations

from certificates.types.receiver import (
    BOOLEAN,
    ONCE,
    OPTIONAL,
    TEXT,
    ReceiverRules,
    any_number,
    forbids,
    is_false,
    is_true,
    needs,
    one,
    svar,
)

RECEIVER_RULES = ReceiverRules(
    svar=(
        svar("1", ONCE, one("1.1", BOOLEAN), any_number("1.2", TEXT)),
        svar("2", OPTIONAL, one("2.1", BOOLEAN), any_number("2.2", TEXT)),
        svar("3", OPTIONAL, one("3.1", BOOLEAN), any_number("3.2", TEXT)),
        svar("4", ONCE, one("4.1", BOOLEAN), any_number("4.2", TEXT)),
        svar("5", OPTIONAL, any_number("5.1", TEXT)),
    ),
    rules=(
        needs(is_true("1.1"), "1.2", "2.1"),
        *(needs(is_true(f"{n}.1"), f"{n}.2") for n in range(2, 5)),
        *(forbids(is_false(f"{n}.1"), f"{n}.2") for n in range(1, 5)),
    ),
)
