"""The diagnosis search: options made by the server (spec/ui.md 4.3, 10.7)."""

from __future__ import annotations

import pytest

from certificates.models import Certificate
from certificates.pages.diagnoses import diagnosis_options
from terminology.code_systems import ICD_10_SE
from terminology.services import replace_concepts
from terminology.sources import SourceConcept
from tests.factories import VE02, make_draft, make_integrated_user, make_user
from tests.pages.certificate.markup import Page
from tests.pages.certificate.sessions import log_in


@pytest.fixture(autouse=True)
def _codes(_world: None) -> None:
    concepts = [
        SourceConcept("F43", "F43", "Anpassningsstörningar och reaktion på svår stress"),
        SourceConcept("F430", "F43.0", "Akut stressreaktion"),
        SourceConcept("F431", "F43.1", "Posttraumatiskt stressyndrom <PTSD>"),
        *(SourceConcept(f"M{n}0", f"M{n}.0", f"Ryggbesvär nummer {n}") for n in range(10, 35)),
    ]
    replace_concepts(ICD_10_SE, concepts, version="diagnosis-tests")


def search(draft: Certificate, query: str) -> Page:
    return Page(log_in(make_user()).get(f"/certificate/{draft.pk}/diagnosis?{query}"))


def codes(page: Page) -> list[str]:
    return page.tree.xpath("//li/@data-code")


def test_words_find_titles_and_are_marked() -> None:
    page = search(make_draft(), "q=stress&row=huvuddiagnos&part=text")
    assert codes(page) == ["F43", "F43.0", "F43.1"]
    assert page.by_id("c-6-huvuddiagnos-o2").xpath(".//mark/text()") == ["stress"]


def test_a_code_that_is_too_coarse_is_shown_but_cannot_be_chosen() -> None:
    option = search(make_draft(), "q=F43&row=diagnos2&part=code").by_id("c-6-diagnos2-o1")
    assert option.get("aria-disabled") == "true"
    assert "fyra positioner" in option.text_content()


def test_nothing_is_preselected() -> None:
    page = search(make_draft(), "q=stress&row=huvuddiagnos&part=text")
    assert set(page.tree.xpath("//li/@aria-selected")) == {"false"}


def test_at_most_eighteen_hits_and_advice_to_refine() -> None:
    page = search(make_draft(), "q=rygg&row=huvuddiagnos&part=text")
    assert len(codes(page)) == 18
    assert page.tree.xpath("string(//*[@data-hits])") == "25 träffar, de första 18 visas. Förfina sökningen."
    assert "Förfina" in page.by_id("c-6-huvuddiagnos-o0").text_content()


def test_codes_chosen_in_other_rows_are_left_out() -> None:
    page = search(make_draft(), "q=stress&row=diagnos2&part=text&taken=F43.0")
    assert codes(page) == ["F43", "F43.1"]


def test_a_code_of_two_characters_finds_nothing() -> None:
    assert codes(search(make_draft(), "q=F4&row=huvuddiagnos&part=code")) == []


def test_no_hits_are_said() -> None:
    page = search(make_draft(), "q=xyz&row=huvuddiagnos&part=text")
    assert page.tree.xpath("string(//*[@data-hits])") == "Inga träffar"


def test_titles_are_escaped() -> None:
    option = diagnosis_options(ICD_10_SE, "posttraumatiskt", is_code=False).options[0]
    assert "&lt;PTSD&gt;" in option.marked_title


def test_a_word_that_looks_like_a_pattern_is_taken_literally() -> None:
    assert diagnosis_options(ICD_10_SE, "stress (", is_code=False).hits_text


def test_the_search_is_for_those_who_may_edit_the_draft() -> None:
    draft = make_draft(make_user(unit=VE02))
    response = log_in(make_integrated_user()).get(f"/certificate/{draft.pk}/diagnosis?q=stress")
    assert response.status_code == 403
