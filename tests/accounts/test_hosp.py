"""HOSP through a real HSA: licences, the latest publication, the list of certifiers (spec/administration.md 1.7)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client

from accounts import hosp, practitioners
from accounts.hosp import HospUnavailable
from accounts.login import LoginRefused, build_private_practitioner
from accounts.models import HospPublication, HospRecord, PrivatePractitioner
from accounts.practitioners import Result
from rivta import plain, server
from rivta.contracts import GET_HOSP_CREDENTIALS_FOR_PERSON_1, GET_HOSP_LAST_UPDATE_1, Contract
from rivta.server import Endpoint, SoapRequest
from simulators.hsa.models import CertifierEntry
from simulators.modes.models import SimulatorMode
from tests.sources import HSA
from webcert import clock

AUTHORISED, WITHOUT_LICENCE, REVOKED = "197705232382", "199911042381", "196802245123"
LIST = "/admin/accounts/privatepractitioner/"
Mode = SimulatorMode.Mode

pytestmark = pytest.mark.usefixtures("demo_people")


@pytest.fixture(autouse=True)
def _asked_at_the_catalogue(settings: Any) -> None:
    settings.HSA_URL = HSA


def publish(*, days: float = 0.0) -> None:
    HospPublication.objects.update(published_at=clock.now() + dt.timedelta(days=days, seconds=1))


def account_of(person_id: str) -> PrivatePractitioner:
    return PrivatePractitioner.objects.get(person_id=person_id)


# --- the same answers from both sources ----------------------------------------------------------------------------
def test_everybody_in_the_register_is_told_as_the_tables_tell(settings: Any) -> None:
    HospRecord.objects.filter(person_id=AUTHORISED).update(personal_prescription_code="1234567")
    numbers = [*HospRecord.objects.values_list("person_id", flat=True), "191212121212"]
    asked = [hosp.credentials(number) for number in numbers]
    settings.HSA_URL = ""

    assert asked == [hosp.credentials(number) for number in numbers]


def test_the_latest_publication_is_told_as_the_table_tells(settings: Any) -> None:
    asked = hosp.last_update()
    settings.HSA_URL = ""

    assert asked == hosp.last_update()


def test_a_private_practitioner_logs_in_by_what_hsa_says() -> None:
    user = build_private_practitioner(AUTHORISED)

    assert user.licences == ("Läkare",) and user.specialities == ("Allmänmedicin",)
    assert account_of(AUTHORISED).hosp_updated_at == hosp.last_update()
    assert practitioners.validate(WITHOUT_LICENCE).result is Result.NOT_AUTHORIZED_IN_HOSP
    assert practitioners.validate(REVOKED).result is Result.NOT_AUTHORIZED_IN_HOSP


def test_a_licence_that_disappears_closes_the_account_after_the_next_publication() -> None:
    practitioners.validate(AUTHORISED)
    HospRecord.objects.filter(person_id=AUTHORISED).delete()
    assert practitioners.validate(AUTHORISED).result is Result.OK
    publish()
    assert practitioners.validate(AUTHORISED).result is Result.NOT_AUTHORIZED_IN_HOSP
    assert account_of(AUTHORISED).licences == []


def test_nobody_holds_a_lock_while_hsa_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    depths, real = [], hosp.last_update
    before = len(connection.savepoint_ids)

    def watched() -> dt.datetime:
        depths.append(len(connection.savepoint_ids))
        return real()

    monkeypatch.setattr(hosp, "last_update", watched)
    practitioners.validate(AUTHORISED)

    assert depths == [before]


# --- over a network ------------------------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_hosp_is_asked_over_http(settings: Any, live_server: Any) -> None:
    settings.HSA_URL = f"{live_server.url}{HSA}"

    assert practitioners.validate(AUTHORISED).result is Result.OK
    assert hosp.certify(account_of(AUTHORISED), hosp.Operation.ADD)
    assert CertifierEntry.objects.get().certification_id == account_of(AUTHORISED).hsa_id


# --- when it does not answer ---------------------------------------------------------------------------------------
@pytest.mark.parametrize("mode", [Mode.SOAP_FAULT, Mode.HTTP_503, Mode.NO_ANSWER, Mode.BROKEN_XML])
def test_a_login_fails_when_nothing_is_known_and_hsa_does_not_answer(mode: SimulatorMode.Mode) -> None:
    SimulatorMode.objects.create(simulator="hsa", mode=mode)

    with pytest.raises(LoginRefused) as refusal:
        build_private_practitioner(AUTHORISED)
    assert refusal.value.reason == "login.failed"


def test_young_data_will_do_while_hsa_does_not_answer() -> None:
    practitioners.validate(AUTHORISED)
    before = account_of(AUTHORISED).hosp_updated_at
    SimulatorMode.objects.create(simulator="hsa", mode=Mode.HTTP_503)

    assert practitioners.validate(AUTHORISED).result is Result.OK
    assert account_of(AUTHORISED).hosp_updated_at == before


def test_young_data_do_not_open_what_they_close() -> None:
    practitioners.validate(REVOKED)
    SimulatorMode.objects.create(simulator="hsa", mode=Mode.HTTP_503)

    assert practitioners.validate(REVOKED).result is Result.NOT_AUTHORIZED_IN_HOSP


def test_old_data_will_not_do() -> None:
    practitioners.validate(AUTHORISED)
    old = clock.now() - dt.timedelta(days=7)
    PrivatePractitioner.objects.filter(person_id=AUTHORISED).update(hosp_updated_at=old)
    SimulatorMode.objects.create(simulator="hsa", mode=Mode.HTTP_503)

    with pytest.raises(HospUnavailable):
        practitioners.validate(AUTHORISED)


def test_the_log_says_what_failed_and_never_a_number(caplog: pytest.LogCaptureFixture) -> None:
    practitioners.validate(AUTHORISED)
    publish()
    SimulatorMode.objects.create(simulator="hsa", mode=Mode.SOAP_FAULT, text=f"hemligt {AUTHORISED}")
    practitioners.validate(AUTHORISED)

    assert "HSA did not answer GetHospLastUpdate: FAULT" in caplog.text
    assert AUTHORISED not in caplog.text
    assert "hemligt" not in caplog.text


# --- answers that cannot be used -----------------------------------------------------------------------------------
Serve = Callable[[Contract, dict[str, Any]], None]


@pytest.fixture
def serve(settings: Any) -> Iterator[Serve]:
    """A catalogue of the test's own."""
    endpoints: list[Endpoint] = []

    def put(contract: Contract, parts: dict[str, Any]) -> None:
        def handle(_request: SoapRequest) -> Any:
            return plain.element(contract, contract.response_tag, parts)

        endpoints.append(Endpoint(paths=[f"/elsewhere{contract.platform_path}"], handlers={contract: handle}))
        server.register(endpoints[-1])

    settings.HSA_URL = "/elsewhere"
    yield put
    for endpoint in endpoints:
        server.unregister(endpoint)


def answer_about(number: str, **parts: Any) -> dict[str, Any]:
    return {"personalIdentityNumber": {"root": "1.2.752.129.2.1.3.1", "extension": number}, **parts}


def licence(code: str, name: str) -> dict[str, str]:
    return {"healthCareProfessionalLicenceCode": code, "healthCareProfessionalLicenceName": name}


def restriction(licence_code: str, code: str, name: str) -> dict[str, str]:
    return {"healthCareProfessionalLicenceCode": licence_code, "restrictionCode": code, "restrictionName": name}


def speciality(licence_code: str, code: str, name: str) -> dict[str, str]:
    return {"healthCareProfessionalLicenceCode": licence_code, "specialityCode": code, "specialityName": name}


def test_an_answer_about_somebody_else_is_none(serve: Serve) -> None:
    serve(GET_HOSP_CREDENTIALS_FOR_PERSON_1, answer_about(REVOKED))

    with pytest.raises(HospUnavailable):
        hosp.credentials(AUTHORISED)


@pytest.mark.parametrize(("code", "name"), [("", "Läkare"), ("LK", " ")])
def test_an_answer_with_an_empty_code_or_name_is_none(serve: Serve, code: str, name: str) -> None:
    told = answer_about(AUTHORISED, healthCareProfessionalLicence=[licence("SJ", "Sjuksköterska"), licence(code, name)])
    serve(GET_HOSP_CREDENTIALS_FOR_PERSON_1, told)

    with pytest.raises(HospUnavailable):
        hosp.credentials(AUTHORISED)


def test_specialities_and_restrictions_of_other_licences_do_not_count(serve: Serve) -> None:
    told = answer_about(
        f"{AUTHORISED[:8]}-{AUTHORISED[8:]}",
        healthCareProfessionalLicence=[licence("LK", "Läkare"), licence("SJ", "Sjuksköterska")],
        healthCareProfessionalLicenceSpeciality=[
            speciality("SJ", "31", "Ambulanssjukvård"),
            speciality("LK", "1", "X"),
        ],
        restrictions=[restriction("SJ", "001", "Återkallad"), restriction("LK", "002", "Prövotid")],
    )
    serve(GET_HOSP_CREDENTIALS_FOR_PERSON_1, told)

    found = hosp.credentials(AUTHORISED)

    assert [one["code"] for one in found.licences] == ["LK", "SJ"]
    assert (found.specialities, found.restrictions) == ([{"code": "1", "name": "X"}], [])


def test_a_publication_without_zone_is_swedish_time(serve: Serve) -> None:
    serve(GET_HOSP_LAST_UPDATE_1, {"lastUpdate": dt.datetime(2026, 7, 1, 9)})

    assert hosp.last_update() == dt.datetime(2026, 7, 1, 7, tzinfo=dt.UTC)


# --- the list of certifiers ----------------------------------------------------------------------------------------
@pytest.fixture
def administrator(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("root"))
    return client


def press(client: Client, action: str) -> str:
    form = {"action": action, "_selected_action": [account_of(AUTHORISED).pk]}
    return client.post(LIST, form, follow=True).content.decode()


def test_an_administrator_puts_an_account_on_the_list_and_takes_it_off(administrator: Client) -> None:
    hsa_id = account_of(AUTHORISED).hsa_id
    assert f"{hsa_id}: anmäld som intygsutfärdare." in press(administrator, "certify_selected")
    assert f"{hsa_id}: avanmäld som intygsutfärdare." in press(administrator, "decertify_selected")

    told = CertifierEntry.objects.order_by("pk").values_list("operation", "certification_id", "reason", "person_id")
    assert list(told) == [("add", hsa_id, "", AUTHORISED), ("remove", hsa_id, "remove", AUTHORISED)]
    assert LogEntry.objects.count() == 2


@pytest.mark.parametrize(("mode", "words"), [(Mode.TECHNICAL_ERROR, "HSA nekade."), (Mode.HTTP_503, "HSA svarar inte")])
def test_a_refusal_and_silence_are_told(administrator: Client, mode: SimulatorMode.Mode, words: str) -> None:
    SimulatorMode.objects.create(simulator="hsa", mode=mode)

    assert words in press(administrator, "certify_selected")
    assert not LogEntry.objects.exists()


def test_the_built_in_directory_has_no_list(administrator: Client, settings: Any) -> None:
    settings.HSA_URL = ""

    assert "används inte" in press(administrator, "certify_selected")
