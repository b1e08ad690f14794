"""Diagnosis search (spec/ui.md 4.3, spec/certificate-types/README.md 7)."""

from __future__ import annotations

import pytest

from terminology import demo
from terminology.search import ICD_10_SE, KSH97_P, asking_once, find, search, search_by_code, search_by_words
from terminology.services import replace_concepts
from terminology.sources import SourceConcept

pytestmark = pytest.mark.django_db


def concept(code: str, title: str) -> SourceConcept:
    return SourceConcept(code=code, display_code=code, title=title)


@pytest.fixture
def small() -> None:
    replace_concepts(
        ICD_10_SE,
        [
            concept("F43", "Reaktion på svår stress"),
            concept("F430", "Akut stressreaktion"),
            concept("F438A", "Utmattningssyndrom"),
            concept("J45", "Astma"),
            concept("M545", "Ont i ländryggen"),
            concept("R070", "Ont i halsen"),
            concept("H571", "Öga som värker"),
            concept("D51", "Anemi av vitamin B12-brist"),
        ],
        version="test",
    )


def codes(query: str, code_system: str = ICD_10_SE) -> list[str]:
    return [hit.code for hit in search(code_system, query).hits]


@pytest.mark.usefixtures("small")
def test_a_code_prefix_of_three_characters_finds_its_codes_in_order() -> None:
    assert codes("F43") == ["F43", "F430", "F438A"]


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("query", ["f43.8a", "F438A", " F43.8A "])
def test_case_dots_and_blanks_in_a_code_do_not_matter(query: str) -> None:
    assert codes(query) == ["F438A"]


@pytest.mark.usefixtures("small")
def test_two_characters_of_a_code_find_nothing() -> None:
    assert search_by_code(ICD_10_SE, "F4").total == 0


@pytest.mark.usefixtures("small")
def test_one_letter_finds_titles_with_a_word_that_begins_so() -> None:
    assert codes("a") == ["D51", "F430", "J45"]


@pytest.mark.usefixtures("small")
def test_all_words_must_match_as_beginnings_of_words() -> None:
    assert codes("ont länd") == ["M545"]
    assert codes("ont astma") == []


@pytest.mark.usefixtures("small")
def test_a_word_is_not_found_in_the_middle_of_another() -> None:
    assert codes("syndrom") == []


@pytest.mark.usefixtures("small")
def test_the_order_of_the_words_does_not_matter() -> None:
    assert codes("halsen ont") == codes("ont halsen") == ["R070"]


@pytest.mark.usefixtures("small")
def test_swedish_letters_match_in_any_case_but_not_without_their_marks() -> None:
    assert codes("ÖGA") == codes("öga") == ["H571"]
    assert codes("oga") == []


@pytest.mark.usefixtures("small")
def test_a_text_that_looks_like_a_code_but_is_none_is_searched_as_words() -> None:
    assert codes("b12") == ["D51"]


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("query", ["", "   ", "-", "%", "_"])
def test_a_query_without_words_finds_nothing(query: str) -> None:
    assert search(ICD_10_SE, query).total == 0


def test_at_most_eighteen_hits_come_back_with_the_total_of_all() -> None:
    replace_concepts(ICD_10_SE, [concept(f"A{n:02}", f"Feber {n}") for n in range(40)], version="test")
    result = search(ICD_10_SE, "feber")
    assert [hit.code for hit in result.hits] == [f"A{n:02}" for n in range(18)]
    assert result.total == 40


def test_the_limit_may_be_set() -> None:
    replace_concepts(ICD_10_SE, [concept(f"A{n:02}", "Feber") for n in range(5)], version="test")
    assert len(search_by_words(ICD_10_SE, "feber", limit=2).hits) == 2


@pytest.mark.usefixtures("small")
def test_a_new_import_is_seen_by_the_next_search() -> None:
    assert codes("astma") == ["J45"]
    replace_concepts(ICD_10_SE, [concept("J451", "Astma utan allergi")], version="nyare")
    assert codes("astma") == ["J451"]


@pytest.mark.usefixtures("small")
def test_code_systems_are_searched_apart() -> None:
    replace_concepts(KSH97_P, [concept("A02-P", "Salmonella")], version="test")
    assert codes("salmonella") == []
    assert codes("A02", KSH97_P) == ["A02-P"]


def test_an_unknown_code_system_finds_nothing() -> None:
    assert search("NONE", "feber").total == 0
    assert find("NONE", "F43") is None


@pytest.mark.usefixtures("small")
def test_find_takes_codes_with_and_without_dots() -> None:
    found = find(ICD_10_SE, "f43.8a")
    assert found is not None
    assert (found.code, found.title) == ("F438A", "Utmattningssyndrom")


@pytest.mark.usefixtures("small")
def test_find_does_not_guess_from_a_prefix() -> None:
    assert find(ICD_10_SE, "M54") is None


@pytest.mark.usefixtures("small")
def test_a_request_asks_once_for_each_code(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(2), asking_once():  # type: ignore[operator]
        found = [find(ICD_10_SE, code) for code in ("F430", "F43.0", "X99", "x99")]
    assert [concept and concept.code for concept in found] == ["F430", "F430", None, None]


@pytest.mark.usefixtures("small")
def test_what_a_request_has_found_is_forgotten_after_it() -> None:
    with asking_once():
        assert find(ICD_10_SE, "X99") is None
    replace_concepts(ICD_10_SE, [concept("X99", "Ny kod")], version="ny")
    with asking_once():
        assert find(ICD_10_SE, "X99") is not None


@pytest.mark.usefixtures("small")
def test_a_search_asks_the_database_once(django_assert_num_queries: object) -> None:
    search(ICD_10_SE, "ont")
    with django_assert_num_queries(1):  # type: ignore[operator]
        search(ICD_10_SE, "ont i")


def test_the_starter_set_holds_the_codes_that_the_demo_world_promises() -> None:
    demo.load()
    promised = ["F43", "F430", "F431", "F432", "F438A", "F439", "F329", "M545", "M54", "J069", "S822", "I639"]
    assert [code for code in promised if find(ICD_10_SE, code) is None] == []


def test_the_starter_set_has_four_hundred_diagnoses_and_a_small_ksh97p() -> None:
    demo.load()
    assert search_by_words(ICD_10_SE, "a").total > 0
    from terminology.models import Concept

    assert Concept.objects.filter(code_system__key=ICD_10_SE).count() >= 400
    assert Concept.objects.filter(code_system__key=KSH97_P).count() >= 40


def test_subcodes_of_the_starter_set_name_their_parent() -> None:
    demo.load()
    parent = find(ICD_10_SE, "F438A")
    assert parent is not None
    assert parent.parent_code == "F438"
