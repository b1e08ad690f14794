"""The older Basic Profile: the receiver in a WS-Addressing header, and the older result type."""

from __future__ import annotations

import pytest
from lxml import etree

from rivta import client, server
from rivta.contracts import (
    RECEIVE_MEDICAL_CERTIFICATE_ANSWER_1,
    RECEIVE_MEDICAL_CERTIFICATE_QUESTION_1,
    SEND_MESSAGE_TO_CARE_2,
)
from rivta.envelope import open_answer, wrap
from rivta.results import Result, read_result
from tests.rivta.conftest import Place, envelope

TO = '<e:Header><w:To xmlns:w="http://www.w3.org/2005/08/addressing">{}</w:To></e:Header>'
QUESTION = "urn:riv:insuranceprocess:healthreporting:ReceiveMedicalCertificateQuestionResponder:1"


def result_of(content: bytes) -> etree._Element:
    response = open_answer(etree.fromstring(content))
    assert isinstance(response, etree._Element)
    return response


def test_the_receiver_is_read_from_the_addressing_header(old_place: Place) -> None:
    status, content = server.answer(old_place.path, envelope(old_place.body, header=TO.format(" SE1 ")))

    assert (status, read_result(result_of(content))) == (200, Result("OK"))
    assert old_place.inbox.requests[0].logical_address == "SE1"


@pytest.mark.parametrize("broken", ["<m:avsantTidpunkt>", "<m:fkReferens-id>"])
def test_a_message_that_breaks_the_schema_gets_the_older_result(broken: str, old_place: Place) -> None:
    name = broken.strip("<>")
    message = old_place.body.replace(broken.encode(), f"<{name}1>".encode()).replace(
        f"</{name}>".encode(), f"</{name}1>".encode()
    )

    status, content = server.answer(old_place.path, envelope(message))

    response = result_of(content)
    assert status == 200
    assert [etree.QName(part).localname for part in response[0]] == ["resultCode", "errorId", "errorText"]
    assert read_result(response).error_id == "VALIDATION_ERROR"
    assert read_result(response).text.startswith("Unmarshalling Error")


def test_a_handler_that_breaks_gets_the_older_result_too(old_place: Place) -> None:
    def break_down(_request: server.SoapRequest) -> etree._Element:
        raise RuntimeError("broken")

    old_place.inbox.behave = break_down

    status, content = server.answer(old_place.path, envelope(old_place.body))

    assert (status, read_result(result_of(content)).error_id) == (200, "APPLICATION_ERROR")


def test_a_call_writes_the_header_of_the_contracts_profile(old_place: Place) -> None:
    answer = client.call_in_process(
        path=old_place.path, contract=old_place.contract, body=old_place.body, logical_address="SE1"
    )

    assert answer.body is not None
    (request,) = old_place.inbox.requests
    assert request.logical_address == "SE1"
    assert b"http://www.w3.org/2005/08/addressing" in request.raw
    assert b"LogicalAddress" not in request.raw


def test_the_newer_profile_stays_the_usual_one() -> None:
    assert b"<itr:LogicalAddress" in wrap(b"<a/>", "SE1")


def test_action_and_path_follow_the_profile() -> None:
    assert RECEIVE_MEDICAL_CERTIFICATE_QUESTION_1.soap_action == QUESTION
    assert RECEIVE_MEDICAL_CERTIFICATE_ANSWER_1.platform_path == (
        "/insuranceprocess/healthreporting/ReceiveMedicalCertificateAnswer/1/rivtabp20"
    )
    assert SEND_MESSAGE_TO_CARE_2.soap_action.endswith("SendMessageToCareResponder:2:SendMessageToCare")
