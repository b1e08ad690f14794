"""The TAK check at CreateDraftCertificate (spec/status-updates.md 5; spec/integration.md 1.1.4)."""

from __future__ import annotations

import datetime as dt

import pytest

import hsa.demo
import patients.demo
from accounts import features
from accounts.features import FeatureName
from accounts.models import Feature
from certificates import routing
from certificates.models import Certificate
from certificates.types import registry
from delivery.models import Delivery
from notifications.models import IntegratedUnit
from pdllog.models import PdlRecord
from tak import resolver
from tak.models import TakRoute
from tak.services import save_route
from tests.certificates.soap.messages import Answer, Request, send
from tests.factories import DECEASED, ME01, REGION, VE01, unit_node
from webcert import clock

pytestmark = pytest.mark.django_db

STATUS_UPDATE = "urn:riv:clinicalprocess:healthcond:certificate:CertificateStatusUpdateForCareResponder:3"
SEND_MESSAGE = "urn:riv:clinicalprocess:healthcond:certificate:SendMessageToCareResponder:2"
ANSWER = "urn:riv:insuranceprocess:healthreporting:ReceiveMedicalCertificateAnswerResponder:1"
QUESTION = "urn:riv:insuranceprocess:healthreporting:ReceiveMedicalCertificateQuestionResponder:1"
WITHOUT_QUESTIONS = Request(code="IGRAV")


@pytest.fixture(autouse=True)
def _world() -> None:
    hsa.demo.load()
    patients.demo.load()


def switch_on(*type_ids: str, climbing: bool = False) -> None:
    Feature.objects.filter(name=FeatureName.TAK_KONTROLL).update(is_on=True, certificate_types=" ".join(type_ids))
    Feature.objects.filter(name=FeatureName.TAK_KONTROLL_TRADKLATTRING).update(is_on=climbing)
    features.changed()


def route(contract: str, logical_address: str = VE01, **changes: object) -> TakRoute:
    return save_route(
        TakRoute(contract_namespace=contract, logical_address=logical_address, url="http://a.test/", **changes)
    )


def missing(contract: str, unit: str = VE01) -> str:
    return f"Kontraktet {contract} saknar vägval för enheten {unit} i TAK."


def refusal(answer: Answer) -> str:
    """The text of a refusal by the check; nothing is stored and the unit is not registered."""
    assert (answer.result.code, answer.result.error_id) == ("ERROR", "APPLICATION_ERROR")
    for model in (Certificate, IntegratedUnit, Delivery, PdlRecord):
        assert not model.objects.exists()
    return answer.result.text


def test_as_delivered_nothing_is_checked() -> None:
    assert send(Request()).result.code == "OK"


def test_a_type_that_is_not_listed_is_not_checked() -> None:
    switch_on("luse")
    assert send(Request()).result.code == "OK"


def test_a_unit_without_route_for_status_updates_gets_no_draft() -> None:
    switch_on("fk7210")
    assert refusal(send(WITHOUT_QUESTIONS)) == missing(STATUS_UPDATE)


def test_a_route_of_the_unit_lets_the_draft_through() -> None:
    switch_on("fk7210")
    route(STATUS_UPDATE)
    assert send(WITHOUT_QUESTIONS).result.code == "OK"


def test_a_type_with_questions_needs_a_route_for_them_too() -> None:
    switch_on("fk7804")
    route(STATUS_UPDATE)
    assert refusal(send(Request())) == (f"Enheten kan inte adresseras för ärendekommunikation. {missing(SEND_MESSAGE)}")

    route(SEND_MESSAGE)
    assert send(Request()).result.code == "OK"


def test_the_first_missing_contract_is_told() -> None:
    switch_on("fk7804")
    assert refusal(send(Request())) == missing(STATUS_UPDATE)


@pytest.mark.parametrize("times", [{"valid_to": 0}, {"valid_from": 1}, {"is_enabled": False}], ids=str)
def test_a_route_counts_only_while_it_holds(times: dict[str, int]) -> None:
    now = clock.now()
    ends = {name: now + dt.timedelta(days=days) for name, days in times.items() if name != "is_enabled"}
    begins = {"valid_from": now - dt.timedelta(days=1)} if "valid_from" not in times else {}
    switch_on("fk7210")
    route(STATUS_UPDATE, **(begins | ends | {"is_enabled": times.get("is_enabled", True)}))
    assert refusal(send(WITHOUT_QUESTIONS)) == missing(STATUS_UPDATE)


@pytest.mark.parametrize("level", [ME01, VE01, REGION])
def test_with_climbing_a_route_of_the_care_unit_or_the_provider_is_enough(level: str) -> None:
    switch_on("fk7210", climbing=True)
    route(STATUS_UPDATE, level)
    assert send(Request(code="IGRAV", unit=ME01)).result.code == "OK"


def test_without_climbing_only_the_units_own_route_counts_and_the_asked_unit_is_named() -> None:
    switch_on("fk7210")
    route(STATUS_UPDATE, VE01)
    assert refusal(send(Request(code="IGRAV", unit=ME01))) == missing(STATUS_UPDATE, ME01)


def test_the_check_does_not_climb_because_deliveries_do(settings) -> None:
    settings.TAK_TREE_CLIMBING = True
    switch_on("fk7210")
    route(STATUS_UPDATE, REGION)
    refusal(send(WITHOUT_QUESTIONS))


def test_it_is_the_last_check() -> None:
    switch_on("fk7210")
    assert "TAK" not in refusal(send(Request(code="IGRAV", person_id=DECEASED)))


def test_a_catalogue_that_fails_lets_the_draft_through(monkeypatch) -> None:
    def fail(*_args: object) -> bool:
        raise OSError("no answer")

    switch_on("fk7210")
    monkeypatch.setattr(resolver, "is_routed", fail)
    assert send(WITHOUT_QUESTIONS).result.code == "OK"


def test_a_refusal_that_took_too_long_lets_the_draft_through(monkeypatch) -> None:
    switch_on("fk7210")
    monkeypatch.setattr(routing, "LONGEST_S", -1)
    assert send(WITHOUT_QUESTIONS).result.code == "OK"


@pytest.mark.parametrize(("contract", "routed"), [(ANSWER, []), (QUESTION, [ANSWER])])
def test_fk7263_has_contracts_of_its_own_for_questions(contract: str, routed: list[str]) -> None:
    for namespace in (STATUS_UPDATE, *routed):
        route(namespace)

    with pytest.raises(routing.MissingRoute, match=contract):
        routing.require_routes(registry.by_id("fk7263")[0], unit_node(VE01))


def test_an_older_type_has_questions_where_the_feature_lists_it() -> None:
    route(STATUS_UPDATE)
    luse = registry.newest_of("luse", at=clock.today())
    with pytest.raises(routing.MissingRoute, match=SEND_MESSAGE):
        routing.require_routes(luse, unit_node(VE01))

    Feature.objects.filter(name=FeatureName.HANTERA_FRAGOR).update(certificate_types="")
    features.changed()
    routing.require_routes(luse, unit_node(VE01))
