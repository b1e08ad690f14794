"""Short ways to ask a whole form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from certificates import engine
from certificates.types.base import CertificateType
from tests.certificates.types.test_every_type import TODAY, find


def errors(ctype: CertificateType, answers: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Error id, category and field of everything that stops signing."""
    result = engine.validate(ctype, answers, today=TODAY, find=find)
    return [(error.error_id, error.category, error.field) for error in result.errors]


def shown(ctype: CertificateType, answers: Mapping[str, Any]) -> frozenset[str]:
    """Ids of the questions that these answers show."""
    return engine.visible_ids(ctype, answers, today=TODAY)
