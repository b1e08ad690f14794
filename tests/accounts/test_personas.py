"""Every person of the demo world logs in, or is refused, as its table says (spec/demo-world.md)."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts.models import HospRecord, StaffAccount
from accounts.personas import care_personas, practitioner_personas
from hsa.models import Commission, EmployeeRecord, Person
from hsa.roles import Role
from hsa.services import set_unavailable
from tests import sources
from tests.accounts.visits import log_in, ping, user_of

REGION = "SE2321000016-"
SEARCH, QUESTIONS = "/search", "/list/unhandledcertificates"

pytestmark = pytest.mark.usefixtures("demo_people")


@pytest.mark.parametrize(
    ("number", "role", "role_type", "landing", "unit"),
    [
        ("P001", Role.LAKARE, "Läkare", SEARCH, "VE01"),
        ("P002", Role.LAKARE, "Läkare - AT", SEARCH, "VE01"),
        ("P003", Role.LAKARE, "Läkare - inom EU", SEARCH, ""),
        ("P004", Role.TANDLAKARE, "Tandläkare", SEARCH, "VE02"),
        ("P005", Role.VARDADMINISTRATOR, "VARDADMINISTRATOR", QUESTIONS, "VE01"),
        ("P006", Role.SJUKSKOTERSKA, "Sjuksköterska", SEARCH, "VE01"),
        ("P007", Role.BARNMORSKA, "Barnmorska", SEARCH, "VE01"),
        ("P012", Role.VARDADMINISTRATOR, "VARDADMINISTRATOR", QUESTIONS, "VE01"),
        ("P013", Role.LAKARE, "Läkare", SEARCH, ""),
        ("P014", Role.LAKARE, "Läkare - BT", SEARCH, "VE01"),
        ("P015", Role.LAKARE, "Läkare - utom EU", SEARCH, "VE01"),
        ("P016", Role.LAKARE, "Läkare - Vikariat", SEARCH, "VE01"),
        ("P017", Role.LAKARE, "Läkare - Student", SEARCH, "VE01"),
        ("P018", Role.LAKARE, "Läkare", SEARCH, "VE01"),
        ("P020", Role.VARDADMINISTRATOR, "VARDADMINISTRATOR", QUESTIONS, "VE01"),
        ("P021", Role.LAKARE, "Läkare - AT", SEARCH, "VE01"),
        ("P022", Role.VARDADMINISTRATOR, "VARDADMINISTRATOR", QUESTIONS, "VE01"),
    ],
)
def test_a_person_of_the_region_lands_in_its_role(
    client: Client, number: str, role: Role, role_type: str, landing: str, unit: str
) -> None:
    answer = log_in(client, REGION + number)
    assert (answer.status_code, answer["Location"]) == (303, landing)
    user = user_of(client)
    assert user is not None
    assert (user.role, user.role_type) == (role, role_type)
    assert user.selected_unit_id == (REGION + unit if unit else "")


def test_a_doctor_of_two_private_units_has_no_unit_yet(client: Client) -> None:
    log_in(client, "SE5565000001-P009")
    user = user_of(client)
    assert user is not None and user.unit is None
    assert [unit.hsa_id[-4:] for unit in user.providers[0].care_units] == ["VE22", "VE21"]


def test_a_doctor_without_subscription_gets_in_without_agreement(client: Client) -> None:
    assert log_in(client, "SE5566000002-P010")["Location"] == SEARCH
    user = user_of(client)
    assert user is not None
    assert user.missing_subscription == ("SE5566000002-VG03",)
    assert not user.has_agreement


def test_the_subscription_is_not_asked_for_an_integrated_user(client: Client) -> None:
    log_in(client, "SE5566000002-P010", origin="DJUPINTEGRATION")
    user = user_of(client)
    assert user is not None
    assert user.missing_subscription == () and user.has_agreement


@pytest.mark.parametrize(
    ("setting", "login_id", "reason"),
    [
        ("HSA_URL", REGION + "P001", "login.hsaerror"),
        ("PU_URL", "197705232382", "login.failed"),
    ],
)
def test_a_real_catalogue_or_register_that_does_not_answer_lets_nobody_in(
    client: Client, settings: Any, setting: str, login_id: str, reason: str
) -> None:
    setattr(settings, setting, "http://127.0.0.1:9")
    assert log_in(client, login_id)["Location"] == f"/error?reason={reason}"
    assert user_of(client) is None


def test_the_persons_are_the_same_with_a_real_catalogue(settings: Any) -> None:
    listed = care_personas()
    settings.HSA_URL, settings.HSA_CACHE_S = sources.HSA, 0
    assert care_personas() == listed


@pytest.mark.parametrize(
    ("login_id", "reason"),
    [
        (REGION + "P008", "login.medarbetaruppdrag"),
        (REGION + "P019", "login.medarbetaruppdrag"),
        (REGION + "P999", "login.failed"),
        ("", "login.failed"),
        ("198309058710", "auth-exception-subscription"),
        ("196403219055", "login.failed"),
    ],
)
def test_who_may_not_log_in_is_told_the_reason_and_gets_no_session(client: Client, login_id: str, reason: str) -> None:
    answer = log_in(client, login_id)
    assert (answer.status_code, answer["Location"]) == (303, f"/error?reason={reason}")
    assert user_of(client) is None
    assert ping(client) == {"hasSession": False, "authenticated": False, "secondsUntilExpire": 0}


@pytest.mark.parametrize(
    ("person_id", "role", "landing"),
    [
        ("197705232382", Role.PRIVATLAKARE, SEARCH),
        ("19770523-2382", Role.PRIVATLAKARE, SEARCH),
        ("196203052391", Role.PRIVATLAKARE_OBEHORIG, "/register"),
        ("199911042381", Role.PRIVATLAKARE_OBEHORIG, "/unauthorized"),
        ("196802245123", Role.PRIVATLAKARE_OBEHORIG, "/unauthorized"),
    ],
)
def test_a_private_practitioner_lands_where_account_and_licence_say(
    client: Client, person_id: str, role: Role, landing: str
) -> None:
    answer = log_in(client, person_id)
    assert (answer.status_code, answer["Location"]) == (303, landing)
    user = user_of(client)
    assert user is not None and user.role is role
    assert client.get(landing).status_code == 200


@pytest.mark.parametrize(
    ("login_id", "landing", "group"),
    [
        ("A001", "/admin/", "system_administrator"),
        ("A002", "/admin/", "regional_administrator"),
        ("A003", "/", "integrator"),
        ("P011", "/admin/", "log_administrator"),
    ],
)
def test_an_administrator_comes_to_the_administration_and_not_into_webcert(
    client: Client, login_id: str, landing: str, group: str
) -> None:
    answer = log_in(client, REGION + login_id)
    assert (answer.status_code, answer["Location"]) == (303, landing)
    page = client.get(landing)
    assert page.status_code == 200
    assert [g.name for g in page.wsgi_request.user.groups.all()] == [group]
    assert user_of(client) is None
    assert client.get("/search")["Location"] == "/error?reason=auth-exception-resource"


def test_a_unit_may_be_chosen_at_login(client: Client) -> None:
    log_in(client, REGION + "P013", unit="SE5565000001-VE21")
    user = user_of(client)
    assert user is not None and user.selected_unit_id == "SE5565000001-VE21"


def test_a_sub_unit_may_be_chosen_at_login(client: Client) -> None:
    log_in(client, REGION + "P001", unit=REGION + "ME01")
    user = user_of(client)
    assert user is not None and user.unit is not None and user.unit.care_unit_id == REGION + "VE01"


@pytest.mark.parametrize("unit", ["SE5565000001-VE22", "SE2321000016-VE09", "nonsense"])
def test_a_unit_that_the_person_lacks_refuses_the_login(client: Client, unit: str) -> None:
    answer = log_in(client, REGION + "P013", unit=unit)
    assert answer["Location"] == "/error?reason=login.medarbetaruppdrag"
    assert user_of(client) is None


def test_the_hsa_id_may_be_written_in_small_letters(client: Client) -> None:
    assert log_in(client, "se2321000016-p001")["Location"] == SEARCH


def test_an_integrated_login_with_several_units_starts_on_the_first(client: Client) -> None:
    log_in(client, REGION + "P013", origin="DJUPINTEGRATION")
    user = user_of(client)
    assert user is not None and user.unit is not None
    assert user.unit == user.providers[0].care_units[0]


def test_a_new_login_ends_the_old_session(client: Client) -> None:
    log_in(client, REGION + "P001")
    first_key = client.cookies["sessionid"].value
    log_in(client, REGION + "P005")
    assert client.cookies["sessionid"].value != first_key
    old = Client()
    old.cookies["sessionid"] = first_key
    assert ping(old)["authenticated"] is False


def test_the_login_page_lists_every_person_with_the_role_of_the_real_rules(client: Client) -> None:
    page = client.get("/welcome").content.decode()
    for persona in [*care_personas(), *practitioner_personas()]:
        assert persona.name in page and persona.shown_id in page
    roles = {persona.login_id: persona.role for persona in care_personas()}
    assert roles[REGION + "P003"] == "Läkare"
    assert roles[REGION + "P007"] == "Barnmorska"
    assert roles[REGION + "P008"] == "Nekas"
    assert REGION + "P011" not in roles


def test_the_login_page_says_why_a_person_gets_a_role() -> None:
    vikarie = next(p for p in care_personas() if p.login_id == REGION + "P003")
    told = {attribute.label: attribute.value for attribute in vikarie.attributes}
    assert told["Befattning"].startswith("203090")
    assert told["Förskrivarkod"] == "9300005"
    assert "Vård och behandling" in told["Medarbetaruppdrag"]
    assert told["Roll"].startswith("Läkare, eftersom befattning och förskrivarkod")


def test_the_login_page_tells_what_a_persona_may_expect() -> None:
    told = {persona.login_id: persona.summary for persona in [*care_personas(), *practitioner_personas()]}
    assert told["SE5566000002-P010"].endswith("Abonnemang saknas, kan bara läsa")
    assert told[REGION + "P018"].endswith("Godkänner först villkor för skyddade personuppgifter")
    assert told["198309058710"] == "Inget konto"


def test_the_login_page_tells_which_practitioner_lacks_a_subscription() -> None:
    told = {p.login_id: {a.label: a.value for a in p.attributes}["Abonnemang"] for p in practitioner_personas()}
    assert told["198309058710"] == "Saknas"
    assert told["197705232382"] == "Finns"


def test_a_person_whom_hsa_does_not_give_out_hides_nobody_else() -> None:
    listed = [persona.login_id for persona in care_personas()]
    Person.objects.create(hsa_id=REGION + "P500")
    assert [persona.login_id for persona in care_personas()] == listed


def test_the_login_page_opens_while_the_directory_does_not_answer(client: Client) -> None:
    set_unavailable(True)
    page = client.get("/welcome")
    assert page.status_code == 200
    assert "Inga personer att visa" in page.content.decode()


@pytest.mark.parametrize("crowd", [0, 30])
def test_the_login_page_asks_few_questions_however_many_persons_there_are(
    client: Client, django_assert_max_num_queries: Any, crowd: int
) -> None:
    for n in range(crowd):
        person = Person.objects.create(hsa_id=f"{REGION}Z{n:03}")
        EmployeeRecord.objects.create(person=person, given_name="Kim", middle_and_surname=f"Ek{n}")
        Commission.objects.create(person=person, care_unit_id=REGION + "VE01")
        HospRecord.objects.create(person_id=f"19500101{n:04}")
    with django_assert_max_num_queries(17):
        page = client.get("/welcome").content.decode()
    assert page.count('name="hsa_id"') >= StaffAccount.objects.count() + 2 * crowd
    assert crowd == 0 or "Kim Ek29" in page


def test_looking_at_the_login_page_changes_no_account(client: Client) -> None:
    from accounts.models import PrivatePractitioner

    client.get("/welcome")
    assert not PrivatePractitioner.objects.filter(started_at__isnull=False).exists()


def test_the_test_login_needs_no_csrf_token() -> None:
    strict = Client(enforce_csrf_checks=True)
    assert log_in(strict)["Location"] == SEARCH
