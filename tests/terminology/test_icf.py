"""Which ICF terms are offered for which diagnoses (spec/certificate-types/README.md 7, ICF)."""

from __future__ import annotations

from typing import Any

import pytest

from terminology.icf import AKTIVITETSBEGRANSNINGAR, FUNKTIONSNEDSATTNINGAR, IcfOffer, TermGroup, offer
from terminology.icf_sources import IcfCatalogue, SourceSuggestion, SourceTerm
from terminology.services import replace_icf

pytestmark = pytest.mark.django_db

CODES = ("b130", "b134", "b140", "b152", "b280", "b710", "d160", "d430", "d450")
OFFERED = {
    "F43": ("b130 b152 d160", "b134 d430"),
    "F438A": ("b140", ""),
    "F32": ("b130 b134", "b280 d160"),
    "M54": ("b280 b710 d430", "b130 d450"),
    "M545": ("d430", ""),
}


@pytest.fixture(autouse=True)
def _catalogue() -> None:
    suggestions = [
        SourceSuggestion(diagnosis, code, is_central)
        for diagnosis, columns in OFFERED.items()
        for is_central, column in zip((True, False), columns, strict=True)
        for code in column.split()
    ]
    terms = [SourceTerm(code, f"Titel {code}", f"Om {code}", f"innefattar {code}") for code in CODES]
    replace_icf(IcfCatalogue(tuple(terms), tuple(suggestions)), version="test")


def functions(*diagnoses: str) -> IcfOffer:
    return offer(FUNKTIONSNEDSATTNINGAR, diagnoses)


def codes(group: TermGroup | None) -> tuple[list[str], list[str]]:
    assert group is not None
    return [term.code for term in group.central], [term.code for term in group.supplementary]


def test_one_diagnosis_gives_its_central_and_supplementary_terms() -> None:
    offered = functions("F43")
    assert offered.common is None
    [group] = offered.unique
    assert group.diagnosis_codes == ("F43",)
    assert codes(group) == (["b130", "b152"], ["b134"])


def test_a_term_brings_its_information() -> None:
    term = functions("F43").unique[0].central[0]
    assert (term.title, term.description, term.includes) == ("Titel b130", "Om b130", "innefattar b130")


def test_functions_and_activities_are_offered_apart() -> None:
    assert codes(offer(AKTIVITETSBEGRANSNINGAR, ("F43",)).unique[0]) == (["d160"], ["d430"])


def test_terms_of_several_diagnoses_stand_in_the_common_group_only() -> None:
    offered = functions("F43", "F32")
    assert codes(offered.common) == (["b130", "b134"], [])
    assert [(group.diagnosis_codes, codes(group)) for group in offered.unique] == [
        (("F43",), (["b152"], [])),
        (("F32",), ([], ["b280"])),
    ]


def test_a_common_term_is_central_when_it_is_so_for_one_diagnosis() -> None:
    assert codes(functions("M54", "F32").common) == (["b130", "b280"], [])


def test_a_common_term_knows_its_diagnoses() -> None:
    offered = functions("F43", "F32", "M54")
    assert offered.common is not None
    assert offered.common.diagnosis_codes == ("F43", "F32", "M54")
    assert {term.code: term.diagnosis_codes for term in offered.common.terms} == {
        "b130": ("F43", "F32", "M54"),
        "b134": ("F43", "F32"),
        "b280": ("F32", "M54"),
    }


def test_a_diagnosis_that_shares_nothing_is_not_in_the_common_group() -> None:
    offered = offer(FUNKTIONSNEDSATTNINGAR, ("F438A", "F43", "F32"))
    assert offered.common is not None
    assert offered.common.diagnosis_codes == ("F43", "F32")


def test_a_diagnosis_that_shares_everything_has_no_group_of_its_own() -> None:
    offered = offer(AKTIVITETSBEGRANSNINGAR, ("M54", "M545"))
    assert [group.diagnosis_codes for group in offered.unique] == [("M54",)]


def test_groups_follow_the_order_of_the_diagnoses() -> None:
    assert [group.diagnosis_codes for group in functions("M54", "F438A").unique] == [("M54",), ("F438A",)]


@pytest.mark.parametrize(
    ("diagnosis", "source"),
    [("F43.0", "F43"), ("F432", "F43"), ("F43.8A", "F438A"), ("F438B", "F43"), ("F43-P", "F43")],
)
def test_a_code_without_terms_takes_those_of_the_nearest_code_above(diagnosis: str, source: str) -> None:
    assert list(functions(diagnosis).sources.values()) == [source]


def test_a_code_with_terms_of_the_other_set_only_goes_up_for_this_one() -> None:
    assert functions("M545").sources == {"M545": "M54"}
    assert offer(AKTIVITETSBEGRANSNINGAR, ("M545",)).sources == {"M545": "M545"}


def test_two_codes_below_the_same_category_share_its_terms() -> None:
    offered = functions("F430", "F431")
    assert offered.unique == ()
    assert codes(offered.common) == (["b130", "b152"], ["b134"])


def test_a_code_given_twice_counts_once() -> None:
    assert functions("F43", "f43").common is None


@pytest.mark.parametrize("diagnosis", ["J45", "F4", "", "F4%"])
def test_a_diagnosis_without_terms_gives_nothing(diagnosis: str) -> None:
    offered = functions(diagnosis)
    assert (offered.groups, dict(offered.sources)) == ((), {})


def test_an_offer_is_one_question_to_the_database(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        functions("F43", "F32", "M54")
