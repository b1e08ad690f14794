"""Diagnosis codes and the terminologies they are taken from (README 7)."""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST_CODE = 20
TOO_COARSE_TEXT = "Välj en kod med minst fyra positioner."

_COARSE = re.compile(r"(F.{0,2}|Z73)")
_NOT_IN_CODE = re.compile(r"[^0-9A-Z-]")
_LEGACY_SHAPE = re.compile(r"[A-Z][0-9]{2}[A-Z0-9-]{0,2}")


@dataclass(frozen=True, slots=True)
class Terminology:
    """A register of diagnoses: its key, and the code systems that it is written and read under."""

    key: str
    name: str
    system: str
    also_read: frozenset[str] = frozenset()

    @property
    def systems_read(self) -> frozenset[str]:
        return self.also_read | {self.system}


LEGACY_ICD_10_SE = Terminology("ICD_10_SE", "ICD-10-SE", "1.2.752.116.1.1.1.1.3")
LEGACY_KSH97_P = Terminology("KSH_97_P", "KSH97-P", "1.2.752.116.1.3.1.4.1")


def written_code(text: str) -> str:
    """A code as it is stored: upper case, no dots or blanks (README 7.5)."""
    return _NOT_IN_CODE.sub("", text.upper())[:LONGEST_CODE]


def is_too_coarse(code: str) -> bool:
    """Whether a code of F or Z73 lacks the fourth position that it needs (spec/ui.md 4.3)."""
    return _COARSE.fullmatch(code) is not None


def has_legacy_shape(code: str) -> bool:
    """A letter and two digits, and no more than five characters (Diagnosregler of the older engine, 2 and 4)."""
    return _LEGACY_SHAPE.fullmatch(code) is not None


def dotted(code: str) -> str:
    """A code as it is read: ``F438A`` becomes ``F43.8A``."""
    return f"{code[:3]}.{code[3:]}" if len(code) > 3 and code[:3].isalnum() and code[3:].isalnum() else code
