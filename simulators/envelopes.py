"""Short look-ups in what the simulators receive. Missing parts are "": an invalid message is kept too."""

from __future__ import annotations

from lxml import etree

from rivta.namespaces import (
    CERT,
    GET_CERTIFICATE,
    LIST_FOR_CARE,
    LOG,
    MESSAGE_TO_CARE,
    MESSAGE_TO_RECIPIENT,
    REGISTER,
    REVOKE,
    SEND_TO_RECIPIENT,
    SET_STATUS,
    STATUS_UPDATE,
    STORE_LOG,
    TYPES,
)

_PREFIXES = {
    "c": CERT,
    "t": TYPES,
    "g": GET_CERTIFICATE,
    "l": LOG,
    "lc": LIST_FOR_CARE,
    "ss": SET_STATUS,
    "r": REGISTER,
    "s": SEND_TO_RECIPIENT,
    "u": STATUS_UPDATE,
    "sl": STORE_LOG,
    "v": REVOKE,
    "mc": MESSAGE_TO_CARE,
    "mr": MESSAGE_TO_RECIPIENT,
}


def text(element: etree._Element, path: str) -> str:
    """The text at a path with the prefixes of ``_PREFIXES``."""
    return (element.findtext(path, "", _PREFIXES) or "").strip()


def find(element: etree._Element, path: str) -> etree._Element | None:
    return element.find(path, _PREFIXES)


def find_all(element: etree._Element, path: str) -> list[etree._Element]:
    return element.findall(path, _PREFIXES)


def decoded(raw: bytes) -> str:
    """An envelope as text, for viewing; UTF-16 and Latin-1 are shown as what they say."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", errors="replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("iso-8859-1")
