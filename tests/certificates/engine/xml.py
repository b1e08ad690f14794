"""Short ways to write svar in tests."""

from __future__ import annotations

from lxml import etree

from rivta.namespaces import CERT, CERT_33, TYPES

Part = str | tuple[str, ...]


def cv(code: str, system: str) -> tuple[str, ...]:
    return ("cv", code, system)


def period(start: str, end: str) -> tuple[str, ...]:
    return ("period", start, end)


def svar(svar_id: str, *delsvar: tuple[str, Part], instans: int | None = None, ns: str = CERT_33) -> etree._Element:
    """``svar("32", ("32.1", cv("HALFTEN", "KV_FKMU_0003")), ("32.2", period("2026-01-15", "2026-01-20")))``."""
    element = etree.Element(f"{{{ns}}}svar", id=svar_id)
    if instans is not None:
        etree.SubElement(element, f"{{{CERT}}}instans").text = str(instans)
    for delsvar_id, content in delsvar:
        _fill(etree.SubElement(element, f"{{{CERT}}}delsvar", id=delsvar_id), content)
    return element


def forifyllnad(*elements: etree._Element) -> etree._Element:
    root = etree.Element(f"{{{CERT_33}}}forifyllnad")
    root.extend(elements)
    return root


def intyg(*elements: etree._Element) -> etree._Element:
    """Only the answers of an ``intyg``."""
    root = etree.Element(f"{{{CERT}}}intyg")
    root.extend(elements)
    return root


def _fill(delsvar: etree._Element, content: Part) -> None:
    if isinstance(content, str):
        delsvar.text = content
        return
    names = {"cv": ("code", "codeSystem"), "period": ("start", "end")}[content[0]]
    child = etree.SubElement(delsvar, f"{{{TYPES}}}{ {'cv': 'cv', 'period': 'datePeriod'}[content[0]] }")
    for name, value in zip(names, content[1:], strict=True):
        if value:
            etree.SubElement(child, f"{{{TYPES}}}{name}").text = value
