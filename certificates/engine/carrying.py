"""Which answers go along to a new draft (spec/certificate-types README 8)."""

from __future__ import annotations

from typing import Any

from certificates.engine.answers import tidied
from certificates.questions.base import Answers
from certificates.types.base import CertificateType


def carried_for_renewal(ctype: CertificateType, answers: Answers, *, same_unit: bool) -> dict[str, Any]:
    """All answers but those that are cleared on renewal; the unit's contact details on the same issuing unit only."""
    carried = _carried(ctype, answers, same_unit)
    return {question_id: value for question_id, value in carried.items() if question_id not in ctype.renewal_cleared}


def carried_for_replacement(ctype: CertificateType, answers: Answers, *, same_unit: bool) -> dict[str, Any]:
    """All answers; the unit's contact details on the same issuing unit only."""
    return _carried(ctype, answers, same_unit)


def carried_for_complement(ctype: CertificateType, answers: Answers, *, same_unit: bool) -> dict[str, Any]:
    """As for replacement."""
    return _carried(ctype, answers, same_unit)


def _carried(ctype: CertificateType, answers: Answers, same_unit: bool) -> dict[str, Any]:
    carried = tidied(ctype, answers)
    if not same_unit:
        carried.pop(ctype.unit_contact, None)
    return carried
