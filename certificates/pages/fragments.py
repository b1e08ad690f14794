"""What a save changed on the page: only that is sent back, the edited controls stay as they are (spec/ui.md 10.5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass

from certificates.engine import ElementView, SectionView, walk
from certificates.questions.base import Control
from certificates.questions.icf import IcfView

BOX_VALUE = "true"


@dataclass(frozen=True, slots=True)
class Normalised:
    """A control that the server wrote otherwise than it was sent, or that another choice locked or let free.

    ``checked`` is set for boxes only, ``disabled`` when it changed.
    """

    control_id: str
    sent: str
    value: str
    checked: bool | None = None
    disabled: bool | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """Sections and elements that came or went, small parts that changed, and rewritten values.

    ``openers``: elements whose ICF picker offers for other diagnoses than before.
    """

    sections: tuple[SectionView, ...]
    section_states: tuple[SectionView, ...]
    elements: tuple[ElementView, ...]
    errors: tuple[ElementView, ...]
    required_marks: tuple[ElementView, ...]
    openers: tuple[ElementView, ...]
    edited: ElementView
    normalised: tuple[Normalised, ...]


Sections = tuple[SectionView, ...]


def changes(old: Sections, new: Sections, *, edited: str, posted: Mapping[str, str]) -> Changes:
    """Compare the form before and after the save of the question ``edited``."""
    came_or_went = [s for o, s in zip(old, new, strict=True) if o.is_visible != s.is_visible]
    replaced = {section.id for section in came_or_went}
    states = [s for o, s in zip(old, new, strict=True) if s.is_visible and s.id not in replaced and o.state != s.state]
    pairs = list(_kept_pairs(old, new, replaced))
    elements = list(_came_went_or_filled(pairs, edited))
    inside = {element.id for top in elements for element in walk((top,))}
    kept = [(o, e) for o, e in pairs if e.is_visible and e.id not in inside]
    edited_view = _element(new, edited)
    return Changes(
        sections=tuple(came_or_went),
        section_states=tuple(states),
        elements=tuple(elements),
        errors=tuple(e for o, e in kept if _texts(o) != _texts(e) or e.id == edited),
        required_marks=tuple(e for o, e in kept if e.has_mark and (o.is_mandatory != e.is_mandatory or e.id == edited)),
        openers=tuple(e for o, e in kept if _offered_for(o) != _offered_for(e)),
        edited=edited_view,
        normalised=tuple(_normalised(_element(old, edited), edited_view, posted)),
    )


def whole(new: Sections, *, edited: str, posted: Mapping[str, str]) -> Changes:
    """The whole form, for a page that missed an answer: nobody knows what it shows."""
    view = _element(new, edited)
    return Changes(
        sections=new,
        section_states=(),
        elements=(),
        errors=(),
        required_marks=(),
        openers=(),
        edited=view,
        normalised=tuple(_normalised(view, view, posted)),
    )


def _kept_pairs(old: Sections, new: Sections, replaced: set[str]) -> Iterator[tuple[ElementView, ElementView]]:
    for before, after in zip(old, new, strict=True):
        if after.is_visible and after.id not in replaced:
            yield from zip(walk(before.elements), walk(after.elements), strict=True)


def _came_went_or_filled(pairs: list[tuple[ElementView, ElementView]], edited: str) -> Iterator[ElementView]:
    """Elements whose visibility changed, and others that this answer filled or locked; none inside another one."""
    changed = [
        after
        for before, after in pairs
        if before.is_visible != after.is_visible
        or (after.is_visible and after.id != edited and _was_filled_or_locked(before, after))
    ]
    nested = {child.id for element in changed for child in walk(element.children)}
    return (element for element in changed if element.id not in nested)


def _was_filled_or_locked(before: ElementView, after: ElementView) -> bool:
    return before.value != after.value or before.is_disabled != after.is_disabled


def _texts(element: ElementView) -> tuple[tuple[str, str], ...]:
    return tuple((error.control_id, error.text) for error in element.errors)


def _offered_for(element: ElementView) -> tuple[str, ...]:
    return element.view.diagnosis_codes if isinstance(element.view, IcfView) else ()


def _normalised(before: ElementView, element: ElementView, posted: Mapping[str, str]) -> Iterator[Normalised]:
    """Controls of the edited element that say something else than was posted."""
    was_disabled = {control.id: control.is_disabled for control in controls(before.view)}
    for control in controls(element.view):
        sent = posted.get(control.name, "")
        is_locked = None if was_disabled.get(control.id) == control.is_disabled else control.is_disabled
        if control.is_box:
            was_checked = bool(sent) and control.value in {BOX_VALUE, sent}
            if was_checked != control.is_checked or is_locked is not None:
                yield Normalised(control.id, sent, control.value, checked=control.is_checked, disabled=is_locked)
        elif sent.replace("\r\n", "\n") != control.value or is_locked is not None:
            yield Normalised(control.id, sent, control.value, disabled=is_locked)


def _element(sections: Sections, question_id: str) -> ElementView:
    return next(e for s in sections for e in walk(s.elements) if e.id == question_id)


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
