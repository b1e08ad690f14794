"""Codes and patterns that several types share (spec/certificate-types README 7, 10)."""

from __future__ import annotations

from certificates.questions.sickleave_periods import Degree

ICD_10_SE_SYSTEMS = frozenset({"1.2.752.116.1.1.1", "1.2.752.116.1.1.1.1.8", "1.2.752.116.1.1.1.1.3"})
"""Code systems under which the model engine reads an ICD-10-SE code."""

DIAGNOSIS_PATTERN = (
    r"([A-EG-Ya-eg-y][0-9]{2}[A-Za-z0-9-]*|[Zz][0-689][0-9][A-Za-z0-9-]*|[Zz]7[0-24-9][A-Za-z0-9-]*"
    r"|[Zz]73[A-Za-z0-9-]+|[Ff][0-9]{2}[A-Za-z0-9-]+)"
)
"""Form of a diagnosis code at the receiver; F and Z73 need a fourth position."""

SICK_LEAVE_DEGREES = (
    Degree("EN_FJARDEDEL", "25 procent", 25),
    Degree("HALFTEN", "50 procent", 50),
    Degree("TRE_FJARDEDEL", "75 procent", 75),
    Degree("HELT_NEDSATT", "100 procent", 100),
)
"""KV_FKMU_0003."""
