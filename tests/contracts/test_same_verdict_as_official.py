"""Our schema text accepts and refuses exactly what the official files do."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from rivta.contracts import Contract, all_contracts
from rivta.contracts.contract import compiled
from rivta.namespaces import CERT, DSIG, LOG, SOAP, TYPES
from tests.contracts.official import RICH, SAMPLES, accepts, needs_official

pytestmark = needs_official

BY_NAMESPACE: dict[str, Contract] = {contract.namespace: contract for contract in all_contracts()}
RICH_FILES = sorted(RICH.glob("*.xml"))
VALUES = [
    "",
    " ",
    "x",
    "0",
    "-1",
    "1.0",
    "99999999999",
    "true",
    "OK",
    "2026-02-30",
    "2026-2-1",
    "2026-02-01Z",
    "2026-02-01",
    "2026-02-01T10:00:00",
    "2026-02-01T10:00:00Z",
    "2026-02-01T10:00:00+01:00",
    "2026-02-01T10:00:00.1",
    "2026-02-01T10:00:00.123",
    "2026-02-01T10:00:00.1234",
    "2026-02-01T24:00:00",
    "20260201T100000",
    "YYYY",
    "2026-13",
    "1899",
    "3000-01",
    "19121212-1212",
    "191212121212",
    " 191212121212 ",
    "1912121212",
    "TNOLL",
    "1.2.752.129.2.1.3.1",
    "1.2.752.129.2.1.3.3",
    "1.2.752.129.2.1.4.1",
    "1.2.752.74.9.1",
    "AA=",
    "AAAA",
    "a" * 33,
    "a" * 37,
    "å" * 256,
    "a" * 257,
    "a" * 8193,
    "8:00:00",
    "08:00:00",
    "2026030110111",
    "20260301101112",
    "0123456789012345",
    "+46846500401",
    "08-465 004 01",
    "0" * 33,
    "99999",
    "100000",
    "ou=Norrvik,c=SE",
    "ou:Norrvik",
    "P10",
    "P11",
    "SE",
    "SWE",
    "remove",
    "å" * 41,
    "å" * 81,
    "å" * 351,
]
IDENTIFIERS = ["", "x", "1", "1.1", "1.1.1", "-1", "٣", "1.", ".1", " 1", "intersect", "#a"]


def body_of(path: Path) -> etree._Element:
    root = etree.parse(str(path)).getroot()
    body = root.find(f"{{{SOAP}}}Body")
    return root if body is None else body[0]


def our_samples() -> list[Path]:
    found = [path for path in sorted(SAMPLES.rglob("*.xml")) if etree.QName(body_of(path)).namespace in BY_NAMESPACE]
    return found + RICH_FILES


def we_accept(element: etree._Element) -> bool:
    return not BY_NAMESPACE[str(etree.QName(element).namespace)].validate(element)


def we_accept_as_stream(element: etree._Element) -> bool:
    """The way of large messages."""
    contract = BY_NAMESPACE[str(etree.QName(element).namespace)]
    return not compiled(contract.schema).errors_of_stream(element)


@pytest.mark.parametrize("path", our_samples(), ids=lambda path: str(path.relative_to(path.parents[2])))
def test_a_sample_gets_the_same_verdict(path: Path) -> None:
    body = body_of(path)

    assert we_accept(body) == accepts(body)


@pytest.mark.parametrize("path", RICH_FILES, ids=lambda path: path.stem)
def test_a_message_with_every_optional_part_is_valid(path: Path) -> None:
    body = body_of(path)

    assert BY_NAMESPACE[str(etree.QName(body).namespace)].validate(body) == []


def test_there_is_a_rich_message_for_each_request_and_each_response() -> None:
    covered = {body_of(path).tag for path in RICH_FILES}

    assert covered == {tag for contract in all_contracts() for tag in (contract.request_tag, contract.response_tag)}


@pytest.mark.parametrize("path", RICH_FILES, ids=lambda path: path.stem)
def test_every_mutation_of_a_rich_message_gets_the_same_verdict(path: Path) -> None:
    original = body_of(path)
    verdicts = {True: 0, False: 0}
    different = []
    for label, mutant in mutants(original):
        ours = we_accept(mutant)
        verdicts[ours] += 1
        if ours != accepts(mutant) or ours != we_accept_as_stream(mutant):
            different.append(label)

    assert different == []
    assert verdicts[True] > 10
    assert verdicts[False] > 40


def mutants(original: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """Systematic changes of every element and attribute below the root, one at a time."""
    count = sum(1 for _ in original.iter(etree.Element))
    for index in range(1, count):
        for name, change in (*STRUCTURAL, *WITH_VALUES, *WITH_IDENTIFIERS):
            mutant = copy.deepcopy(original)
            element = list(mutant.iter(etree.Element))[index]
            if change(element):
                yield f"{name} at {index} {etree.QName(element).localname}", etree.fromstring(etree.tostring(mutant))


def drop(element: etree._Element) -> bool:
    element.getparent().remove(element)
    return True


def repeat(element: etree._Element) -> bool:
    element.addnext(copy.deepcopy(element))
    return True


def swap_with_next(element: etree._Element) -> bool:
    following = element.getnext()
    if following is None:
        return False
    following.addnext(element)
    return True


def rename(element: etree._Element) -> bool:
    element.tag = f"{{{etree.QName(element).namespace}}}other"
    return True


def move_to(namespace: str | None):
    def change(element: etree._Element) -> bool:
        name = etree.QName(element).localname
        element.tag = f"{{{namespace}}}{name}" if namespace else name
        return True

    return change


def add_last(child: str):
    def change(element: etree._Element) -> bool:
        element.append(etree.fromstring(child))
        return True

    return change


def add_text(element: etree._Element) -> bool:
    element.text = (element.text or "") + "text"
    return True


def add_attribute(element: etree._Element) -> bool:
    element.set("unexpected", "1")
    return True


def drop_attributes(element: etree._Element) -> bool:
    if not element.attrib:
        return False
    element.attrib.clear()
    return True


def make_nil(element: etree._Element) -> bool:
    element.set("{http://www.w3.org/2001/XMLSchema-instance}nil", "true")
    return True


def set_value(value: str):
    def change(element: etree._Element) -> bool:
        if len(element):
            return False
        element.text = value
        return True

    return change


def set_identifier(value: str):
    def change(element: etree._Element) -> bool:
        for name in element.attrib:
            element.set(name, value)
        return bool(element.attrib)

    return change


AUTHORIZATION = "urn:riv:infrastructure:directory:authorizationmanagement"
FOREIGN = [
    '<x:foreign xmlns:x="urn:test:foreign" a="b">text<x:inner/></x:foreign>',
    "<unqualified/>",
    f'<t:cv xmlns:t="{TYPES}"><t:code>a</t:code></t:cv>',
    f'<t:cv xmlns:t="{TYPES}"><t:code>a</t:code><t:codeSystem>b</t:codeSystem></t:cv>',
    f'<t:date xmlns:t="{TYPES}">2026-02-01Z</t:date>',
    f'<t:unknown xmlns:t="{TYPES}"/>',
    f'<c:unknown xmlns:c="{CERT}"/>',
    f'<l:unknown xmlns:l="{LOG}"/>',
    f'<ds:Signature xmlns:ds="{DSIG}"/>',
    f'<ds:KeyName xmlns:ds="{DSIG}">name</ds:KeyName>',
    '<p:forifyllnad xmlns:p="urn:riv:clinicalprocess:healthcond:certificate:3.3"><wrong/></p:forifyllnad>',
    '<p:hanteratAv xmlns:p="urn:riv:clinicalprocess:healthcond:certificate:3.4"/>',
    '<p:legitimeratYrke xmlns:p="urn:riv:clinicalprocess:healthcond:certificate:3.2"/>',
    '<o:fromDate xmlns:o="urn:riv:infrastructure:directory:organization:2.1"><wrong/></o:fromDate>',
    f'<a:personalIdentity xmlns:a="{AUTHORIZATION}:2.1"/>',
    f'<pharmacyIdentifier xmlns="{AUTHORIZATION}:2.2"><a/></pharmacyIdentifier>',
    '<f:XPath xmlns:f="http://www.w3.org/2002/06/xmldsig-filter2" Filter="wrong"/>',
]
STRUCTURAL = [
    ("drop", drop),
    ("repeat", repeat),
    ("swap", swap_with_next),
    ("rename", rename),
    ("no namespace", move_to(None)),
    ("namespace of types", move_to(TYPES)),
    ("namespace of certificate", move_to(CERT)),
    ("foreign namespace", move_to("urn:test:foreign")),
    ("text", add_text),
    ("attribute", add_attribute),
    ("no attributes", drop_attributes),
    ("nil", make_nil),
    *((f"child {child[:40]}", add_last(child)) for child in FOREIGN),
]
WITH_VALUES = [(f"value {value[:30]!r}", set_value(value)) for value in VALUES]
WITH_IDENTIFIERS = [(f"identifier {value!r}", set_identifier(value)) for value in IDENTIFIERS]
