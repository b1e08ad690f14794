"""A system whose client is generated from the official WSDL: zeep, over HTTP as Django's own client speaks it."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
import zeep
from django.http import HttpResponse
from django.test import Client
from lxml import etree
from zeep.transports import Transport

from rivta import envelope, oids, xml
from rivta.build import person_root
from rivta.contracts import Contract
from rivta.envelope import ReadFault
from rivta.results import Result
from tests import factories
from tests.contracts.official import accepts, wsdl_for

ADDRESS_OF_INTYGSTJANSTEN = "5565594230"


class ThroughDjango(Transport):
    """Posts to the installation without a network, and compares both messages with the official schema."""

    def post(self, address: str, message: bytes, headers: dict[str, str]) -> HttpResponse:
        content_type = headers.pop("Content-Type")
        response = Client().post(address, message, content_type=content_type, headers=headers)
        is_refused = "Unmarshalling Error" in response.content.decode()
        assert accepts(envelope.open_request(xml.parse(message)).body) is not is_refused
        answer = envelope.open_answer(xml.parse(response.content))
        assert isinstance(answer, ReadFault) or accepts(answer)
        return response


class Answers(zeep.Plugin):
    """Puts the answers into a certificate on its way out: text beside elements is more than zeep can write."""

    def __init__(self) -> None:
        self.elements: list[etree._Element] = []

    def egress(
        self, envelope: etree._Element, http_headers: dict[str, str], operation: Any, binding_options: dict[str, Any]
    ) -> tuple[etree._Element, dict[str, str]]:
        for intyg in envelope.findall(".//{*}intyg"):
            intyg.extend(self.elements)
        return envelope, http_headers


ANSWERS = Answers()


@cache
def client(contract: Contract) -> zeep.Client:
    wsdl = str(wsdl_for(contract))
    return zeep.Client(wsdl, transport=ThroughDjango(), plugins=[ANSWERS])


def call(contract: Contract, path: str, *, logical_address: str = ADDRESS_OF_INTYGSTJANSTEN, **parts: Any) -> Any:
    """What zeep makes of the answer; ``zeep.exceptions.Fault`` for a fault."""
    binding = f"{{{contract.wsdl_namespace}}}{contract.name}ResponderBinding"
    service = client(contract).create_service(binding, path)
    return service[contract.operation](**parts, _soapheaders={"LogicalAddress": logical_address})


def result_of(answer: Any) -> Result:
    """Of each type of result: that of the log service has no error id, the older one has texts by other names."""
    result = answer.result
    texts = (getattr(result, name, None) for name in ("resultText", "errorText", "infoText"))
    return Result(result.resultCode, next(filter(None, texts), ""), getattr(result, "errorId", None) or "")


def outcome(answer: Any) -> str:
    """``OK``, ``INFO``, or ``ERROR`` with its id."""
    result = result_of(answer)
    return f"{result.code} {result.error_id}".rstrip()


def fault_of(contract: Contract, path: str, **parts: Any) -> str:
    """The text of the fault that a call must end in."""
    with pytest.raises(zeep.exceptions.Fault) as caught:
        call(contract, path, **parts)
    return caught.value.message


def parts_of(body: etree._Element | bytes) -> dict[str, Any]:
    """The parts of a call that says what ``body`` says; the answers of its certificate go with the next call.

    Elements of other domains than those of RIV-TA are left out.
    """
    root = etree.fromstring(body) if isinstance(body, bytes) else body
    ANSWERS.elements = [svar for svar in root.iterfind(".//{*}svar") if _is_of_certificate(svar)]
    return _value_of(root)


def _value_of(element: etree._Element) -> Any:
    """The parts by name, repeated ones as a list; attributes are parts too. The text of an element without parts."""
    found: dict[str, list[Any]] = {name: [value] for name, value in element.items() if not name.startswith("{")}
    for child in element.iterchildren(etree.Element):
        name = etree.QName(child)
        if str(name.namespace).startswith("urn:riv:") and not _is_of_certificate(child):
            found.setdefault(name.localname, []).append(_value_of(child))
    if not found:
        return element.text or ""
    return {name: values if len(values) > 1 else values[0] for name, values in found.items()}


def _is_of_certificate(element: etree._Element) -> bool:
    """Is it an answer in a certificate? An answer to a question has the same name."""
    return etree.QName(element).localname == "svar" and "id" in element.attrib


def certificate_id(value: str) -> dict[str, str]:
    return {"root": factories.VE01, "extension": value}


def hsa_id(value: str) -> dict[str, str]:
    return {"root": oids.HSA_ID, "extension": value}


def person_id(number: str) -> dict[str, str]:
    return {"root": person_root(number), "extension": number}


def part(code: str) -> dict[str, str]:
    return {"code": code, "codeSystem": oids.KV_PART}


def personnel() -> dict[str, Any]:
    """The doctor P001 on VE01."""
    return {
        "personal-id": hsa_id(factories.DOCTOR_ID),
        "fullstandigtNamn": "Leonie Koehl",
        "enhet": {
            "enhets-id": hsa_id(factories.VE01),
            "arbetsplatskod": {"root": oids.ARBETSPLATSKOD, "extension": "1000001"},
            "enhetsnamn": "Enhet VE01",
            **dict.fromkeys(("postadress", "postnummer", "postort", "telefonnummer"), ""),
            "vardgivare": {"vardgivare-id": hsa_id(factories.REGION), "vardgivarnamn": "Vårdgivare VG01"},
        },
    }
