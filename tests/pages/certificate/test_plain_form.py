"""The form without script: whole pages, everything works (spec/ui.md 10.5, 10.8; K16)."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from certificates.models import Certificate
from tests.factories import complete_answers, make_draft, make_user
from tests.pages.certificate.markup import Page
from tests.pages.certificate.sessions import log_in
from webcert import clock


@pytest.fixture
def doctor() -> Client:
    return log_in(make_user())


def fields_of(client: Client, draft: Certificate) -> dict[str, Any]:
    """What a browser would post of the page's form as it stands."""
    page = Page(client.get(f"/certificate/{draft.pk}"))
    fields: dict[str, Any] = {}
    for control in page.by_id("draft").xpath(".//input | .//textarea"):
        if control.get("type") in {"checkbox", "radio"} and control.get("checked") is None:
            continue
        if control.get("name"):
            value = control.text if control.tag == "textarea" else control.get("value")
            fields[control.get("name")] = (value or "").lstrip("\n")
    fields.pop("csrfmiddlewaretoken", None)
    return fields


def press(client: Client, draft: Certificate, button: str, **changes: str) -> HttpResponse:
    """Post the whole form by one of its buttons: ``save`` or ``sign``."""
    response = client.post(f"/certificate/{draft.pk}/{button}", fields_of(client, draft) | changes)
    draft.refresh_from_db()
    return response


def test_saving_leads_back_to_the_draft(doctor: Client) -> None:
    draft = make_draft()
    response = press(doctor, draft, "save", **{"e.25.text": "Fritt"})
    assert (response.status_code, response["Location"]) == (303, f"/certificate/{draft.pk}")
    assert draft.answers["25"] == "Fritt"


def test_a_form_saved_as_it_stands_changes_nothing(doctor: Client) -> None:
    answers = complete_answers() | {"27": None, "28": ["STUDIER"], "1": {"ANNAT": "2026-01-05"}, "1.3": "brev"}
    draft = make_draft(answers={key: value for key, value in answers.items() if value is not None})
    before = draft.answers
    press(doctor, draft, "save")
    assert (draft.answers, draft.version) == (before, 0)


def test_a_ticked_row_gets_its_date(doctor: Client) -> None:
    draft = make_draft()
    press(doctor, draft, "save", **{"e.1.TELEFONKONTAKT": "true"})
    assert draft.answers["1"] == {"TELEFONKONTAKT": str(clock.today())}


def test_a_quick_button_is_a_submit(doctor: Client) -> None:
    draft = make_draft(answers={"32": {"HALFTEN": {"from": "2026-01-19", "to": ""}}})
    press(doctor, draft, "save", **{"e.32.HALFTEN.quick": "v2"})
    assert draft.answers["32"] == {"HALFTEN": {"from": "2026-01-19", "to": "2026-02-01"}}


def test_the_quick_buttons_of_the_page_post_what_the_server_understands(doctor: Client) -> None:
    page = Page(doctor.get(f"/certificate/{make_draft().pk}"))
    buttons = page.by_id("q-32").xpath(".//button[@type='submit'][@data-quick-for]")
    assert len(buttons) == 16
    assert buttons[4].get("aria-label") == "50 procent: +1 v (1 vecka)"
    assert (buttons[4].get("name"), buttons[4].get("value")) == ("e.32.HALFTEN.quick", "v1")


def test_a_diagnosis_typed_by_code_gets_its_text(doctor: Client) -> None:
    draft = make_draft()
    press(doctor, draft, "save", **{"e.6.huvuddiagnos.code": "F43.0"})
    assert draft.answers["6"][0] == {"code": "F430", "text": "Akut stressreaktion"}


def test_what_could_not_be_read_comes_back_as_typed_with_its_error(doctor: Client) -> None:
    draft = make_draft()
    press(doctor, draft, "save", **{"e.1.ANNAT": "true", "e.1.ANNAT.date": "igår"})
    page = Page(doctor.get(f"/certificate/{draft.pk}"))
    assert page.by_id("c-1-ANNAT-date").get("value") == "igår"
    assert page.test_id("element-1-error") is not None


def test_removed_characters_are_told_of(doctor: Client) -> None:
    draft = make_draft()
    press(doctor, draft, "save", **{"e.25.text": "ont 😀"})
    page = doctor.get(f"/certificate/{draft.pk}").content.decode()
    assert "1 tecken som inte stöds har tagits bort: 😀" in page


def test_a_choice_that_need_not_be_made_can_be_cleared(doctor: Client) -> None:
    draft = make_draft(answers={"39": "PROGNOS_OKLAR"})
    press(doctor, draft, "save", clear="39")
    assert "39" not in draft.answers


def test_what_is_missing_can_be_shown_and_hidden(doctor: Client) -> None:
    draft = make_draft()
    assert press(doctor, draft, "save", show="1")["Location"].endswith("?visa=saknas")
    assert press(doctor, draft, "save", show="0", show_missing="1")["Location"] == f"/certificate/{draft.pk}"


def test_an_incomplete_draft_is_saved_but_not_signed(doctor: Client) -> None:
    draft = make_draft()
    response = press(doctor, draft, "sign", **{"e.25.text": "Fritt"})
    page = Page(doctor.get(response["Location"]))
    assert draft.is_draft
    assert draft.answers["25"] == "Fritt"
    assert "saknas innan intyget kan signeras" in page.text("summary-top")
    assert page.by_id("summary").get("autofocus") is not None


def test_enter_in_a_field_saves_and_does_not_sign(doctor: Client) -> None:
    """The first submit button of the form is what Enter presses."""
    page = Page(doctor.get(f"/certificate/{make_draft().pk}"))
    first = page.by_id("draft").xpath(".//button[@type='submit']")[0]
    assert first.get("formaction") is None
    assert page.by_id("draft").get("action").endswith("/save")


def test_a_stale_form_is_refused_and_gives_the_texts_back(doctor: Client) -> None:
    draft = make_draft(version=2, saved_by_name="Vera Sund")
    response = press(doctor, draft, "save", version="1", **{"e.25.text": "Mitt arbete"})
    page = Page(response)
    assert response.status_code == 409
    assert "Vera Sund" in page.source
    assert "Mitt arbete" in page.by_id("typed").text


def test_a_button_pressed_twice_is_no_conflict(doctor: Client) -> None:
    draft = make_draft()
    fields = fields_of(doctor, draft) | {"e.25.text": "Fritt", "e.1.ANNAT": "true"}
    answers = [doctor.post(f"/certificate/{draft.pk}/save", fields) for _ in range(2)]
    draft.refresh_from_db()
    assert [answer.status_code for answer in answers] == [303, 303]
    assert (draft.version, draft.answers["1"]) == (1, {"ANNAT": clock.today().isoformat()})


@pytest.mark.parametrize("button", ["save", "sign"])
def test_a_deleted_draft_cannot_be_saved(doctor: Client, button: str) -> None:
    draft = make_draft()
    fields = fields_of(doctor, draft)
    Certificate.objects.filter(pk=draft.pk).update(state=Certificate.State.DELETED)
    assert doctor.post(f"/certificate/{draft.pk}/{button}", fields).status_code == 404


def test_a_reload_after_starting_to_sign_goes_to_the_certificate(doctor: Client) -> None:
    draft = make_draft()
    assert doctor.get(f"/certificate/{draft.pk}/sign")["Location"] == f"/certificate/{draft.pk}"
