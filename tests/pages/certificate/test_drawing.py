"""Elements are drawn from the element and the page alone; what has no answer is drawn once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from certificates import engine
from certificates.engine import ElementView
from certificates.pages import drawing
from certificates.pages.drawing import Surface, drawn
from certificates.types import registry

FIRST = Surface("/certificate/first", is_editable=True, picker=None, autosave_delay_ms=500, typeahead_ms=300)
SECOND = replace(FIRST, url="/certificate/second")


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    drawing._kept.cache_clear()
    yield
    drawing._kept.cache_clear()


def element(question_id: str, answers: engine.Answers | None = None, **more: object) -> ElementView:
    sections = engine.section_views(registry.get("fk7804", "2.0"), answers or {}, **more)  # type: ignore[arg-type]
    return next(e for s in sections for e in engine.walk(s.elements) if e.id == question_id)


def kept() -> int:
    return drawing._kept.cache_info().currsize


def test_a_kept_element_leads_to_the_certificate_of_its_own_page() -> None:
    first, second = (drawn(element("35"), page, oob=False) for page in (FIRST, SECOND))

    assert kept() == 1
    assert 'hx-post="/certificate/first/element/35"' in first
    assert second == first.replace("/certificate/first", "/certificate/second")


def test_what_is_kept_is_what_would_be_drawn() -> None:
    for section in engine.section_views(registry.get("fk7804", "2.0"), {}):
        for one in section.elements:
            again = [drawn(one, FIRST, oob=False) for _ in range(2)]
            assert again == [drawing._draw(one, FIRST, False)] * 2


def test_a_page_that_cannot_be_edited_has_elements_of_its_own() -> None:
    drawn(element("35"), FIRST, oob=False)

    assert "hx-post" not in drawn(element("35"), replace(FIRST, is_editable=False), oob=False)


def test_an_answer_is_never_kept() -> None:
    assert "Ont i ryggen" in drawn(element("29", {"29": "Ont i ryggen"}), FIRST, oob=False)
    assert kept() == 0


def test_what_was_taken_out_or_asked_for_is_never_kept() -> None:
    drawn(element("35", removed={"35": "☺"}), FIRST, oob=False)
    drawn(element("35", complements={"35": ("Beskriv mer",)}), FIRST, oob=False)

    assert kept() == 0


def test_an_element_with_an_address_is_named_by_its_section_also_when_it_is_replaced_alone() -> None:
    sections = engine.section_views(registry.get("fk7804", "2.0"), {})
    address = next(e for s in sections for e in s.elements if e.kind in {"unit_contact", "patient_address"})

    assert f'aria-labelledby="{address.section_id.lower().replace("_", "-")}-h"' in drawn(address, FIRST, oob=True)
