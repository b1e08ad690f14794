"""Answers as they travel: ``svar`` with its ``delsvar`` (spec/certificate-types README 2, 12).

Values between the questions and lxml. A new kind of content is a class with ``append_to`` and a reader in
``READERS``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from lxml import etree

from rivta.namespaces import CERT, CERT_33, TYPES


class Content(Protocol):
    """What stands inside a ``delsvar``."""

    def append_to(self, delsvar: etree._Element) -> None: ...


@dataclass(frozen=True, slots=True)
class Text:
    """Plain text; also digits, dates and booleans."""

    value: str

    def append_to(self, delsvar: etree._Element) -> None:
        delsvar.text = self.value


@dataclass(frozen=True, slots=True)
class Cv:
    """A code. ``faulty`` marks one without exactly one code and one code system."""

    code: str
    system: str
    display: str = ""
    faulty: bool = False

    def append_to(self, delsvar: etree._Element) -> None:
        cv = etree.SubElement(delsvar, f"{{{TYPES}}}cv")
        etree.SubElement(cv, f"{{{TYPES}}}code").text = self.code
        etree.SubElement(cv, f"{{{TYPES}}}codeSystem").text = self.system
        if self.display:
            etree.SubElement(cv, f"{{{TYPES}}}displayName").text = self.display

    @classmethod
    def read(cls, element: etree._Element) -> Cv:
        codes = element.findall(f"{{{TYPES}}}code")
        systems = element.findall(f"{{{TYPES}}}codeSystem")
        names = element.findall(f"{{{TYPES}}}displayName")
        if len(codes) != 1 or len(systems) != 1 or len(names) > 1:
            return cls("", "", faulty=True)
        return cls((codes[0].text or "").strip(), systems[0].text or "", names[0].text or "" if names else "")


@dataclass(frozen=True, slots=True)
class Period:
    """``datePeriod``; a missing end is an empty text."""

    start: str
    end: str

    def append_to(self, delsvar: etree._Element) -> None:
        period = etree.SubElement(delsvar, f"{{{TYPES}}}datePeriod")
        for tag, value in (("start", self.start), ("end", self.end)):
            if value:
                etree.SubElement(period, f"{{{TYPES}}}{tag}").text = value

    @classmethod
    def read(cls, element: etree._Element) -> Period:
        return cls(*((element.findtext(f"{{{TYPES}}}{tag}") or "").strip() for tag in ("start", "end")))


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A year, a month or a day; ``format`` tells which."""

    format: str
    value: str

    def append_to(self, delsvar: etree._Element) -> None:
        partial = etree.SubElement(delsvar, f"{{{TYPES}}}partialDate")
        for tag, value in (("format", self.format), ("value", self.value)):
            etree.SubElement(partial, f"{{{TYPES}}}{tag}").text = value

    @classmethod
    def read(cls, element: etree._Element) -> PartialDate:
        return cls(*((element.findtext(f"{{{TYPES}}}{tag}") or "").strip() for tag in ("format", "value")))


@dataclass(frozen=True, slots=True)
class Quantity:
    """``pq``: a number as it is written, and its unit."""

    value: str
    unit: str

    def append_to(self, delsvar: etree._Element) -> None:
        quantity = etree.SubElement(delsvar, f"{{{TYPES}}}pq")
        for tag, value in (("value", self.value), ("unit", self.unit)):
            etree.SubElement(quantity, f"{{{TYPES}}}{tag}").text = value

    @classmethod
    def read(cls, element: etree._Element) -> Quantity:
        return cls(*((element.findtext(f"{{{TYPES}}}{tag}") or "").strip() for tag in ("value", "unit")))


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Content that no question understands."""

    tag: str

    def append_to(self, delsvar: etree._Element) -> None:
        raise ValueError(f"cannot write {self.tag}")


_INSTANS = re.compile(r"[+-]?[0-9]{1,10}")

READERS: dict[str, Callable[[etree._Element], Content]] = {
    f"{{{TYPES}}}cv": Cv.read,
    f"{{{TYPES}}}datePeriod": Period.read,
    f"{{{TYPES}}}partialDate": PartialDate.read,
    f"{{{TYPES}}}pq": Quantity.read,
}


@dataclass(frozen=True, slots=True)
class Delsvar:
    id: str
    content: Content


@dataclass(frozen=True, slots=True)
class Svar:
    """One ``svar``. ``key``, not written, tells the instances of a repeated question apart: the code of its row."""

    id: str
    delsvar: tuple[Delsvar, ...]
    instans: int | None = None
    key: str = ""

    def all(self, delsvar_id: str) -> tuple[Content, ...]:
        return tuple(d.content for d in self.delsvar if d.id == delsvar_id)

    def get(self, delsvar_id: str) -> Content | None:
        return next(iter(self.all(delsvar_id)), None)

    def text(self, delsvar_id: str) -> str:
        """The text of the sub-answer; empty when it is missing or holds elements."""
        content = self.get(delsvar_id)
        return content.value if isinstance(content, Text) else ""

    def code(self, delsvar_id: str) -> str:
        """The code of the sub-answer, whatever its system; empty when it is missing."""
        content = self.get(delsvar_id)
        return content.code if isinstance(content, Cv) else ""


def merge(parts: Sequence[Svar]) -> tuple[Svar, ...]:
    """Put sub-answers of the same svar and instance together, in order of first appearance."""
    merged: dict[tuple[str, str], Svar] = {}
    for part in parts:
        place = (part.id, part.key)
        earlier = merged.get(place)
        merged[place] = Svar(part.id, earlier.delsvar + part.delsvar, earlier.instans, part.key) if earlier else part
    return tuple(merged.values())


def append_svar(parent: etree._Element, svar: Svar, *, namespace: str = CERT) -> None:
    """Write one ``svar`` as the last child of ``parent``; in a ``forifyllnad`` it stands in namespace 3.3."""
    element = etree.SubElement(parent, f"{{{namespace}}}svar", id=svar.id)
    if svar.instans is not None:
        etree.SubElement(element, f"{{{CERT}}}instans").text = str(svar.instans)
    for delsvar in svar.delsvar:
        delsvar.content.append_to(etree.SubElement(element, f"{{{CERT}}}delsvar", id=delsvar.id))


def read_svar(parent: etree._Element) -> Iterator[Svar]:
    """The svar children of an ``intyg`` or a ``forifyllnad`` (where svar stands in namespace 3.3)."""
    for element in parent.iterchildren(f"{{{CERT}}}svar", f"{{{CERT_33}}}svar"):
        instans = (element.findtext(f"{{{CERT}}}instans") or "").strip()
        delsvar = tuple(_read_delsvar(e) for e in element.iterchildren(f"{{{CERT}}}delsvar"))
        yield Svar(element.get("id", ""), delsvar, int(instans) if _INSTANS.fullmatch(instans) else None)


def _read_delsvar(element: etree._Element) -> Delsvar:
    if not len(element):
        return Delsvar(element.get("id", ""), Text(element.text or ""))
    children = list(element.iterchildren(etree.Element))
    if not children:
        return Delsvar(element.get("id", ""), Text(str(element.xpath("string()"))))
    reader = READERS.get(children[0].tag) if len(children) == 1 else None
    content = reader(children[0]) if reader else Unreadable(children[0].tag)
    return Delsvar(element.get("id", ""), content)
