"""Which values of visual acuity other answers demand (ts_bas R33-R35, ts_diabetes R12-R15, ts8071 5)."""

from __future__ import annotations

from certificates.expressions import Condition, all_of, any_of, not_, number_given
from certificates.questions.messages import ErrorId
from certificates.questions.visual_acuity import Eye
from certificates.types.base import CrossRule

DemandCase = tuple[Condition, str]
"""When the values are demanded, and the text of the error."""


def demanded(
    question: str, parts: tuple[str, ...], *cases: DemandCase, fields: dict[str, str] | None = None
) -> tuple[CrossRule, ...]:
    """Each of these values that is missing is an error, with the text of the first case that holds."""
    rules: list[CrossRule] = []
    earlier: tuple[Condition, ...] = ()
    for when, text in cases:
        holds = all_of(when, not_(any_of(*earlier)))
        rules += (_missing(question, part, holds, text, (fields or {}).get(part, part)) for part in parts)
        earlier = (*earlier, when)
    return tuple(rules)


def demanded_of_started_eyes(
    question: str, eyes: tuple[Eye, ...], *cases: DemandCase, fields: dict[str, str] | None = None
) -> tuple[CrossRule, ...]:
    """The corrected value of each eye that has any value (ts_diabetes R13-R15)."""
    return tuple(
        rule
        for eye in eyes
        for rule in demanded(
            question,
            (eye.corrected,),
            *((all_of(when, has_any_value(question, eye)), text) for when, text in cases),
            fields=fields,
        )
    )


def has_any_value(question: str, eye: Eye) -> Condition:
    """A number of this eye is given."""
    return any_of(*(number_given(question, part) for part in eye.numbers))


def _missing(question: str, part: str, when: Condition, text: str, field: str) -> CrossRule:
    return CrossRule(
        question=question,
        when=all_of(when, not_(number_given(question, part))),
        error=ErrorId.MISSING_ANSWER,
        text=text,
        part=part,
        field=field,
    )
