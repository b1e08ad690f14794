"""Code systems in Django admin: to be looked at."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from terminology import demo
from terminology.models import Concept, IcfTerm

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _starter_set() -> None:
    demo.load()


def test_the_code_systems_tell_their_source_and_size(admin_client: Client) -> None:
    html = admin_client.get(reverse("admin:terminology_codesystem_changelist")).content.decode()
    assert "startuppsättning" in html
    assert str(Concept.objects.filter(code_system__name="ICD-10-SE").count()) in html.replace("\xa0", "")


@pytest.mark.parametrize("query", ["F438A", "F43.8A", "utmattning"])
def test_codes_are_found_by_code_and_by_title(admin_client: Client, query: str) -> None:
    html = admin_client.get(reverse("admin:terminology_concept_changelist"), {"q": query}).content.decode()
    assert "Utmattningssyndrom" in html


def test_codes_are_not_changed_by_hand(admin_client: Client) -> None:
    row = Concept.objects.first()
    assert row is not None
    assert admin_client.get(reverse("admin:terminology_concept_add")).status_code == 403
    assert admin_client.post(reverse("admin:terminology_concept_change", args=[row.pk]), {}).status_code == 403
    assert admin_client.post(reverse("admin:terminology_concept_delete", args=[row.pk])).status_code == 403


def test_icf_terms_tell_for_how_many_diagnoses_they_are_offered(admin_client: Client) -> None:
    html = admin_client.get(reverse("admin:terminology_icfterm_changelist"), {"q": "b134"}).content.decode()
    term = IcfTerm.objects.get(code="b134")
    assert term.title in html
    assert f'<td class="field-diagnosis_count">{term.suggestions.count()}</td>' in html


@pytest.mark.parametrize("query", ["F438A", "b164", "omdöme"])
def test_icf_suggestions_are_found_by_diagnosis_and_by_term(admin_client: Client, query: str) -> None:
    html = admin_client.get(reverse("admin:terminology_icfsuggestion_changelist"), {"q": query}).content.decode()
    assert "F438A" in html
    assert "b164 Planering och omdöme" in html


def test_the_icf_catalogue_is_not_changed_by_hand(admin_client: Client) -> None:
    for model in ("icfterm", "icfsuggestion"):
        assert admin_client.get(reverse(f"admin:terminology_{model}_add")).status_code == 403
