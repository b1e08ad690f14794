"""Forms at work: pure functions over a certificate type and its answers.

Answers are JSON values by question id; a missing key is an unanswered question. ``today`` and ``find`` (the look-up in
a code system) can be given; otherwise the clock and ``terminology`` are asked.
"""

from certificates.engine.answers import (
    Facts,
    is_visible,
    preset_answers,
    situation,
    tidied,
    visible_ids,
    visible_sections,
)
from certificates.engine.carrying import (
    carried_for_complement,
    carried_for_copy,
    carried_for_renewal,
    carried_for_replacement,
    carried_into_other_type,
    carried_into_successor,
    read_as,
    with_comment,
)
from certificates.engine.forms import ParsedForm, apply_rules, parse_element, parse_form, typed_aids, with_consequences
from certificates.engine.prefill import PrefillLogEntry, PrefillResult, answers_from_svar, prefill
from certificates.engine.reading import ReadElement, ReadSection, read_sections
from certificates.engine.sick_leave import SickLeave, SickLeavePeriod, days_in_all, last_period, period_days, sick_leave
from certificates.engine.summaries import Summary, summary
from certificates.engine.validation import AnswerError, ValidationResult, validate
from certificates.engine.views import ElementView, SectionView, section_views, walk

__all__ = [
    "AnswerError",
    "ElementView",
    "Facts",
    "ParsedForm",
    "PrefillLogEntry",
    "PrefillResult",
    "ReadElement",
    "ReadSection",
    "SectionView",
    "SickLeave",
    "SickLeavePeriod",
    "Summary",
    "ValidationResult",
    "answers_from_svar",
    "apply_rules",
    "carried_for_complement",
    "carried_for_copy",
    "carried_for_renewal",
    "carried_for_replacement",
    "carried_into_other_type",
    "carried_into_successor",
    "days_in_all",
    "is_visible",
    "last_period",
    "parse_element",
    "parse_form",
    "period_days",
    "prefill",
    "preset_answers",
    "read_as",
    "read_sections",
    "section_views",
    "sick_leave",
    "situation",
    "summary",
    "tidied",
    "typed_aids",
    "validate",
    "visible_ids",
    "visible_sections",
    "walk",
    "with_comment",
    "with_consequences",
]
