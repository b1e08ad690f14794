"""Somebody in a hurry on a slow line: nothing is waited for, and in the end the page shows what is stored.

What is done is drawn at random. A run that fails tells what it did; ``HASTY_RUNS`` asks for more of them.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.journal_system import JournalSystem
from tests.e2e.slow_line import slow_line
from tests.e2e.test_story import P001
from tests.e2e.watch import WatchedPage
from tools.installation import Installation

TYPES = ("LISJP", "LUSE", "TS8071")
RUNS = int(os.environ.get("HASTY_RUNS", "1"))
ROUND_TRIPS_S = (0.15, 0.4)
EDITS = 25
DATES = ("20260105", "2026-02-01", "v2", "d7", "", "202")
CODES = ("F43.0", "M54.5", "J06", "")
TEXTS = ("Kort text", "Längre text med åäö", "", "08", "0,5", "5")

OPEN_FIELDS = """() => [...document.querySelectorAll('#draft [name^="e."]:not([type=hidden], button, :disabled)')]
  .filter((field) => {
    const isBox = ["checkbox", "radio"].includes(field.type);
    const box = ((isBox && field.labels[0]) || field).getBoundingClientRect();
    return box.width > 0 && box.height > 0 && !field.closest("[hidden], details:not([open])");
  })
  .map((field) => ({id: field.id, name: field.name, kind: field.type, isDate: "date" in field.dataset}))"""
SPOT = """(id) => {
  const field = document.getElementById(id);
  if (!field) return null;
  const target = (["checkbox", "radio"].includes(field.type) && field.labels[0]) || field;
  target.scrollIntoView({block: "center"});
  const box = target.getBoundingClientRect();
  return box.width > 0 ? [box.left + box.width / 2, box.top + box.height / 2] : null;
}"""
SHOWN = """() => Object.fromEntries([...document.querySelectorAll('#draft [name^="e."]:not([type=hidden], button)')]
  .map((field) => ["checkbox", "radio"].includes(field.type)
    ? [field.name + "=" + field.value, field.checked] : [field.name, field.value]))"""


@pytest.fixture
def hurried_page(browser: Browser, place: Installation) -> Iterator[WatchedPage]:
    """A page that comes over a line that is quick until ``page.line.delay`` says otherwise."""
    with slow_line(place.port) as line:
        context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="sv-SE", base_url=line.url)
        watched = WatchedPage(context.new_page(), line.url)
        watched.line = line
        yield watched
        context.close()
        watched.assert_clean()


@pytest.mark.parametrize("type_code", TYPES)
@pytest.mark.parametrize("seed", range(RUNS))
def test_in_the_end_the_page_shows_what_is_stored(
    place: Installation, hurried_page: WatchedPage, type_code: str, seed: int
) -> None:
    page, chance = hurried_page, random.Random(f"{type_code} {seed}")
    refused: list[str] = []
    page.on("response", lambda answer: refused.append(answer.url) if answer.status >= 400 else None)
    page.login(P001)
    page.goto(f"/certificate/{JournalSystem(place).new_certificate(code=type_code)}")
    page.line.delay = chance.choice(ROUND_TRIPS_S) / 2
    for _ in range(EDITS):
        print(edit(page, chance))
        page.wait_for_timeout(chance.choice((0, 0, 0, 50, 200, 500)))
    page.evaluate("document.activeElement.blur()")
    expect(page.locator("[data-unsaved]")).to_have_count(0)
    expect(page.get_by_test_id("save-status")).to_contain_text("Utkastet är sparat")
    page.line.delay = 0.0
    shown = page.evaluate(SHOWN)
    page.reload()
    assert page.evaluate(SHOWN) == shown
    assert refused == []


def edit(page: WatchedPage, chance: random.Random) -> str:
    """One thing that a person does, whatever is under way; what it was. A reply may take the field away meanwhile."""
    field: dict[str, Any] = chance.choice(page.evaluate(OPEN_FIELDS))
    if field["kind"] == "select-one":
        control = page.locator(f'#draft [id="{field["id"]}"]')
        value = chance.choice(control.locator("option").evaluate_all("options => options.map(o => o.value)"))
        control.select_option(value)
        return f"{field['name']}: {value}"
    spot = page.evaluate(SPOT, field["id"])
    if spot is None:
        return f"{field['name']} is gone"
    page.mouse.click(*spot, delay=chance.choice((0, 40, 120, 250)))
    if field["kind"] in {"checkbox", "radio"}:
        return f"{field['name']} pressed"
    text = chance.choice(DATES if field["isDate"] else CODES if field["name"].endswith(".code") else TEXTS)
    if chance.random() < 0.5:
        page.keyboard.press("ControlOrMeta+a")
        page.keyboard.press("Delete")
    page.keyboard.type(text, delay=chance.choice((5, 20, 60)))
    if chance.random() < 0.6:
        page.keyboard.press("Tab")
    return f"{field['name']}: {text}"
