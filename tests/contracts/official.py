"""The official contracts beside the repository, for comparison only."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import requests
import zeep
from django.conf import settings
from lxml import etree
from zeep.transports import Transport

from rivta import server
from rivta.contracts import Contract

SHARED = Path(settings.BASE_DIR).parent / "shared" / "contracts"
SAMPLES = SHARED / "samples"
RICH = Path(__file__).parent / "rich"

needs_official = pytest.mark.skipif(not SHARED.is_dir(), reason="the official contracts are not beside the repository")


@cache
def schema_for(namespace: str) -> etree.XMLSchema:
    """The official schema of a responder namespace, newest file version."""
    newest: tuple[tuple[int, ...], Path] | None = None
    for path in SHARED.rglob("*Responder_*.xsd"):
        if path.stem.endswith("_ext") or etree.parse(str(path)).getroot().get("targetNamespace") != namespace:
            continue
        version = tuple(int(part) for part in re.findall(r"\d+", path.stem.rpartition("_")[2]))
        newest = max(newest or (version, path), (version, path))
    assert newest, f"no official schema for {namespace}"
    return etree.XMLSchema(etree.parse(str(newest[1])))


@cache
def wsdl_for(contract: Contract) -> Path:
    """The official WSDL of a contract, newest file version."""
    start, end = f"{contract.name}Interaction_{contract.major}.", f"_{contract.profile.name}.wsdl"
    found = [path for path in SHARED.rglob("*.wsdl") if path.name.startswith(start) and path.name.lower().endswith(end)]
    return max(found, key=lambda path: path.name)


def accepts(element: etree._Element) -> bool:
    return schema_for(str(etree.QName(element).namespace)).validate(element)


class _InThisProcess(Transport):
    """Brings what zeep posts to the endpoint at ``path``."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path = path

    def post(self, address: str, message: bytes, headers: dict[str, str]) -> requests.Response:
        answer = requests.Response()
        answer.status_code, answer._content = server.answer(self.path, message)
        answer.headers["Content-Type"] = "text/xml; charset=utf-8"
        return answer


def caller(contract: Contract, path: str) -> Any:
    """A system of the field: zeep on the official WSDL, with a method named as the operation."""
    client = zeep.Client(str(wsdl_for(contract)), transport=_InThisProcess(path))
    (binding,) = client.wsdl.bindings
    return client.create_service(str(binding), f"http://webcert.test{path}")
