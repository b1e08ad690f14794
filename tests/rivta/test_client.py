"""The client against a real server on loopback: every way in which a call can fail."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from lxml import etree

from rivta import client, server
from rivta.client import SoapAnswer, TransportFailure, TransportKind
from rivta.contracts import REGISTER_CERTIFICATE_3, STORE_LOG_2
from rivta.results import read_result
from tests.rivta.conftest import Place, body, envelope

BODY = body("register_certificate")
OK = envelope(body("register_certificate_response"))


@dataclass
class Receiver:
    """An HTTP server that records what it gets and answers as told."""

    url: str = ""
    answer: Callable[[BaseHTTPRequestHandler], None] | None = None
    seen: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    connections: set[tuple[str, int]] = field(default_factory=set)


def reply(status: int, content: bytes, content_type: str = "text/xml; charset=utf-8"):
    def act(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", content_type)
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content)

    return act


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    state = Receiver(answer=reply(200, OK))

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers["Content-Length"]))
            state.seen.append((dict(self.headers), content))
            state.connections.add(self.client_address)
            assert state.answer
            state.answer(self)

        def log_message(self, *_arguments: object) -> None:
            return

    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    httpd.daemon_threads = True
    state.url = f"http://127.0.0.1:{httpd.server_port}/receiver"
    thread = threading.Thread(target=httpd.serve_forever, daemon=True)
    thread.start()
    yield state
    httpd.shutdown()
    httpd.server_close()


def call(url: str, content: etree._Element | bytes = BODY) -> SoapAnswer:
    return client.call(url=url, contract=REGISTER_CERTIFICATE_3, body=content, logical_address="SE1 & å")


def test_a_call_carries_soap_action_address_and_the_body_byte_for_byte(receiver: Receiver) -> None:
    answer = call(receiver.url)

    assert answer.body is not None
    assert (answer.status, answer.fault, answer.problem) == (200, None, "")
    assert read_result(answer.body).code == "INFO"
    headers, content = receiver.seen[0]
    assert headers["SOAPAction"] == f'"{REGISTER_CERTIFICATE_3.soap_action}"'
    assert headers["Content-Type"] == "text/xml; charset=utf-8"
    assert BODY.strip() in content
    root = etree.fromstring(content)
    assert root.findtext(".//{urn:riv:itintegration:registry:1}LogicalAddress") == "SE1 & å"


def test_an_xml_declaration_before_the_body_is_left_out_and_nothing_else_changes(receiver: Receiver) -> None:
    signed = b"<r:a xmlns:r=\"urn:r\"  b='1' ><!-- kept --><r:b></r:b>\r\n&#229;</r:a>"

    call(receiver.url, b'\xef\xbb\xbf<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + signed)

    assert b"<soapenv:Body>" + signed + b"</soapenv:Body>" in receiver.seen[0][1]


def test_a_body_in_another_encoding_is_refused_before_the_call(receiver: Receiver) -> None:
    with pytest.raises(ValueError, match="UTF-8"):
        call(receiver.url, b'<?xml version="1.0" encoding="ISO-8859-1"?><a/>')

    assert receiver.seen == []


def test_an_element_is_sent_without_what_follows_it(receiver: Receiver) -> None:
    parent = etree.fromstring(b"<p><a>\xc3\xa5</a>tail</p>")

    call(receiver.url, parent[0])

    assert "<soapenv:Body><a>å</a></soapenv:Body>".encode() in receiver.seen[0][1]


def test_headers_of_the_caller_are_sent(receiver: Receiver) -> None:
    client.call(
        url=receiver.url,
        contract=REGISTER_CERTIFICATE_3,
        body=BODY,
        logical_address="",
        headers={"X-Rivta-Original-Serviceconsumer-Hsaid": "SE9"},
    )

    assert receiver.seen[0][0]["X-Rivta-Original-Serviceconsumer-Hsaid"] == "SE9"


def test_the_connection_is_kept_between_calls(receiver: Receiver) -> None:
    for _ in range(3):
        call(receiver.url)

    assert len(receiver.connections) == 1


def test_a_connection_that_the_receiver_closed_meanwhile_is_not_used_again(receiver: Receiver) -> None:
    def answer_and_close(handler: BaseHTTPRequestHandler) -> None:
        reply(200, OK)(handler)
        close_at_once(handler)

    receiver.answer = answer_and_close
    call(receiver.url)
    time.sleep(0.1)

    assert call(receiver.url).body is not None
    assert len(receiver.connections) == 2


def test_calls_at_the_same_time_have_a_connection_each(receiver: Receiver) -> None:
    together = threading.Barrier(3, timeout=5)

    def answer_together(handler: BaseHTTPRequestHandler) -> None:
        together.wait()
        reply(200, OK)(handler)

    receiver.answer = answer_together
    with ThreadPoolExecutor(3) as threads:
        answers = list(threads.map(call, [receiver.url] * 3))

    assert all(answer.body is not None for answer in answers)
    assert len(receiver.connections) == 3


def test_an_answer_in_chunks_is_read(receiver: Receiver) -> None:
    def chunked(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        for part in (OK[:100], OK[100:]):
            handler.wfile.write(f"{len(part):x}\r\n".encode() + part + b"\r\n")
        handler.wfile.write(b"0\r\n\r\n")

    receiver.answer = chunked

    assert [call(receiver.url).text.encode() for _ in range(2)] == [OK, OK]
    assert len(receiver.connections) == 1


def test_an_answer_that_ends_with_the_connection_is_read(receiver: Receiver) -> None:
    def without_length(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Connection", "close")
        handler.end_headers()
        handler.wfile.write(OK)

    receiver.answer = without_length

    assert call(receiver.url).body is not None


def test_a_letter_outside_ascii_in_the_path_is_sent_escaped(receiver: Receiver) -> None:
    assert call(f"{receiver.url}/å?a=b%20c").body is not None


def test_a_fault_is_read(receiver: Receiver) -> None:
    fault = envelope("<e:Fault><faultcode>e:Server</faultcode><faultstring>VP004 no route</faultstring></e:Fault>")
    receiver.answer = reply(500, fault)

    answer = call(receiver.url)

    assert (answer.status, answer.body, answer.fault) == (500, None, "VP004 no route")
    assert "VP004" in answer.text


def test_a_fault_with_status_200_is_a_fault(receiver: Receiver) -> None:
    receiver.answer = reply(200, envelope("<e:Fault><faultcode>e:Client</faultcode><faultstring/></e:Fault>"))

    assert call(receiver.url).fault == "e:Client"


@pytest.mark.parametrize(
    ("status", "content"),
    [
        (200, b""),
        (202, b""),
        (200, b"OK"),
        (200, b"<html></html>"),
        (200, OK[:-20]),
        (200, b"<!DOCTYPE a>" + OK),
        (200, b"<a>&undefined;</a>"),
        (200, envelope("")),
        (200, envelope(BODY)),
        (200, envelope(body("store_log_response"))),
        (200, OK.replace(b"INFO", b"MAYBE")),
        (200, "<a>å</a>".encode("latin-1")),
        (302, b""),
        (401, b"who are you"),
        (404, b"<html>nothing here</html>"),
        (500, OK),
        (500, b"Internal Server Error"),
        (503, b"busy"),
    ],
)
def test_an_answer_that_can_not_be_used_has_no_body_and_a_reason(
    status: int, content: bytes, receiver: Receiver
) -> None:
    receiver.answer = reply(status, content)

    answer = call(receiver.url)

    assert answer.status == status
    assert answer.body is None
    assert answer.fault is None
    assert answer.problem
    assert answer.text == content.decode("utf-8", errors="replace")


def test_an_answer_in_another_encoding_is_read(receiver: Receiver) -> None:
    content = OK.decode().replace("text<", "åäö<").encode("iso-8859-1")
    receiver.answer = reply(200, content, "text/xml; charset=ISO-8859-1")

    answer = call(receiver.url)

    assert answer.body is not None
    assert read_result(answer.body).text == "åäö"


def test_a_redirect_is_not_followed(receiver: Receiver) -> None:
    def redirect(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(307)
        handler.send_header("Location", receiver.url)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    receiver.answer = redirect

    assert call(receiver.url).status == 307
    assert len(receiver.seen) == 1


def test_nobody_listening_is_a_failure_to_connect() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    with pytest.raises(TransportFailure) as failure:
        call(f"http://127.0.0.1:{port}/")

    assert failure.value.kind == TransportKind.CONNECT


def test_a_name_that_does_not_exist_is_a_failure_to_connect() -> None:
    with pytest.raises(TransportFailure) as failure:
        call("http://nothing.invalid/")

    assert failure.value.kind == TransportKind.CONNECT


@pytest.mark.parametrize("url", ["/only/a/path", "ftp://127.0.0.1/", "http://", "", "http://[::1"])
def test_what_is_no_http_address_is_not_called(url: str) -> None:
    with pytest.raises(TransportFailure) as failure:
        call(url)

    assert failure.value.kind in {TransportKind.ADDRESS, TransportKind.CONNECT}


def test_a_receiver_that_never_answers_is_a_time_out(receiver: Receiver, settings) -> None:
    settings.SOAP_TOTAL_TIMEOUT_S = 0.3
    receiver.answer = lambda _handler: time.sleep(1)

    with pytest.raises(TransportFailure) as failure:
        call(receiver.url)

    assert failure.value.kind == TransportKind.TIMEOUT


def test_a_receiver_that_drips_its_answer_is_a_time_out(receiver: Receiver, settings) -> None:
    settings.SOAP_TOTAL_TIMEOUT_S = 0.5

    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        for _ in range(20):
            handler.wfile.write(b" ")
            handler.wfile.flush()
            time.sleep(0.1)

    receiver.answer = drip
    started = time.monotonic()

    with pytest.raises(TransportFailure) as failure:
        call(receiver.url)

    assert failure.value.kind == TransportKind.TIMEOUT
    assert time.monotonic() - started < 1.5


def test_a_receiver_that_drips_its_headers_is_a_time_out(receiver: Receiver, settings) -> None:
    settings.SOAP_TOTAL_TIMEOUT_S = 0.5

    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for number in range(20):
            handler.wfile.write(b"X-%d: y\r\n" % number)
            handler.wfile.flush()
            time.sleep(0.1)

    receiver.answer = drip
    started = time.monotonic()

    with pytest.raises(TransportFailure) as failure:
        call(receiver.url)

    assert failure.value.kind == TransportKind.TIMEOUT
    assert time.monotonic() - started < 1.0


def test_a_late_piece_of_an_answer_does_not_give_the_rest_more_time(receiver: Receiver, settings) -> None:
    settings.SOAP_TOTAL_TIMEOUT_S = 0.5

    def stop_after_a_while(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        time.sleep(0.4)
        handler.wfile.write(b" ")
        time.sleep(2)

    receiver.answer = stop_after_a_while
    started = time.monotonic()

    with pytest.raises(TransportFailure) as failure:
        call(receiver.url)

    assert failure.value.kind == TransportKind.TIMEOUT
    assert time.monotonic() - started < 0.8


def close_at_once(handler: BaseHTTPRequestHandler) -> None:
    handler.close_connection = True
    handler.connection.shutdown(socket.SHUT_RDWR)


def reset(handler: BaseHTTPRequestHandler) -> None:
    handler.close_connection = True
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    handler.connection.close()


def stop_halfway(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "5000")
    handler.end_headers()
    handler.wfile.write(OK[:100])
    close_at_once(handler)


def talk_nonsense(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"this is no HTTP\r\n\r\n")
    close_at_once(handler)


@pytest.mark.parametrize("act", [close_at_once, reset, stop_halfway, talk_nonsense])
def test_a_broken_connection_is_a_transport_failure(act, receiver: Receiver) -> None:
    receiver.answer = act

    with pytest.raises(TransportFailure) as failure:
        call(receiver.url)

    assert failure.value.kind == TransportKind.BROKEN


def test_an_answer_without_end_is_cut(receiver: Receiver, settings) -> None:
    settings.SOAP_MAX_BYTES = 100_000
    receiver.answer = reply(200, b" " * 3_000_000)

    with pytest.raises(TransportFailure) as failure:
        call(receiver.url)

    assert failure.value.kind == TransportKind.BROKEN


def test_the_next_call_works_after_a_broken_one(receiver: Receiver) -> None:
    receiver.answer = close_at_once
    with pytest.raises(TransportFailure):
        call(receiver.url)
    receiver.answer = reply(200, OK)

    assert call(receiver.url).body is not None


def test_a_call_in_process_gives_the_same_kind_of_answer(register_place: Place) -> None:
    answer = client.call_in_process(
        path=register_place.path, contract=REGISTER_CERTIFICATE_3, body=BODY, logical_address="SE1"
    )

    assert answer.body is not None
    assert read_result(answer.body).code == "OK"
    assert BODY.strip() in register_place.inbox.requests[0].raw


def test_a_schema_failure_in_process_is_a_fault(register_place: Place) -> None:
    broken = BODY.replace(b"<c:version>1.3</c:version>", b"")

    answer = client.call_in_process(
        path=register_place.path, contract=REGISTER_CERTIFICATE_3, body=broken, logical_address="SE1"
    )

    assert (answer.status, answer.body) == (500, None)
    assert "Unmarshalling Error" in (answer.fault or "")


def test_silence_in_process_is_a_time_out_at_once(register_place: Place) -> None:
    def wait(_request: server.SoapRequest) -> etree._Element:
        raise server.NoAnswer(60)

    register_place.inbox.behave = wait

    with pytest.raises(TransportFailure) as failure:
        client.call_in_process(path=register_place.path, contract=REGISTER_CERTIFICATE_3, body=BODY, logical_address="")

    assert failure.value.kind == TransportKind.TIMEOUT


def test_a_path_without_endpoint_is_an_answer_404() -> None:
    answer = client.call_in_process(
        path="/services/test/nothing-here", contract=STORE_LOG_2, body=body("store_log"), logical_address=""
    )

    assert (answer.status, answer.body) == (404, None)
