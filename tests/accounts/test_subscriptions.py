"""Agreements and subscriptions (spec/roles-and-access.md 6; spec/administration.md 2.3; spec/ui.md S-49)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from accounts.models import Agreement, Subscription
from accounts.subscriptions import ELEG_SERVICES, SITHS_SERVICES, dashed, missing_subscriptions, sole_trader_number
from tests.accounts.visits import NO_SUBSCRIPTION, log_in
from webcert import clock

NUMBER = "556500-0001"
TITLE = "Abonnemang för Webcert saknas"


def subscribe(service: str, **changes: object) -> None:
    agreement, _ = Agreement.objects.get_or_create(
        org_number=NUMBER, defaults={"organisation": "X", "valid_from": dt.date(2022, 1, 1)}
    )
    Subscription.objects.create(agreement=agreement, service=service, **({"valid_from": dt.date(2022, 1, 1)} | changes))


@pytest.mark.django_db
class TestRegister:
    @pytest.mark.parametrize("service", sorted(SITHS_SERVICES))
    def test_each_accepted_service_is_enough_with_siths(self, service: str) -> None:
        subscribe(service)
        assert missing_subscriptions([NUMBER], services=SITHS_SERVICES) == frozenset()

    def test_the_service_for_e_legitimation_is_not_enough_with_siths(self) -> None:
        subscribe(Subscription.Service.ELEG)
        assert missing_subscriptions([NUMBER], services=SITHS_SERVICES) == {NUMBER}
        assert missing_subscriptions([NUMBER], services=ELEG_SERVICES) == frozenset()

    def test_an_unknown_organisation_is_missing(self) -> None:
        assert missing_subscriptions([NUMBER], services=SITHS_SERVICES) == {NUMBER}

    @pytest.mark.parametrize(
        "changes",
        [
            {"status": Subscription.Status.ENDED},
            {"status": Subscription.Status.ORDERED},
            {"valid_to": dt.date(2023, 1, 1)},
            {"valid_from": dt.date(2999, 1, 1)},
        ],
    )
    def test_a_subscription_that_does_not_hold_today_is_missing(self, changes: dict[str, object]) -> None:
        subscribe(Subscription.Service.SITHS, **changes)
        assert missing_subscriptions([NUMBER], services=SITHS_SERVICES) == {NUMBER}

    def test_the_last_day_counts(self) -> None:
        subscribe(Subscription.Service.SITHS, valid_to=clock.today())
        assert missing_subscriptions([NUMBER], services=SITHS_SERVICES) == frozenset()

    def test_an_ended_agreement_takes_its_subscriptions_with_it(self) -> None:
        subscribe(Subscription.Service.SITHS)
        Agreement.objects.update(valid_to=dt.date(2023, 1, 1))
        assert missing_subscriptions([NUMBER], services=SITHS_SERVICES) == {NUMBER}


@pytest.mark.parametrize("text", ["5565000001", "556500-0001", "165565000001"])
def test_organisation_numbers_are_compared_in_one_form(text: str) -> None:
    assert dashed(text) == NUMBER


def test_a_sole_trader_s_number_has_no_century() -> None:
    assert sole_trader_number("197705232382") == "770523-2382"


@pytest.mark.usefixtures("demo_people")
class TestNotice:
    def test_the_dialog_comes_once_in_a_session_and_the_strip_stays(self, client: Client) -> None:
        log_in(client, NO_SUBSCRIPTION)
        assert TITLE in client.get("/search").content.decode()
        assert client.post("/subscription-notice", {"next": "/search"})["Location"] == "/search"
        page = client.get("/search").content.decode()
        assert TITLE not in page
        assert "Abonnemang saknas för Lindens Läkargrupp AB" in page

    def test_the_dialog_comes_again_in_the_next_session(self, client: Client) -> None:
        log_in(client, NO_SUBSCRIPTION)
        client.post("/subscription-notice")
        log_in(client, NO_SUBSCRIPTION)
        assert TITLE in client.get("/search").content.decode()

    def test_nothing_is_said_to_who_has_a_subscription(self, client: Client) -> None:
        log_in(client)
        assert "Abonnemang" not in client.get("/search").content.decode()
