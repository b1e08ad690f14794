"""The dispatch of proper calls, and what happens when the house itself fails."""

from __future__ import annotations

import threading

import pytest
from lxml import etree

from rivta import server
from rivta.contracts import REGISTER_CERTIFICATE_3, SEND_CERTIFICATE_TO_RECIPIENT_2
from rivta.envelope import FaultCode, ReadFault, SoapFault, open_answer
from rivta.results import Result, read_result, response_element
from rivta.server import Endpoint, RawReply
from tests.rivta.conftest import Place, body, envelope

ADDRESS = '<e:Header><a:LogicalAddress xmlns:a="urn:riv:itintegration:registry:1">{}</a:LogicalAddress></e:Header>'


def test_a_valid_call_reaches_the_handler_with_its_envelope_as_received(register_place: Place) -> None:
    message = envelope(register_place.body, header=ADDRESS.format("SE1 "))

    status, content = server.answer(register_place.path, message, caller="somebody")

    assert status == 200
    response = open_answer(etree.fromstring(content))
    assert isinstance(response, etree._Element)
    assert read_result(response) == Result("OK")
    (request,) = register_place.inbox.requests
    assert request.raw == message
    assert request.body.tag == REGISTER_CERTIFICATE_3.request_tag
    assert request.logical_address == "SE1"
    assert request.caller == "somebody"


@pytest.mark.parametrize(
    ("header", "address"),
    [
        ("", ""),
        ("<e:Header/>", ""),
        (ADDRESS.format(""), ""),
        (ADDRESS.format("any text at all"), "any text at all"),
        (ADDRESS.replace("<a:Log", '<b:Other xmlns:b="urn:b"/><a:Log').format("SE2"), "SE2"),
        (ADDRESS.replace("<a:LogicalAddress", '<a:LogicalAddress e:mustUnderstand="1"').format("SE3"), "SE3"),
    ],
)
def test_any_logical_address_is_accepted(header: str, address: str, register_place: Place) -> None:
    status, _content = server.answer(register_place.path, envelope(register_place.body, header=header))

    assert status == 200
    assert register_place.inbox.requests[0].logical_address == address


@pytest.mark.parametrize(
    ("declaration", "encoding", "charset"),
    [
        ("", "utf-8", ""),
        ("", "utf-8", "UTF-8"),
        ("", "utf-8-sig", ""),
        ('<?xml version="1.0" encoding="UTF-8"?>\n', "utf-8", "utf-8"),
        ('<?xml version="1.0" encoding="ISO-8859-1"?>', "iso-8859-1", ""),
        ("", "iso-8859-1", "ISO-8859-1"),
        ('<?xml version="1.0" encoding="UTF-8"?>', "iso-8859-1", "iso-8859-1"),
        ('<?xml version="1.0" encoding="windows-1252"?>', "cp1252", ""),
        ('<?xml version="1.0" encoding="UTF-16"?>', "utf-16", "utf-16"),
        ('<?xml version="1.0" encoding="UTF-16"?>', "utf-16", "utf-8"),
        ('<?xml version="1.0" encoding="UTF-16"?>', "utf-16-le", ""),
        ('<?xml version="1.0" encoding="UTF-16"?>', "utf-16-be", ""),
        ("", "utf-16", ""),
    ],
)
def test_swedish_letters_survive_every_encoding(
    declaration: str, encoding: str, charset: str, register_place: Place
) -> None:
    message = (declaration + envelope(register_place.body).decode()).encode(encoding)

    status, _content = server.answer(register_place.path, message, charset=charset)

    assert status == 200
    name = register_place.inbox.requests[0].body.findtext(
        ".//{urn:riv:clinicalprocess:healthcond:certificate:3}fullstandigtNamn"
    )
    assert name == "Lisa Läkare"


def test_the_handler_is_chosen_by_the_body_element() -> None:
    seen = []

    def note(request: server.SoapRequest) -> etree._Element:
        seen.append(request.contract)
        return response_element(request.contract, Result("OK"))

    endpoint = Endpoint(
        paths=["/services/test/both", "/services/test/both/again"],
        handlers={REGISTER_CERTIFICATE_3: note, SEND_CERTIFICATE_TO_RECIPIENT_2: note},
    )
    server.register(endpoint)
    try:
        server.answer("/services/test/both", envelope(body("send_certificate_to_recipient")))
        server.answer("/services/test/both/again", envelope(body("register_certificate")))
    finally:
        server.unregister(endpoint)

    assert seen == [SEND_CERTIFICATE_TO_RECIPIENT_2, REGISTER_CERTIFICATE_3]


def test_two_endpoints_can_not_share_a_path(register_place: Place) -> None:
    other = Endpoint(paths=[register_place.path], handlers={REGISTER_CERTIFICATE_3: register_place.inbox.handle})

    with pytest.raises(ValueError, match="already registered"):
        server.register(other)


def fail(_request: server.SoapRequest) -> etree._Element:
    raise RuntimeError("secret 191212121212")


def test_an_uncaught_exception_is_a_server_fault_without_its_text(register_place: Place) -> None:
    register_place.inbox.behave = fail

    status, content = server.answer(register_place.path, envelope(register_place.body))

    found = open_answer(etree.fromstring(content))
    assert status == 500
    assert isinstance(found, ReadFault)
    assert found.code == "soapenv:Server"
    assert "secret" not in found.text


def test_an_uncaught_exception_is_an_application_error_where_failures_are_results(draft_place: Place) -> None:
    draft_place.inbox.behave = fail

    status, content = server.answer(draft_place.path, envelope(draft_place.body))

    response = open_answer(etree.fromstring(content))
    assert status == 200
    assert isinstance(response, etree._Element)
    result = read_result(response)
    assert (result.code, result.error_id) == ("ERROR", "APPLICATION_ERROR")
    assert "secret" not in result.text


def test_an_own_answer_against_the_schema_is_answered_as_a_failure(draft_place: Place) -> None:
    draft_place.inbox.behave = lambda request: response_element(request.contract, Result("MAYBE"))

    _status, content = server.answer(draft_place.path, envelope(draft_place.body))

    response = open_answer(etree.fromstring(content))
    assert isinstance(response, etree._Element)
    assert read_result(response).error_id == "APPLICATION_ERROR"


def test_an_answer_of_another_contract_is_answered_as_a_failure(register_place: Place) -> None:
    register_place.inbox.behave = lambda _request: response_element(SEND_CERTIFICATE_TO_RECIPIENT_2, Result("OK"))

    assert server.answer(register_place.path, envelope(register_place.body))[0] == 500


def test_a_handler_may_answer_with_a_fault_of_its_own(draft_place: Place) -> None:
    def refuse(_request: server.SoapRequest) -> etree._Element:
        raise SoapFault("Chosen text å & <", FaultCode.CLIENT)

    draft_place.inbox.behave = refuse

    status, content = server.answer(draft_place.path, envelope(draft_place.body))

    assert status == 500
    assert open_answer(etree.fromstring(content)) == ReadFault("soapenv:Client", "Chosen text å & <")


def test_a_handler_may_answer_with_raw_bytes(register_place: Place) -> None:
    register_place.inbox.behave = lambda _request: RawReply(503, b"busy")

    assert server.answer(register_place.path, envelope(register_place.body)) == (503, b"busy")


def test_nothing_of_the_message_is_logged(register_place: Place, caplog) -> None:
    caplog.set_level("DEBUG")
    message = envelope(register_place.body.replace(b"<c:version>1.3</c:version>", b""))

    server.answer(register_place.path, message)
    server.answer(register_place.path, envelope(register_place.body))

    assert "soap_call" in caplog.text
    assert "191212121212" not in caplog.text
    assert "Tolvan" not in caplog.text


def test_many_threads_get_their_own_verdicts(register_place: Place) -> None:
    good = envelope(register_place.body)
    bad = envelope(register_place.body.replace(b"<c:version>1.3</c:version>", b""))
    wrong: list[int] = []

    def work(message: bytes, expected: int) -> None:
        wrong.extend(
            status for _ in range(50) if (status := server.answer(register_place.path, message)[0]) != expected
        )

    threads = [threading.Thread(target=work, args=pair) for pair in [(good, 200), (bad, 500)] * 4]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert wrong == []
