"""Reading XML that somebody else wrote: no DTD, no entities, limits on size, depth and encoding."""

from __future__ import annotations

import codecs
import re
import threading
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from lxml import etree

# Atomic groups: a long prolog of comments can not make the search slow.
_DOCTYPE = re.compile(rb"(?>\s+|<\?.*?\?>|<!--.*?-->)*+<!DOCTYPE", re.DOTALL)
_DECLARED_ENCODING = re.compile(rb"""<\?xml\s[^>]*?\bencoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
NOT_TEXT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""A character that no XML can hold, however it is written."""
_UTF_8 = "utf-8"
_local = threading.local()
_ENCODINGS = frozenset({_UTF_8, "utf-16", "utf-16-le", "utf-16-be", "iso8859-1", "cp1252", "ascii"})


class MalformedXml(Exception):
    """The bytes are not XML that we read; the text says why and repeats no content."""


class TooLargeXml(MalformedXml):
    """More bytes than ``Limits.max_bytes``."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one document may ask of us: bytes, and levels of elements with the root as the first."""

    max_bytes: int
    max_depth: int

    @classmethod
    def from_settings(cls) -> Limits:
        return cls(max_bytes=settings.SOAP_MAX_BYTES, max_depth=settings.SOAP_MAX_DEPTH)


def parse(data: bytes, *, charset: str = "", limits: Limits | None = None) -> etree._Element:
    """The root element of a document; ``MalformedXml`` for anything else (spec/integration.md 0).

    ``charset`` is that of the transport. A byte order mark counts before it, the XML declaration after it.
    """
    limits = limits or Limits.from_settings()
    if len(data) > limits.max_bytes:
        raise TooLargeXml(f"More than {limits.max_bytes} bytes")
    text = _as_utf_8(data, charset)
    if _DOCTYPE.match(text):
        raise MalformedXml("A document type declaration is not allowed")
    try:
        root = etree.fromstring(text, _parser())
    except etree.XMLSyntaxError as error:
        raise MalformedXml(f"Not well-formed XML: {_first_line(error.msg or '')}") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise MalformedXml("A document type declaration is not allowed")
    if _deeper_than(limits.max_depth)(root):
        raise MalformedXml(f"More than {limits.max_depth} levels of elements")
    return root


def _parser() -> etree.XMLParser:
    """The parser of this thread: one that threads share, they would have to wait for."""
    if not hasattr(_local, "parser"):
        _local.parser = etree.XMLParser(
            encoding=_UTF_8,
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            dtd_validation=False,
            huge_tree=False,
            collect_ids=False,
        )
    return _local.parser


def _as_utf_8(data: bytes, charset: str) -> bytes:
    name = _encoding(data, charset)
    if name == _UTF_8:
        return data
    try:
        return data.decode(name).removeprefix("\ufeff").encode(_UTF_8)
    except UnicodeDecodeError:
        raise MalformedXml(f"The bytes are not {name}") from None


def _encoding(data: bytes, charset: str) -> str:
    if data.startswith(codecs.BOM_UTF8):
        return _UTF_8
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if data.startswith(b"<\0"):
        return "utf-16-le"
    if data.startswith(b"\0<"):
        return "utf-16-be"
    declared = _DECLARED_ENCODING.match(data)
    name = charset or (declared.group(1).decode("ascii") if declared else _UTF_8)
    try:
        known = codecs.lookup(name).name
    except (LookupError, ValueError):
        known = ""
    if known not in _ENCODINGS:
        raise MalformedXml("The encoding is not supported")
    return known


@cache
def _deeper_than(levels: int) -> etree.XPath:
    return etree.XPath("boolean(" + "/*" * (levels + 1) + ")")


def _first_line(text: str) -> str:
    return (text.splitlines() or [""])[0][:200]


def written(element: etree._Element) -> bytes:
    """An element as a document in UTF-8, without declaration; ``parse`` reads it again.

    Never as ASCII, which lxml writes unasked: letters of a name would become character references there, and no parser
    takes those.
    """
    return etree.tostring(element, encoding="UTF-8", with_tail=False)
