"""What is looked at in TS diabetes 2.x: the values of its answers (ts_diabetes.yaml, ``older_versions``; README 12)."""

from __future__ import annotations

from certificates.types.receiver import ACCEPTED, BOOLEAN, DATE, DECIMAL, TEXT, YEAR, Coded, ReceiverRules
from certificates.types.receiver_parts import unlimited, unlimited_svar
from certificates.types.receiver_parts_ts import ID_KONTROLL, INTYGET_AVSER, KORKORTSBEHORIGHET, acuity_ids
from certificates.types.ts_diabetes.receiver_parts import DIABETES_TYPES

RECEIVER_RULES = ReceiverRules(
    svar=unlimited_svar(
        *unlimited(Coded(INTYGET_AVSER.without("IAV10")), "1.1"),
        *unlimited(Coded(ID_KONTROLL), "2.1"),
        *unlimited(YEAR, "35.1", "19.4"),
        *unlimited(Coded(DIABETES_TYPES.without("E109")), "18.1"),
        *unlimited(BOOLEAN, "19.1", "19.2", "19.3", "36.1", "37.1", "38.1", "39.1", "40.1", "41.1", "42.1"),
        *unlimited(BOOLEAN, "43.1", "44.1", "6.1", "45.1"),
        *unlimited(TEXT, "19.5", "39.2", "40.2", "34.1", "32.1"),
        *unlimited(DATE, "42.2"),
        *unlimited(DECIMAL, *acuity_ids(1)),
        *unlimited(Coded(KORKORTSBEHORIGHET.without("VAR10")), "33.1"),
    ),
    other_svar=ACCEPTED,
)
