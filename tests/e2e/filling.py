"""Filling in any form by mouse and keyboard: what the page asks is answered as the given answers would be shown."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from playwright.sync_api import Locator, expect

from certificates import engine
from certificates.questions.base import AID_PREFIX, Control, FindConcept
from certificates.types.base import CertificateType
from tests.e2e.watch import WatchedPage

CONTROLS = """() => [...document.querySelectorAll('#draft [data-element] [name^="e."]:not([type=hidden], button)')].map(
  (field) => ({
    question: field.closest('[data-element]').dataset.element,
    name: field.name,
    kind: field.type,
    value: ['checkbox', 'radio'].includes(field.type) ? field.value : '',
  }))"""


@dataclasses.dataclass(frozen=True, slots=True)
class Field:
    """One control of the page; ``value`` tells the boxes of one name apart."""

    question: str
    name: str
    kind: str
    value: str

    @property
    def is_box(self) -> bool:
        return self.kind in {"checkbox", "radio"}

    @property
    def selector(self) -> str:
        return f'#draft [name="{self.name}"]' + (f'[value="{self.value}"]' if self.is_box else "")


class Filler:
    """Fills a draft that is open on ``page`` so that it holds ``answers``."""

    def __init__(
        self,
        page: WatchedPage,
        ctype: CertificateType,
        answers: Mapping[str, Any],
        *,
        birth: dt.date | None,
        find: FindConcept,
    ) -> None:
        self.page = page
        self.answers = answers
        elements = list(_elements(engine.section_views(ctype, answers, birth=birth, find=find)))
        self.shown = {element.id for element in elements if element.is_visible}
        self.wanted: dict[tuple[str, str], Control] = {}
        for element in elements:
            for control in _controls(element.view):
                self.wanted[control.name, control.value if control.is_box else ""] = control

    def fill(self) -> dict[str, Any]:
        """In the order of the form; questions that an answer brings are waited for. The answers that it came to.

        They are the given ones, except that terms of ICF are those that the picker offered.
        """
        answers = dict(self.answers)
        given: set[Field] = set()
        while field := self._next(given):
            given.add(field)
            if field.name.endswith(".text") and (terms := _terms(answers[field.question])):
                answers[field.question] = {**answers[field.question], "terms": self._pick(field.question, len(terms))}
            self._give(field)
        self._saved()
        return answers

    def _next(self, given: set[Field]) -> Field | None:
        """The first control on the page, as it stands now, that has not had its turn."""
        fields = (Field(**field) for field in self.page.evaluate(CONTROLS))
        return next((f for f in fields if f.question in self.shown and f not in given), None)

    def _give(self, field: Field) -> None:
        control = self.wanted.get((field.name, field.value))
        assert control is not None, f"the page has a control {field.name} that the question does not know"
        target = self.page.locator(field.selector)
        if field.is_box:
            if self._was_taken_back(field, control):
                self._set_box(field, target, is_checked=True)
            self._set_box(field, target, is_checked=control.is_checked)
        elif target.input_value() != control.value:
            self._reveal(field)
            self._write(field, target, control.value)

    def _was_taken_back(self, field: Field, control: Control) -> bool:
        """A box that was ticked and unticked is an answer of its own, where each box is a sub-answer."""
        answer = self.answers.get(field.question)
        return isinstance(answer, Mapping) and answer.get(control.part) is False

    def _set_box(self, field: Field, target: Locator, *, is_checked: bool) -> None:
        """A radio button is never taken away by itself: another of its group is chosen."""
        if target.is_checked() == is_checked or (field.kind == "radio" and not is_checked):
            return
        self._reveal(field)
        target.set_checked(is_checked)
        self._saved()

    def _write(self, field: Field, target: Locator, value: str) -> None:
        if field.kind == "select-one":
            target.select_option(value)
        else:
            target.fill(value)
            target.press("Tab")
        if field.kind != "textarea":
            self._saved()

    def _saved(self) -> None:
        """The reply may fill in what follows; what is written meanwhile would meet it."""
        self.page.locator("[data-unsaved]").first.wait_for(state="detached")

    def _reveal(self, field: Field) -> None:
        """Open what the control is folded in, and add the row that it stands in."""
        around = f':has([name="{field.name}"])'
        folded = self.page.locator(f"#draft details:not([open]){around} > summary")
        if folded.count():
            folded.click()
        if self.page.locator(f"#draft [data-growing-row][hidden]{around}").count():
            self.page.locator(f"#draft [data-growing]{around} [data-growing-add]").click()

    def _pick(self, question: str, number: int) -> list[str]:
        """Tick the first terms that the picker offers for the chosen diagnoses, and close it."""
        opener = self.page.get_by_test_id(f"icf-{question}")
        expect(opener).not_to_have_attribute("aria-disabled", "true")
        opener.click()
        offered = self.page.locator(f'[name="e.{question}.ticked"]:visible')
        expect(offered.first).to_be_visible()
        terms = list(dict.fromkeys(box.get_attribute("value") or "" for box in offered.all()))[:number]
        assert len(terms) == number
        for term in terms:
            self.page.locator(f'[name="e.{question}.ticked"][value="{term}"]:visible').first.check()
        self.page.keyboard.press("Escape")
        self._saved()
        return terms


def _terms(answer: Any) -> list[str]:
    return answer.get("terms", []) if isinstance(answer, Mapping) else []


def _elements(sections: tuple[engine.SectionView, ...]) -> Iterator[engine.ElementView]:
    waiting = [element for section in sections for element in section.elements]
    while waiting:
        element = waiting.pop(0)
        yield element
        waiting += element.children


def _controls(view: object) -> Iterator[Control]:
    """Every control of an answer, however its kind arranges them."""
    if isinstance(view, Control):
        if not view.name.startswith(AID_PREFIX):
            yield view
    elif isinstance(view, (tuple, list)):
        for part in view:
            yield from _controls(part)
    elif dataclasses.is_dataclass(view) and not isinstance(view, type):
        for field in dataclasses.fields(view):
            yield from _controls(getattr(view, field.name))
