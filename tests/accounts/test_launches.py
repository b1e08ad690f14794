"""What is remembered over a login, launch parameters and launchId (spec/integration.md 3.2, 3.3, 3.6)."""

from __future__ import annotations

import datetime as dt
import json

import pytest
import time_machine
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client, RequestFactory

from accounts import launch, session
from accounts.launch import InvalidLaunchParameter, parameters_after_login, parameters_from
from accounts.models import LaunchSession
from accounts.user import LaunchParameters, Origin
from tests.accounts.visits import DOCTOR, LAUNCH_ID, log_in, ping, user_of
from webcert.errors import SessionAlreadyActive

CERTIFICATE = "/visa/intyg/de300000-0000-4000-8000-000000000003"
UNIT = "SE2321000016-VE01"


@pytest.mark.usefixtures("demo_people")
class TestRemembered:
    @pytest.mark.parametrize("path", [CERTIFICATE, f"/v2{CERTIFICATE}"])
    def test_a_posted_launch_leads_to_the_login_and_goes_on_at_saved(self, client: Client, path: str) -> None:
        form = {"enhet": UNIT, "fornamn": "Nina", "sjf": "TRUE", "ref": " journal-1 ", "launchId": LAUNCH_ID}
        answer = client.post(path, form)
        assert answer["Location"] == "/saml2/authenticate/siths"
        assert client.get(answer["Location"])["Location"] == "/welcome"
        after_login = log_in(client)
        assert (after_login.status_code, after_login["Location"]) == (303, f"{path}/saved?enhet={UNIT}")
        user = user_of(client)
        assert user is not None and user.origin is Origin.DJUPINTEGRATION
        assert user.launch == LaunchParameters(
            enhet=UNIT, fornamn="Nina", sjf=True, ref="journal-1", launch_id=LAUNCH_ID
        )
        assert LaunchSession.objects.get(launch_id=LAUNCH_ID).session_key == client.cookies["sessionid"].value

    @pytest.mark.parametrize(
        ("path", "body", "charset"),
        [
            (CERTIFICATE, "fornamn=%C3%85sa", ""),
            (CERTIFICATE, "fornamn=%C3%85sa", "; charset=UTF8"),
            (CERTIFICATE, "fornamn=%C5sa", "; charset=ISO-8859-1"),
            (f"/v2{CERTIFICATE}", "fornamn=%C3%85sa", "; charset=ISO-8859-1"),
        ],
    )
    def test_the_form_is_read_as_declared_and_in_the_second_version_as_utf_8(
        self, client: Client, path: str, body: str, charset: str
    ) -> None:
        client.post(path, body, content_type=f"application/x-www-form-urlencoded{charset}")
        log_in(client)
        user = user_of(client)
        assert user is not None and user.launch is not None and user.launch.fornamn == "Åsa"

    def test_without_unit_nothing_is_added_to_the_address(self, client: Client) -> None:
        client.post(CERTIFICATE, {"fornamn": "Nina"})
        assert log_in(client)["Location"] == f"{CERTIFICATE}/saved"

    def test_nothing_of_the_patient_stands_in_the_address(self, client: Client) -> None:
        client.post(CERTIFICATE, {"alternatePatientSSn": "191212121212", "efternamn": "Tolvansson"})
        assert "1212" not in log_in(client)["Location"]

    def test_a_launch_by_get_goes_on_at_its_own_address(self, client: Client) -> None:
        client.get(f"{CERTIFICATE}?enhet={UNIT}&sjf=true")
        assert log_in(client)["Location"] == f"{CERTIFICATE}?enhet={UNIT}&sjf=true"
        user = user_of(client)
        assert user is not None and user.launch is None and user.is_integrated

    @pytest.mark.parametrize(
        ("path", "way"),
        [
            ("/webcert/web/user/launch/certificate/abc", "sithsNormal"),
            ("/webcert/web/user/certificate/abc/questions", "sithsNormal"),
            ("/webcert/web/user/basic-certificate/lisjp/abc/questions", "sithsNormal"),
            ("/webcert/web/user/pp-certificate/abc/questions", "eleg"),
            ("/web/maillink/intyg/lisjp/abc", "sithsNormal"),
        ],
    )
    def test_a_jump_out_link_asks_for_its_way_to_log_in(self, client: Client, path: str, way: str) -> None:
        assert client.get(path)["Location"] == f"/saml2/authenticate/{way}"
        assert log_in(client)["Location"] == path
        user = user_of(client)
        assert user is not None and user.origin is Origin.NORMAL

    @pytest.mark.parametrize(
        "path", ["/search", f"/v2{CERTIFICATE}", f"{CERTIFICATE}/saved", f"{CERTIFICATE}/resume?enhet={UNIT}"]
    )
    def test_other_addresses_are_not_remembered(self, client: Client, path: str) -> None:
        assert client.get(path)["Location"] == "/error?reason=auth-exception-resource"

    def test_a_post_with_parameters_in_the_address_is_refused(self, client: Client) -> None:
        assert client.post(f"{CERTIFICATE}?fornamn=Nina")["Location"] == "/error?reason=missing-parameter"

    def test_a_launch_id_that_is_no_guid_is_refused_after_the_login(self, client: Client) -> None:
        client.post(CERTIFICATE, {"launchId": "abc"})
        assert log_in(client)["Location"] == "/error?reason=unknown"
        assert user_of(client) is None

    def test_a_launch_that_was_refused_for_its_parameters_is_forgotten(self, client: Client) -> None:
        client.post(CERTIFICATE, {"launchId": "abc"})
        log_in(client)
        assert log_in(client)["Location"] == "/search"

    def test_the_launch_is_still_remembered_after_a_refused_login(self, client: Client) -> None:
        client.post(CERTIFICATE, {"enhet": UNIT})
        log_in(client, "SE2321000016-P008")
        assert log_in(client)["Location"] == f"{CERTIFICATE}/saved?enhet={UNIT}"

    def test_the_next_login_begins_without_what_was_remembered(self, client: Client) -> None:
        client.post(CERTIFICATE, {"enhet": UNIT})
        log_in(client)
        assert log_in(client)["Location"] == "/search"


class TestParameters:
    def test_parameters_have_their_defaults(self) -> None:
        assert parameters_from({}) == LaunchParameters()

    @pytest.mark.parametrize("word", ["true", "On", "YES", "1"])
    def test_words_that_are_true(self, word: str) -> None:
        assert parameters_from({"sjf": word}).sjf is True

    @pytest.mark.parametrize("word", ["false", "OFF", "no", "0"])
    def test_words_that_are_false(self, word: str) -> None:
        assert parameters_from({"kopieringOK": word}).kopiering_ok is False

    def test_another_word_is_refused(self) -> None:
        with pytest.raises(InvalidLaunchParameter):
            parameters_from({"inaktivEnhet": "ja"})

    @pytest.mark.parametrize(("word", "expected"), [("True", True), ("1", False), ("ja", False)])
    def test_after_the_login_only_true_is_true(self, word: str, expected: bool) -> None:
        assert parameters_after_login({"kopieringOK": word}).kopiering_ok is expected

    def test_names_are_case_sensitive(self) -> None:
        assert parameters_from({"SJF": "true", "alternatePatientSsn": "1"}) == LaunchParameters()

    @pytest.mark.parametrize(
        "text", ["abc", "97f279ba7d2b4b0a86657adde08f26f4", "{97f279ba-7d2b-4b0a-8665-7adde08f26f4}"]
    )
    def test_a_launch_id_must_be_a_guid(self, text: str) -> None:
        with pytest.raises(InvalidLaunchParameter):
            parameters_from({"launchId": text})


@pytest.mark.usefixtures("demo_people")
class TestLaunchId:
    @pytest.fixture
    def launched(self, client: Client) -> Client:
        client.post(CERTIFICATE, {"enhet": UNIT, "launchId": LAUNCH_ID})
        log_in(client)
        return client

    def test_a_call_with_another_launch_id_is_refused(self, launched: Client) -> None:
        other = "11111111-2222-4333-8444-555555555555"
        answer = launched.get("/api/session-auth-check/extend", headers={"launchId": other})
        assert answer.status_code == 403
        assert answer.json() == {"errorCode": "INVALID_LAUNCHID", "message": "Invalid launchId"}

    def test_an_htmx_post_with_another_launch_id_is_refused(self, launched: Client) -> None:
        answer = launched.post(
            "/certificate/de300000-0000-4000-8000-000000000003/element/27",
            headers={"launchId": "11111111-2222-4333-8444-555555555555", "HX-Request": "true"},
        )
        assert answer.status_code == 403 and answer.json()["errorCode"] == "INVALID_LAUNCHID"

    @pytest.mark.parametrize("headers", [{}, {"launchId": LAUNCH_ID}, {"launchId": LAUNCH_ID.upper()}])
    def test_the_same_or_no_launch_id_passes(self, launched: Client, headers: dict[str, str]) -> None:
        assert launched.get("/api/session-auth-check/extend", headers=headers).status_code == 200

    def test_pages_send_the_launch_id_with_their_calls(self, launched: Client) -> None:
        assert LAUNCH_ID in launched.get("/about/help/").content.decode()

    def invalidate(self, launch_id: object, user_hsa_id: object) -> int:
        body = json.dumps({"launchId": launch_id, "userHsaId": user_hsa_id})
        outside = Client(enforce_csrf_checks=True)
        return outside.post("/api/v1/session/invalidate", body, content_type="application/json").status_code

    def test_the_journal_system_ends_the_session(self, launched: Client) -> None:
        assert self.invalidate(LAUNCH_ID, DOCTOR) == 204
        assert ping(launched)["authenticated"] is False

    @pytest.mark.parametrize(
        ("launch_id", "user_hsa_id"), [(LAUNCH_ID.upper(), DOCTOR), (LAUNCH_ID, f" {DOCTOR.lower()}")]
    )
    def test_it_does_so_however_the_ids_are_written(self, launched: Client, launch_id: str, user_hsa_id: str) -> None:
        assert self.invalidate(launch_id, user_hsa_id) == 204
        assert ping(launched)["authenticated"] is False

    def test_the_next_launch_then_begins_with_a_login(self, launched: Client) -> None:
        self.invalidate(LAUNCH_ID, DOCTOR)
        assert launched.get("/certificate/abc")["Location"] == "/error?reason=auth-exception-resource"
        form = {"enhet": UNIT, "launchId": LAUNCH_ID}
        assert launched.post(CERTIFICATE, form)["Location"] == "/saml2/authenticate/siths"
        assert log_in(launched)["Location"] == f"{CERTIFICATE}/saved?enhet={UNIT}"

    def test_only_the_session_of_the_launch_ends(self, launched: Client) -> None:
        beside = Client()
        beside.post(CERTIFICATE, {"enhet": UNIT, "launchId": "11111111-2222-4333-8444-555555555555"})
        log_in(beside)
        self.invalidate(LAUNCH_ID, DOCTOR)
        assert ping(beside)["authenticated"] is True

    @pytest.mark.parametrize("method", ["get", "put", "delete"])
    def test_ending_is_a_post(self, client: Client, method: str) -> None:
        assert getattr(client, method)("/api/v1/session/invalidate").status_code == 405

    def test_a_session_without_a_launch_is_not_asked_for_its_launch_id(self, client: Client) -> None:
        log_in(client)
        answer = client.get("/api/session-auth-check/extend", headers={"launchId": LAUNCH_ID})
        assert answer.status_code == 200

    def test_a_launch_without_a_launch_id_has_none_to_be_sent(self, client: Client) -> None:
        client.post(CERTIFICATE, {"enhet": UNIT})
        log_in(client)
        answer = client.get("/api/session-auth-check/extend", headers={"launchId": LAUNCH_ID})
        assert answer.status_code == 403

    @pytest.mark.parametrize(
        ("launch_id", "user_hsa_id"),
        [
            (LAUNCH_ID, "SE2321000016-P005"),
            ("11111111-2222-4333-8444-555555555555", DOCTOR),
            (LAUNCH_ID, None),
            (None, DOCTOR),
            (["x"], {"y": 1}),
        ],
    )
    def test_anything_else_changes_nothing_and_answers_the_same(
        self, launched: Client, launch_id: object, user_hsa_id: object
    ) -> None:
        assert self.invalidate(launch_id, user_hsa_id) == 204
        assert ping(launched)["authenticated"] is True

    @pytest.mark.parametrize("body", ["", "no json", "[1]", "null", "[" * 100_000], ids=range(5))
    def test_a_body_that_is_no_object_answers_the_same(self, client: Client, body: str) -> None:
        answer = client.post("/api/v1/session/invalidate", body, content_type="application/json")
        assert answer.status_code == 204

    def test_other_origins_may_call(self, client: Client) -> None:
        answer = client.options("/api/v1/session/invalidate", headers={"Origin": "https://journal.test"})
        assert (answer.status_code, answer["Access-Control-Allow-Origin"]) == (204, "*")

    def test_the_launch_id_is_forgotten_after_an_hour(self, launched: Client) -> None:
        with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(seconds=3601)):
            assert launch.invalidate(launch_id=LAUNCH_ID, user_hsa_id=DOCTOR) is False


@pytest.mark.django_db
class TestOneLaunchPerSession:
    def request(self):
        request = RequestFactory().get("/")
        request.session = SessionStore()
        request.care_user = None
        return request

    def test_the_first_launch_gives_the_session_its_parameters(self) -> None:
        from tests.factories import make_user

        request = self.request()
        session.log_in(request, make_user(origin=Origin.DJUPINTEGRATION))
        launched = launch.start_launch(request, request.care_user, parameters=LaunchParameters(sjf=True))
        assert launched.launch is not None and launched.launch.sjf
        assert session.get_user(request) == launched

    def test_a_second_launch_ends_the_session(self) -> None:
        from tests.factories import make_integrated_user

        request = self.request()
        session.log_in(request, make_integrated_user())
        with pytest.raises(SessionAlreadyActive):
            launch.start_launch(request, request.care_user, parameters=LaunchParameters())
        assert session.get_user(request) is None

    def test_a_user_who_is_choosing_a_unit_may_launch_again(self) -> None:
        from tests.factories import make_integrated_user

        request = self.request()
        session.log_in(request, make_integrated_user())
        launch.begin_unit_choice(request)
        launched = launch.start_launch(request, request.care_user, parameters=LaunchParameters(ref="r"))
        assert launched.launch is not None and launched.launch.ref == "r"
        launch.end_unit_choice(request)
        assert not launch.is_choosing_unit(request)
