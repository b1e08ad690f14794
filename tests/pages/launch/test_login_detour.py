"""Links opened without a login: what was asked for survives the way over it (spec/integration.md 3.2)."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.test import Client

import accounts.demo
import hsa.demo
import patients.demo
from accounts.models import PrivatePractitioner
from accounts.serialisation import user_from_json
from accounts.user import Origin
from patients.models import Patient
from tests.factories import ADMIN_ID, DOCTOR_ID, VE01, VE02, make_draft, make_user

TWO_UNITS_ID = "SE2321000016-P003"


@pytest.fixture(autouse=True)
def _people(_patients: None) -> None:
    Patient.objects.all().delete()
    hsa.demo.load()
    patients.demo.load()
    accounts.demo.load()


def log_in_as(client: Client, hsa_id: str) -> str:
    """The address after the test login."""
    return client.post("/welcome", {"hsa_id": hsa_id})["Location"]


def user_of(client: Client):
    return user_from_json(client.session["care_user"])


def test_a_posted_link_goes_on_after_the_login(client: Client) -> None:
    draft = make_draft()
    first = client.post(f"/visa/intyg/{draft.pk}", {"enhet": VE01, "ref": "REF-1", "responsibleHospName": "Ansvarig"})
    after = log_in_as(client, ADMIN_ID)
    response = client.get(after)
    draft.refresh_from_db()
    assert first["Location"] == "/saml2/authenticate/siths"
    assert after == f"/visa/intyg/{draft.pk}/saved?enhet={VE01}"
    assert response["Location"] == f"/certificate/{draft.pk}"
    assert user_of(client).origin is Origin.DJUPINTEGRATION
    assert user_of(client).launch.responsible_hosp_name == "Ansvarig"
    assert draft.reference == "REF-1"


def test_the_page_then_is_the_journals(client: Client) -> None:
    draft = make_draft()
    client.post(f"/visa/intyg/{draft.pk}", {"enhet": VE01, "responsibleHospName": "Ansvarig"})
    client.get(log_in_as(client, ADMIN_ID))
    page = client.get(f"/certificate/{draft.pk}").content.decode()
    assert "Ansvarig" in page
    assert "Markera klart för signering" in page
    assert "Logga ut" not in page


def test_a_posted_link_with_the_type_goes_on_after_the_login(client: Client) -> None:
    draft = make_draft()
    client.post(f"/visa/intyg/luse/{draft.pk}", {"enhet": VE01, "ref": "REF-1"})
    after = log_in_as(client, DOCTOR_ID)
    assert after == f"/visa/intyg/luse/{draft.pk}/saved?enhet={VE01}"
    assert client.get(after)["Location"] == f"/certificate/{draft.pk}"
    draft.refresh_from_db()
    assert draft.reference == "REF-1"


def test_a_link_that_only_reads_is_asked_for_again_after_the_login(client: Client, settings) -> None:
    settings.LAUNCH_READ_ONLY = True
    draft = make_draft()
    first = client.get(f"/visa/intyg/{draft.pk}/readonly?enhet={VE01}")
    after = log_in_as(client, DOCTOR_ID)
    assert first["Location"] == "/saml2/authenticate/siths"
    assert after == f"/visa/intyg/{draft.pk}/readonly?enhet={VE01}"
    assert client.get(after)["Location"] == f"/certificate/{draft.pk}"


def test_a_link_by_get_is_asked_for_again_after_the_login(client: Client) -> None:
    draft = make_draft()
    client.get(f"/visa/intyg/{draft.pk}?enhet={VE01}")
    after = log_in_as(client, DOCTOR_ID)
    assert after == f"/visa/intyg/{draft.pk}?enhet={VE01}"
    assert client.get(after)["Location"] == f"/certificate/{draft.pk}"


def test_several_units_are_chosen_between_after_the_login(client: Client) -> None:
    draft = make_draft(make_user(unit=VE02))
    client.post(f"/visa/intyg/{draft.pk}", {})
    choice = client.get(log_in_as(client, TWO_UNITS_ID))["Location"]
    assert choice == f"/certificate/{draft.pk}/launch-unit-selection"
    page = client.get(choice).content.decode()
    assert f"resume?enhet={VE02}" in page
    assert client.get(f"/visa/intyg/{draft.pk}/resume?enhet={VE02}")["Location"] == f"/certificate/{draft.pk}"


def test_a_get_of_the_second_version_is_not_remembered(client: Client) -> None:
    response = client.get(f"/v2/visa/intyg/{make_draft().pk}")
    assert response["Location"] == "/error?reason=auth-exception-resource"


def test_parameters_in_the_address_of_a_post_are_refused_before_the_login(client: Client) -> None:
    response = client.post(f"/visa/intyg/{make_draft().pk}?enhet={VE01}")
    assert response["Location"] == "/error?reason=missing-parameter"


@pytest.mark.parametrize("tail", ["saved", "resume"])
def test_the_continuations_are_not_remembered(client: Client, tail: str) -> None:
    response = client.get(f"/visa/intyg/{make_draft().pk}/{tail}?enhet={VE01}")
    assert response["Location"] == "/error?reason=auth-exception-resource"


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/webcert/web/user/launch/certificate/%s/questions", 307),
        ("/webcert/web/user/certificate/%s/questions", 303),
        ("/webcert/web/user/certificate/fk7804/%s/questions", 303),
        (f"/webcert/web/user/basic-certificate/%s/questions?enhet={VE01}", 303),
        ("/web/maillink/intyg/fk7804/%s", 303),
    ],
)
def test_a_link_of_a_mail_goes_on_in_stand_alone_use(client: Client, address: str, status: int) -> None:
    draft = make_draft()
    client.get(address % draft.pk)
    response = client.get(log_in_as(client, DOCTOR_ID))
    assert response.status_code == status
    assert response["Location"].startswith(f"/certificate/{draft.pk}")
    assert user_of(client).origin is Origin.NORMAL


def test_a_private_practitioners_link_goes_on_after_the_e_legitimation(client: Client) -> None:
    account = PrivatePractitioner.objects.get(person_id=accounts.demo.AUTHORISED)
    draft = make_draft(unit_id=account.hsa_id)
    first = client.get(f"/webcert/web/user/pp-certificate/{draft.pk}/questions")
    response = client.get(log_in_as(client, accounts.demo.AUTHORISED))
    assert first["Location"] == "/saml2/authenticate/eleg"
    assert (response.status_code, response["Location"]) == (303, f"/certificate/{draft.pk}")


def test_the_wrong_login_for_a_link_is_told_after_it(client: Client) -> None:
    """A private practitioner follows the link of a mail to somebody else."""
    client.get(f"/webcert/web/user/certificate/{make_draft().pk}/questions")
    response = client.get(log_in_as(client, accounts.demo.AUTHORISED))
    assert response["Location"] == "/error?reason=auth-exception"


def test_a_posted_link_in_a_session_that_has_run_out_asks_for_a_login(client: Client) -> None:
    draft = make_draft()
    client.post(f"/visa/intyg/{draft.pk}", {"enhet": VE01})
    client.get(log_in_as(client, DOCTOR_ID))
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(minutes=31)):
        again = client.post(f"/visa/intyg/{draft.pk}", {"enhet": VE01})
        assert again["Location"] == "/saml2/authenticate/siths"
        assert client.get(log_in_as(client, DOCTOR_ID))["Location"] == f"/certificate/{draft.pk}"


def test_a_launch_link_goes_on_in_stand_alone_use(client: Client) -> None:
    draft = make_draft()
    first = client.get(f"/webcert/web/user/launch/certificate/{draft.pk}")
    after = log_in_as(client, DOCTOR_ID)
    response = client.get(after)
    assert first["Location"] == "/saml2/authenticate/sithsNormal"
    assert (response.status_code, response["Location"]) == (307, f"/certificate/{draft.pk}")
    assert user_of(client).origin is Origin.NORMAL
