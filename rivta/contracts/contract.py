"""One service contract: its names, its schema and its WSDL, all from the folder's ``contract.toml``."""

from __future__ import annotations

import threading
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Template
from typing import cast
from xml.sax.saxutils import quoteattr

from lxml import etree

from rivta import xml
from rivta.namespaces import DSIG, XSD
from rivta.profiles import BASIC_PROFILE_21, PROFILES, Profile

_CORE = Path(__file__).parent / "core"
_WSDL_TEMPLATE = Path(__file__).parent / "template.wsdl"
_REFERENCES = (f"{{{XSD}}}import", f"{{{XSD}}}include")
_LARGEST_TREE = 2000
_count = etree.XPath("count(descendant-or-self::*)")
_signature_ids = etree.XPath(".//ds:*/@Id", namespaces={"ds": DSIG})


@dataclass(frozen=True, slots=True)
class Contract:
    """A RIV-TA contract with one operation, ``name``.

    ``result_namespace`` is "" when its answer has no result of a common type.
    """

    name: str
    major: int
    domain: str
    schema: Path
    result_namespace: str
    profile: Profile = BASIC_PROFILE_21

    @property
    def namespace(self) -> str:
        """The responder namespace: that of the body elements, and the contract's name in TAK."""
        return f"urn:riv:{self.domain}:{self.name}Responder:{self.major}"

    @property
    def wsdl_namespace(self) -> str:
        return f"urn:riv:{self.domain}:{self.name}:{self.major}:{self.profile.name}"

    @property
    def operation(self) -> str:
        return self.name

    @property
    def soap_action(self) -> str:
        return self.profile.soap_action.format(namespace=self.namespace, operation=self.operation)

    @property
    def response_name(self) -> str:
        return f"{self.name}Response"

    @property
    def request_tag(self) -> str:
        return f"{{{self.namespace}}}{self.name}"

    @property
    def response_tag(self) -> str:
        return f"{{{self.namespace}}}{self.response_name}"

    @property
    def platform_path(self) -> str:
        """The path under the national platform (spec/integration.md 1)."""
        return f"/{self.domain.replace(':', '/')}/{self.name}/{self.major}/{self.profile.name}"

    def validate(self, body: etree._Element) -> list[str]:
        """Schema errors of a request or response body, first one first; empty when it is valid.

        The element may stay inside its envelope. Safe to call from several threads.
        """
        return compiled(self.schema).errors(body)

    def wsdl(self, address: str) -> bytes:
        """The WSDL of an endpoint at ``address``; its schemas lie at ``address?xsd=<file>``."""
        return (
            Template(_WSDL_TEMPLATE.read_text(encoding="utf-8"))
            .substitute(
                name=self.name,
                namespace=self.namespace,
                wsdl_namespace=self.wsdl_namespace,
                soap_action=self.soap_action,
                address=quoteattr(address),
                schema=quoteattr(_location(address, self.schema)),
                address_namespace=self.profile.address_namespace,
                address_name=self.profile.address_name,
                address_schema=quoteattr(_location(address, self._address_schema)),
            )
            .encode("utf-8")
        )

    def schema_files(self) -> dict[str, Path]:
        """The schema and all that it imports or includes, and that of the SOAP header, by file name."""
        return {path.name: path for path in (*_closure(self.schema), self._address_schema)}

    def schema_document(self, file_name: str, address: str) -> bytes:
        """One schema file with its references pointing to ``address``; ``KeyError`` for an unknown file."""
        path = self.schema_files()[file_name]
        tree = etree.parse(str(path))
        for other in tree.iter(*_REFERENCES):
            other.set("schemaLocation", _location(address, path.parent / str(other.get("schemaLocation"))))
        return etree.tostring(tree, encoding="UTF-8", xml_declaration=True)

    @property
    def _address_schema(self) -> Path:
        return _CORE / self.profile.address_schema


def load(declaration: Path) -> Contract:
    """Read a ``contract.toml``."""
    values = tomllib.loads(declaration.read_text(encoding="utf-8"))
    return Contract(
        name=values["name"],
        major=values["major"],
        domain=values["domain"],
        schema=declaration.parent / values["schema"],
        result_namespace=values.get("result_namespace", ""),
        profile=PROFILES[values.get("profile", BASIC_PROFILE_21.name)],
    )


class CompiledSchema:
    """A schema, compiled once for all threads."""

    def __init__(self, path: Path) -> None:
        self._schema = etree.XMLSchema(etree.parse(str(path)))
        self._lock = threading.Lock()

    def errors(self, body: etree._Element) -> list[str]:
        """Errors of an element in the way that fits its size."""
        is_small = cast(float, _count(body)) <= _LARGEST_TREE
        return self.errors_of_tree(body) if is_small else self.errors_of_stream(body)

    def errors_of_tree(self, body: etree._Element) -> list[str]:
        """With line numbers. Each error costs a walk over the siblings, so many of them take quadratic time."""
        with self._lock:
            if self._schema.validate(body):
                return []
            entries = cast(Iterable[etree._LogEntry], self._schema.error_log)
            return [f"line {entry.line}: {entry.message}" for entry in entries]

    def errors_of_stream(self, body: etree._Element) -> list[str]:
        """Without line numbers, in linear time. A stream does not see an xs:ID used twice: that is looked up."""
        parser = etree.XMLParser(schema=self._schema, resolve_entities=False, no_network=True, collect_ids=False)
        try:
            etree.fromstring(xml.written(body), parser)
        except etree.XMLSyntaxError:
            return [entry.message for entry in cast(Iterable[etree._LogEntry], parser.error_log)]
        ids = [value.strip() for value in cast(list[str], _signature_ids(body))]
        return ["An Id is used twice"] if len(ids) > len(set(ids)) else []


@cache
def compiled(path: Path) -> CompiledSchema:
    return CompiledSchema(path)


@cache
def _closure(path: Path) -> tuple[Path, ...]:
    found = [path]
    for file in found:
        for reference in etree.parse(str(file)).iter(*_REFERENCES):
            other = (file.parent / str(reference.get("schemaLocation"))).resolve()
            if other not in found:
                found.append(other)
    return tuple(found)


def _location(address: str, file: Path) -> str:
    return f"{address}?xsd={file.name}"
