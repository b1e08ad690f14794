"""A browser page that remembers what it should not see: policy messages, script errors, foreign requests."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from playwright.sync_api import ConsoleMessage, Page, Request, Response

PATIENCE_MS = 60_000
"""A test machine may be busy. Only a test that fails waits so long."""
AXE = (Path(__file__).parent / "vendor" / "axe" / "axe.min.js").read_text()
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
STICKY = ".wc-band, .wc-head, .wc-sign"
PLACE = "([bars, position]) => document.querySelectorAll(bars).forEach(bar => { bar.style.position = position })"


class WatchedPage:
    """Wraps a Playwright page; unknown attributes go to it. ``neighbours``: other origins that a test visits."""

    def __init__(self, page: Page, origin: str, *neighbours: str) -> None:
        self.page = page
        self.origin = origin
        self.known = (origin, *neighbours, "about:", "blob:", "chrome-error:")
        self.complaints: list[str] = []
        self.foreign: list[str] = []
        page.set_default_timeout(PATIENCE_MS)
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.complaints.append(f"script error: {error}"))
        page.on("request", self._on_request)
        page.on("response", self._on_response)
        page.on("requestfailed", lambda request: print(f"no answer: {request.method} {request.url}: {request.failure}"))

    def __getattr__(self, name: str) -> Any:
        return getattr(self.page, name)

    def _on_console(self, message: ConsoleMessage) -> None:
        text = message.text
        if "Content Security Policy" in text or "Content-Security-Policy" in text or "Refused to" in text:
            self.complaints.append(f"policy: {text}")

    def _on_request(self, request: Request) -> None:
        if not request.url.startswith(self.known):
            self.foreign.append(request.url)

    def _on_response(self, response: Response) -> None:
        """Refusals may be what a test is about; one that fails shows them beside its own words."""
        if response.status >= 400:
            print(f"HTTP {response.status}: {response.request.method} {response.url}")

    def assert_clean(self) -> None:
        assert self.complaints == [], self.complaints
        assert self.foreign == [], self.foreign

    def axe(self) -> list[str]:
        """Violations of any impact on the page as it stands, one line each.

        Bars that stay in the window lie over whatever stands at its edges just then. They are put in their places in
        the page meanwhile, so that the result does not hang on how far the page is scrolled.
        """
        self.page.evaluate(AXE)
        self.page.evaluate(PLACE, [STICKY, "static"])
        result = self.page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", AXE_TAGS)
        self.page.evaluate(PLACE, [STICKY, ""])
        return [
            f"{v['id']} ({v['impact']}): " + "; ".join(json.dumps(n["target"]) for n in v["nodes"][:4])
            for v in result["violations"]
        ]

    def login(self, hsa_id: str, unit: str = "", origin: str = "") -> None:
        """Log in at the test login as a person does: find the persona's row and press its button."""
        fields = {"hsa_id": hsa_id, **({"unit": unit} if unit else {}), **({"origin": origin} if origin else {})}
        self.page.request.post(f"{self.origin}/welcome", form=fields)
