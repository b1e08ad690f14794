"""What the tests of single types ask: what is refused, what is shown, what goes along, what prefill understands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lxml import etree

from certificates import engine
from certificates.types.base import CertificateType
from tests.certificates.engine.world import SHARED, TODAY, find

PUBLISHED = SHARED / "contracts/samples/from-public-repos/forifyllnad-by-type"


def refusals(ctype: CertificateType, answers: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Question, field and error of everything that stops signing, in form order; the unit's address left out."""
    errors = engine.validate(ctype, answers, today=TODAY, find=find).errors
    return [(e.question_id, e.field, e.error_id) for e in errors if e.question_id != ctype.unit_contact]


def shown(ctype: CertificateType, answers: Mapping[str, Any]) -> frozenset[str]:
    """Ids of the questions that are shown."""
    return engine.visible_ids(ctype, answers, today=TODAY)


def element(
    ctype: CertificateType,
    answers: Mapping[str, Any],
    question: str,
    *,
    renewed_from: Mapping[str, Any] | None = None,
) -> engine.ElementView:
    """How the form draws one question."""
    sections = engine.section_views(ctype, answers, renewed_from=renewed_from, today=TODAY, find=find)
    waiting = [e for s in sections for e in s.elements]
    while waiting[0].id != question:
        waiting += waiting.pop(0).children
    return waiting[0]


def changed(answers: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """The answers with some changed; None takes one away."""
    return {question: value for question, value in {**answers, **changes}.items() if value is not None}


def published_prefill(ctype: CertificateType, name: str) -> engine.PrefillResult:
    """What a published example of ``forifyllnad`` fills."""
    return engine.prefill(ctype, etree.parse(str(PUBLISHED / name)).getroot(), today=TODAY, find=find)
