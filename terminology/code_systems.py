"""The code systems that the project knows, and the form of their codes."""

from __future__ import annotations

ICD_10_SE = "ICD_10_SE"
KSH97_P = "KSH_97_P"
KOMMUN = "KOMMUN"
ICF = "ICF"

NAMES = {ICD_10_SE: "ICD-10-SE", KSH97_P: "KSH97-P", ICF: "ICF"}


def normalise_code(text: str) -> str:
    """Upper-case, without dots and blanks: the stored form."""
    return "".join(text.split()).replace(".", "").upper()
