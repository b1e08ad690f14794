"""Older forms of the journal's link: with the type, and for reading only (spec/integration.md 3.1)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.http import HttpResponse
from django.test import Client

from accounts.serialisation import user_from_json
from accounts.user import CareUser
from certificates import access
from certificates.access import Action
from certificates.models import Certificate
from hsa.roles import Role
from tests.factories import (
    OTHER_PATIENT,
    VE01,
    complete_answers,
    make_diagnoses,
    make_draft,
    make_integrated_user,
    make_signed,
    make_user,
)
from tests.pages.certificate.markup import Page
from tests.pages.certificate.sessions import log_in


def newcomer(role: Role = Role.LAKARE) -> CareUser:
    return replace(make_integrated_user(role), launch=None, selected_unit_id="")


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_form_with_the_type_opens_the_certificate_whatever_the_type(method: str) -> None:
    draft = make_draft()
    answer = getattr(log_in(newcomer()), method)(f"/visa/intyg/luse/{draft.pk}", {"enhet": VE01})
    assert (answer.status_code, answer["Location"]) == (303, f"/certificate/{draft.pk}")


def test_the_form_with_the_type_goes_on_after_the_unit_choice() -> None:
    draft, client = make_draft(), log_in(newcomer())
    choice = client.post(f"/visa/intyg/fk7804/{draft.pk}")["Location"]
    assert choice == f"/certificate/{draft.pk}/launch-unit-selection"
    assert f'href="/visa/intyg/{draft.pk}/resume?enhet={VE01}"' in client.get(choice).content.decode()


def test_a_launch_that_waited_for_the_login_goes_on_with_the_type_in_its_address() -> None:
    draft = make_draft()
    user = make_integrated_user()
    answer = log_in(user).get(f"/visa/intyg/fk7804/{draft.pk}/saved?enhet={VE01}")
    assert answer["Location"] == f"/certificate/{draft.pk}"


@pytest.fixture
def reading(settings) -> None:
    settings.LAUNCH_READ_ONLY = True


def read(certificate: Certificate, *, client: Client | None = None, **parameters: str) -> HttpResponse:
    client = client or log_in(newcomer())
    return client.get(f"/visa/intyg/{certificate.pk}/readonly", {"enhet": VE01} | parameters)


def test_reading_only_is_closed_as_delivered() -> None:
    assert read(make_draft()).status_code == 404


@pytest.mark.usefixtures("reading")
@pytest.mark.parametrize("role", [Role.LAKARE, Role.VARDADMINISTRATOR])
def test_doctors_and_administrators_may_open_it_for_reading(role: Role) -> None:
    draft = make_draft()
    answer = read(draft, client=log_in(newcomer(role)))
    assert (answer.status_code, answer["Location"]) == (303, f"/certificate/{draft.pk}")


@pytest.mark.usefixtures("reading")
@pytest.mark.parametrize("role", [Role.TANDLAKARE, Role.SJUKSKOTERSKA, Role.BARNMORSKA, Role.PRIVATLAKARE])
def test_other_roles_may_not(role: Role) -> None:
    assert read(make_draft(), client=log_in(newcomer(role)))["Location"] == "/error?reason=auth-exception"


@pytest.mark.usefixtures("reading")
def test_the_unit_must_be_named() -> None:
    assert read(make_draft(), enhet=" ")["Location"] == "/error?reason=missing-parameter"


@pytest.mark.usefixtures("reading")
def test_it_is_a_launch_like_any_other() -> None:
    draft, client = make_draft(), log_in(newcomer())
    read(draft, client=client)
    assert read(draft, client=client)["Location"] == "/error?reason=auth-exception-user-already-active"


@pytest.mark.usefixtures("reading")
def test_a_signed_certificate_that_is_read_has_no_button() -> None:
    make_diagnoses()
    signed, client = make_signed(answers=complete_answers()), log_in(newcomer())
    page = Page(client.get(read(signed, client=client)["Location"]))
    assert page.text("status-1") == "Intyget är signerat"
    assert page.tree.xpath("//*[starts-with(@data-testid, 'btn-')]") == []


@pytest.mark.usefixtures("reading")
def test_a_draft_that_is_read_has_no_button_and_nothing_to_fill_in() -> None:
    draft, client = make_draft(), log_in(newcomer())
    page = Page(client.get(read(draft, client=client)["Location"]))
    assert page.tree.xpath("//*[starts-with(@data-testid, 'btn-')]") == []
    assert page.tree.xpath("//*[starts-with(@name, 'e.')][not(@disabled)][not(ancestor::fieldset[@disabled])]") == []


@pytest.mark.usefixtures("reading")
def test_reading_changes_nothing_in_the_draft() -> None:
    draft = make_draft()
    read(draft, ref="REF-1", alternatePatientSSn=OTHER_PATIENT)
    draft.refresh_from_db()
    assert (draft.reference, draft.person_id, draft.version) == ("", "191212121212", 0)


@pytest.mark.usefixtures("reading")
def test_whoever_reads_only_is_refused_every_change() -> None:
    client = log_in(newcomer())
    read(make_draft(), client=client)
    user = user_from_json(client.session["care_user"])
    for certificate in (make_draft(), make_signed(make_user())):
        allowed = {action for action, decision in access.decisions(user, certificate).items() if decision.allowed}
        assert Action.READ in allowed
        assert allowed <= access.READING
