"""SetCertificateStatus at the embedded Intygstjänst (spec/integration.md 5.5)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from certificates.models import Certificate
from rivta import oids
from rivta.build import cv, el, ii, root
from rivta.client import SoapAnswer
from rivta.contracts import SET_CERTIFICATE_STATUS_2
from rivta.namespaces import SET_STATUS
from rivta.results import Result
from simulators.intygstjanst.models import CertificateState, Recipient
from simulators.modes.models import SimulatorMode
from tests import factories
from tests.simulators.messages import (
    ask,
    held_certificate,
    load_surroundings,
    register,
    result_of,
    revoke,
    send,
    signed_certificate,
    states,
)

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.simulators.urls")]
PATH = "/inera-certificate/set-certificate-status-rivta/v2.0"
RECEIVED = ("RECEIVED", "HSVARD")


@pytest.fixture(autouse=True)
def _surroundings() -> None:
    load_surroundings()


@pytest.fixture
def certificate() -> Certificate:
    return held_certificate()


def mark(
    certificate: Certificate,
    status: str,
    *,
    part: str = "INVANA",
    at: str = "2026-03-02T08:00:00",
    path: str = PATH,
) -> SoapAnswer:
    ns = SET_STATUS
    message = root(
        ns,
        "SetCertificateStatus",
        ii(ns, "intygs-id", root=factories.VE01, extension=certificate.pk),
        cv(ns, "part", part, oids.KV_PART),
        cv(ns, "status", status, oids.KV_STATUS),
        el(ns, "tidpunkt", at),
    )
    return ask(path, SET_CERTIFICATE_STATUS_2, message)


@pytest.mark.parametrize(
    ("code", "state"),
    [
        ("RECEIV", "RECEIVED"),
        ("SENTTO", "SENT"),
        ("CANCEL", "CANCELLED"),
        ("DELETE", "DELETED"),
        ("RESTOR", "RESTORED"),
    ],
)
def test_each_status_goes_into_the_history_for_its_part(code: str, state: str, certificate: Certificate) -> None:
    assert result_of(mark(certificate, code)) == Result("OK")

    assert set(states(certificate)) == {RECEIVED, (state, "INVANA")}


def test_the_time_is_that_of_the_message(certificate: Certificate) -> None:
    mark(certificate, "DELETE", at="2026-07-02T08:00:00")

    assert CertificateState.objects.get(state="DELETED").at == dt.datetime(2026, 7, 2, 6, 0, tzinfo=dt.UTC)


def test_a_certificate_told_to_be_sent_counts_as_sent_once(certificate: Certificate) -> None:
    assert [result_of(mark(certificate, "SENTTO", part="FKASSA")).code for _ in range(2)] == ["OK", "OK"]

    assert states(certificate).count(("SENT", "FKASSA")) == 1
    assert result_of(send(certificate)).code == "INFO"


def test_a_certificate_told_to_be_cancelled_counts_as_revoked(certificate: Certificate) -> None:
    mark(certificate, "CANCEL", part="HSVARD")

    assert result_of(revoke(certificate)).code == "INFO"


def test_an_unknown_certificate_is_a_validation_error() -> None:
    result = result_of(mark(signed_certificate(), "DELETE"))

    assert (result.code, result.error_id) == ("ERROR", "VALIDATION_ERROR")


@pytest.mark.parametrize("part", ["NOBODY", "invana", ""])
def test_an_unknown_part_is_a_validation_error(part: str, certificate: Certificate) -> None:
    result = result_of(mark(certificate, "DELETE", part=part))

    assert (result.code, result.error_id) == ("ERROR", "VALIDATION_ERROR")
    assert states(certificate) == [RECEIVED]


def test_an_inactive_part_counts_as_unknown(certificate: Certificate) -> None:
    Recipient.objects.filter(pk="INVANA").update(is_active=False)

    assert result_of(mark(certificate, "DELETE")).error_id == "VALIDATION_ERROR"


@pytest.mark.parametrize("status", ["OTHER", "DELETED", "delete", ""])
def test_an_unknown_status_is_a_validation_error(status: str, certificate: Certificate) -> None:
    result = result_of(mark(certificate, status))

    assert (result.code, result.error_id) == ("ERROR", "VALIDATION_ERROR")
    assert states(certificate) == [RECEIVED]


@pytest.mark.parametrize("at", ["2026-03-02T24:00:00", "0001-01-01T00:00:00"])
def test_a_time_that_can_not_be_kept_is_a_validation_error(at: str, certificate: Certificate) -> None:
    result = result_of(mark(certificate, "DELETE", at=at))

    assert (result.code, result.error_id) == ("ERROR", "VALIDATION_ERROR")


def test_a_test_certificate_can_not_be_told_to_be_sent_but_to_be_put_away() -> None:
    factories.make_patient(factories.TEST_PERSON)
    certificate = signed_certificate(person_id=factories.TEST_PERSON)
    register(certificate)

    result = result_of(mark(certificate, "SENTTO", part="FKASSA"))

    assert (result.code, result.error_id) == ("ERROR", "VALIDATION_ERROR")
    assert result_of(mark(certificate, "DELETE")) == Result("OK")


def test_the_platform_path_is_the_same_service(certificate: Certificate) -> None:
    assert result_of(mark(certificate, "DELETE", path=SET_CERTIFICATE_STATUS_2.platform_path)) == Result("OK")


def test_a_message_against_the_schema_is_a_fault(certificate: Certificate) -> None:
    answer = mark(certificate, "DELETE", at="2026-03-02")

    assert (answer.status, answer.body) == (500, None)
    assert "Unmarshalling Error" in (answer.fault or "")


def test_a_fault_mode_for_the_certificate_marks_nothing(certificate: Certificate) -> None:
    SimulatorMode.objects.create(
        simulator="intygstjanst", mode="TECHNICAL_ERROR", text="provtext", certificate_id=certificate.pk
    )

    assert result_of(mark(certificate, "DELETE")) == Result("ERROR", "provtext", "TECHNICAL_ERROR")
    assert states(certificate) == [RECEIVED]


def test_zeep_finds_the_endpoint_through_its_wsdl(client: Client) -> None:
    assert b"SetCertificateStatusResponderService" in client.get(f"{PATH}?wsdl").content
