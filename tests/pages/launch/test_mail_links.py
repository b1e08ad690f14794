"""Links of older mails to a draft (spec/integration.md 3.1, 3.2, 3.7)."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.serialisation import user_from_json
from certificates.models import Certificate
from hsa.roles import Role
from tests.factories import VE01, VE21, make_draft, make_integrated_user, make_user, tree
from tests.pages.certificate.sessions import log_in

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def unit_of(client: Client) -> str:
    return user_from_json(client.session["care_user"]).selected_unit_id


@pytest.mark.parametrize("prefix", ["/maillink", "/web/maillink"])
def test_a_mail_link_opens_the_draft_on_its_unit(prefix: str) -> None:
    draft = make_draft(make_user(unit=VE21))
    client = log_in(make_user(unit=VE01))
    answer = client.get(f"{prefix}/intyg/fk7804/{draft.pk}")
    assert (answer.status_code, answer["Location"]) == (303, f"/certificate/{draft.pk}")
    assert unit_of(client) == VE21


@pytest.mark.parametrize("user", [make_integrated_user(), make_user(Role.PRIVATLAKARE)], ids=["journal", "private"])
def test_any_way_in_and_any_role_may_use_it(user) -> None:
    draft = make_draft()
    assert log_in(user).get(f"/maillink/intyg/fk7804/{draft.pk}")["Location"] == f"/certificate/{draft.pk}"


def test_the_type_in_the_address_is_not_looked_at() -> None:
    draft = make_draft()
    assert log_in(make_user()).get(f"/maillink/intyg/luse/{draft.pk}")["Location"] == f"/certificate/{draft.pk}"


def test_a_unit_that_is_not_the_users_is_named_in_the_refusal() -> None:
    draft = make_draft(make_user(unit=VE21))
    answer = log_in(make_user(providers=tree()[:1])).get(f"/maillink/intyg/fk7804/{draft.pk}")
    assert answer.status_code == 302
    assert answer["Location"] == f"/error?reason=enhet.auth.exception&enhetHsaId={VE21}"


@pytest.mark.parametrize("certificate_id", [UNKNOWN, "inget-id"])
def test_an_unknown_draft_is_not_found(certificate_id: str) -> None:
    assert log_in(make_user()).get(f"/maillink/intyg/fk7804/{certificate_id}").status_code == 404


def test_a_deleted_draft_is_not_found() -> None:
    draft = make_draft(state=Certificate.State.DELETED)
    assert log_in(make_user()).get(f"/maillink/intyg/fk7804/{draft.pk}").status_code == 404


def test_without_a_login_it_is_an_address_that_one_may_not_reach(client: Client) -> None:
    answer = client.get(f"/maillink/intyg/fk7804/{make_draft().pk}")
    assert (answer.status_code, answer["Location"]) == (302, "/error?reason=auth-exception-resource")


def test_under_web_it_asks_for_a_login_first(client: Client) -> None:
    answer = client.get(f"/web/maillink/intyg/fk7804/{make_draft().pk}")
    assert (answer.status_code, answer["Location"]) == (302, "/saml2/authenticate/sithsNormal")
