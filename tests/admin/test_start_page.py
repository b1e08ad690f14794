"""The start page of the administration tells what is wrong with the traffic (spec/status-updates.md 9.11, 9.12)."""

from __future__ import annotations

import pytest
from django.test import Client
from lxml import html

from delivery import hints
from delivery import services as outbox
from delivery.models import Delivery
from delivery.outcomes import Outcome
from tests.admin.conftest import World

FAILED = "1 leveranser har misslyckats det senaste dygnet."


@pytest.fixture(autouse=True)
def _broker_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hints.counts, "dropped", 0)


@pytest.fixture
def failure(world: World) -> Delivery:
    delivery = outbox.enqueue("certificate", owner_id=world.own.certificate.pk)
    outbox.mark(outbox.claim(delivery.pk), Outcome.failed("nej"))
    return delivery


def warnings_on_start_page(browser: Client) -> dict[str, str]:
    """Text -> address that it leads to."""
    page = browser.get("/admin/")
    assert page.status_code == 200
    return {
        a.text_content(): a.get("href")
        for a in html.fromstring(page.content.decode()).xpath("//li[@class='warning']/a")
    }


def test_all_is_well_and_nothing_is_said(system: Client) -> None:
    assert warnings_on_start_page(system) == {}


def test_a_system_administrator_is_told_what_is_wrong_and_led_there(system: Client, failure: Delivery) -> None:
    assert warnings_on_start_page(system) == {FAILED: "/admin/delivery/delivery/"}
    assert system.get("/admin/delivery/delivery/").status_code == 200


def test_a_broker_that_is_away_is_told_of(system: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hints.counts, "dropped", 2)
    (warning,) = warnings_on_start_page(system)
    assert warning.startswith("Meddelandekön går inte att nå")


def test_administrators_of_one_care_provider_are_not_told_of_all_the_others(
    region: Client, log_reader: Client, failure: Delivery
) -> None:
    assert warnings_on_start_page(region) == {}
    assert warnings_on_start_page(log_reader) == {}
