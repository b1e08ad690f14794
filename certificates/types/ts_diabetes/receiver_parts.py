"""What the receiver's rules of both versions of TS diabetes use (ts_diabetes.yaml)."""

from __future__ import annotations

from certificates.types.receiver import code_list
from certificates.types.receiver_parts_ts import ICD_10_SE

DIABETES_TYPES = code_list(ICD_10_SE, "E10", "E11", "E109")
