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

from rivta import oids
from rivta.build import person_root
from rivta.contracts import Contract
from rivta.results import Result
from simulators.envelopes import text
from tests import factories
from tests.contracts.official import wsdl_for

ADDRESS_OF_INTYGSTJANSTEN = "5565594230"


class ThroughDjango(Transport):
    """Posts to the installation without a network."""

    def post(self, address: str, message: bytes, headers: dict[str, str]) -> HttpResponse:
        content_type = headers.pop("Content-Type")
        return Client().post(address, message, content_type=content_type, headers=headers)


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
    wsdl = str(wsdl_for(contract.name, contract.major))
    return zeep.Client(wsdl, transport=ThroughDjango(), plugins=[ANSWERS])


def call(contract: Contract, path: str, **parts: Any) -> Any:
    """What zeep makes of the answer; ``zeep.exceptions.Fault`` for a fault."""
    binding = f"{{{contract.wsdl_namespace}}}{contract.name}ResponderBinding"
    service = client(contract).create_service(binding, path)
    return service[contract.operation](**parts, _soapheaders={"LogicalAddress": ADDRESS_OF_INTYGSTJANSTEN})


def result_of(answer: Any) -> Result:
    return Result(answer.result.resultCode, answer.result.resultText or "", answer.result.errorId or "")


def outcome(answer: Any) -> str:
    """``OK``, ``INFO``, or ``ERROR`` with its id."""
    result = result_of(answer)
    return f"{result.code} {result.error_id}".rstrip()


def fault_of(contract: Contract, path: str, **parts: Any) -> str:
    """The text of the fault that a call must end in."""
    with pytest.raises(zeep.exceptions.Fault) as caught:
        call(contract, path, **parts)
    return caught.value.message


def registration(body: bytes) -> dict[str, Any]:
    """The parts of a RegisterCertificate call that say what ``body`` says; its answers go with the next call."""
    root = etree.fromstring(body)
    intyg = "r:intyg/c:"
    ANSWERS.elements = root.findall(".//{*}svar")
    return {
        "intyg": {
            "intygs-id": certificate_id(text(root, f"{intyg}intygs-id/t:extension")),
            "typ": {
                "code": text(root, f"{intyg}typ/t:code"),
                "codeSystem": text(root, f"{intyg}typ/t:codeSystem"),
            },
            "version": text(root, f"{intyg}version"),
            "signeringstidpunkt": text(root, f"{intyg}signeringstidpunkt"),
            "patient": {
                "person-id": person_id(text(root, f"{intyg}patient/c:person-id/t:extension")),
                **dict.fromkeys(("fornamn", "efternamn", "postadress", "postnummer", "postort"), ""),
            },
            "skapadAv": personnel(),
        }
    }


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
