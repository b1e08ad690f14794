"""The page on links for vendors names tests that exist, and leaves nothing out (docs/deep-links.md)."""

from __future__ import annotations

import re
from pathlib import Path

from django.urls import URLPattern, get_resolver

from accounts.errors import REASONS
from accounts.launch import HELD_ADDRESS, PARAMETER_NAMES

ROOT = Path(__file__).resolve().parent.parent.parent
DOCUMENT = (ROOT / "docs" / "deep-links.md").read_text()
ROWS = [line for line in DOCUMENT.splitlines() if line.startswith(("| `", "| …"))]
LINKS = ("visa/", "v2/visa/", "maillink/", "web/maillink/", "webcert/web/user/")
OF_THE_CLIENT = {"timeout", "timeout-integrated", "protected-person-agreement", "invalid-launchid"}
"""Reasons that no link has: the pages' own script leads to them."""


def first_cells() -> set[str]:
    return {name for row in ROWS for name in re.findall(r"`([^`]+)`", row.split("|")[1])}


def test_every_test_that_is_named_exists() -> None:
    sources = "\n".join(path.read_text() for path in (ROOT / "tests").rglob("test_*.py"))
    defined = set(re.findall(r"def (test_\w+)\(", sources))
    assert set(re.findall(r"`(test_\w+)`", DOCUMENT)) - defined == set()


def test_every_row_names_a_test() -> None:
    assert ROWS and [row for row in ROWS if "`test_" not in row] == []


def test_every_parameter_and_every_reason_has_a_row() -> None:
    assert PARAMETER_NAMES - first_cells() == set()
    assert set(REASONS) - OF_THE_CLIENT - first_cells() == set()


def test_every_address_of_a_link_has_a_row() -> None:
    told = {address.replace("[{type}/]", "") for address in first_cells()}
    told |= {address.replace("[{type}/]", "{type}/") for address in first_cells()}
    told |= {f"/v2{address}" for address in told if address.endswith(("/saved", "/resume"))}
    told |= {"/visa/intyg/{type}/{id}/saved", "/visa/intyg/", HELD_ADDRESS}
    assert {address for address in addresses() if address not in told} == set()


def addresses() -> set[str]:
    """As the page writes them, of every link that is routed."""
    found = set()
    for included in get_resolver().url_patterns:
        for pattern in getattr(included, "url_patterns", [included]):
            route = str(pattern.pattern) if isinstance(pattern, URLPattern) else ""
            if route.startswith(LINKS):
                found.add("/" + route.replace("<str:certificate_id>", "{id}").replace("<str:type_id>", "{type}"))
    return found
