"""What the receiver demands of FK 7802 (luae_fs.yaml, block ``transport``)."""

from __future__ import annotations

from certificates.types.receiver import BOOLEAN, DATE, ONCE, OPTIONAL, TEXT, ReceiverRules, singles
from certificates.types.receiver_parts import (
    CONTACT,
    LEGACY_DIAGNOSIS_SYSTEMS,
    OPINION_BASIS,
    OPINION_INVESTIGATIONS,
    OPINION_RULES,
    diagnoses_6,
    investigations,
)

RECEIVER_RULES = ReceiverRules(
    svar=(
        OPINION_BASIS,
        *singles(ONCE, DATE, "2"),
        *singles(ONCE, BOOLEAN, "3"),
        investigations(OPINION_INVESTIGATIONS.without("FORETAGSHALSOVARD")),
        diagnoses_6(ONCE, LEGACY_DIAGNOSIS_SYSTEMS),
        *singles(ONCE, TEXT, "15", "16"),
        *singles(OPTIONAL, TEXT, "25"),
        CONTACT,
    ),
    extra_questions=True,
    instans_required=("1", "4"),
    rules=OPINION_RULES,
)
