"""The form as values for templates (spec/ui.md 3.3, 10.4, 10.6). Texts and states only; no markup."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from certificates.engine.answers import Facts, situation
from certificates.engine.validation import AnswerError, ValidationResult, validate
from certificates.questions.base import Answers, FindConcept, Limits, Question, Surroundings, Value
from certificates.types.base import CertificateType, Section

TOP_LEVEL = 3
"""Heading level of a question directly in a section; the section's own is 2."""


class SectionState(StrEnum):
    """How far a section has come, for the section rail."""

    EMPTY = "empty"
    DONE = "done"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class ElementView:
    """One question as it is shown. ``view`` is what its kind adds; ``children`` hold invisible ones too."""

    id: str
    kind: str
    level: int
    section_id: str
    label: str
    name: str
    help: str
    hint: str
    is_required: bool
    is_mandatory: bool
    is_visible: bool
    is_disabled: bool
    is_readonly: bool
    is_answered: bool
    under_option: str
    is_typed: bool
    has_mark: bool
    value: Value = field(hash=False)
    view: object
    errors: tuple[AnswerError, ...]
    complements: tuple[str, ...]
    field_names: tuple[str, ...]
    marker: str
    limits: Limits
    removed: str
    children: tuple[ElementView, ...]

    @property
    def is_nested(self) -> bool:
        return self.level > TOP_LEVEL

    @property
    def error_control_ids(self) -> frozenset[str]:
        return frozenset(e.control_id for e in self.errors)

    @property
    def edit_template(self) -> str:
        return f"certificates/elements/edit/{self.kind}.html"


@dataclass(frozen=True, slots=True)
class SectionView:
    """One category. ``elements`` and hidden sections are all there, so that a page can reserve their place.

    ``help`` is about several questions; the help of a section with one question stands with that one.
    """

    id: str
    heading: str
    short_heading: str
    help: str
    is_visible: bool
    state: SectionState
    elements: tuple[ElementView, ...]

    @property
    def has_errors(self) -> bool:
        return self.state is SectionState.ERROR


def walk(elements: tuple[ElementView, ...]) -> Iterator[ElementView]:
    """Every element, each before those under it."""
    for element in elements:
        yield element
        yield from walk(element.children)


def section_views(
    ctype: CertificateType,
    answers: Answers,
    *,
    result: ValidationResult | None = None,
    show_missing: bool = False,
    readonly: bool = False,
    renewed_from: Answers | None = None,
    complements: Mapping[str, tuple[str, ...]] | None = None,
    removed: Mapping[str, str] | None = None,
    birth: dt.date | None = None,
    aids: Mapping[str, str] | None = None,
    today: dt.date | None = None,
    find: FindConcept | None = None,
) -> tuple[SectionView, ...]:
    """Every section of the form.

    ``result`` is the validation of the same answers (made when left out); ``complements`` are texts of open requests
    and ``removed`` characters taken out just now, both by question id; ``renewed_from`` are the answers of the
    certificate that this draft renews; ``aids`` is what was typed into fields that only help to fill in.
    """
    looked_at = situation(today, find, birth=birth)
    facts = Facts(ctype, answers, looked_at.today, birth)
    maker = _ViewMaker(
        facts=facts,
        around=Surroundings(looked_at, facts, renewed_from, aids or {}),
        result=result or validate(ctype, answers, birth=birth, today=looked_at.today, find=looked_at.find),
        show_missing=show_missing and not readonly,
        readonly=readonly,
        complements=complements or {},
        removed=removed or {},
    )
    return tuple(maker.section(section) for section in ctype.sections)


@dataclass(frozen=True, slots=True, kw_only=True)
class _ViewMaker:
    facts: Facts
    around: Surroundings
    result: ValidationResult
    show_missing: bool
    readonly: bool
    complements: Mapping[str, tuple[str, ...]]
    removed: Mapping[str, str]

    def section(self, section: Section) -> SectionView:
        help_text = "" if self.readonly else section.help
        elements = tuple(self._element(q, section.id, TOP_LEVEL) for q in section.questions)
        if help_text and len(elements) == 1 and not elements[0].help:
            elements, help_text = (replace(elements[0], help=help_text),), ""
        return SectionView(
            id=section.id,
            heading=section.heading,
            short_heading=section.name,
            help=help_text,
            is_visible=self.facts.is_section_visible(section),
            state=self._state(section),
            elements=elements,
        )

    def _state(self, section: Section) -> SectionState:
        errors = [e for e in self.result.errors if e.section_id == section.id]
        if not self.readonly and any(e.is_format or self.show_missing for e in errors):
            return SectionState.ERROR
        answered = any(self.facts.is_answered(q.id) for q in section.walk())
        return SectionState.DONE if answered and not errors else SectionState.EMPTY

    def _element(self, question: Question, section_id: str, level: int) -> ElementView:
        value = self.facts.stored_value(question.id)
        is_visible = self.facts.is_visible(question.id)
        is_disabled = self.readonly or self.facts.is_disabled(question.id)
        is_answered = question.is_answered(value)
        errors = () if self.readonly else self.result.of_question(question.id, show_missing=self.show_missing)
        return ElementView(
            id=question.id,
            kind=question.kind,
            level=level,
            section_id=section_id,
            label=question.label,
            name=question.name,
            help=question.help,
            hint=question.hint,
            is_required=question.required,
            is_mandatory=question.required and is_visible and not is_answered and not is_disabled,
            is_visible=is_visible,
            is_disabled=is_disabled,
            is_readonly=self.readonly,
            is_answered=is_answered,
            under_option=question.under_option,
            is_typed=question.is_typed,
            has_mark=question.has_mark,
            value=value,
            view=question.edit_view(value, self.around),
            errors=errors,
            complements=tuple(self.complements.get(question.id, ())),
            field_names=tuple(question.control(part).name for part in question.parts),
            marker=question.marker,
            limits=question.limits,
            removed=self.removed.get(question.id, ""),
            children=tuple(self._element(child, section_id, level + 1) for child in question.children),
        )
