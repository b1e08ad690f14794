"""Questions of plain data by the contract's own WSDL."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from lxml import etree

from rivta import plain, server
from rivta.contracts import GET_HOSP_LAST_UPDATE_1, GET_UNIT_5
from rivta.envelope import FaultCode, SoapFault, wrap_answer
from rivta.server import Endpoint, NoAnswer, RawReply, SoapRequest

BASE = "/plain-test"
Act = Callable[[SoapRequest], "etree._Element | RawReply"]


@pytest.fixture
def serve() -> Iterator[Callable[[Act], None]]:
    """Lets GetUnit be answered in the test's own way."""
    endpoints: list[Endpoint] = []

    def answer_with(act: Act) -> None:
        endpoints.append(Endpoint(paths=[f"{BASE}{GET_UNIT_5.platform_path}"], handlers={GET_UNIT_5: act}))
        server.register(endpoints[-1])

    yield answer_with
    for endpoint in endpoints:
        server.unregister(endpoint)


def ask() -> dict[str, Any]:
    return plain.ask(
        {"unitHsaId": "VE1", "profile": ("basic",)}, contract=GET_UNIT_5, base=BASE, logical_address="L", timeout_s=1
    )


def unit(**parts: Any) -> etree._Element:
    return plain.element(
        GET_UNIT_5, GET_UNIT_5.response_tag, {"unit": {"unitHsaId": "VE1", "unitName": "E", "publicName": "E", **parts}}
    )


def refusal() -> str:
    with pytest.raises(plain.NotAnswered) as error:
        ask()
    return error.value.reason


def test_the_parts_of_an_answer_come_back_by_name(serve: Callable[[Act], None]) -> None:
    serve(lambda _request: unit(telephoneNumber=("08", "09"), mail=None, unitStartDate=dt.datetime(2026, 3, 1)))
    found = ask()["unit"]
    assert (found["unitHsaId"], found["telephoneNumber"], found["mail"]) == ("VE1", ["08", "09"], None)
    assert found["unitStartDate"] == dt.datetime(2026, 3, 1)


def test_elements_are_in_the_order_of_the_contract_and_what_is_none_is_left_out() -> None:
    body = plain.element(
        GET_UNIT_5, GET_UNIT_5.request_tag, {"profile": ["basic"], "searchBase": None, "unitHsaId": "1"}
    )
    assert [etree.QName(child).localname for child in body] == ["unitHsaId", "profile"]
    assert GET_UNIT_5.validate(body) == []


def test_foreign_parts_of_an_answer_do_no_harm(serve: Callable[[Act], None]) -> None:
    def with_more(_request: SoapRequest) -> etree._Element:
        body = unit()
        etree.SubElement(body[0], "{urn:test:foreign}more").text = "x"
        return body

    serve(with_more)
    assert ask()["unit"]["unitName"] == "E"


def test_comments_and_instructions_of_an_answer_do_no_harm(serve: Callable[[Act], None]) -> None:
    body = wrap_answer(unit()).replace(b">VE1<", b">V<!-- a -->E1<?b c?><")
    serve(lambda _request: RawReply(200, body.replace(b"<ns0:unit>", b"<ns0:unit><!-- d --><?e?>")))
    assert ask()["unit"]["unitHsaId"] == "VE1"


def test_a_part_behind_foreign_ones_is_not_taken_for_a_missing_one() -> None:
    body = plain.element(GET_UNIT_5, GET_UNIT_5.request_tag, {"unitHsaId": "VE1", "profile": ("basic",)})
    body.insert(1, etree.Element("{urn:test:foreign}more"))
    assert GET_UNIT_5.validate(body) == []
    with pytest.raises(SoapFault) as error:
        plain.asked(GET_UNIT_5, body)
    assert error.value.code == FaultCode.CLIENT


def test_a_fault_is_no_answer(serve: Callable[[Act], None]) -> None:
    def fail(_request: SoapRequest) -> etree._Element:
        raise server.SoapFault("191212121212")

    serve(fail)
    assert refusal() == "FAULT"


def test_silence_is_no_answer(serve: Callable[[Act], None]) -> None:
    def wait(_request: SoapRequest) -> etree._Element:
        raise NoAnswer(1)

    serve(wait)
    assert refusal() == "TIMEOUT"


@pytest.mark.parametrize("content", [b"", b"<broken", b"<html/>"])
def test_what_is_no_envelope_is_no_answer(serve: Callable[[Act], None], content: bytes) -> None:
    serve(lambda _request: RawReply(200, content))
    assert refusal() == "INVALID"


@pytest.mark.parametrize("moment", ["12026-03-01T00:00:00", "2026-03-01T24:00:00", "-0044-03-15T00:00:00"])
def test_a_value_that_can_not_be_read_is_not_taken_for_a_missing_one(serve: Callable[[Act], None], moment: str) -> None:
    body = wrap_answer(unit(unitEndDate=dt.datetime(2026, 3, 1)))
    serve(lambda _request: RawReply(200, body.replace(b"2026-03-01T00:00:00", moment.encode())))
    assert refusal() == "INVALID"


def test_an_address_where_nobody_listens_is_no_answer() -> None:
    with pytest.raises(plain.NotAnswered) as error:
        plain.ask({}, contract=GET_HOSP_LAST_UPDATE_1, base="http://127.0.0.1:9", logical_address="L", timeout_s=1)
    assert error.value.reason == "CONNECT"
