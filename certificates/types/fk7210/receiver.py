"""What the receiver demands of FK 7210 (fk7210.yaml, block ``transport``; README 12)."""

from __future__ import annotations

from certificates.types.receiver import DATE, ONCE, ReceiverRules, singles

RECEIVER_RULES = ReceiverRules(svar=singles(ONCE, DATE, "54"))
