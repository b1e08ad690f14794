"""The draft's page as it is first shown (spec/ui.md 3.1-3.3, 3.5; mockups)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import pairwise

import pytest
from django.test import override_settings

from accounts.user import LaunchParameters
from certificates.events import EventKind
from certificates.models import Certificate
from hsa.roles import Role
from tests.certificates.lifecycle.conftest import heard  # noqa: F401 - a fixture
from tests.factories import (
    DECEASED,
    ME01,
    PATIENT,
    PROTECTED,
    TEST_PERSON,
    VE02,
    complete_answers,
    make_draft,
    make_integrated_user,
    make_patient,
    make_signed,
    make_user,
)
from tests.pages.certificate.markup import Page
from tests.pages.certificate.sessions import log_in
from webcert import clock


def page_of(certificate: Certificate, user=None, query: str = "") -> Page:
    return Page(log_in(user or make_user()).get(f"/certificate/{certificate.pk}{query}"))


def test_the_patient_and_the_type_stand_in_the_band() -> None:
    page = page_of(make_draft())
    assert page.text("patient-header") == "Tillbaka Tolvan Tolvansson 19121212-1212 Läkarintyg för sjukpenning FK 7804"


def test_the_title_names_page_and_unit_and_never_the_patient() -> None:
    title = page_of(make_draft()).tree.findtext(".//title")
    assert title == "Läkarintyg för sjukpenning – Enhet VE01 – Webcert-emulator"


def test_there_is_one_first_heading_and_no_level_is_skipped() -> None:
    page = page_of(make_draft(answers=complete_answers() | {"27": False}))
    levels = [int(tag.tag[1]) for tag in page.tree.xpath("//h1|//h2|//h3|//h4")]
    assert levels.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))


def test_no_id_stands_twice() -> None:
    ids = page_of(make_draft(answers=complete_answers() | {"27": False}), query="?visa=saknas").ids()
    assert len(ids) == len(set(ids))


def test_every_control_has_a_name_for_screen_readers() -> None:
    page = page_of(make_draft())
    labelled = set(page.tree.xpath("//label/@for"))
    controls = page.tree.xpath("//form[@id='draft']//*[self::input[not(@type='hidden')] or self::textarea]")
    assert controls
    assert all(control.get("aria-label") or control.get("id") in labelled for control in controls)


def test_what_describes_a_control_is_on_the_page() -> None:
    page = page_of(make_draft(), query="?visa=saknas")
    ids = set(page.ids())
    named = [name for names in page.tree.xpath("//@aria-describedby") for name in names.split()]
    assert named
    assert set(named) <= ids


def test_the_page_has_no_inline_script_style_or_handler() -> None:
    page = page_of(make_draft(answers=complete_answers()))
    assert not page.tree.xpath("//script[not(@src)] | //style | //*[@style]")
    assert not [name for e in page.tree.iter() if isinstance(e.tag, str) for name in e.attrib if name.startswith("on")]


def test_an_empty_draft_lacks_answers_but_shows_no_error() -> None:
    page = page_of(make_draft())
    assert page.text("status-1") == "Obligatoriska uppgifter saknas"
    assert page.test_id("summary-top") is None
    assert not page.tree.xpath("//*[contains(@class, 'nhsuk-error-message')][not(ancestor::template)]")


def test_a_complete_draft_can_be_signed() -> None:
    page = page_of(make_draft(answers=complete_answers(), is_complete=True))
    assert page.text("status-1") == "Klart att signera"
    assert "Klart att signera" in page.text("sign-bar")


def test_the_saved_time_stands_in_the_head() -> None:
    saved_at = clock.from_local(dt.datetime.combine(clock.today(), dt.time(14, 3)))
    page = page_of(make_draft(saved_at=saved_at))
    assert page.text("save-status").startswith("Utkastet är sparat kl. 14:03")


def test_a_draft_saved_on_another_day_says_which() -> None:
    page = page_of(make_draft(saved_at=clock.from_local(dt.datetime(2026, 1, 4, 9, 5))))
    assert page.text("save-status").startswith("Utkastet är sparat 2026-01-04 kl. 09:05")


@pytest.mark.parametrize(
    ("age", "text"),
    [(5, "Utkastet låses om 9 dagar"), (13, "Utkastet låses om 1 dag<"), (14, "Utkastet låses i natt")],
)
def test_the_days_until_the_draft_is_locked_are_counted_from_the_day_it_was_made(age: int, text: str) -> None:
    draft = make_draft(created_at=clock.now() + clock.days_back(age))
    assert text in page_of(draft).source


def test_questions_that_are_not_asked_keep_their_place_empty() -> None:
    page = page_of(make_draft())
    assert page.by_id("q-29").get("hidden") is not None
    assert not page.by_id("q-29").xpath(".//textarea")


def test_a_carrier_of_infection_is_not_asked_about_function() -> None:
    page = page_of(make_draft(answers=complete_answers()))
    assert not page.shown("kat-5")
    assert page.shown("kat-4")


def test_the_rail_names_the_sections_that_are_asked() -> None:
    page = page_of(make_draft(answers=complete_answers()))
    names = [" ".join(a.text_content().split()) for a in page.tree.xpath("//nav[@id='rail']//a")]
    assert names == [
        "Smittbärare, besvarat",
        "Diagnos, besvarat",
        "Bedömning, besvarat",
        "Övrigt, inte besvarat",
        "Adress, besvarat",
    ]


def test_the_draft_says_that_no_question_can_be_asked() -> None:
    page = page_of(make_draft())
    assert "intyget är inte skickat" in page.by_id("panel-arenden").text_content()


def test_the_panel_tells_about_the_type() -> None:
    panel = page_of(make_draft()).by_id("panel-om").text_content()
    assert "FK 7804, version 2.0" in panel
    assert "Försäkringskassan" in panel


def test_what_is_missing_is_listed_once_per_question() -> None:
    page = page_of(make_draft(), query="?visa=saknas")
    lines = [a.text for a in page.test_id("summary-top").xpath(".//a")]
    assert page.tree.findtext(".//title").startswith("Fel: ")
    assert lines == [
        "Grund för medicinskt underlag: Intyget är baserat på – välj minst ett alternativ",
        "Sysselsättning – välj minst ett alternativ",
        "Diagnos – ange minst en diagnos",
        "Funktionsnedsättning – ange ett svar",
        "Aktivitetsbegränsning – ange ett svar",
        "Bedömning: Perioder – välj minst ett alternativ",
        "Prognos – välj ett alternativ",
    ]


def test_each_line_of_the_summary_leads_to_a_control_that_is_marked_wrong() -> None:
    page = page_of(make_draft(), query="?visa=saknas")
    targets = [page.by_id(href[1:]) for href in page.test_id("summary-top").xpath(".//a/@href")]
    assert all(t is not None and t.get("aria-invalid") == "true" for t in targets)


def test_the_summary_stands_again_above_the_sign_bar() -> None:
    page = page_of(make_draft(), query="?visa=saknas")
    assert len(page.test_id("summary-bottom").xpath(".//a")) == len(page.test_id("summary-top").xpath(".//a"))


def test_a_doctor_can_sign_and_neither_forward_nor_mark_ready() -> None:
    page = page_of(make_draft())
    assert page.text("btn-sign-certificate") == "Signera intyget"
    assert page.test_id("btn-forward-certificate") is None
    assert page.test_id("btn-ready-for-sign") is None


def test_a_complement_is_signed_and_sent() -> None:
    parent = make_signed()
    page = page_of(make_draft(relation="KOMPLT", parent=parent))
    assert page.text("btn-sign-certificate") == "Signera och skicka"


def test_an_administrator_forwards_in_stand_alone_use() -> None:
    page = page_of(make_draft(), make_user(Role.VARDADMINISTRATOR))
    assert page.test_id("btn-sign-certificate") is None
    assert page.text("btn-forward-certificate") == "Vidarebefordra utkast"
    assert page.test_id("show-missing").get("aria-checked") == "false"


def test_a_nurse_marks_the_draft_ready_when_launched_from_a_journal() -> None:
    page = page_of(make_draft(), make_integrated_user(Role.SJUKSKOTERSKA))
    assert page.text("btn-ready-for-sign") == "Markera klart för signering"
    assert page.test_id("btn-forward-certificate") is None


def test_a_draft_that_is_ready_for_signing_says_so_instead() -> None:
    page = page_of(make_draft(ready_for_sign_at=clock.now()), make_integrated_user(Role.VARDADMINISTRATOR))
    assert "klart för signering" in page.text("ready-for-sign-done")
    assert page.test_id("btn-ready-for-sign") is None


def test_the_responsible_doctor_is_named_to_those_who_cannot_sign() -> None:
    launch = LaunchParameters(responsible_hosp_name="Ansvarig Läkarsson")
    page = page_of(make_draft(), make_integrated_user(Role.SJUKSKOTERSKA, launch=launch))
    assert "Ansvarig intygsutfärdare: Ansvarig Läkarsson" in " ".join(page.by_id("draft").text_content().split())


def test_the_doctor_is_not_told_who_is_responsible() -> None:
    page = page_of(make_draft(), make_integrated_user())
    assert "Ansvarig intygsutfärdare" not in page.source


def test_an_integrated_page_has_no_way_back_and_no_tabs() -> None:
    page = page_of(make_draft(), make_integrated_user())
    assert not page.tree.xpath("//a[contains(@class, 'wc-band__back')] | //nav[@id='huvudmeny']")
    assert "Logga ut" not in page.source


@override_settings(SIGNING_ONE_CLICK=True)
def test_signing_with_one_click_is_offered_when_it_is_switched_on() -> None:
    assert page_of(make_draft()).text("btn-sign-at-once") == "Signera direkt"


def test_signing_with_one_click_is_not_offered_otherwise() -> None:
    assert page_of(make_draft()).test_id("btn-sign-at-once") is None


def test_a_draft_of_another_care_unit_is_shown_but_cannot_be_changed() -> None:
    page = page_of(make_draft(make_user(unit=VE02)), make_integrated_user())
    assert page.text("notice-bar") == "Utfärdat på: Vårdgivare VG01 - Enhet VE02"
    assert page.tree.xpath("//form[@id='draft']/fieldset[@disabled]")
    assert page.test_id("sign-bar") is None
    assert page.test_id("btn-remove-certificate") is None


def test_a_draft_of_a_sub_unit_is_one_of_the_care_units_own() -> None:
    page = page_of(make_draft(make_user(unit=ME01)))
    assert page.test_id("notice-bar") is None
    assert page.test_id("sign-bar") is not None


def test_without_subscription_the_draft_is_read_only_and_says_why() -> None:
    page = page_of(make_draft(), make_user(missing_subscription=("SE2321000016-VG01",)))
    assert page.tree.xpath("//form[@id='draft']/fieldset[@disabled]")
    assert "Utkastet kan inte ändras. Vårdgivaren saknar abonnemang för Webcert." in " ".join(
        page.by_id("draft").text_content().split()
    )


def test_a_locked_draft_is_shown_disabled() -> None:
    page = page_of(make_draft(state=Certificate.State.LOCKED))
    assert page.text("status-1") == "Utkastet är låst"
    assert page.tree.xpath("//form[@id='draft']/fieldset[@disabled]")
    assert page.test_id("save-status") is None
    assert page.test_id("sign-bar") is None


def test_a_locked_draft_that_was_revoked_says_so() -> None:
    page = page_of(make_draft(state=Certificate.State.LOCKED, revoked_at=clock.now()))
    assert page.text("status-1") == "Utkastet är makulerat"


def test_a_deceased_patient_is_told_of() -> None:
    make_patient(DECEASED)
    assert page_of(make_draft(person_id=DECEASED)).text("patient-deceased") == "Patienten är avliden"


def test_a_test_person_is_told_of() -> None:
    make_patient(TEST_PERSON)
    assert page_of(make_draft(person_id=TEST_PERSON)).text("patient-test") == "Valideringsperson"


def test_a_protected_patients_print_begins_with_a_warning() -> None:
    make_patient(PROTECTED)
    draft = make_draft(person_id=PROTECTED)
    page = page_of(draft)
    assert page.text("patient-protected") == "Skyddade personuppgifter"
    assert page.test_id("btn-print-certificate").get("href") == f"/certificate/{draft.pk}/print"


@pytest.mark.parametrize("role", [Role.VARDADMINISTRATOR, Role.SJUKSKOTERSKA])
def test_only_those_who_sign_see_a_protected_patients_draft(role: Role) -> None:
    make_patient(PROTECTED)
    response = log_in(make_user(role)).get(f"/certificate/{make_draft(person_id=PROTECTED).pk}")
    assert response.status_code == 403
    assert "AUTHORIZATION_PROBLEM_SEKRETESSMARKERING" in response.content.decode()


def test_a_name_that_differs_from_the_journals_is_told_of() -> None:
    launch = LaunchParameters(fornamn="Någon", efternamn="Annan")
    assert page_of(make_draft(), make_integrated_user(launch=launch)).test_id("patient-other-name") is not None


def test_the_same_name_in_other_letters_is_no_difference() -> None:
    launch = LaunchParameters(fornamn="TOLVAN", efternamn="tolvansson")
    assert page_of(make_draft(), make_integrated_user(launch=launch)).test_id("patient-other-name") is None


def test_a_changed_number_shows_the_former_one() -> None:
    launch = LaunchParameters(before_alternate_ssn="198001319014", alternate_patient_ssn=PATIENT)
    page = page_of(make_draft(), make_integrated_user(launch=launch))
    assert "19121212-1212 fd. 19800131-9014" in page.text("patient-header")
    assert page.test_id("patient-number-changed") is not None


def test_a_reserve_number_is_explained() -> None:
    user = make_integrated_user(launch=LaunchParameters(alternate_patient_ssn="RESERV-1"))
    page = page_of(make_draft(), user)
    assert page.text("patient-reserve-number") == "Samordningsnummer kopplat till reservnummer"
    assert page.test_id("patient-number-changed") is None


def test_opening_is_told_to_the_log_once(heard) -> None:  # noqa: F811
    draft = make_draft()
    page_of(draft)
    assert [(event.kind, event.certificate.pk) for event in heard] == [(EventKind.OPENED, draft.pk)]


def test_an_unknown_draft_is_not_found() -> None:
    assert log_in(make_user()).get("/certificate/00000000-0000-4000-8000-000000000000").status_code == 404


def test_a_deleted_draft_is_not_found() -> None:
    draft = make_draft(state=Certificate.State.DELETED)
    assert log_in(make_user()).get(f"/certificate/{draft.pk}").status_code == 404


def test_without_a_login_there_is_no_page() -> None:
    from django.test import Client

    response = Client().get(f"/certificate/{make_draft().pk}")
    assert response["Location"] == "/error?reason=auth-exception-resource"


def test_the_unit_must_be_chosen_first() -> None:
    response = log_in(replace(make_user(), selected_unit_id="")).get(f"/certificate/{make_draft().pk}")
    assert "Välj vårdenhet" in response.content.decode()
