"""The small builders."""

from __future__ import annotations

import pytest
from lxml import etree

from rivta import build, oids
from rivta.contracts import RECEIVE_MEDICAL_CERTIFICATE_ANSWER_1, REGISTER_CERTIFICATE_3, STORE_LOG_2
from rivta.namespaces import CERT, CERT_32, REGISTER, TYPES
from rivta.results import ErrorId, Result, ResultCode, read_result, response_element, result_element


def test_children_that_are_none_are_left_out() -> None:
    element = build.el(CERT, "patient", None, build.el(CERT, "fornamn", ""), None)

    assert [etree.QName(child).localname for child in element] == ["fornamn"]
    assert element[0].text == ""


def test_a_root_declares_each_namespace_once() -> None:
    element = build.root(CERT, "a", build.hsa_id(CERT, "b", "SE1"), build.cv(CERT, "c", "code", oids.KV_PART, "name"))

    assert etree.tostring(element).count(b"xmlns:") == 2


@pytest.mark.parametrize(
    ("number", "root"), [("191212121212", oids.PERSONNUMMER), ("198001919011", oids.SAMORDNINGSNUMMER)]
)
def test_a_samordningsnummer_has_a_root_of_its_own(number: str, root: str) -> None:
    element = build.person_id(CERT, "person-id", number)

    assert element.findtext(f"{{{TYPES}}}root") == root
    assert element.findtext(f"{{{TYPES}}}extension") == number


def test_a_coded_value_without_name_has_no_display_name() -> None:
    assert len(build.cv(CERT, "typ", "LISJP", oids.KV_INTYGSTYP)) == 2


@pytest.mark.parametrize(
    "result",
    [
        Result(ResultCode.OK),
        Result(ResultCode.INFO, "Certificate already exists"),
        Result(ResultCode.ERROR, "text", ErrorId.TECHNICAL_ERROR),
        Result(ResultCode.ERROR, "", ErrorId.REVOKED),
    ],
)
def test_a_result_is_valid_and_is_read_back(result: Result) -> None:
    element = response_element(REGISTER_CERTIFICATE_3, result)

    assert REGISTER_CERTIFICATE_3.validate(element) == []
    assert read_result(element) == result


def test_the_log_contract_knows_other_codes() -> None:
    assert read_result(response_element(STORE_LOG_2, Result("ACCESSDENIED", "text"))) == Result("ACCESSDENIED", "text")


@pytest.mark.parametrize(
    ("result", "parts"),
    [
        (Result(ResultCode.OK), ["resultCode"]),
        (Result(ResultCode.INFO, "text"), ["resultCode", "infoText"]),
        (Result(ResultCode.ERROR, "text", ErrorId.VALIDATION_ERROR), ["resultCode", "errorId", "errorText"]),
    ],
)
def test_the_older_result_names_its_text_by_the_outcome_and_puts_an_error_after_its_id(
    result: Result, parts: list[str]
) -> None:
    element = response_element(RECEIVE_MEDICAL_CERTIFICATE_ANSWER_1, result)

    assert RECEIVE_MEDICAL_CERTIFICATE_ANSWER_1.validate(element) == []
    assert [etree.QName(part).localname for part in element[0]] == parts
    assert read_result(element) == result


def test_info_counts_as_done_and_error_does_not() -> None:
    assert Result(ResultCode.INFO).is_done
    assert not Result(ResultCode.ERROR).is_done
    assert not Result("").is_done


def test_the_order_is_code_text_error_id() -> None:
    element = result_element(REGISTER, "ERROR", "text", "TECHNICAL_ERROR")

    assert [etree.QName(part).localname for part in element] == ["resultCode", "resultText", "errorId"]


def test_a_body_without_result_has_no_code() -> None:
    assert read_result(etree.fromstring(b"<a><!-- c --><b/></a>")) == Result("")


def test_the_namespaces_of_a_root_stand_in_the_same_order_every_time() -> None:
    children = [build.el(TYPES, "a"), build.el(CERT_32, "b"), build.el(CERT, "c")]
    order = list(build.root(REGISTER, "d", *children).nsmap)
    assert order == list(build.root(REGISTER, "d", *reversed(children)).nsmap) == ["r", "c", "c32", "t"]
