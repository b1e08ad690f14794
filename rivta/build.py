"""Small element builders shared by everything that writes RIV-TA XML."""

from __future__ import annotations

from lxml import etree

from rivta import oids
from rivta.namespaces import PREFIXES, TYPES


def el(ns: str, tag: str, text: str | None = None, *children: etree._Element | None) -> etree._Element:
    """``<ns:tag>text children…</ns:tag>``; children that are None are left out."""
    prefix = PREFIXES.get(ns)
    element = etree.Element(f"{{{ns}}}{tag}", nsmap={prefix: ns} if prefix else None)
    if text is not None:
        element.text = text
    element.extend(child for child in children if child is not None)
    return element


def root(ns: str, tag: str, *children: etree._Element | None) -> etree._Element:
    """As ``el``, with every namespace of the children declared here once, always in the same order."""
    element = el(ns, tag, None, *children)
    used = {e.tag.partition("}")[0][1:] for e in element.iter(etree.Element)}
    etree.cleanup_namespaces(element, top_nsmap={prefix: uri for uri, prefix in PREFIXES.items() if uri in used})
    return element


def ii(ns: str, tag: str, *, root: str, extension: str) -> etree._Element:
    """An identifier: ``root`` and ``extension``."""
    return el(ns, tag, None, el(TYPES, "root", root), el(TYPES, "extension", extension))


def hsa_id(ns: str, tag: str, value: str) -> etree._Element:
    return ii(ns, tag, root=oids.HSA_ID, extension=value)


def person_id(ns: str, tag: str, number: str) -> etree._Element:
    """A personal number of 12 digits under the root of its kind."""
    return ii(ns, tag, root=person_root(number), extension=number)


def person_root(number: str) -> str:
    """Samordningsnummer have 60 added to the day of birth (spec/pdl-logging.md 1)."""
    return oids.SAMORDNINGSNUMMER if number[6:7] >= "6" else oids.PERSONNUMMER


def cv(ns: str, tag: str, code: str, code_system: str, display_name: str | None = None) -> etree._Element:
    """A coded value."""
    name = el(TYPES, "displayName", display_name) if display_name is not None else None
    return el(ns, tag, None, el(TYPES, "code", code), el(TYPES, "codeSystem", code_system), name)
