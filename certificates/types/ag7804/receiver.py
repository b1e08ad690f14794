"""What is checked of AG7804 version 2: it has no schematron, so only the values (ag7804.yaml; README 12)."""

from __future__ import annotations

from certificates.types.code_lists import ICD_10_SE_SYSTEMS
from certificates.types.receiver import (
    ACCEPTED,
    BOOLEAN,
    DATE,
    PERIOD,
    TEXT,
    Coded,
    DiagnosisCode,
    ReceiverRules,
)
from certificates.types.receiver_parts import (
    FKMU_0001,
    FKMU_0002,
    FKMU_0003,
    FKMU_0006,
    unlimited,
    unlimited_svar,
)

RECEIVER_RULES = ReceiverRules(
    svar=unlimited_svar(
        *unlimited(BOOLEAN, "27.1", "100.1", "34.1", "33.1", "103.1"),
        *unlimited(Coded(FKMU_0001), "1.1"),
        *unlimited(DATE, "1.2"),
        *unlimited(Coded(FKMU_0002), "28.1"),
        *unlimited(Coded(FKMU_0003), "32.1"),
        *unlimited(PERIOD, "32.2"),
        *unlimited(Coded(FKMU_0006), "39.1"),
        *unlimited(DiagnosisCode(ICD_10_SE_SYSTEMS), "6.2", "6.4", "6.6"),
        *unlimited(TEXT, "1.3", "29.1", "6.1", "6.3", "6.5", "35.1", "17.1", "19.1", "37.1"),
        *unlimited(TEXT, "33.2", "39.2", "39.4", "44.1", "25.1", "103.2"),
    ),
    other_svar=ACCEPTED,
)
