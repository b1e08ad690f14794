"""Launch links and jump-out links (spec/integration.md 3.7)."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.serialisation import user_from_json
from certificates.models import Certificate
from hsa.roles import Role
from tests.factories import (
    VE01,
    VE02,
    VE21,
    make_draft,
    make_integrated_user,
    make_signed,
    make_user,
    tree,
)
from tests.pages.certificate.markup import Page
from tests.pages.certificate.sessions import log_in
from webcert import clock

UNKNOWN = "00000000-0000-4000-8000-000000000000"
LAUNCH = "/webcert/web/user/launch/certificate"


def unit_of(client: Client) -> str:
    return user_from_json(client.session["care_user"]).selected_unit_id


def back_of(client: Client, address: str, **headers: str) -> str:
    return Page(client.get(address, headers=headers)).tree.xpath("string(//a[@class='wc-band__back']/@href)")


def test_a_launch_link_selects_the_issuing_unit() -> None:
    certificate = make_signed(make_user(unit=VE21))
    client = log_in(make_user(unit=VE01))
    response = client.get(f"{LAUNCH}/{certificate.pk}")
    assert (response.status_code, response["Location"]) == (307, f"/certificate/{certificate.pk}")
    assert unit_of(client) == VE21


def test_a_launch_link_to_questions_opens_them() -> None:
    certificate = make_signed()
    response = log_in(make_user()).get(f"{LAUNCH}/{certificate.pk}/questions")
    assert (response.status_code, response["Location"]) == (307, f"/certificate/{certificate.pk}/questions")


@pytest.mark.parametrize(
    ("origin", "back"), [("rs", "https://rs.example.test/"), ("okand", "/list/certificate"), ("", "/list/certificate")]
)
def test_the_page_leads_back_to_the_application_that_a_launch_link_came_from(settings, origin: str, back: str) -> None:
    settings.LAUNCH_ORIGINS = {"rs": "https://rs.example.test/"}
    client = log_in(make_user())
    address = client.get(f"{LAUNCH}/{make_signed().pk}?origin={origin}")["Location"]
    assert back_of(client, address) == back


def test_back_leads_to_the_list_that_the_user_comes_from_all_the_same(settings) -> None:
    settings.LAUNCH_ORIGINS = {"rs": "https://rs.example.test/"}
    client = log_in(make_user())
    address = client.get(f"{LAUNCH}/{make_signed().pk}?origin=rs")["Location"]
    assert back_of(client, address, Referer="http://testserver/list/certificate?page=2") == "/list/certificate?page=2"


@pytest.mark.parametrize("segment", ["certificate", "basic-certificate"])
@pytest.mark.parametrize("kind", ["", "fk7804/"])
def test_a_jump_out_link_opens_the_certificate(segment: str, kind: str) -> None:
    certificate = make_signed()
    response = log_in(make_user()).get(f"/webcert/web/user/{segment}/{kind}{certificate.pk}/questions")
    assert (response.status_code, response["Location"]) == (303, f"/certificate/{certificate.pk}")


@pytest.mark.parametrize("address", ["/webcert/web/user/certificate/%s/questions", f"{LAUNCH}/%s/questions"])
def test_a_link_to_questions_shows_the_panel_of_questions(address: str) -> None:
    certificate, client = make_signed(sent_at=clock.now(), sent_to="FKASSA"), log_in(make_user())
    page = Page(client.get(client.get(address % certificate.pk)["Location"]))
    assert page.test_id("panel-tab-arenden").get("aria-current") == "true"


@pytest.mark.parametrize("type_id", ["%20"])
def test_a_blank_type_is_unknown(type_id: str) -> None:
    response = log_in(make_user()).get(f"/webcert/web/user/certificate/{type_id}/{make_signed().pk}/questions")
    assert response["Location"] == "/error?reason=unknown"


@pytest.mark.parametrize(
    "role", [Role.LAKARE, Role.TANDLAKARE, Role.VARDADMINISTRATOR, Role.SJUKSKOTERSKA, Role.BARNMORSKA]
)
@pytest.mark.parametrize("segment", ["certificate", "basic-certificate"])
def test_the_five_roles_have_jump_out_links(role: Role, segment: str) -> None:
    certificate = make_signed()
    response = log_in(make_user(role)).get(f"/webcert/web/user/{segment}/{certificate.pk}/questions")
    assert response["Location"] == f"/certificate/{certificate.pk}"


@pytest.mark.parametrize("role", [Role.PRIVATLAKARE, Role.PRIVATLAKARE_OBEHORIG])
def test_private_practitioners_have_no_launch_link(role: Role) -> None:
    response = log_in(make_user(role)).get(f"{LAUNCH}/{make_signed().pk}")
    assert response["Location"] == "/error?reason=auth-exception"


def test_a_jump_out_link_may_name_the_unit() -> None:
    client = log_in(make_user(unit=VE01))
    client.get(f"/webcert/web/user/certificate/{make_signed().pk}/questions?enhet={VE02}")
    assert unit_of(client) == VE02


def test_a_unit_that_is_not_the_users_is_refused() -> None:
    response = log_in(make_user()).get(f"/webcert/web/user/certificate/{make_signed().pk}/questions?enhet=SE-X")
    assert response["Location"] == "/error?reason=auth-exception"


def test_a_certificate_of_a_unit_that_is_not_the_users_is_refused() -> None:
    certificate = make_signed(make_user(unit=VE21))
    client = log_in(make_user(providers=tree()[:1]))
    assert client.get(f"{LAUNCH}/{certificate.pk}")["Location"] == "/error?reason=auth-exception"


@pytest.mark.parametrize("address", [f"{LAUNCH}/%s", "/webcert/web/user/certificate/%s/questions"])
def test_an_integrated_session_has_no_such_links(address: str) -> None:
    response = log_in(make_integrated_user()).get(address % make_signed().pk)
    assert response["Location"] == "/error?reason=auth-exception"


def test_private_practitioners_have_their_own_segment() -> None:
    certificate = make_signed()
    client = log_in(make_user(Role.PRIVATLAKARE))
    refused = client.get(f"/webcert/web/user/certificate/{certificate.pk}/questions")
    opened = client.get(f"/webcert/web/user/pp-certificate/{certificate.pk}/questions")
    assert refused["Location"] == "/error?reason=auth-exception"
    assert opened["Location"] == f"/certificate/{certificate.pk}"


@pytest.mark.parametrize("certificate_id", [UNKNOWN, "inget-id"])
def test_an_unknown_certificate_is_no_content(certificate_id: str) -> None:
    assert log_in(make_user()).get(f"{LAUNCH}/{certificate_id}")["Location"] == "/error?reason=integration.nocontent"


def test_a_deleted_draft_is_no_content() -> None:
    draft = make_draft(state=Certificate.State.DELETED)
    assert log_in(make_user()).get(f"{LAUNCH}/{draft.pk}")["Location"] == "/error?reason=integration.nocontent"


def test_another_segment_is_no_page() -> None:
    response = log_in(make_user()).get(f"/webcert/web/user/other/{make_signed().pk}/questions")
    assert response.status_code == 404
