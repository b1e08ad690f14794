from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates.questions.characters import clean
from webcert.errors import InvalidInput


def test_swedish_letters_and_latin_1_survive() -> None:
    assert clean("åäö ÅÄÖ é § ½ ÿ\u00a0").text == "åäö ÅÄÖ é § ½ ÿ\u00a0"


def test_tabs_and_line_feeds_survive() -> None:
    assert clean("ett\n\ttvå").text == "ett\n\ttvå"


def test_line_ends_of_a_browser_become_line_feeds() -> None:
    assert clean("ett\r\ntvå\rtre").text == "ett\ntvå\ntre"


@pytest.mark.parametrize("character", ["–", "—", "“", "’", "\u200b", "😀", "\x7f", "\x80", "\x9f", "\x01", "ő"])
def test_other_characters_go_and_are_counted(character: str) -> None:
    cleaned = clean(f"a{character}b{character}")

    assert cleaned.text == "ab"
    assert cleaned.removed_count == 2


def test_examples_are_different_and_visible() -> None:
    assert clean("a–b–c😀d\u200be\x01").examples == ("–", "😀")


def test_a_text_of_blanks_becomes_empty() -> None:
    assert clean(" \n\t \u00a0").text == ""


def test_a_text_of_removed_characters_becomes_empty() -> None:
    assert clean("😀 😀").text == ""


def test_nul_is_refused() -> None:
    with pytest.raises(InvalidInput):
        clean("a\x00b")


@given(st.text().filter(lambda text: "\x00" not in text))
def test_what_is_left_holds_only_supported_characters(text: str) -> None:
    cleaned = clean(text)

    assert re.fullmatch(r"[\n\t\x20-\x7e\xa0-\xff]*", cleaned.text)
    assert clean(cleaned.text).text == cleaned.text
