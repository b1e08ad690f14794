"""The municipalities: a fixed list of names (spec/certificate-types db.yaml KOMMUN; spec/ui.md 4.5)."""

from __future__ import annotations

import pytest

from terminology import search
from terminology.name_lists import MUNICIPALITIES


def names(text: str, limit: int | None = None) -> list[str]:
    return [hit.title for hit in search.search_names(search.KOMMUN, text, limit=limit).hits]


def test_there_are_two_hundred_and_ninety_municipalities_each_once() -> None:
    listed = MUNICIPALITIES.read_text("utf-8").splitlines()

    assert len(listed) == len(set(listed)) == 290
    assert max(map(len, listed)) <= 28


def test_no_text_gives_all_of_them_in_swedish_order() -> None:
    everything = names("")

    assert len(everything) == 290
    assert (everything[0], everything[-1]) == ("Ale", "Övertorneå")
    assert everything.index("Åre") < everything.index("Älmhult") < everything.index("Öckerö")


def test_names_that_begin_so_come_before_names_that_contain_it() -> None:
    assert names("sala") == ["Sala", "Uppsala"]


@pytest.mark.parametrize("text", ["upplands v", "  UPPLANDS   V "])
def test_case_and_blanks_do_not_matter(text: str) -> None:
    assert names(text) == ["Upplands Väsby"]


def test_a_search_may_be_cut_and_tells_how_many_there_are() -> None:
    result = search.search_names(search.KOMMUN, "s", limit=5)

    assert len(result.hits) == 5
    assert result.total == len(names("s")) > 5


def test_an_unknown_list_is_empty() -> None:
    assert search.search_names("LANDSKAP", "").total == 0


def test_only_the_exact_name_is_found() -> None:
    found = search.find(search.KOMMUN, "Örnsköldsvik")

    assert found is not None
    assert (found.code, found.title) == ("Örnsköldsvik", "Örnsköldsvik")
    assert search.find(search.KOMMUN, "örnsköldsvik") is None
