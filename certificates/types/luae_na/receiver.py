"""What the receiver demands of FK 7801 (luae_na.yaml, block ``transport``)."""

from __future__ import annotations

from certificates.types.receiver import OPTIONAL, TEXT, ReceiverRules, singles
from certificates.types.receiver_parts import (
    COMPENSATION_RULES,
    COMPENSATION_SVAR,
    OPINION_INVESTIGATIONS,
    investigations,
)

RECEIVER_RULES = ReceiverRules(
    svar=(
        *COMPENSATION_SVAR,
        investigations(OPINION_INVESTIGATIONS),
        *singles(OPTIONAL, TEXT, "24"),
    ),
    extra_questions=True,
    instans_required=("1", "4"),
    rules=COMPENSATION_RULES,
)
