"""What the receiver demands of both versions of TS bas (ts_bas.yaml, ``schematron_v7`` and ``schematron_v6``)."""

from __future__ import annotations

from certificates.types.receiver import (
    ANY,
    ANY_CODE,
    BOOLEAN,
    ONCE,
    TEXT,
    Coded,
    Count,
    Expected,
    Part,
    ReceiverRule,
    Rule,
    any_number,
    has,
    is_true,
    needs,
    one,
    singles,
    svar,
)
from certificates.types.receiver_parts_ts import ID_KONTROLL, INTYGET_AVSER, KORKORTSBEHORIGHET

_CLASSES = INTYGET_AVSER.only(*(f"IAV{n}" for n in range(1, 11)))
_LICENCES = KORKORTSBEHORIGHET.only(*(f"VAR{n}" for n in range(1, 12)))


def svar_around(acuity: Expected, *, hospital: tuple[Part, ...]) -> tuple[Expected, ...]:
    """All svar; svar 8 and what follows on 30.1 differ between the versions."""
    return (
        svar("1", Count(1, 10), one("1.1", Coded(_CLASSES))),
        svar("2", ONCE, one("2.1", Coded(ID_KONTROLL))),
        *singles(ONCE, BOOLEAN, "3", "4", "5", "6", "7", "10", "14", "15", "20", "22", "23", "24", "27", "28", "29"),
        *singles(ANY, BOOLEAN, "9", "11", "13"),
        acuity,
        svar("12", ONCE, one("12.1", BOOLEAN), any_number("12.2")),
        svar("16", ONCE, one("16.1", BOOLEAN), any_number("16.2")),
        *singles(ONCE, BOOLEAN, "17"),
        svar("18", ANY, any_number("18.1", ANY_CODE), other_parts=True),
        svar("19", ANY, any_number("19.1"), any_number("19.2"), any_number("19.3")),
        svar("21", ONCE, one("21.1", BOOLEAN), any_number("21.2")),
        svar("25", ONCE, one("25.1", BOOLEAN), any_number("25.2"), any_number("25.3")),
        svar("26", ONCE, one("26.1", BOOLEAN), any_number("26.2", TEXT)),
        svar("30", ONCE, one("30.1", BOOLEAN), *hospital),
        svar("31", ONCE, one("31.1", BOOLEAN), any_number("31.2", TEXT)),
        svar("32", ANY, any_number("32.1", TEXT), other_parts=True),
        svar("33", Count(1, 10), any_number("33.1", Coded(_LICENCES)), other_parts=True),
        svar("34", ANY, one("34.1", TEXT)),
    )


FOLLOW_UPS: tuple[ReceiverRule, ...] = (
    needs(is_true("12.1"), "12.2"),
    needs(is_true("16.1"), "16.2"),
    needs(is_true("17.1"), "18.1"),
    Rule(when=has("18.1", "E11"), once=("19",)),
    needs(is_true("25.1"), "25.3"),
    needs(is_true("25.2"), "25.3"),
    needs(is_true("26.1"), "26.2"),
    needs(is_true("30.1"), "30.2", "30.3", "30.4"),
    needs(is_true("31.1"), "31.2"),
)
