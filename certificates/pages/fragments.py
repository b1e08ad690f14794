"""What a save changed on the page: only that is sent back, the edited controls stay as they are (spec/ui.md 10.5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass

from certificates.engine import ElementView, SectionView
from certificates.questions.base import Control

BOX_VALUE = "true"
CHOICES = frozenset({"code_radio", "radio_boolean", "code_checkboxes", "checkbox_boolean"})
MIXED = frozenset({"date_checkboxes", "sickleave_periods"})
UNMARKED = frozenset({"unit_contact", "message"})
"""Kinds without a mark of their own: an address marks its parts, a message asks nothing."""


@dataclass(frozen=True, slots=True)
class Normalised:
    """A control whose value the server wrote otherwise than it was sent. ``checked`` is set for boxes only."""

    control_id: str
    sent: str
    value: str
    checked: bool | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """Sections and elements that came or went, small parts that changed, and rewritten values."""

    sections: tuple[SectionView, ...]
    section_states: tuple[SectionView, ...]
    elements: tuple[ElementView, ...]
    errors: tuple[ElementView, ...]
    required_marks: tuple[ElementView, ...]
    edited: ElementView
    normalised: tuple[Normalised, ...]


Sections = tuple[SectionView, ...]


def changes(old: Sections, new: Sections, *, edited: str, posted: Mapping[str, str]) -> Changes:
    """Compare the form before and after the save of the question ``edited``."""
    came_or_went = [s for o, s in zip(old, new, strict=True) if o.is_visible != s.is_visible]
    replaced = {section.id for section in came_or_went}
    states = [s for o, s in zip(old, new, strict=True) if s.is_visible and s.id not in replaced and o.state != s.state]
    pairs = list(_kept_pairs(old, new, replaced))
    elements = list(_came_or_went(pairs))
    inside = {element.id for top in elements for element in _walk((top,))}
    kept = [(o, e) for o, e in pairs if e.is_visible and e.id not in inside]
    edited_view = next(e for s in new for e in _walk(s.elements) if e.id == edited)
    return Changes(
        sections=tuple(came_or_went),
        section_states=tuple(states),
        elements=tuple(elements),
        errors=tuple(e for o, e in kept if _texts(o) != _texts(e) or e.id == edited),
        required_marks=tuple(
            e for o, e in kept if e.kind not in UNMARKED and (o.is_mandatory != e.is_mandatory or e.id == edited)
        ),
        edited=edited_view,
        normalised=tuple(_normalised(edited_view, posted)),
    )


def _kept_pairs(old: Sections, new: Sections, replaced: set[str]) -> Iterator[tuple[ElementView, ElementView]]:
    for before, after in zip(old, new, strict=True):
        if after.is_visible and after.id not in replaced:
            yield from zip(_walk(before.elements), _walk(after.elements), strict=True)


def _came_or_went(pairs: list[tuple[ElementView, ElementView]]) -> Iterator[ElementView]:
    """Elements whose visibility changed, without those inside another one that changed."""
    changed = [after for before, after in pairs if before.is_visible != after.is_visible]
    nested = {child.id for element in changed for child in _walk(element.children)}
    return (element for element in changed if element.id not in nested)


def _walk(elements: tuple[ElementView, ...]) -> Iterator[ElementView]:
    for element in elements:
        yield element
        yield from _walk(element.children)


def _texts(element: ElementView) -> tuple[tuple[str, str], ...]:
    return tuple((error.control_id, error.text) for error in element.errors)


def _normalised(element: ElementView, posted: Mapping[str, str]) -> Iterator[Normalised]:
    """Controls of the edited element that say something else than was posted."""
    for control in controls(element.view):
        sent = posted.get(control.name, "")
        if _is_box(element, control):
            was_checked = bool(sent) and control.value in {BOX_VALUE, sent}
            if was_checked != control.is_checked:
                yield Normalised(control.id, sent, control.value, checked=control.is_checked)
        elif sent.replace("\r\n", "\n") != control.value:
            yield Normalised(control.id, sent, control.value)


def _is_box(element: ElementView, control: Control) -> bool:
    """A checkbox or radio button; boxes that stand among other controls have a value of their own."""
    return element.kind in CHOICES or (control.value == BOX_VALUE and element.kind in MIXED)


def controls(view: object) -> Iterator[Control]:
    """Every control in a kind's view, however deep it stands."""
    if isinstance(view, Control):
        yield view
    elif isinstance(view, tuple):
        for part in view:
            yield from controls(part)
    elif is_dataclass(view):
        for field in fields(view):
            yield from controls(getattr(view, field.name))
