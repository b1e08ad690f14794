"""Deep links from a journal system (spec/integration.md 3.1, 3.3, 3.4)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import pytest
from django.http import HttpResponse
from django.test import Client

from accounts.serialisation import user_from_json
from accounts.user import CareUser, Origin
from certificates.models import Certificate
from hsa.roles import Role
from tests.factories import (
    ME01,
    OTHER_PATIENT,
    PROTECTED,
    REGISTER_ERROR,
    VE01,
    VE02,
    VE21,
    make_draft,
    make_integrated_user,
    make_patient,
    make_signed,
    make_user,
    tree,
)
from tests.pages.certificate.sessions import log_in

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def newcomer(role: Role = Role.LAKARE, **changes: Any) -> CareUser:
    """Logged in from a journal system, no launch and no unit yet."""
    return replace(make_integrated_user(role, **changes), launch=None, selected_unit_id="")


def on_one_unit(user: CareUser) -> CareUser:
    region = tree()[0]
    return replace(user, providers=(replace(region, care_units=region.care_units[:1]),))


def open_link(
    user: CareUser, certificate: Certificate | str, *, method: str = "post", **parameters: str
) -> HttpResponse:
    client = log_in(user)
    certificate_id = getattr(certificate, "pk", certificate)
    response = getattr(client, method)(f"/visa/intyg/{certificate_id}", parameters)
    response.user = stored_user(client)
    return response


def stored_user(client: Client) -> CareUser | None:
    stored = client.session.get("care_user")
    return user_from_json(stored) if stored else None


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_link_with_unit_opens_the_certificate(method: str) -> None:
    draft = make_draft()
    response = open_link(newcomer(), draft, method=method, enhet=VE01)
    assert (response.status_code, response["Location"]) == (303, f"/certificate/{draft.pk}")
    assert response.user.selected_unit_id == VE01


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_second_version_of_the_address_does_the_same(method: str) -> None:
    draft = make_draft()
    response = getattr(log_in(newcomer()), method)(f"/v2/visa/intyg/{draft.pk}", {"enhet": VE01})
    assert response["Location"] == f"/certificate/{draft.pk}"


def test_the_unit_is_found_whatever_its_letters() -> None:
    assert open_link(newcomer(), make_draft(), enhet=VE01.lower()).user.selected_unit_id == VE01


def test_a_sub_unit_can_be_named() -> None:
    assert open_link(newcomer(), make_draft(), enhet=ME01).user.selected_unit_id == ME01


def test_a_unit_that_is_not_the_users_is_refused() -> None:
    response = open_link(newcomer(), make_draft(), enhet="SE2321000016-VE99")
    assert (response.status_code, response["Location"]) == (303, "/error?reason=login.medarbetaruppdrag")


def test_without_unit_the_only_one_is_taken() -> None:
    draft = make_draft()
    response = open_link(on_one_unit(newcomer()), draft)
    assert response["Location"] == f"/certificate/{draft.pk}"
    assert response.user.selected_unit_id == VE01


def test_without_unit_and_with_several_the_user_chooses() -> None:
    draft = make_draft()
    response = open_link(newcomer(), draft)
    assert (response.status_code, response["Location"]) == (303, f"/certificate/{draft.pk}/launch-unit-selection")


def test_the_choice_lists_every_unit_as_a_link() -> None:
    draft, client = make_draft(), log_in(newcomer())
    client.post(f"/visa/intyg/{draft.pk}")
    page = client.get(f"/certificate/{draft.pk}/launch-unit-selection").content.decode()
    for unit in (VE01, ME01, VE02, VE21):
        assert f"/visa/intyg/{draft.pk}/resume?enhet={unit}" in page


def test_choosing_opens_the_certificate() -> None:
    draft, client = make_draft(), log_in(newcomer())
    client.post(f"/visa/intyg/{draft.pk}")
    response = client.get(f"/visa/intyg/{draft.pk}/resume", {"enhet": VE01})
    assert response["Location"] == f"/certificate/{draft.pk}"


def test_resuming_needs_a_unit() -> None:
    draft, client = make_draft(), log_in(newcomer())
    client.post(f"/visa/intyg/{draft.pk}")
    assert client.get(f"/visa/intyg/{draft.pk}/resume", {"enhet": " "})["Location"] == "/error?reason=unknown"


def test_the_choice_is_no_page_of_its_own() -> None:
    draft = make_draft()
    response = log_in(make_integrated_user()).get(f"/certificate/{draft.pk}/launch-unit-selection")
    assert response["Location"] == "/error?reason=auth-exception-resource"


def test_a_user_who_chooses_may_launch_anew() -> None:
    draft, client = make_draft(), log_in(newcomer())
    client.post(f"/visa/intyg/{draft.pk}")
    assert client.post(f"/visa/intyg/{draft.pk}", {"enhet": VE01})["Location"] == f"/certificate/{draft.pk}"


def test_a_launch_with_its_unit_ends_the_choice() -> None:
    draft, client = make_draft(), log_in(newcomer())
    client.post(f"/visa/intyg/{draft.pk}")
    client.post(f"/visa/intyg/{draft.pk}", {"enhet": VE01})
    choice = client.get(f"/certificate/{draft.pk}/launch-unit-selection")
    assert choice["Location"] == "/error?reason=auth-exception-resource"
    third = client.post(f"/visa/intyg/{draft.pk}", {"enhet": VE01})
    assert third["Location"] == "/error?reason=auth-exception-user-already-active"


def test_a_choice_that_is_not_the_users_can_be_made_again() -> None:
    draft, client = make_draft(), log_in(newcomer())
    client.post(f"/visa/intyg/{draft.pk}")
    refused = client.get(f"/visa/intyg/{draft.pk}/resume?enhet=SE2321000016-VE99")
    assert refused["Location"] == "/error?reason=login.medarbetaruppdrag"
    assert client.get(f"/certificate/{draft.pk}/launch-unit-selection").status_code == 200


def test_a_second_launch_ends_the_session() -> None:
    draft, client = make_draft(), log_in(newcomer())
    client.post(f"/visa/intyg/{draft.pk}", {"enhet": VE01})
    response = client.post(f"/visa/intyg/{draft.pk}", {"enhet": VE01})
    assert (response.status_code, response["Location"]) == (303, "/error?reason=auth-exception-user-already-active")
    assert stored_user(client) is None


@pytest.mark.parametrize("role", [Role.PRIVATLAKARE, Role.PRIVATLAKARE_OBEHORIG])
def test_private_practitioners_have_no_deep_links(role: Role) -> None:
    assert open_link(newcomer(role), make_draft(), enhet=VE01)["Location"] == "/error?reason=auth-exception"


@pytest.mark.parametrize(
    "role", [Role.LAKARE, Role.TANDLAKARE, Role.VARDADMINISTRATOR, Role.SJUKSKOTERSKA, Role.BARNMORSKA]
)
def test_the_five_roles_have_deep_links(role: Role) -> None:
    draft = make_draft()
    assert open_link(newcomer(role), draft, enhet=VE01)["Location"] == f"/certificate/{draft.pk}"


def test_a_stand_alone_session_has_no_deep_links() -> None:
    user = replace(make_user(), origin=Origin.NORMAL)
    assert open_link(user, make_draft(), enhet=VE01)["Location"] == "/error?reason=auth-exception"


@pytest.mark.parametrize("name", ["enhet", "ref", "launchId", "sjf", "alternatePatientSSn", "kopieringOK"])
def test_a_posted_link_may_carry_no_parameter_in_its_address(name: str) -> None:
    response = log_in(newcomer()).post(f"/visa/intyg/{make_draft().pk}?{name}=x", {"enhet": VE01})
    assert response["Location"] == "/error?reason=missing-parameter"


def test_other_parameters_in_the_address_are_no_matter() -> None:
    draft = make_draft()
    response = log_in(newcomer()).post(f"/visa/intyg/{draft.pk}?utm=x", {"enhet": VE01})
    assert response["Location"] == f"/certificate/{draft.pk}"


@pytest.mark.parametrize("certificate_id", ["", "%20"])
def test_a_blank_id_is_unknown(certificate_id: str) -> None:
    assert log_in(newcomer()).post(f"/visa/intyg/{certificate_id}")["Location"] == "/error?reason=unknown"


@pytest.mark.parametrize("parameters", [{"launchId": "inget-guid"}, {"sjf": "kanske"}])
def test_a_parameter_that_cannot_be_read_is_unknown(parameters: dict[str, str]) -> None:
    response = open_link(newcomer(), make_draft(), enhet=VE01, **parameters)
    assert response["Location"] == "/error?reason=unknown"
    assert response.user.launch is None


def test_launch_id_is_not_read_from_the_address() -> None:
    response = open_link(newcomer(), make_draft(), method="get", enhet=VE01, launchId="inget-guid")
    assert response.user.launch.launch_id == ""


@pytest.mark.parametrize(("word", "value"), [("true", True), ("ON", True), ("1", True), ("no", False), ("0", False)])
def test_words_for_yes_and_no_are_understood(word: str, value: bool) -> None:
    assert open_link(newcomer(), make_draft(), enhet=VE01, sjf=word).user.launch.sjf is value


def test_parameters_stand_in_the_session() -> None:
    launch = open_link(
        newcomer(), make_draft(), enhet=VE01, responsibleHospName="Ansvarig", kopieringOK="false", fornamn="Någon"
    ).user.launch
    assert (launch.responsible_hosp_name, launch.kopiering_ok, launch.fornamn) == ("Ansvarig", False, "Någon")


@pytest.mark.parametrize(("version", "charset"), [("", "ISO-8859-1"), ("/v2", "UTF-8")])
def test_the_form_is_read_as_declared_also_without_the_login(version: str, charset: str) -> None:
    draft, client = make_draft(), log_in(newcomer())
    form = urlencode({"enhet": VE01, "fornamn": "Åsa"}, encoding=charset)
    client.post(
        f"{version}/visa/intyg/{draft.pk}",
        form,
        content_type="application/x-www-form-urlencoded; charset=ISO-8859-1",
    )
    user = stored_user(client)
    assert user is not None and user.launch is not None and user.launch.fornamn == "Åsa"


def test_a_form_of_several_parts_is_read_too() -> None:
    draft, client = make_draft(), log_in(newcomer())
    assert client.post(f"/visa/intyg/{draft.pk}", {"enhet": VE01})["Location"] == f"/certificate/{draft.pk}"


@pytest.mark.parametrize("state", [Certificate.State.DELETED, None])
def test_a_deleted_or_unknown_draft_is_no_content(state: str | None) -> None:
    certificate = make_draft(state=state) if state else UNKNOWN
    assert open_link(newcomer(), certificate, enhet=VE01)["Location"] == "/error?reason=integration.nocontent"


def test_the_reference_is_kept_on_the_draft() -> None:
    draft = make_draft()
    open_link(newcomer(), draft, enhet=VE01, ref=" REF-1 ")
    draft.refresh_from_db()
    assert draft.reference == "REF-1"


def test_a_new_number_moves_the_draft_and_the_page_tells_the_former() -> None:
    draft, client = make_draft(), log_in(newcomer())
    client.post(f"/visa/intyg/{draft.pk}", {"enhet": VE01, "alternatePatientSSn": "19910317-2608"})
    draft.refresh_from_db()
    page = client.get(f"/certificate/{draft.pk}").content.decode()
    assert draft.person_id == OTHER_PATIENT
    assert "19910317-2608" in page
    assert "fd. 19121212-1212" in page


def test_a_reserve_number_leaves_the_draft_and_opens_it() -> None:
    draft = make_draft()
    response = open_link(newcomer(), draft, enhet=VE01, alternatePatientSSn="RESERV-1")
    draft.refresh_from_db()
    assert response["Location"] == f"/certificate/{draft.pk}"
    assert draft.person_id == "191212121212"


def test_a_protected_patient_is_refused_to_an_administrator() -> None:
    make_patient(PROTECTED)
    response = open_link(newcomer(Role.VARDADMINISTRATOR), make_draft(person_id=PROTECTED), enhet=VE01)
    assert response["Location"] == "/error?reason=auth-exception-sekretessmarkering"


def test_an_unknown_protection_is_a_problem_of_the_register() -> None:
    make_patient(REGISTER_ERROR)
    response = open_link(newcomer(), make_draft(person_id=REGISTER_ERROR), enhet=VE01)
    assert response["Location"] == "/error?reason=pu-problem"


def test_another_units_certificate_of_the_same_provider_is_opened() -> None:
    other = make_signed(make_user(unit=VE02))
    assert open_link(newcomer(), other, enhet=VE01)["Location"] == f"/certificate/{other.pk}"


@pytest.mark.parametrize(("sjf", "opens"), [("true", True), ("false", False)])
def test_another_providers_certificate_needs_coherent_journaling(sjf: str, opens: bool) -> None:
    other = make_signed(make_user(unit=VE21))
    response = open_link(newcomer(), other, enhet=VE01, sjf=sjf)
    assert response["Location"] == (f"/certificate/{other.pk}" if opens else "/error?reason=auth-exception")


def test_a_journal_posts_without_csrf_token() -> None:
    draft = make_draft()
    client = log_in(newcomer(), client=Client(enforce_csrf_checks=True))
    assert client.post(f"/visa/intyg/{draft.pk}", {"enhet": VE01}).status_code == 303


def test_the_session_ends_at_once_when_the_journal_says_so() -> None:
    client = log_in(make_integrated_user())
    response = client.get("/visa/anvandare/logout/now")
    assert (response.status_code, response.content) == (200, b"")
    assert stored_user(client) is None


LOGOUT_NOW = ["/visa/anvandare/logout/now", "/v2/visa/anvandare/logout/now"]


@pytest.mark.parametrize("address", LOGOUT_NOW)
def test_ending_a_session_that_is_gone_needs_a_login_as_other_addresses_do(address: str) -> None:
    response = Client().get(address)
    assert (response.status_code, response["Location"]) == (302, "/error?reason=auth-exception-resource")


@pytest.mark.parametrize("address", LOGOUT_NOW)
def test_the_journal_does_not_end_a_stand_alone_session(address: str) -> None:
    client = log_in(make_user())
    assert client.get(address)["Location"] == "/error?reason=auth-exception"
    assert stored_user(client) is not None


def test_after_the_session_has_ended_the_next_link_asks_for_a_login() -> None:
    draft, client = make_draft(), log_in(newcomer())
    client.post(f"/visa/intyg/{draft.pk}", {"enhet": VE01})
    client.get("/visa/anvandare/logout/now")
    response = client.post(f"/visa/intyg/{draft.pk}", {"enhet": VE01})
    assert (response.status_code, response["Location"]) == (302, "/saml2/authenticate/siths")
