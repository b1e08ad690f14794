"""What the receiver demands of a death certificate (db.yaml, ``schematron_v1``; death-certificates.md 8)."""

from __future__ import annotations

from certificates.types.receiver import (
    BOOLEAN,
    DATE,
    ONCE,
    AnyTrue,
    Coded,
    HoldsValue,
    NotAfter,
    ReceiverRules,
    at_most_one,
    code_list,
    forbids,
    has,
    is_false,
    is_true,
    needs,
    one,
    singles,
    svar,
)
from certificates.types.receiver_parts_ts import DEATH_RULES, DEATH_SVAR

DETAILS = code_list("da46dd8c-b3f1-4e39-8d62-777d069213ea", "UNDERSOKNING_GJORT", "UNDERSOKNING_SKA_GORAS")
_EXAMINED = has("6.2", "UNDERSOKNING_GJORT")
_TO_BE_EXAMINED = has("6.2", "UNDERSOKNING_SKA_GORAS")

RECEIVER_RULES = ReceiverRules(
    svar=(
        *DEATH_SVAR,
        svar("5", ONCE, one("5.1", BOOLEAN), at_most_one("5.2", BOOLEAN)),
        svar("6", ONCE, one("6.1", BOOLEAN), at_most_one("6.2", Coded(DETAILS)), at_most_one("6.3")),
        *singles(ONCE, BOOLEAN, "7"),
    ),
    instans_from_one=False,
    rules=(
        *DEATH_RULES,
        needs(is_true("5.1"), "5.2"),
        forbids(is_false("5.1"), "5.2"),
        forbids(is_true("6.1"), "6.2"),
        needs(is_false("6.1"), "6.2"),
        HoldsValue(sub_answer="6.3", value=DATE, when=_EXAMINED),
        needs(_EXAMINED, "6.3"),
        forbids(_TO_BE_EXAMINED, "6.3"),
        NotAfter("6.3", "2.2", when=_EXAMINED),
        NotAfter("6.3", "2.3", when=_EXAMINED),
        AnyTrue(any_of=("7.1",), when=_TO_BE_EXAMINED),
    ),
)
