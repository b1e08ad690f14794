"""What a certificate of the newer engine is based on besides the sources that have a code (README 2, KV_FKMU_0001)."""

from __future__ import annotations

from certificates.expressions import has
from certificates.questions.text_line import TextLine


def other_basis(question_id: str = "1", *, max_length: int, renew: bool = False) -> TextLine:
    """What the row ANNAT of the question stands for."""
    return TextLine(
        id=f"{question_id}.3",
        label="Vad annat är",
        under_option="ANNAT",
        visible_when=has(question_id, "ANNAT"),
        required=True,
        renew=renew,
        max_length=max_length,
    )
