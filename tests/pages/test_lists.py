"""Lists, their filters, order and pages (spec/ui.md 2.5, S-37; spec/lifecycle.md 14)."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client

from certificates.models import Certificate
from tests.factories import OTHER_PATIENT, PATIENT, make_draft, make_signed
from tests.pages.people import care_admin_user, doctor_user
from webcert import clock

DRAFTS, SIGNED = "/list/draft", "/list/certificate"
KEEP = "?f=1"


def shown(page: str) -> list[str]:
    """Ids of the certificates in the order of their rows."""
    return re.findall(r'href="/certificate/([0-9a-f-]{36})">Öppna', page)


def get(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def search(client: Client, address: str, **filters: str) -> str:
    """Post a filter, follow to the list."""
    answer = client.post(address, filters)
    assert (answer.status_code, answer["Location"]) == (303, address + KEEP)
    return get(client, answer["Location"])


@pytest.fixture
def many(demo_people: None) -> None:
    """14 drafts of the doctor and 9 of the care administrator, each an hour older than the one before."""
    for number in range(23):
        user = doctor_user() if number < 14 else care_admin_user()
        moment = clock.now() - dt.timedelta(hours=number)
        person = PATIENT if number % 2 else OTHER_PATIENT
        make_draft(user, saved_at=moment, created_at=moment, person_id=person)


@pytest.mark.usefixtures("many")
class TestDrafts:
    def test_the_list_begins_with_one_s_own_drafts_newest_first(self, doctor: Client) -> None:
        page = get(doctor, DRAFTS)
        own = Certificate.objects.filter(saved_by_hsa_id="SE2321000016-P001").order_by("-saved_at")
        assert shown(page) == [draft.pk for draft in own[:10]]
        assert "Visar 1 - 10 av 14 träffar" in page

    def test_everybody_s_drafts_make_three_pages(self, doctor: Client) -> None:
        page = search(doctor, DRAFTS)
        assert "Visar 1 - 10 av 23 träffar" in page and 'aria-label="Sida 3"' in page
        assert "Visar 21 - 23 av 23 träffar" in get(doctor, f"{DRAFTS}{KEEP}&page=3")

    def test_the_number_on_the_tab_counts_all_of_the_unit(self, doctor: Client) -> None:
        assert re.search(r"Ej signerade utkast <span class=\"wc-count\">23</span>", get(doctor, "/search"))

    def test_sorting_marks_the_column_and_reverses_at_the_second_press(self, doctor: Client) -> None:
        search(doctor, DRAFTS)
        page = get(doctor, f"{DRAFTS}{KEEP}&sort=patient:asc&size=0")
        assert re.search(r'aria-sort="ascending"><button[^>]*value="patient:desc">Patient', page)
        order = [Certificate.objects.get(pk=pk).person_id for pk in shown(page)]
        assert order == sorted(order) and len(order) == 23

    def test_days_sort_newest_first_at_the_first_press(self, doctor: Client) -> None:
        page = get(doctor, f"{DRAFTS}{KEEP}&sort=type:asc")
        assert 'value="saved:desc">Senast sparat' in page

    @pytest.mark.parametrize(("size", "rows"), [("25", 23), ("0", 23), ("7", 10), ("x", 10)])
    def test_the_page_size_can_be_chosen(self, doctor: Client, size: str, rows: int) -> None:
        search(doctor, DRAFTS)
        assert len(shown(get(doctor, f"{DRAFTS}{KEEP}&size={size}"))) == rows

    def test_a_page_beyond_the_last_is_the_last(self, doctor: Client) -> None:
        search(doctor, DRAFTS)
        assert len(shown(get(doctor, f"{DRAFTS}{KEEP}&page=999"))) == 3

    def test_a_patient_is_found_without_the_number_in_the_address(self, doctor: Client) -> None:
        page = search(doctor, DRAFTS, person_id="19121212-1212")
        assert len(shown(page)) == 10 and "av 11 träffar" in page
        assert not re.search(r'(?:href|action)="[^"]*1212', page)

    def test_the_filter_is_kept_while_paging_and_gone_after_another_tab(self, doctor: Client) -> None:
        search(doctor, DRAFTS, person_id="19121212-1212")
        assert "av 11 träffar" in get(doctor, f"{DRAFTS}{KEEP}&page=2")
        assert "av 14 träffar" in get(doctor, DRAFTS)
        assert "av 14 träffar" in get(doctor, DRAFTS + KEEP)

    def test_resetting_restores_the_default(self, doctor: Client) -> None:
        search(doctor, DRAFTS, person_id="19121212-1212")
        assert "av 14 träffar" in search(doctor, DRAFTS, reset="1", person_id="19121212-1212")

    def test_a_changed_filter_is_marked_and_saved_by_always(self, doctor: Client) -> None:
        assert get(doctor, DRAFTS).count("wc-field--changed") == 1
        assert search(doctor, DRAFTS, status="COMPLETE").count("wc-field--changed") == 3

    @pytest.mark.parametrize(
        ("filters", "text"),
        [
            ({"start": "2026-05-02", "end": "2026-05-01"}, "Slutdatum får inte vara före startdatum"),
            ({"start": "2026-13-45"}, "Ange datum som"),
            ({"end": "2999-01-01"}, "framtiden"),
        ],
    )
    def test_a_wrong_period_is_said_and_not_searched(self, doctor: Client, filters: dict[str, str], text: str) -> None:
        answer = doctor.post(DRAFTS, filters)
        page = answer.content.decode()
        assert answer.status_code == 422 and text in page and shown(page) == []
        assert "<title>Fel: " in page

    def test_a_wrong_number_is_said_at_its_field(self, doctor: Client) -> None:
        answer = doctor.post(DRAFTS, {"person_id": "191212121213"})
        assert answer.status_code == 422
        assert 'aria-describedby="person_id-error"' in answer.content.decode()

    def test_no_hits_are_said_in_the_table(self, doctor: Client) -> None:
        assert "Inga resultat att visa." in search(doctor, DRAFTS, forwarded="FORWARDED")

    def test_filters_on_status_and_forwarding(self, doctor: Client) -> None:
        ready, forwarded = Certificate.objects.order_by("-saved_at")[:2]
        Certificate.objects.filter(pk=ready.pk).update(is_complete=True)
        Certificate.objects.filter(pk=forwarded.pk).update(is_forwarded=True)
        assert shown(search(doctor, DRAFTS, status="COMPLETE")) == [ready.pk]
        assert shown(search(doctor, DRAFTS, forwarded="FORWARDED")) == [forwarded.pk]


def test_a_unit_without_drafts_says_so(doctor: Client) -> None:
    page = get(doctor, DRAFTS)
    assert "Det finns inga utkast på" in page and "<table" not in page


def test_who_has_saved_nothing_here_sees_everybody_s_drafts(care_admin: Client) -> None:
    draft = make_draft(doctor_user())
    assert shown(get(care_admin, DRAFTS)) == [draft.pk]


def test_a_protected_patient_has_a_lock_for_a_doctor_and_no_row_for_a_care_administrator(
    doctor: Client, demo_people: None
) -> None:
    from tests.accounts.visits import log_in

    draft = make_draft(doctor_user(), person_id="194712180100")
    page = get(doctor, DRAFTS)
    assert shown(page) == [draft.pk] and "Skyddade personuppgifter" in page
    log_in(doctor, "SE2321000016-P005")
    assert shown(get(doctor, DRAFTS)) == []


class TestSigned:
    def test_only_one_s_own_signed_certificates_are_listed(self, doctor: Client) -> None:
        own = make_signed(doctor_user())
        make_signed(care_admin_user())
        make_draft(doctor_user())
        page = get(doctor, SIGNED)
        assert shown(page) == [own.pk] and "Ej skickat" in page

    def test_a_sent_one_says_so(self, doctor: Client) -> None:
        make_signed(doctor_user(), sent_at=clock.now())
        assert "Ej skickat" not in get(doctor, SIGNED)

    def test_a_day_before_the_limit_is_refused(self, doctor: Client) -> None:
        make_signed(doctor_user())
        answer = doctor.post(SIGNED, {"start": "2020-01-01"})
        assert answer.status_code == 422 and "Tidigaste datum är" in answer.content.decode()

    def test_an_empty_list_says_so(self, doctor: Client) -> None:
        assert "Du har inte signerat några intyg" in get(doctor, SIGNED)


def test_the_menu_of_a_care_administrator_begins_with_the_questions(care_admin: Client) -> None:
    page = get(care_admin, "/list/unhandledcertificates")
    menu = re.search(r'<nav class="wc-nav".*?</nav>', page, re.DOTALL).group(0)
    captions = [re.sub(r"<.*", "", caption).strip() for caption in re.findall(r"<li><a[^>]*>(.*?)</a>", menu)]
    assert captions == ["Ej hanterade ärenden", "Ej signerade utkast", "Sök / skriv intyg"]


@pytest.mark.parametrize("path", [DRAFTS, SIGNED, "/list/unhandledcertificates", "/search"])
def test_a_list_needs_a_login(client: Client, db: None, path: str) -> None:
    assert client.get(path)["Location"] == "/error?reason=auth-exception-resource"


@pytest.mark.parametrize("path", [DRAFTS, SIGNED, "/list/unhandledcertificates", "/search", "/unit"])
def test_every_page_keeps_the_frame_s_rules(doctor: Client, path: str) -> None:
    make_draft(doctor_user())
    make_signed(doctor_user())
    page = get(doctor, path)
    assert len(re.findall(r"<h1[ >]", page)) == 1
    assert re.search(r"<title>[^<]+ – Björkbackens vårdcentral – Webcert-emulator</title>", page)
    assert not re.search(r"<script(?![^>]*\bsrc=)|\sstyle=|<style|\son[a-z]+=|javascript:|hx-on", page)
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids)), sorted({i for i in ids if ids.count(i) > 1})
