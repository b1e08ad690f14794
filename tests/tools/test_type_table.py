"""The table of what can be done with each certificate type (docs/certificate-types.md)."""

from __future__ import annotations

from tests.tools.collected import missing
from tools import type_table


def test_the_table_is_that_of_the_declarations() -> None:
    assert type_table.DOCUMENT.read_text() == type_table.document(), "python tools/type_table.py writes it anew"


def test_every_tick_stands_for_a_test_that_exists() -> None:
    assert missing(type_table.shown_cases()) == []
