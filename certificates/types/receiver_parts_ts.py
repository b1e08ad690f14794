"""Pieces that the rules of Transportstyrelsen, and those of the two certificates of death, share.

Notation and rules: ts_bas.yaml and the blocks ``schematron_*`` of the type files.
"""

from __future__ import annotations

from certificates.types.receiver import (
    BOOLEAN,
    DATE,
    ONCE,
    TEXT,
    ZERO_DATE,
    Coded,
    Condition,
    Expected,
    HoldsValue,
    ReceiverRule,
    Rule,
    StrictlyLater,
    TellsAge,
    all_of,
    any_of,
    at_most_one,
    below,
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

ID_KONTROLL = code_list("e7cc8f30-a353-4c42-b17a-a189b6876647", *(f"IDK{n}" for n in range(1, 7)))
INTYGET_AVSER = code_list("24c41b8d-258a-46bf-a08a-b90738b28770", *(f"IAV{n}" for n in range(1, 18)))
KORKORTSBEHORIGHET = code_list("e889fa20-1dee-4f79-8b37-03853e75a9f8", *(f"VAR{n}" for n in range(1, 19)))
ICD_10_SE = "1.2.752.116.1.1.1.1.3"
NULL_FLAVOR = code_list("2.16.840.1.113883.5.1008", "NI")

HIGHER_CLASSES = tuple(f"IAV{n}" for n in range(1, 10))
"""The heavy vehicles, buses and taxi of ``INTYGET_AVSER``."""
HIGHER_LICENCES = tuple(f"VAR{n}" for n in range(1, 10))
"""The same ones of ``KORKORTSBEHORIGHET``."""


def acuity_ids(first: int) -> tuple[str, ...]:
    """Six sub-answers of svar 8: right, left and both eyes, without and then with correction."""
    return tuple(f"8.{n}" for n in range(first, first + 6))


def corrected_when_poor(first: int, *, both_eyes_count: Condition) -> tuple[Rule, ...]:
    """When corrected values are needed. ``both_eyes_count``: classes for which both eyes together must reach 0.5."""
    right, left, both, *corrected = acuity_ids(first)
    is_higher = has("1.1", *HIGHER_CLASSES)
    return (
        needs(all_of(both_eyes_count, below(both, "0.5")), *corrected),
        needs(all_of(is_higher, below(right, "0.8"), below(left, "0.8")), *corrected),
        needs(all_of(is_higher, any_of(below(right, "0.1"), below(left, "0.1"))), *corrected),
    )


DEATH_SVAR: tuple[Expected, ...] = (
    *singles(ONCE, TEXT, "1"),
    svar("2", ONCE, one("2.1", BOOLEAN), one("2.2"), at_most_one("2.3", DATE)),
    svar(
        "3",
        ONCE,
        one("3.1", TEXT),
        one(
            "3.2",
            Coded(
                code_list(
                    "65f0069f-14b5-4634-b187-5193580a3349", "SJUKHUS", "ORDINART_BOENDE", "SARSKILT_BOENDE", "ANNAN"
                )
            ),
        ),
    ),
    *singles(ONCE, BOOLEAN, "4"),
)
"""Identity, date, place, and whether a child died within 28 days of birth."""

DEATH_RULES: tuple[ReceiverRule, ...] = (
    HoldsValue(sub_answer="2.2", value=DATE, when=is_true("2.1")),
    HoldsValue(sub_answer="2.2", value=ZERO_DATE, when=is_false("2.1")),
    forbids(is_true("2.1"), "2.3"),
    needs(is_false("2.1"), "2.3"),
    StrictlyLater("2.3", "2.2"),
    TellsAge(flag="4.1", date="2.2", days=28, when=is_true("2.1")),
)
