"""A real catalogue instead of the built-in directory (spec/roles-and-access.md 1.5, 4.6)."""

from __future__ import annotations

import datetime as dt
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

import hsa.demo
from hsa import catalogue, directory, reading
from hsa.models import Commission, EmployeeRecord, Person, Unit
from hsa.records import PaTitle
from hsa.tree import ProviderNode, UnitNode
from rivta import plain, server
from rivta.contracts import Contract
from rivta.server import Endpoint, SoapRequest
from simulators.modes.models import SimulatorMode
from tests.hsa.factories import care_unit, commission, person, provider, sub_unit
from tests.sources import HSA
from webcert import clock

pytestmark = pytest.mark.django_db
Mode = SimulatorMode.Mode
RICH = Path(__file__).parent.parent / "contracts" / "rich"
CALLS: tuple[Callable[[str], Any], ...] = (
    directory.person,
    directory.unit_tree,
    directory.unit,
    directory.parents,
    directory.notification_mail,
)


@pytest.fixture(autouse=True)
def _asked_at_the_catalogue(settings: Any) -> Iterator[None]:
    settings.HSA_URL = HSA
    yield
    catalogue._asked_once.cache_clear()


def digits(text: str) -> str:
    """HSA writes telephone numbers with digits only."""
    return "".join(character for character in text if character.isdigit() or character == ",")


def plain_unit(node: UnitNode) -> UnitNode:
    return replace(node, phone=digits(node.phone), sub_units=tuple(map(plain_unit, node.sub_units)))


def plain_tree(nodes: tuple[ProviderNode, ...]) -> list[ProviderNode]:
    return [replace(node, care_units=tuple(map(plain_unit, node.care_units))) for node in nodes]


def test_every_person_of_the_demo_world_is_the_same_as_in_the_tables(settings: Any) -> None:
    hsa.demo.load()
    for row in Person.objects.all():
        asked = directory.person_with_tree(row.hsa_id)
        settings.HSA_URL = ""
        record, tree = directory.person_with_tree(row.hsa_id)
        settings.HSA_URL = HSA
        assert asked[0] == record
        assert plain_tree(asked[1].providers) == plain_tree(tree.providers)
        assert asked[1].commission_names == tree.commission_names


def test_every_unit_of_the_demo_world_is_the_same_as_in_the_tables(settings: Any) -> None:
    hsa.demo.load()
    names_an_untagged_provider = hsa.demo.BROKEN + "VE43"
    hsa_ids = list(Unit.objects.exclude(hsa_id=names_an_untagged_provider).values_list("hsa_id", flat=True))
    asked = [(plain_unit(directory.unit(hsa_id)), directory.notification_mail(hsa_id)) for hsa_id in hsa_ids]
    parents = directory.parents_of(hsa_ids)
    settings.HSA_URL = ""
    assert asked == [(plain_unit(directory.unit(hsa_id)), directory.notification_mail(hsa_id)) for hsa_id in hsa_ids]
    assert parents == directory.parents_of(hsa_ids)


def test_a_provider_that_hsa_does_not_tag_as_one_goes_by_its_id() -> None:
    hsa.demo.load()
    node = directory.unit(hsa.demo.BROKEN + "VE43")
    assert node.care_provider_id == node.care_provider_name == hsa.demo.BROKEN + "ENH1"


@pytest.mark.django_db(transaction=True)
def test_the_catalogue_is_asked_over_http(settings: Any, live_server: Any) -> None:
    hsa.demo.load()
    settings.HSA_URL = f"{live_server.url}{HSA}"
    record, tree = directory.person_with_tree("SE2321000016-P013")
    assert record.resolve_role().role == "LAKARE"
    assert [node.hsa_id for node in tree.providers] == ["SE5565000001-VG02", "SE2321000016-VG01"]


# --- what is kept -------------------------------------------------------------------------------------------------
def world() -> None:
    provider("VG1")
    care_unit("VE1", name="Gammalt", members=(sub_unit("ME1"),))
    person("P1", units=("VE1",))


def name_of_unit() -> str:
    return directory.unit("VE1").name


def test_a_unit_is_kept_for_a_minute_and_then_asked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    world()
    start = dt.datetime(2026, 3, 1, 10, 0, tzinfo=dt.UTC)
    monkeypatch.setattr(clock, "wall_now", lambda: start)
    assert name_of_unit() == "Gammalt"
    Unit.objects.filter(hsa_id="VE1").update(name="Nytt")
    monkeypatch.setattr(clock, "wall_now", lambda: start + dt.timedelta(seconds=59))
    assert name_of_unit() == "Gammalt"
    monkeypatch.setattr(clock, "wall_now", lambda: start + dt.timedelta(seconds=60))
    assert name_of_unit() == "Nytt"


def test_employees_are_kept_too_and_commissions_never() -> None:
    world()
    assert (directory.person("P1").name, len(directory.unit_tree("P1").providers)) == ("Ada Ek", 1)
    EmployeeRecord.objects.update(given_name="Eva")
    Commission.objects.all().delete()
    assert (directory.person("P1").name, len(directory.unit_tree("P1").providers)) == ("Ada Ek", 0)


def test_an_end_date_in_the_commission_counts_although_the_unit_is_kept() -> None:
    world()
    assert directory.unit_tree("P1").providers
    Unit.objects.filter(hsa_id="VE1").update(end=clock.now() - dt.timedelta(minutes=1))
    assert directory.unit_tree("P1").providers == ()


def test_nothing_is_kept_when_the_setting_says_so(settings: Any) -> None:
    settings.HSA_CACHE_S = 0
    world()
    assert name_of_unit() == "Gammalt"
    Unit.objects.filter(hsa_id="VE1").update(name="Nytt")
    assert name_of_unit() == "Nytt"


def test_a_failure_is_not_kept() -> None:
    world()
    SimulatorMode.objects.create(simulator="hsa", mode=Mode.SOAP_FAULT, remaining=1)
    with pytest.raises(directory.DirectoryUnavailable):
        name_of_unit()
    assert name_of_unit() == "Gammalt"


# --- who is not there, and HSA down -------------------------------------------------------------------------------
@pytest.mark.parametrize("hsa_id", ["P9", ""])
def test_an_unknown_person_is_not_found(hsa_id: str) -> None:
    for call in (directory.person, directory.commissions, directory.unit_tree):
        with pytest.raises(directory.PersonNotFound):
            call(hsa_id)  # type: ignore[operator]


@pytest.mark.parametrize("hsa_id", ["VE9", ""])
def test_an_unknown_unit_is_not_found(hsa_id: str) -> None:
    for call in (directory.unit, directory.parents, directory.notification_mail):
        with pytest.raises(directory.UnitNotFound):
            call(hsa_id)  # type: ignore[operator]


@pytest.mark.parametrize(
    "mode", [Mode.TECHNICAL_ERROR, Mode.SOAP_FAULT, Mode.HTTP_500, Mode.HTTP_503, Mode.NO_ANSWER, Mode.BROKEN_XML]
)
def test_a_catalogue_out_of_order_is_unavailable_for_every_look_up(mode: SimulatorMode.Mode) -> None:
    world()
    SimulatorMode.objects.create(simulator="hsa", mode=mode)
    for call in CALLS:
        with pytest.raises(directory.DirectoryUnavailable):
            call("VE1")


def test_an_answer_that_is_slow_but_in_time_is_used() -> None:
    world()
    SimulatorMode.objects.create(simulator="hsa", mode=Mode.SLOW, delay_ms=10)
    assert name_of_unit() == "Gammalt"


def test_a_catalogue_that_takes_the_call_and_says_nothing_is_unavailable_in_time(settings: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.HSA_URL = f"http://127.0.0.1:{silent.getsockname()[1]}"
        settings.HSA_TIMEOUT_S = 0.2
        started = time.monotonic()
        with pytest.raises(directory.DirectoryUnavailable):
            directory.unit("VE1")
    assert time.monotonic() - started < 2


@pytest.mark.parametrize("url", ["http://127.0.0.1:9", "/nowhere", "no address"])
def test_an_address_where_nobody_answers_is_unavailable(settings: Any, url: str) -> None:
    settings.HSA_URL = url
    with pytest.raises(directory.DirectoryUnavailable):
        directory.person("P1")


def test_the_log_says_what_failed_and_nothing_of_the_answer(caplog: pytest.LogCaptureFixture) -> None:
    SimulatorMode.objects.create(simulator="hsa", mode=Mode.SOAP_FAULT, text="hemligt")
    with pytest.raises(directory.DirectoryUnavailable):
        directory.unit("VE1")
    assert "HSA did not answer GetUnit: FAULT" in caplog.text
    assert "hemligt" not in caplog.text


@pytest.mark.parametrize("character", ["\x00", "\x01", "\ud800", "\ufffe"])
@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.__name__)
def test_an_id_that_no_message_can_hold_is_nobodys(call: Callable[[str], Any], character: str) -> None:
    with pytest.raises((directory.UnitNotFound, directory.PersonNotFound)):
        call(f"VE{character}1")
    assert directory.parents_of([f"VE{character}1"]) == {}
    assert directory.staff([f"VE{character}1"]) == []


# --- the messages themselves --------------------------------------------------------------------------------------
@dataclass
class Elsewhere:
    """A catalogue of the test's own, which answers each contract with a message of ``tests/contracts/rich``."""

    requests: list[SoapRequest] = field(default_factory=list)

    def serve(self, contract: Contract, file: str) -> Endpoint:
        answer = etree.parse(str(RICH / f"{file}.xml")).getroot()

        def handle(request: SoapRequest) -> etree._Element:
            self.requests.append(request)
            return answer

        return Endpoint(paths=[f"/elsewhere{contract.platform_path}"], handlers={contract: handle})

    def asked(self, question: catalogue.Question) -> dict[str, Any]:
        (body,) = [request.body for request in self.requests if request.contract is question.contract]
        return {name: value for name, value in plain.values(question.contract, body).items() if value}


@pytest.fixture
def elsewhere(settings: Any) -> Iterator[Elsewhere]:
    place = Elsewhere()
    endpoints = [
        place.serve(question.contract, file)
        for question, file in (
            (catalogue.EMPLOYEE, "get_employee_response"),
            (catalogue.CREDENTIALS, "get_credentials_for_person_response"),
            (catalogue.UNIT, "get_unit_response"),
            (catalogue.CARE_UNIT, "get_health_care_unit_response"),
            (catalogue.MEMBERS, "get_health_care_unit_members_response"),
            (catalogue.PROVIDER, "get_health_care_provider_response"),
        )
    ]
    for endpoint in endpoints:
        server.register(endpoint)
    settings.HSA_URL = "/elsewhere"
    yield place
    for endpoint in endpoints:
        server.unregister(endpoint)


def test_an_answer_with_every_part_is_read(elsewhere: Elsewhere) -> None:
    record = directory.person("SE2321000016-P001")
    assert (record.name, record.person_id) == ("Astrid Bergvall", "197103022385")
    assert record.pa_titles == (PaTitle("202010", "Specialistläkare"),)
    assert record.prescription_codes == ("9100009", "9300005")
    assert record.system_roles == ("BIF;Loggadministratör",)
    (found,) = directory.commissions("SE2321000016-P001")
    assert (found.name, found.care_unit_id) == ("Vård och behandling, Björkbacken", "SE2321000016-VE01")
    assert found.care_unit is not None
    assert found.care_unit.end == clock.from_local(dt.datetime(2026, 3, 1, 10, 11, 12))


@pytest.mark.usefixtures("elsewhere")
def test_an_answer_about_somebody_else_gives_nobody_names_or_rights() -> None:
    for call in (directory.person, directory.commissions):
        with pytest.raises(directory.PersonNotFound):
            call("SE2321000016-P999")


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        (None, None),
        (dt.datetime(2026, 7, 1, 2), dt.datetime(2026, 7, 1, tzinfo=dt.UTC)),
        (dt.datetime(2026, 7, 1, tzinfo=dt.UTC), dt.datetime(2026, 7, 1, tzinfo=dt.UTC)),
        (dt.datetime.min, reading.EARLIEST),
        (dt.datetime.max.replace(tzinfo=dt.timezone(-dt.timedelta(hours=14))), reading.LATEST),
    ],
)
def test_a_date_without_zone_is_swedish_time(value: dt.datetime | None, moment: dt.datetime | None) -> None:
    assert reading.moment(value) == moment


def test_a_unit_is_put_together_from_several_answers(elsewhere: Elsewhere) -> None:
    node = directory.unit("SE2321000016-VE01")
    assert (node.mail, node.phone) == ("bjorkbacken@norrvik.test", "+46846500401")
    assert (node.address, node.postal_code, node.city) == ("Björkvägen 12 B", "990 01", "Norrvik")
    assert (node.care_provider_id, node.care_provider_name) == ("SE2321000016-VG01", "Region Norrvik")


def test_requests_say_what_the_real_ones_say(elsewhere: Elsewhere) -> None:
    directory.person("se2321000016-p001")
    person_parts = {"personHsaId": "SE2321000016-P001", "profile": "extended1"}
    assert elsewhere.asked(catalogue.EMPLOYEE) == person_parts
    assert elsewhere.asked(catalogue.CREDENTIALS) == person_parts
    assert b"includeFeignedObject>false<" in elsewhere.requests[0].raw
    directory.unit("SE2321000016-VE01")
    assert elsewhere.asked(catalogue.UNIT) == {"unitHsaId": "SE2321000016-VE01", "profile": ["basic"]}
    assert {request.logical_address for request in elsewhere.requests} == {"SE165565594230-1000"}


def test_commissions_for_other_purposes_cost_no_look_up(settings: Any) -> None:
    settings.HSA_CACHE_S = 0
    commission(person("P1"), "VE9", purpose="Statistik")
    SimulatorMode.objects.create(simulator="hsa", mode=Mode.SOAP_FAULT, unit_id="VE9")
    assert [found.purpose for found in directory.commissions("P1")] == ["Statistik"]
