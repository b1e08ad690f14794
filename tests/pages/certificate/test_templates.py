"""Every kind of question can be edited and read (spec/ui.md UI-3)."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.template.loader import get_template, render_to_string
from lxml import html

import certificates.questions
from certificates import engine
from certificates.engine import ElementView, SectionView
from certificates.pages.drawing import Surface
from certificates.questions.base import Question, ReadKind
from certificates.types import registry
from certificates.types.base import CertificateType


def kinds() -> Iterator[str]:
    for module in pkgutil.iter_modules(certificates.questions.__path__):
        content = vars(importlib.import_module(f"certificates.questions.{module.name}"))
        for thing in content.values():
            if isinstance(thing, type) and issubclass(thing, Question) and "kind" in vars(thing):
                yield thing.kind


@pytest.mark.parametrize("kind", sorted(set(kinds())))
def test_every_kind_of_question_has_an_edit_template(kind: str) -> None:
    assert get_template(f"certificates/elements/edit/{kind}.html")


@pytest.mark.parametrize("kind", list(ReadKind))
def test_every_kind_of_read_value_has_a_view_template(kind: ReadKind) -> None:
    assert get_template(f"certificates/elements/view/{kind.lower()}.html")


# --- help ------------------------------------------------------------------------------------------------------------
def shown(element: ElementView) -> ElementView:
    return replace(element, is_visible=True, children=tuple(shown(child) for child in element.children))


def form_of(ctype: CertificateType) -> html.HtmlElement:
    """The whole form, with what only some answers show."""
    page = Surface("/certificate/1", is_editable=True, picker=None, autosave_delay_ms=500, typeahead_ms=300)
    sections = [
        replace(section, is_visible=True, elements=tuple(shown(e) for e in section.elements))
        for section in engine.section_views(ctype, {})
    ]
    drawn = [
        render_to_string("certificates/fragments/section.html", {"section": section, "page": page})
        for section in sections
    ]
    return html.fromstring(f"<main>{''.join(drawn)}</main>")


@pytest.mark.parametrize("ctype", registry.all_types(), ids=lambda t: f"{t.type_id} {t.version}")
def test_every_help_that_a_type_declares_is_shown_once(ctype: CertificateType) -> None:
    declared = [section.help for section in ctype.sections] + [question.help for question in ctype.questions()]
    found = [text.text_content() for text in form_of(ctype).find_class("wc-details__body")]
    assert sorted(found) == sorted(text.replace("\n", "") for text in declared if text)


def place_of_help(type_id: str, version: str, section_id: str) -> str:
    """The class of what the section's help stands in."""
    section = form_of(registry.get(type_id, version)).get_element_by_id(section_id)
    return section.find_class("wc-details__body")[0].getparent().getparent().get("class")


def test_help_about_several_questions_stands_under_the_sections_heading() -> None:
    assert "wc-card" in place_of_help("luse", "1.3", "funktionsnedsattning")


def test_help_about_the_only_question_stands_with_it() -> None:
    assert "wc-q" in place_of_help("luse", "1.3", "aktivitetsbegransningar")


def test_help_stands_with_the_only_question_also_when_a_save_sends_it_anew() -> None:
    sections = engine.section_views(registry.get("db", "1.0"), {})
    police: SectionView = next(section for section in sections if section.id == "polisanmalan")
    assert police.elements[0].help
