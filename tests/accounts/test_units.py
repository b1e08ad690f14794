"""Choosing and changing unit (spec/ui.md 2.2, S-01, S-03; spec/roles-and-access.md 4.7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from django.test import Client

from accounts import numbers
from accounts.collation import swedish_key
from accounts.landing import may_change_unit, tabs
from accounts.numbers import UnitNumbers, WaitingWork
from accounts.user import CareUser
from accounts.views.units import unit_choice
from hsa.roles import Role
from tests.accounts.visits import CARE_ADMIN, DOCTOR, MANY_UNITS, log_in, user_of
from tests.factories import ME01, ME02, VE01, VE02, VE21, VE22, make_integrated_user, make_user, tree, unit_node


@pytest.mark.usefixtures("demo_people")
class TestChoosing:
    def test_a_person_with_one_care_unit_sees_no_choice(self, client: Client) -> None:
        log_in(client)
        page = client.get("/search").content.decode()
        assert "Välj vårdenhet" not in page
        assert "Astrid Bergvall – Läkare" in page and "Björkbackens vårdcentral" in page

    def test_a_person_with_several_meets_the_choice_on_every_page(self, client: Client) -> None:
        log_in(client, MANY_UNITS)
        for path in ("/search", "/list/draft"):
            page = client.get(path).content.decode()
            assert '<h1 id="valj">Välj vårdenhet</h1>' in page
            assert "data-locked" in page and "data-close" not in page.split("<dialog", 1)[1].split("</dialog>")[0]

    def test_a_plain_http_client_meets_the_choice_too(self, client: Client) -> None:
        log_in(client, MANY_UNITS)
        assert "Välj vårdenhet" in client.get("/search", headers={"Accept": "*/*"}).content.decode()

    def test_a_script_that_fetches_gets_no_choice_page(self, client: Client) -> None:
        log_in(client, MANY_UNITS)
        assert client.get("/search", headers={"Sec-Fetch-Mode": "cors"}).status_code == 403

    def test_the_archived_unit_is_not_offered(self, client: Client) -> None:
        log_in(client, MANY_UNITS)
        page = client.get("/search").content.decode()
        assert "SE2321000016-VE02" in page and "SE2321000016-VE09" not in page

    def test_choosing_a_sub_unit_leads_to_the_first_page_with_its_name_in_the_header(self, client: Client) -> None:
        log_in(client, MANY_UNITS)
        answer = client.post("/unit", {"unit": "SE2321000016-ME01"})
        assert (answer.status_code, answer["Location"]) == (303, "/search")
        user = user_of(client)
        assert user is not None and user.unit is not None
        assert user.unit.name in client.get("/search").content.decode()

    def test_a_care_administrator_comes_to_the_questions(self, client: Client) -> None:
        log_in(client, CARE_ADMIN)
        assert client.post("/unit", {"unit": "SE2321000016-ME01"})["Location"] == "/list/unhandledcertificates"

    def test_a_unit_of_somebody_else_is_refused(self, client: Client) -> None:
        log_in(client, MANY_UNITS)
        assert client.post("/unit", {"unit": "SE5565000001-VE22"}).status_code == 400
        user = user_of(client)
        assert user is not None and user.unit is None

    def test_the_unit_one_is_on_is_marked_and_cannot_be_chosen(self, client: Client) -> None:
        log_in(client, MANY_UNITS, unit="SE2321000016-VE02")
        page = client.get("/unit").content.decode()
        assert "(vald enhet)" in page and 'value="SE2321000016-VE02"' not in page

    def test_the_change_is_a_fragment_for_the_dialog_and_a_page_without_script(self, client: Client) -> None:
        log_in(client, MANY_UNITS, unit="SE2321000016-VE02")
        fragment = client.get("/unit", headers={"HX-Request": "true"}).content.decode()
        assert "<html" not in fragment and "Byt vårdenhet" in fragment and "Avbryt" in fragment
        assert "<html" in client.get("/unit").content.decode()

    def test_the_last_choice_is_offered_first_next_time(self, client: Client) -> None:
        log_in(client, MANY_UNITS)
        client.post("/unit", {"unit": "SE5565000001-VE21"})
        log_in(client, MANY_UNITS)
        assert "Senast vald" in client.get("/search").content.decode()

    def test_an_integrated_user_cannot_change_unit(self, client: Client) -> None:
        log_in(client, MANY_UNITS, origin="DJUPINTEGRATION")
        assert client.post("/unit", {"unit": "SE2321000016-VE01"}).status_code == 403

    def test_a_provider_without_subscription_is_marked(self, client: Client) -> None:
        user = replace(make_user(unit=""), missing_subscription=("SE5565000001-VG02",))
        marked = {group.name: group.lacks_subscription for group in unit_choice(user).groups}
        assert marked == {"Vårdgivare VG01": False, "Vårdgivare VG02": True}


@pytest.fixture
def waiting(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Two rooms count; the units that the first was asked for."""
    asked: list[list[str]] = []

    def drafts(_user: CareUser, unit_ids: Sequence[str]) -> dict[str, UnitNumbers]:
        asked.append(list(unit_ids))
        return {VE01: UnitNumbers(drafts=23), ME01: UnitNumbers(drafts=2), VE21: UnitNumbers(drafts=1)}

    def questions(_user: CareUser, _unit_ids: Sequence[str]) -> dict[str, UnitNumbers]:
        return {VE01: UnitNumbers(questions=3), ME01: UnitNumbers(questions=2)}

    monkeypatch.setattr(numbers, "_counters", [drafts, questions])
    return asked


def many_units(selected: str) -> CareUser:
    """One care unit too many: VE01 with its two sub-units, and fifteen others."""
    region = tree()[0]
    others = tuple(unit_node(f"SE2321000016-X{number:02}") for number in range(15))
    return make_user(unit=selected, providers=(replace(region, care_units=(*region.care_units[:1], *others)),))


def test_every_unit_of_the_user_is_counted(waiting: list[list[str]]) -> None:
    assert numbers.waiting_work(make_user(unit=VE02)).is_complete
    assert waiting == [[VE01, ME01, ME02, VE02, VE21, VE22]]


@pytest.mark.django_db
def test_with_more_than_fifteen_care_units_only_the_selected_one_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        numbers, "_counters", [lambda _user, unit_ids: dict.fromkeys(unit_ids, UnitNumbers(drafts=1, questions=1))]
    )
    user = many_units(VE01)
    work = numbers.waiting_work(user)
    assert (work.is_complete, set(work.per_unit)) == (False, {VE01, ME01, ME02})
    assert (numbers.questions_on_selected_unit(user, work), numbers.total_elsewhere(user, work)) == (3, 0)
    assert not unit_choice(user).has_numbers
    assert numbers.waiting_work(many_units("")) == WaitingWork()


@pytest.mark.parametrize("user", [make_integrated_user(), make_user(Role.PRIVATLAKARE_OBEHORIG)])
def test_nothing_is_counted_for_who_has_no_menu(waiting: list[list[str]], user: CareUser) -> None:
    assert numbers.waiting_work(user) == WaitingWork()
    assert waiting == []


@pytest.mark.django_db
@pytest.mark.usefixtures("waiting")
def test_a_care_unit_shows_its_own_number_and_the_total_with_its_sub_units() -> None:
    rows = {row.hsa_id: row for group in unit_choice(make_user(unit="")).groups for row in group.rows}
    assert (rows[VE01].questions, rows[VE01].drafts) == ("3 (totalt 5)", "23 (totalt 25)")
    assert (rows[ME01].questions, rows[ME01].drafts) == ("2", "2")
    assert (rows[VE02].questions, rows[VE02].drafts) == ("0", "0")


@pytest.mark.usefixtures("waiting")
def test_badges_count_drafts_of_the_unit_and_questions_of_its_sub_units_too() -> None:
    user = make_user(unit=VE01)
    work = numbers.waiting_work(user)
    assert numbers.drafts_on_selected_unit(user, work) == 23
    assert numbers.questions_on_selected_unit(user, work) == 5
    assert numbers.total_elsewhere(user, work) == 5


def test_swedish_names_sort_with_their_last_letters_last() -> None:
    names = ["Öster", "Zeta", "Ängen", "Åsen", "alfa", "Élan"]
    assert sorted(names, key=swedish_key) == ["alfa", "Élan", "Zeta", "Åsen", "Ängen", "Öster"]


def test_tabs_follow_the_role() -> None:
    assert [tab.url for tab in tabs(make_user())] == [
        "/search",
        "/list/unhandledcertificates",
        "/list/draft",
        "/list/certificate",
    ]
    assert [tab.url for tab in tabs(make_user(Role.VARDADMINISTRATOR))] == [
        "/list/unhandledcertificates",
        "/list/draft",
        "/search",
    ]
    assert tabs(make_integrated_user()) == ()


def test_the_unit_can_be_changed_only_with_something_to_change_to() -> None:
    region = tree()[0]
    assert may_change_unit(make_user())
    assert may_change_unit(make_user(providers=(region,)))
    only_ve02 = region.care_units[1:]
    assert not may_change_unit(make_user(unit=VE02, providers=(replace(region, care_units=only_ve02),)))
    assert not may_change_unit(make_integrated_user())


@pytest.mark.usefixtures("demo_people")
def test_a_care_administrator_cannot_open_the_signed_list_by_hand(client: Client) -> None:
    log_in(client, CARE_ADMIN)
    answer = client.get("/list/certificate")
    assert answer.status_code == 403
    assert 'data-error-code="AUTHORIZATION_PROBLEM_RESOURCE"' in answer.content.decode()


@pytest.mark.usefixtures("demo_people")
def test_deep_integration_has_no_menu_no_log_out_and_no_change_of_unit(client: Client) -> None:
    log_in(client, DOCTOR, origin="DJUPINTEGRATION")
    page = client.get("/about/help/").content.decode()
    header = page.split("<header", 1)[1].split("</header>")[0]
    assert "Astrid Bergvall" in header
    for absent in ("Sök / skriv intyg", "Logga ut", "Byt vårdenhet"):
        assert absent not in header
