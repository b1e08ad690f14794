"""Everything that is not a proper call is answered as spec/integration.md 0 says, and reaches no handler."""

from __future__ import annotations

import gzip
from concurrent.futures import ThreadPoolExecutor

import pytest
from lxml import etree

from rivta import server, xml
from rivta.envelope import ReadFault, open_answer
from rivta.results import read_result
from tests.rivta.conftest import SOAP, Place, body, envelope

REGISTER = body("register_certificate").decode()
DRAFT = body("create_draft_certificate").decode()
VALID = envelope(REGISTER)
DTD = b'<!DOCTYPE a [<!ENTITY e "text">]>'
LAUGHS = (
    b'<!DOCTYPE a [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + i, b"&%c;" % (97 + i) * 10) for i in range(9))
    + b"]>"
)


def nested(levels: int) -> str:
    return "<x:a xmlns:x='urn:x'>" * levels + "</x:a>" * levels


MALFORMED = {
    "nothing": b"",
    "blanks": b" \n ",
    "text": b"not xml",
    "json": b'{"a": 1}',
    "html": b"<html><body><br></body></html>",
    "cut off": VALID[: len(VALID) // 2],
    "two roots": VALID + VALID,
    "text after the end": VALID + b"more",
    "crossed tags": b"<a><b></a></b>",
    "undeclared prefix": envelope("<q:RegisterCertificate/>"),
    "same attribute twice": b'<a b="1" b="2"/>',
    "undefined entity": VALID.replace(b"Tolvan", b"&tolvan;"),
    "control character": VALID.replace(b"Tolvan", b"&#1;"),
    "zero byte": VALID.replace(b"Tolvan", b"Tol\0van"),
    "zipped": gzip.compress(VALID),
    "document type": DTD + VALID,
    "document type after a comment": b"<?xml version='1.0'?><!-- a --><!-- b -->\n" + DTD + VALID,
    "external document type": b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd">' + VALID,
    "entity of a file": b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + VALID.replace(b"Tolvan", b"&e;"),
    "entities of entities": LAUGHS + VALID.replace(b"Tolvan", b"&j;"),
    "document type in UTF-16": (DTD + VALID).decode().encode("utf-16"),
    "too deep": envelope(nested(99)),
    "far too deep": envelope(nested(5000)),
    "latin-1 bytes without saying so": envelope(REGISTER, encoding="iso-8859-1"),
    "latin-1 bytes that say UTF-8": b'<?xml version="1.0" encoding="UTF-8"?>' + envelope(REGISTER, encoding="latin-1"),
    "half a UTF-16 character": envelope(REGISTER).decode().encode("utf-16")[:-1],
    "unknown encoding": b'<?xml version="1.0" encoding="klingon"?>' + VALID,
    "an encoding that we do not read": b'<?xml version="1.0" encoding="UTF-7"?>' + VALID,
    "EBCDIC": envelope("<a/>").decode().encode("cp500"),
    "XML 2.0 declaration without version": b"<?xml?>" + VALID,
}

NO_CALL = {
    "bare body": (REGISTER.encode(), "Client"),
    "other root": (b"<a/>", "Client"),
    "SOAP 1.2": (VALID.replace(SOAP.encode(), b"http://www.w3.org/2003/05/soap-envelope"), "VersionMismatch"),
    "envelope without namespace": (b"<Envelope><Body><a/></Body></Envelope>", "VersionMismatch"),
    "no body": (f'<e:Envelope xmlns:e="{SOAP}"/>'.encode(), "Client"),
    "empty body": (envelope(""), "Client"),
    "only text in the body": (envelope("text"), "Client"),
    "only a comment in the body": (envelope("<!-- a -->"), "Client"),
    "two elements in the body": (envelope(REGISTER + REGISTER), "Client"),
    "two bodies": (VALID.replace(b"</e:Envelope>", b"<e:Body><a/></e:Body></e:Envelope>"), "Client"),
    "a fault": (envelope("<e:Fault><faultcode>e:Client</faultcode></e:Fault>"), "Client"),
    "another contract's body": (envelope(DRAFT), "Client"),
    "the response of the contract": (envelope(body("register_certificate_response")), "Client"),
    "body element without namespace": (envelope("<RegisterCertificate/>"), "Client"),
    "body element of an older version": (VALID.replace(b"Responder:3", b"Responder:1"), "Client"),
    "a header that must be understood": (
        envelope(REGISTER, header='<e:Header><x:Security xmlns:x="urn:x" e:mustUnderstand="1"/></e:Header>'),
        "MustUnderstand",
    ),
}

INVALID = {
    "element missing": ("<c:version>1.3</c:version>", ""),
    "element twice": ("<c:version>1.3</c:version>", "<c:version>1</c:version><c:version>2</c:version>"),
    "dash in the personal number": ("191212121212", "19121212-1212"),
    "ten digits in the personal number": ("191212121212", "1212121212"),
    "other root of the person": ("1.2.752.129.2.1.3.1", "1.2.752.74.9.1"),
    "time with zone": ("2026-03-01T10:11:12<", "2026-03-01T10:11:12Z<"),
    "time with decimals": ("2026-03-01T10:11:12<", "2026-03-01T10:11:12.000<"),
    "no such day": ("2026-03-01T10:11:12<", "2026-02-30T10:11:12<"),
    "empty unit id": ("<t:extension>SE2321000016-VE01</t:extension></c:enhets-id>", "<t:extension/></c:enhets-id>"),
    "empty mail address": ("enhet@example.test", ""),
    "answer without part": ('<c:svar id="1">', '<c:svar id="0"/><c:svar id="1">'),
    "letters in the id of an answer": ('<c:svar id="1">', '<c:svar id="a">'),
    "coded value without code": ("<t:code>A</t:code>", ""),
    "wrong order": ("<c:fornamn>Tolvan</c:fornamn><c:efternamn>Prov</c:efternamn>", "<c:efternamn/><c:fornamn/>"),
}


def fault_of(content: bytes) -> ReadFault:
    found = open_answer(etree.fromstring(content))
    assert isinstance(found, ReadFault)
    return found


@pytest.mark.parametrize("message", MALFORMED.values(), ids=MALFORMED.keys())
def test_what_is_no_xml_for_us_is_a_client_fault(message: bytes, register_place: Place) -> None:
    status, content = server.answer(register_place.path, message)

    assert status == 500
    assert fault_of(content).code == "soapenv:Client"
    assert register_place.inbox.requests == []


@pytest.mark.parametrize("message", MALFORMED.values(), ids=MALFORMED.keys())
def test_malformed_xml_is_a_fault_even_where_failures_are_results(message: bytes, draft_place: Place) -> None:
    status, content = server.answer(draft_place.path, message)

    assert status == 500
    assert fault_of(content).code == "soapenv:Client"


@pytest.mark.parametrize(("message", "code"), NO_CALL.values(), ids=NO_CALL.keys())
def test_an_envelope_that_holds_no_call_of_the_endpoint_is_a_fault(
    message: bytes, code: str, register_place: Place
) -> None:
    status, content = server.answer(register_place.path, message)

    assert status == 500
    assert fault_of(content).code == f"soapenv:{code}"
    assert register_place.inbox.requests == []


@pytest.mark.parametrize(("old", "new"), INVALID.values(), ids=INVALID.keys())
def test_a_message_against_the_schema_is_a_client_fault_with_the_reason(
    old: str, new: str, register_place: Place
) -> None:
    assert old in REGISTER

    status, content = server.answer(register_place.path, envelope(REGISTER.replace(old, new)))

    assert status == 500
    assert fault_of(content).code == "soapenv:Client"
    assert fault_of(content).text.startswith("Unmarshalling Error: line ")
    assert register_place.inbox.requests == []


def test_a_message_against_the_schema_is_a_result_where_failures_are_results(draft_place: Place) -> None:
    message = envelope(DRAFT.replace("191212121212", "19121212-1212"))

    status, content = server.answer(draft_place.path, message)

    response = open_answer(etree.fromstring(content))
    assert status == 200
    assert isinstance(response, etree._Element)
    assert draft_place.contract.validate(response) == []
    result = read_result(response)
    assert (result.code, result.error_id) == ("ERROR", "VALIDATION_ERROR")
    assert "Unmarshalling Error" in result.text
    assert [etree.QName(part).localname for part in response[0]] == ["resultCode", "resultText", "errorId"]
    assert draft_place.inbox.requests == []


def test_the_log_contract_says_validation_error_as_its_code(log_place: Place) -> None:
    message = envelope(log_place.body.replace(b"0d2f6f0e-3c7a-4a26-8d9f-6d6f8f0a0001", b"a" * 37))

    _status, content = server.answer(log_place.path, message)

    response = open_answer(etree.fromstring(content))
    assert isinstance(response, etree._Element)
    assert log_place.contract.validate(response) == []
    assert read_result(response).code == "VALIDATION_ERROR"


def test_a_message_one_byte_too_large_is_413(register_place: Place, settings) -> None:
    settings.SOAP_MAX_BYTES = len(VALID) - 1

    status, content = server.answer(register_place.path, VALID)

    assert status == 413
    assert fault_of(content).code == "soapenv:Client"
    assert register_place.inbox.requests == []


def test_a_message_of_exactly_the_largest_size_is_taken(register_place: Place, settings) -> None:
    settings.SOAP_MAX_BYTES = len(VALID)

    assert server.answer(register_place.path, VALID)[0] == 200


def test_a_hundred_levels_are_taken_and_one_more_is_not(register_place: Place) -> None:
    open_place = "<x:more/>\n</r:RegisterCertificate>"
    assert open_place in REGISTER

    def deep(levels_below_the_body_element: int) -> bytes:
        return envelope(
            REGISTER.replace(open_place, f"{nested(levels_below_the_body_element)}</r:RegisterCertificate>")
        )

    assert server.answer(register_place.path, deep(97))[0] == 200
    assert server.answer(register_place.path, deep(98))[0] == 500


def test_a_path_without_endpoint_is_404() -> None:
    status, content = server.answer("/services/test/nothing-here", VALID)

    assert status == 404
    assert fault_of(content).code == "soapenv:Client"


def test_no_answer_repeats_what_a_file_or_an_entity_holds(register_place: Place) -> None:
    for message in MALFORMED.values():
        _status, content = server.answer(register_place.path, message)

        assert b"root:" not in content
        assert b"haha" not in content
        assert b"191212121212" not in content


def test_thousands_of_errors_in_one_message_are_answered_like_one(register_place: Place) -> None:
    wrong = '<c:delsvar id="x"/>' * 20_000

    status, content = server.answer(register_place.path, envelope(REGISTER.replace('<c:delsvar id="1.3"/>', wrong)))

    assert status == 500
    assert fault_of(content).text.startswith("Unmarshalling Error: Element ")
    assert len(content) < 2000
    assert register_place.inbox.requests == []


def test_a_large_message_without_errors_is_taken(register_place: Place) -> None:
    right = '<c:delsvar id="1.3"/>' * 20_000

    status, _content = server.answer(register_place.path, envelope(REGISTER.replace('<c:delsvar id="1.3"/>', right)))

    assert status == 200


@pytest.mark.parametrize("name", MALFORMED)
def test_a_malformed_message_leaves_nothing_behind_for_the_next(name: str) -> None:
    with pytest.raises(xml.MalformedXml):
        xml.parse(MALFORMED[name])
    assert etree.tostring(xml.parse(b"<a>&amp;</a>")) == b"<a>&amp;</a>"


def test_documents_stay_whole_when_many_threads_read_at_once() -> None:
    documents = [f'<a xmlns="urn:{n}"><b id="{n}">{"x" * n}</b></a>'.encode() for n in range(1, 200)]
    with ThreadPoolExecutor(8) as threads:
        read = list(threads.map(xml.parse, documents))
    assert [etree.tostring(root) for root in read] == documents
