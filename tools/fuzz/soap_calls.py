"""Valid SOAP calls: one file of ``bodies/`` for each contract, ``$certificate``, ``$person``, ``$unit`` and ``$unique``
standing for what differs from call to call. A contract gets its calls by a file of its name.
"""

from __future__ import annotations

from pathlib import Path
from random import Random
from string import Template

from lxml import etree

from rivta import envelope, server, xml
from rivta.contracts import GET_CERTIFICATE_2, REGISTER_CERTIFICATE_3, Contract
from rivta.namespaces import CERT, GET_CERTIFICATE, REGISTER, TYPES
from tools.fuzz.wire import Request, Sender
from tools.fuzz.world import Subject, subject

FOLDER = Path(__file__).parent / "bodies"
_HEADERS = (("Content-Type", "text/xml; charset=utf-8"),)


def file_of(contract: Contract) -> Path:
    return FOLDER / f"{contract.name}_{contract.major}.xml"


def body(contract: Contract, about: Subject) -> bytes:
    """A body of the contract; ``FileNotFoundError`` when it has no file."""
    return Template(file_of(contract).read_text(encoding="utf-8")).substitute(about.values()).encode()


def call(path: str, contract: Contract, about: Subject, content: bytes | None = None) -> Request:
    """The envelope with a body of the contract, or with ``content``, to a path of the installation."""
    wrapped = envelope.wrap(content or body(contract, about), about.unit, profile=contract.profile)
    action = ("SOAPAction", f'"{contract.soap_action}"')
    return Request("POST", path, (*_HEADERS, action), wrapped)


class SoapCalls:
    """Calls to every SOAP path. What Intygstjänsten is sent is a real certificate, with a new id each time."""

    def __init__(self, sender: Sender) -> None:
        self._places = [(path, _contracts(path)) for path in server.paths()]
        self._certificates: dict[str, bytes] = {}
        self._sender = sender

    def paths(self) -> list[str]:
        return [path for path, _ in self._places]

    def draw(self, random: Random, path: str) -> Request:
        contract = random.choice(_contracts(path))
        about = subject(random)
        if contract is REGISTER_CERTIFICATE_3 and random.random() < 0.8:
            return call(path, contract, about, self._certificate(about))
        return call(path, contract, about)

    def _certificate(self, about: Subject) -> bytes | None:
        """A demo certificate as Intygstjänsten shows it, under a new id; None when there is none."""
        if about.certificate not in self._certificates:
            self._certificates[about.certificate] = self._fetch(about)
        return self._certificates[about.certificate].replace(about.certificate.encode(), about.unique.encode()) or None

    def _fetch(self, about: Subject) -> bytes:
        path = next((p for p in self.paths() if GET_CERTIFICATE_2 in _contracts(p)), "")
        if not path:
            return b""
        answer = self._sender.send(call(path, GET_CERTIFICATE_2, about))
        shown = envelope.open_answer(xml.parse(answer.body))
        intyg = shown.find(f"{{{GET_CERTIFICATE}}}intyg") if isinstance(shown, etree._Element) else None
        if intyg is None:
            return b""
        root = etree.Element(f"{{{REGISTER}}}RegisterCertificate", nsmap={"r": REGISTER, "c": CERT, "t": TYPES})
        intyg.tag = f"{{{REGISTER}}}intyg"
        root.append(intyg)
        return etree.tostring(root)


def _contracts(path: str) -> list[Contract]:
    endpoint = server.endpoint_at(path)
    return list(endpoint.handlers) if endpoint is not None else []
