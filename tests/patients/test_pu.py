"""A real population register instead of the built-in one (spec/roles-and-access.md 1.5, 7.2)."""

from __future__ import annotations

import datetime as dt
import logging
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from patients import demo, pu
from patients.models import Patient
from patients.queries import look_up, look_up_many
from patients.register import BATCH_SIZE, LookupStatus, PatientRecord
from patients.services import set_unavailable
from rivta import plain, server
from rivta.contracts import GET_PERSONS_FOR_PROFILE_5
from rivta.server import Endpoint, SoapRequest
from simulators.modes.models import SimulatorMode
from tests.sources import PU
from webcert import clock

pytestmark = pytest.mark.django_db
Mode = SimulatorMode.Mode
NUMBER, OTHER, UNKNOWN = "191212121212", "195401232540", "196403219055"
ELSEWHERE = "/elsewhere-pu"


@pytest.fixture(autouse=True)
def _asked_at_the_register(settings: Any) -> None:
    settings.PU_URL = PU
    settings.PU_CACHE_S = 0


@pytest.fixture
def keeping(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Persons found are kept; gives a way to let the seconds pass."""
    start = dt.datetime(2026, 3, 1, 10, 0, tzinfo=dt.UTC)
    settings.PU_CACHE_S = 1000
    monkeypatch.setattr(pu, "_kept", type(pu._kept)())
    monkeypatch.setattr(clock, "wall_now", lambda: start)

    def at(seconds: float) -> None:
        monkeypatch.setattr(clock, "wall_now", lambda: start + dt.timedelta(seconds=seconds))

    return at


def test_every_person_of_the_demo_world_is_the_same_as_in_the_table(settings: Any) -> None:
    demo.load()
    numbers = [*Patient.objects.values_list("person_id", flat=True), UNKNOWN]
    Patient.objects.filter(postal_code__contains=" ").update(postal_code="99001")
    asked = look_up_many(numbers)
    settings.PU_URL = ""
    assert asked == look_up_many(numbers)


@pytest.mark.django_db(transaction=True)
def test_the_register_is_asked_over_http(settings: Any, live_server: Any) -> None:
    Patient.objects.create(person_id=NUMBER, first_name="Tolvan", last_name="Tolvansson")
    settings.PU_URL = f"{live_server.url}{PU}"
    assert look_up(NUMBER).patient == PatientRecord(NUMBER, first_name="Tolvan", last_name="Tolvansson")


# --- what is kept -------------------------------------------------------------------------------------------------
def first_name(number: str = NUMBER) -> str:
    patient = look_up(number).patient
    return patient.first_name if patient else ""


def test_a_person_who_is_found_is_kept_for_a_thousand_seconds(keeping: Callable[[float], None]) -> None:
    Patient.objects.create(person_id=NUMBER, first_name="Före")
    assert first_name() == "Före"
    Patient.objects.update(first_name="Efter")
    keeping(999)
    assert first_name() == "Före"
    keeping(1000)
    assert first_name() == "Efter"


@pytest.mark.usefixtures("keeping")
def test_that_a_person_is_not_found_is_not_kept() -> None:
    assert look_up(NUMBER).status is LookupStatus.NOT_FOUND
    Patient.objects.create(person_id=NUMBER)
    assert look_up(NUMBER).status is LookupStatus.FOUND


@pytest.mark.usefixtures("keeping")
def test_an_error_is_not_kept() -> None:
    Patient.objects.create(person_id=NUMBER)
    set_unavailable(True)
    assert look_up(NUMBER).status is LookupStatus.ERROR
    set_unavailable(False)
    assert look_up(NUMBER).status is LookupStatus.FOUND


@pytest.mark.usefixtures("keeping")
def test_only_those_who_are_not_kept_are_asked_for() -> None:
    Patient.objects.create(person_id=NUMBER)
    look_up(NUMBER)
    Patient.objects.all().delete()
    Patient.objects.create(person_id=OTHER)
    answers = look_up_many([NUMBER, OTHER])
    assert {answer.status for answer in answers.values()} == {LookupStatus.FOUND}


def test_what_is_kept_is_not_kept_by_the_number(settings: Any, keeping: Callable[[float], None]) -> None:
    Patient.objects.create(person_id=NUMBER)
    look_up(NUMBER)
    (key,) = pu._kept._records
    assert NUMBER.encode() not in key
    settings.SECRET_KEY = "another"
    assert pu._key(NUMBER) != key


def test_nobody_is_kept_when_the_setting_says_so() -> None:
    Patient.objects.create(person_id=NUMBER, first_name="Före")
    assert first_name() == "Före"
    Patient.objects.update(first_name="Efter")
    assert first_name() == "Efter"


@pytest.mark.usefixtures("keeping")
def test_the_person_kept_longest_makes_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pu, "KEPT_AT_MOST", 1)
    for number in (NUMBER, OTHER):
        Patient.objects.create(person_id=number, first_name="Före")
        look_up(number)
    Patient.objects.update(first_name="Efter")
    assert (first_name(OTHER), first_name(NUMBER)) == ("Före", "Efter")


@pytest.mark.usefixtures("keeping")
def test_nobody_lies_in_the_memory_longer_than_allowed(keeping: Callable[[float], None]) -> None:
    for number in (NUMBER, OTHER):
        Patient.objects.create(person_id=number)
    look_up(NUMBER)
    keeping(1000)
    look_up(OTHER)
    assert set(pu._kept._records) == {pu._key(OTHER)}


# --- a register out of order --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "mode", [Mode.TECHNICAL_ERROR, Mode.SOAP_FAULT, Mode.HTTP_500, Mode.HTTP_503, Mode.NO_ANSWER, Mode.BROKEN_XML]
)
def test_a_register_out_of_order_is_an_error_for_everybody(mode: SimulatorMode.Mode) -> None:
    Patient.objects.create(person_id=NUMBER)
    SimulatorMode.objects.create(simulator="pu", mode=mode)
    answers = look_up_many([NUMBER, UNKNOWN])
    assert {answer.status for answer in answers.values()} == {LookupStatus.ERROR}


def test_a_register_that_does_not_answer_is_not_asked_for_the_rest(caplog: pytest.LogCaptureFixture) -> None:
    SimulatorMode.objects.create(simulator="pu", mode=Mode.NO_ANSWER)
    numbers = [f"19{n:010}" for n in range(3 * BATCH_SIZE)]

    answers = look_up_many(numbers)

    assert {answer.status for answer in answers.values()} == {LookupStatus.ERROR}
    assert len(answers) == len(numbers)
    assert caplog.text.count("did not answer") == 1


def test_an_answer_that_is_slow_but_in_time_is_used() -> None:
    Patient.objects.create(person_id=NUMBER)
    SimulatorMode.objects.create(simulator="pu", mode=Mode.SLOW, delay_ms=10)
    assert look_up(NUMBER).status is LookupStatus.FOUND


def test_a_register_that_takes_the_call_and_says_nothing_is_an_error_in_time(settings: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.PU_URL = f"http://127.0.0.1:{silent.getsockname()[1]}"
        settings.PU_TIMEOUT_S = 0.2
        assert look_up(NUMBER).status is LookupStatus.ERROR


def test_the_log_says_what_failed_and_tells_no_number(caplog: pytest.LogCaptureFixture) -> None:
    SimulatorMode.objects.create(simulator="pu", mode=Mode.SOAP_FAULT, text=NUMBER)
    with caplog.at_level(logging.INFO):
        look_up(NUMBER)
    assert "the population register did not answer: FAULT" in caplog.text
    assert NUMBER not in caplog.text


# --- the messages themselves --------------------------------------------------------------------------------------
@pytest.fixture
def elsewhere(settings: Any) -> Iterator[list[SoapRequest]]:
    """A register of the test's own, which knows nobody."""
    requests: list[SoapRequest] = []

    def handle(request: SoapRequest) -> etree._Element:
        requests.append(request)
        asked = plain.values(request.contract, request.body)["personId"]
        return plain.element(
            request.contract,
            request.contract.response_tag,
            {"requestedPersonRecord": [{"requestedPersonalIdentity": identity} for identity in asked]},
        )

    endpoint = Endpoint(
        paths=[f"{ELSEWHERE}{GET_PERSONS_FOR_PROFILE_5.platform_path}"], handlers={GET_PERSONS_FOR_PROFILE_5: handle}
    )
    server.register(endpoint)
    settings.PU_URL = ELSEWHERE
    yield requests
    server.unregister(endpoint)


@pytest.mark.parametrize("told", [NUMBER, f"{NUMBER[:8]}-{NUMBER[8:]}", f" {NUMBER}"])
def test_a_person_is_found_however_the_register_writes_the_number(settings: Any, told: str) -> None:
    identity = {"root": "1.2.752.129.2.1.3.1", "extension": told}
    person = {
        "personalIdentity": identity,
        "protectedPersonIndicator": True,
        "testIndicator": False,
        "primaryIdentity": True,
    }
    record = {"requestedPersonalIdentity": identity, "personRecord": person}
    parts = {"requestedPersonRecord": [record]}
    path, contract = f"/writes-otherwise{GET_PERSONS_FOR_PROFILE_5.platform_path}", GET_PERSONS_FOR_PROFILE_5
    answer = plain.element(contract, contract.response_tag, parts)
    endpoint = Endpoint(paths=[path], handlers={contract: lambda _request: answer})
    server.register(endpoint)
    settings.PU_URL = "/writes-otherwise"
    try:
        assert look_up(NUMBER).patient == PatientRecord(NUMBER, is_protected=True)
    finally:
        server.unregister(endpoint)


def test_many_are_asked_for_in_batches_of_five_hundred(elsewhere: list[SoapRequest]) -> None:
    numbers = [f"19{n:010}" for n in range(BATCH_SIZE + 1)]
    answers = look_up_many(numbers)
    asked = [len(plain.values(request.contract, request.body)["personId"]) for request in elsewhere]
    assert asked == [BATCH_SIZE, 1]
    assert {answer.status for answer in answers.values()} == {LookupStatus.NOT_FOUND}


def test_a_request_says_what_the_real_ones_say(elsewhere: list[SoapRequest]) -> None:
    look_up_many([NUMBER, "19800191-9011"])
    (request,) = elsewhere
    parts = plain.values(request.contract, request.body)
    assert [(one["root"], one["extension"]) for one in parts["personId"]] == [
        ("1.2.752.129.2.1.3.1", NUMBER),
        ("1.2.752.129.2.1.3.3", "198001919011"),
    ]
    assert (parts["profile"], parts["ignoreReferredIdentity"]) == ("P2", True)
    assert request.logical_address == "SE165565594230-1000"


def test_a_text_that_is_no_number_is_not_asked_for(elsewhere: list[SoapRequest]) -> None:
    assert look_up("ABC").status is LookupStatus.NOT_FOUND
    assert elsewhere == []


RICH = Path(__file__).parent.parent / "contracts" / "rich"


def record_of(file: str, **changes: str) -> PatientRecord:
    """The person of a message with every part, some of them changed."""
    text = (RICH / f"get_persons_for_profile_response_{file}.xml").read_text(encoding="utf-8")
    for name, value in changes.items():
        before, _, rest = text.partition(f"{name}>")
        text = f"{before}{name}>{value}<{rest.partition('<')[2]}"
    parts = plain.values(GET_PERSONS_FOR_PROFILE_5, etree.fromstring(text))
    return pu._record(NUMBER, parts["requestedPersonRecord"][0]["personRecord"])


@pytest.mark.parametrize(
    ("indicator", "population", "protected"),
    [("false", "false", False), ("true", "false", True), ("false", "true", True)],
)
def test_either_kind_of_protection_protects(indicator: str, population: str, protected: bool) -> None:
    record = record_of("identity", protectedPersonIndicator=indicator, protectedPopulationRecord=population)
    assert record.is_protected is protected


@pytest.mark.parametrize(("code", "dead"), [("AV", True), ("UV", False)])
def test_only_the_reason_av_is_death(code: str, dead: bool) -> None:
    assert record_of("registration", deregistrationReasonCode=code).is_deceased is dead


def test_a_person_without_name_or_address_is_found_without_them() -> None:
    record = record_of("registration")
    assert (record.has_name, record.address, record.postal_code) == (False, "", "")


@pytest.mark.parametrize(("code", "shown"), [("99001", "99001"), ("0", "")])
def test_the_address_is_the_residential_one_and_postal_code_zero_is_none(code: str, shown: str) -> None:
    record = record_of("address", postalCode=code)
    assert (record.address, record.postal_code, record.city) == ("text, text, text", shown, "Norrvik")


def test_names_are_read_in_their_parts() -> None:
    assert record_of("identity").full_name == "Astrid Maria Nyblom"
