"""The diagnosis search in a browser, where the server is slower than the clinician (spec/ui.md 4.3, 10.7)."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.test_icf import draft_of
from tests.e2e.watch import WatchedPage
from tools.installation import Installation

ANSWER_THAT_NEVER_ENDS = """
const real = window.fetch;
window.fetch = async (address, options) => {
  const answer = await real(address, options);
  if (options?.signal) answer.text = () => new Promise((_, fail) => {
    document.documentElement.dataset.answer = "begun";
    options.signal.addEventListener("abort", () => {
      document.documentElement.dataset.answer = "given up";
      fail(options.signal.reason);
    });
  });
  return answer;
};
"""


def test_who_goes_on_before_the_answer_has_come_gets_no_script_error(place: Installation, page: WatchedPage) -> None:
    page.add_init_script(ANSWER_THAT_NEVER_ENDS)
    draft_of(place, page)
    page.locator('[name="e.6.huvuddiagnos.code"]').press_sequentially("F43")
    expect(page.locator("html[data-answer=begun]")).to_be_attached()
    page.keyboard.press("Tab")
    expect(page.locator('html[data-answer="given up"]')).to_be_attached()
    expect(page.get_by_role("option")).to_have_count(0)
