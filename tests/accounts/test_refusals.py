"""The error page tells which requirement failed (spec/ui.md 7.1 U4, S-02)."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.accounts.visits import log_in

pytestmark = pytest.mark.usefixtures("demo_people")


def test_the_page_shows_each_assignment_found_and_why_it_does_not_count(client: Client) -> None:
    page = client.get(log_in(client, "SE2321000016-P008")["Location"]).content.decode()
    assert "Medarbetaruppdrag saknas" in page
    assert "Ändamålet är Statistik" in page and "Ändamålet är Administration" in page


def test_a_person_without_assignments_is_told_so(client: Client) -> None:
    page = client.get(log_in(client, "SE2321000016-P019")["Location"]).content.decode()
    assert "har inga medarbetaruppdrag" in page


def test_the_assignments_are_not_shown_to_another_browser(client: Client) -> None:
    log_in(client, "SE2321000016-P008")
    page = Client().get("/error?reason=login.medarbetaruppdrag").content.decode()
    assert "Statistik" not in page


def test_a_closed_unit_is_named_as_the_fault() -> None:
    from accounts.refusals import findings

    faults = [finding.fault for finding in findings("SE2321000016-P013") if finding.fault]
    assert len(faults) == 1 and faults[0].startswith("Enheten upphörde")
