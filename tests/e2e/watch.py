"""A browser page that remembers what it should not see: policy messages, script errors, foreign requests."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from playwright.sync_api import ConsoleMessage, Page, Request

AXE = (Path(__file__).parent / "vendor" / "axe" / "axe.min.js").read_text()
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


class WatchedPage:
    """Wraps a Playwright page; unknown attributes go to it."""

    def __init__(self, page: Page, origin: str) -> None:
        self.page = page
        self.origin = origin
        self.complaints: list[str] = []
        self.foreign: list[str] = []
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.complaints.append(f"script error: {error}"))
        page.on("request", self._on_request)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.page, name)

    def _on_console(self, message: ConsoleMessage) -> None:
        text = message.text
        if "Content Security Policy" in text or "Content-Security-Policy" in text or "Refused to" in text:
            self.complaints.append(f"policy: {text}")

    def _on_request(self, request: Request) -> None:
        if not request.url.startswith((self.origin, "about:", "blob:", "chrome-error:")):
            self.foreign.append(request.url)

    def assert_clean(self) -> None:
        assert self.complaints == []
        assert self.foreign == []

    def axe(self) -> list[str]:
        """Violations of any impact on the page as it stands, one line each."""
        self.page.evaluate(AXE)
        result = self.page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", AXE_TAGS)
        return [
            f"{v['id']} ({v['impact']}): " + "; ".join(json.dumps(n["target"]) for n in v["nodes"][:4])
            for v in result["violations"]
        ]

    def login(self, hsa_id: str, unit: str = "", origin: str = "") -> None:
        """Log in at the test login as a person does: find the persona's row and press its button."""
        fields = {"hsa_id": hsa_id, **({"unit": unit} if unit else {}), **({"origin": origin} if origin else {})}
        self.page.request.post(f"{self.origin}/welcome", form=fields)
