"""What the receiver demands of FK 7800 (luse.yaml, block ``transport``)."""

from __future__ import annotations

from certificates.types.receiver import ReceiverRules
from certificates.types.receiver_parts import (
    COMPENSATION_RULES,
    COMPENSATION_SVAR,
    OPINION_INVESTIGATIONS,
    investigations,
)

RECEIVER_RULES = ReceiverRules(
    svar=(
        *COMPENSATION_SVAR,
        investigations(OPINION_INVESTIGATIONS.without("SKOLHALSOVARD")),
    ),
    extra_questions=True,
    instans_required=("1", "4"),
    rules=COMPENSATION_RULES,
)
