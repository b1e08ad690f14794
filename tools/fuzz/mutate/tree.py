"""Damage to an XML document that stays one: elements, attributes, names and texts."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from random import Random

from lxml import etree

from rivta import namespaces
from tools.fuzz.mutate import values
from tools.fuzz.wire import Request

_NAMESPACES = ("", "urn:odd", *dict.fromkeys(namespaces.PREFIXES))
_NAMES = ("odd", "extension", "root", "code", "intyg", "svar", "delsvar", "Å", "result")
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_ATTRIBUTES = (
    (f"{{{_XSI}}}nil", "true"), (f"{{{_XSI}}}type", "odd"), (f"{{{_XSI}}}schemaLocation", "urn:a http://127.0.0.1:9/a.xsd"),
    ("{http://www.w3.org/XML/1998/namespace}base", "file:///"), ("id", "x"), ("Id", "x"), ("href", "http://127.0.0.1:9/"),
    (f"{{{namespaces.SOAP}}}mustUnderstand", "1"), ("odd", "y" * 10_000),
)  # fmt: skip

Change = Callable[[etree._Element, Random], None]


def _change(request: Request, random: Random, change: Change) -> Request:
    """The request after a change to one element other than the root; as it is when its body is no XML."""
    try:
        root = etree.fromstring(request.body, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    except (etree.XMLSyntaxError, ValueError):
        return request
    elements = list(root.iterdescendants(etree.Element))
    if not elements:
        return request
    try:
        change(random.choice(elements), random)
    except ValueError:
        return request
    return replace(request, body=etree.tostring(root, encoding="utf-8"))


def _changed_leaf(request: Request, random: Random, change: Change) -> Request:
    def of_leaf(element: etree._Element, random: Random) -> None:
        everything = element.getroottree().iter(etree.Element)
        leaves = [one for one in everything if next(one.iterchildren(etree.Element), None) is None]
        change(random.choice(leaves), random)

    return _change(request, random, of_leaf)


def other_text(request: Request, random: Random) -> Request:
    """Letters that XML does not know make the element what it was."""

    def change(element: etree._Element, random: Random) -> None:
        element.text = values.odd(random)

    return _changed_leaf(request, random, change)


def more_text(request: Request, random: Random) -> Request:
    def change(element: etree._Element, random: Random) -> None:
        element.text = (element.text or "") + values.odd(random)

    return _changed_leaf(request, random, change)


def remove(request: Request, random: Random) -> Request:
    def change(element: etree._Element, random: Random) -> None:
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)

    return _change(request, random, change)


def repeat(request: Request, random: Random) -> Request:
    def change(element: etree._Element, random: Random) -> None:
        for _ in range(random.choice((1, 1, 2, 300))):
            element.addnext(deepcopy(element))

    return _change(request, random, change)


def swap(request: Request, random: Random) -> Request:
    def change(element: etree._Element, random: Random) -> None:
        following = element.getnext()
        if following is not None:
            following.addnext(element)

    return _change(request, random, change)


def move(request: Request, random: Random) -> Request:
    def change(element: etree._Element, random: Random) -> None:
        others = [
            one for one in element.getroottree().iter(etree.Element) if element not in (one, *one.iterancestors())
        ]
        random.choice(others).append(element)

    return _change(request, random, change)


def rename(request: Request, random: Random) -> Request:
    def change(element: etree._Element, random: Random) -> None:
        element.tag = etree.QName(etree.QName(element).namespace, random.choice(_NAMES)).text

    return _change(request, random, change)


def other_namespace(request: Request, random: Random) -> Request:
    def change(element: etree._Element, random: Random) -> None:
        element.tag = etree.QName(random.choice(_NAMESPACES) or None, etree.QName(element).localname).text

    return _change(request, random, change)


def attribute(request: Request, random: Random) -> Request:
    def change(element: etree._Element, random: Random) -> None:
        element.set(*random.choice(_ATTRIBUTES))

    return _change(request, random, change)


def other_attribute(request: Request, random: Random) -> Request:
    def change(element: etree._Element, random: Random) -> None:
        having = [one for one in element.getroottree().iter(etree.Element) if one.attrib]
        if having:
            one = random.choice(having)
            one.set(random.choice(list(one.attrib)), values.odd(random))

    return _change(request, random, change)


def nest(request: Request, random: Random) -> Request:
    def change(element: etree._Element, random: Random) -> None:
        for _ in range(random.choice((1, 90, 100, 3000))):
            element = etree.SubElement(element, element.tag)

    return _change(request, random, change)


def between(request: Request, random: Random) -> Request:
    """A comment, an instruction or a text where elements are expected."""

    def change(element: etree._Element, random: Random) -> None:
        choice = random.randrange(3)
        if choice == 0:
            element.insert(0, etree.Comment("odd"))
        elif choice == 1:
            element.insert(0, etree.ProcessingInstruction("odd", "a"))
        else:
            element.tail = values.odd(random)

    return _change(request, random, change)


MUTATIONS: tuple[Callable[[Request, Random], Request], ...] = (
    other_text, other_text, other_text, other_text, more_text, remove, repeat, swap, move, rename, other_namespace,
    attribute, other_attribute, other_attribute, nest, between,
)  # fmt: skip
"""One that stands several times is drawn so much more often: a text changes what is meant and stays within a schema."""
