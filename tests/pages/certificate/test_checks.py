"""Questions that come by themselves (spec/ui.md 6.3; spec/db-certificates.md 3.2, 3.4, 4, 7)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.test import Client

from accounts.user import CareUser
from certificates.lifecycle.opening import reload_certificate
from certificates.models import Certificate
from certificates.pages import checks
from certificates.types import registry
from certificates.types.confirmation import ExtraCheck
from certificates.types.confirmations import (
    DEATH_IS_REGISTERED,
    DEATH_OF_THE_RIGHT_PERSON,
    FOR_A_CHILD_OF_TWELVE_TO_SIXTEEN,
    FOR_A_SERIOUSLY_ILL_CHILD,
    FOR_ADULTS,
    FOR_THE_YOUNG,
)
from pdllog.models import PdlRecord
from tests.certificates.lifecycle.kinds import answers_of, cause, death, employer
from tests.factories import (
    PATIENT,
    VE02,
    VE21,
    complete_answers,
    make_draft,
    make_integrated_user,
    make_signed,
    make_user,
)
from tests.pages.certificate.markup import Page
from tests.pages.certificate.sessions import htmx_get, log_in

WHO = "Tolvan Tolvansson - 19121212-1212"


@pytest.fixture(autouse=True)
def _types() -> Iterator[None]:
    a_death = death(extra_check=DEATH_OF_THE_RIGHT_PERSON, signing_check=DEATH_IS_REGISTERED)
    with registry.installed(a_death, cause(), employer()):
        yield


@pytest.fixture
def doctor() -> Client:
    return log_in(make_user())


def a_death(user: CareUser | None = None, **changes) -> Certificate:
    values = {"type_id": "db", "type_version": "1.0", "answers": answers_of(death(), q1="id-kort")}
    return make_signed(user, **(values | changes))


def death_draft(user: CareUser | None = None, **changes) -> Certificate:
    values = {
        "type_id": "db",
        "type_version": "1.0",
        "answers": answers_of(death(), q1="id-kort"),
        "is_complete": True,
    }
    return make_draft(user, **(values | changes))


def cause_draft(user: CareUser | None = None, **changes) -> Certificate:
    return make_draft(user, type_id="doi", type_version="1.0", **changes)


def chosen(client: Client) -> str:
    """The address of the chosen patient."""
    return client.post("/search", {"person_id": PATIENT})["Location"]


def page_of(client: Client, certificate: Certificate, rest: str = "") -> Page:
    return Page(client.get(f"/certificate/{certificate.pk}{rest}"))


# --- before a draft is made ---------------------------------------------------------------------------------------
def test_a_death_certificate_is_made_after_the_person_has_been_checked(doctor: Client) -> None:
    address = chosen(doctor)
    asked = doctor.post(address, {"type_id": "db"})
    dialog = Page(doctor.get(asked["Location"]))
    assert asked["Location"] == f"{address}/confirm/db"
    assert f"Dödsbeviset gäller {WHO}." in dialog.text("modal")
    assert not Certificate.objects.exists()
    doctor.post(address, {"type_id": "db", "confirmed": "1", "checked": "1"})
    assert Certificate.objects.get().type_id == "db"


def test_without_the_tick_nothing_is_made(doctor: Client) -> None:
    address = chosen(doctor)
    response = doctor.post(address, {"type_id": "db", "confirmed": "1"})
    assert response["Location"].endswith("/confirm/db")
    assert not Certificate.objects.exists()


def test_the_button_of_a_type_with_a_check_opens_the_question(doctor: Client) -> None:
    address = chosen(doctor)
    button = Page(doctor.get(address)).test_id("btn-create-db")
    inside = Page(htmx_get(doctor, button.get("hx-get")))
    assert inside.by_id("modal-title").tag == "h2"
    assert inside.by_id("checked").get("required") is not None


def test_a_cause_without_a_death_certificate_is_asked_about_without_a_box(doctor: Client) -> None:
    address = chosen(doctor)
    dialog = Page(doctor.get(f"{address}/confirm/doi"))
    assert dialog.by_id("checked") is None
    doctor.post(address, {"type_id": "doi", "confirmed": "1"})
    assert Certificate.objects.get().type_id == "doi"


def test_a_cause_after_a_death_certificate_is_made_at_once(doctor: Client) -> None:
    a_death()
    doctor.post(chosen(doctor), {"type_id": "doi"})
    assert Certificate.objects.filter(type_id="doi").count() == 1


# --- messages of the type list ------------------------------------------------------------------------------------
def test_an_earlier_one_on_another_unit_can_be_told_by_unit_and_is_a_reading(doctor: Client) -> None:
    a_death(make_user(unit=VE02))
    address = chosen(doctor)
    page = Page(doctor.get(address))
    before = PdlRecord.objects.count()
    dialog = Page(doctor.get(f"{address}/earlier/db"))
    assert "på en annan enhet" in page.text("message-db")
    assert page.test_id("btn-create-db") is None
    assert VE02 in dialog.text("modal")
    assert dialog.tree.xpath("string(//h1)") == "Signerat dödsbevis på en annan enhet"
    assert PdlRecord.objects.count() == before + 1


def test_an_earlier_one_on_the_own_unit_has_no_unit_to_tell(doctor: Client) -> None:
    a_death()
    address = chosen(doctor)
    assert "Visa vårdenhetens namn" not in Page(doctor.get(address)).text("message-db")
    assert doctor.get(f"{address}/earlier/db").status_code == 404


def test_a_draft_at_another_care_provider_warns_and_lets_go_on(doctor: Client) -> None:
    death_draft(make_user(unit=VE21))
    page = Page(doctor.get(chosen(doctor)))
    assert "Det senast skapade är det som gäller." in page.text("message-db")
    assert page.test_id("btn-create-db") is not None


# --- when a draft is opened ---------------------------------------------------------------------------------------
def test_a_journal_systems_user_is_asked_at_every_opening_and_can_delete() -> None:
    client, draft = log_in(make_integrated_user()), death_draft(version=3)
    for _ in range(2):
        page = page_of(client, draft)
        assert page.text("modal").startswith("Kontrollera namn och personnummer")
        assert page.by_id("other-way").get("action") == f"/certificate/{draft.pk}/delete"
        assert page.tree.xpath("//button[@form='other-way']/text()") == ["Radera"]
    back = client.post(f"/certificate/{draft.pk}/checked")
    assert Page(client.get(back["Location"])).test_id("modal").get("open") is None


def goes_on(page: Page) -> list[str]:
    """The captions of what the question's own form is sent with, also by Enter in it."""
    return page.tree.xpath("//dialog[@id='modal']/form[@data-confirm]//button[not(@form)]/text()")


def test_enter_in_a_question_goes_on_and_never_takes_the_other_way(doctor: Client) -> None:
    a_death()
    check = page_of(log_in(make_integrated_user()), death_draft())
    help_with_filling = page_of(doctor, cause_draft())
    signing = Page(sign(doctor, death_draft()))
    assert [goes_on(page) for page in (check, help_with_filling, signing)] == [["Gå vidare"], ["Kopiera"], ["Signera"]]


def test_a_stand_alone_user_is_not_asked_when_opening(doctor: Client) -> None:
    assert page_of(doctor, death_draft()).test_id("modal").get("open") is None


def test_an_untouched_cause_is_offered_the_answers_of_the_death_certificate(doctor: Client) -> None:
    a_death()
    draft = cause_draft()
    page = page_of(doctor, draft)
    assert page.by_id("modal-title").text == "Hjälp med ifyllnad?"
    assert page.by_id("other-way").get("action") == f"/certificate/{draft.pk}/checked"
    doctor.post(f"/certificate/{draft.pk}/fill", {"version": "0"})
    draft.refresh_from_db()
    assert draft.answers["1"] == "id-kort"
    assert page_of(doctor, draft).test_id("modal").get("open") is None


def test_a_death_certificate_on_another_unit_is_only_told_of(doctor: Client) -> None:
    a_death(make_user(unit=VE02))
    page = page_of(doctor, cause_draft())
    assert page.by_id("modal-title").text == "Information om dödsbevis"
    assert "Enhet VE02" in page.text("modal")
    assert "Kopiera" not in page.tree.xpath("//dialog//button/text()")


def test_filling_a_draft_that_was_saved_meanwhile_is_a_conflict(doctor: Client) -> None:
    a_death()
    draft = cause_draft(version=2)
    assert doctor.post(f"/certificate/{draft.pk}/fill", {"version": "0"}).status_code == 409


def test_a_draft_tells_what_it_was_made_from(doctor: Client) -> None:
    parent = make_signed(answers=complete_answers(), sent_at=dt.datetime.now(dt.UTC), sent_to="FKASSA")
    page = page_of(doctor, make_draft(parent=parent, relation="KOMPLT"))
    assert page.text("status-parent") == "Kompletterar ett annat intyg. Öppna intyget"
    assert "Försäkringskassan har begärt komplettering." in page.source


# --- before signing -----------------------------------------------------------------------------------------------
def sign(client: Client, draft: Certificate, **fields: str):
    return client.post(f"/certificate/{draft.pk}/sign", {"version": str(draft.version), **fields})


def test_signing_a_death_certificate_asks_first(doctor: Client) -> None:
    draft = death_draft()
    page = Page(sign(doctor, draft))
    assert f"dödsbevis ska utfärdas för {WHO}" in page.text("modal")
    assert page.tree.xpath("//dialog//input[@name='step']/@value") == ["checked"]


def test_the_tick_is_needed_to_sign(doctor: Client) -> None:
    response = sign(doctor, death_draft(), step="checked")
    assert response.status_code == 422
    assert "Kryssa i rutan" in Page(response).text("modal")


def test_after_the_tick_there_is_nothing_more_to_ask() -> None:
    opened = reload_certificate(make_user(), death_draft().pk)
    assert checks.at_signing(make_user(), opened, step=checks.CHECKED, is_ticked=True, method="") is None


def test_a_draft_elsewhere_is_told_of_before_the_check(doctor: Client) -> None:
    death_draft(make_user(unit=VE21))
    draft = death_draft()
    first = Page(sign(doctor, draft))
    second = Page(sign(doctor, draft, step="earlier"))
    assert first.by_id("modal-title").text == "Utkast på dödsbevis finns"
    assert "Fortsätt signering" in first.tree.xpath("//dialog//button/text()")
    assert second.by_id("modal-title").text == DEATH_IS_REGISTERED.title


def test_a_signed_one_elsewhere_can_only_be_closed(doctor: Client) -> None:
    draft = death_draft()
    a_death(make_user(unit=VE21))
    assert page_of(doctor, draft).test_id("btn-sign-certificate") is not None
    page = Page(sign(doctor, draft))
    assert page.by_id("modal-title").text == "Signerat dödsbevis finns"
    assert not page.tree.xpath("//dialog[@id='modal']//button[@type='submit']")
    assert sign(doctor, draft, step="checked", checked="1").status_code == 403


# --- the checks of the types --------------------------------------------------------------------------------------
TODAY = dt.date(2026, 1, 31)


@pytest.mark.parametrize(
    ("check", "person_id", "asks"),
    [
        (FOR_THE_YOUNG, "199512010000", False),
        (FOR_THE_YOUNG, "199511290000", True),
        (FOR_ADULTS, "200801310000", False),
        (FOR_ADULTS, "200802010000", True),
        (FOR_A_SERIOUSLY_ILL_CHILD, "200002010000", True),
        (FOR_A_CHILD_OF_TWELVE_TO_SIXTEEN, "201202010000", True),
    ],
)
def test_a_check_is_about_patients_of_an_age(check: ExtraCheck, person_id: str, asks: bool) -> None:
    assert check.concerns(person_id, today=TODAY) is asks
