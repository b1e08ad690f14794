"""What is checked of AG1-14 version 2: it has no schematron, so only the values (ag114.yaml; README 12)."""

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
from certificates.types.receiver_parts import FKMU_0001, unlimited, unlimited_svar

RECEIVER_RULES = ReceiverRules(
    svar=unlimited_svar(
        *unlimited(Coded(FKMU_0001), "10.1"),
        *unlimited(DATE, "10.2"),
        *unlimited(BOOLEAN, "3.1", "6.1", "9.1"),
        *unlimited(DiagnosisCode(ICD_10_SE_SYSTEMS), "4.2", "4.4", "4.6"),
        *unlimited(PERIOD, "7.2"),
        *unlimited(TEXT, "10.3", "1.1", "4.1", "4.3", "4.5", "5.1", "6.2", "7.1", "8.1", "9.2"),
    ),
    other_svar=ACCEPTED,
)
