"""Damage to the bytes of a body, whatever they mean."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import replace
from random import Random

from tools.fuzz.wire import Request

_LAUGHS = (
    b'<!DOCTYPE a [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + level, b"&%c;" % (97 + level) * 10) for level in range(9))
    + b"]>"
)
_PROLOGS = (
    b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x00", b"  \n", b"<!-- -->" * 5000, b"<?odd?>", _LAUGHS,
    b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/hostname">]>', b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd">',
    b'<?xml version="1.1"?>', b'<?xml version="1.0" encoding="UTF-16"?>', b'<?xml version="1.0" encoding="UTF-7"?>',
    b'<?xml version="1.0" encoding="' + b"a" * 5000 + b'"?>',
)  # fmt: skip
_INSERTS = (
    b"\x00", b"\xc3", b"\xed\xa0\x80", b"\xff", b"\x1b[0m", b"&#0;", b"&#xD800;", b"&e;", b"&j;", b"&#x10FFFF;",
    b"<![CDATA[", b"]]>", b"<!--", b"%", b"\r", b"\xf4\x90\x80\x80", b'\\ud800"', b"\\u0000", b"</a>", b"<", b'"', b"{",
    b"&amp;" * 500,
)  # fmt: skip
_ENCODINGS = ("utf-16", "utf-16-le", "utf-16-be", "iso-8859-1", "utf-32", "cp500", "utf-7")


def flip_bits(request: Request, random: Random) -> Request:
    content = bytearray(request.body)
    for _ in range(random.randint(1, 8)):
        content[random.randrange(len(content))] ^= 1 << random.randrange(8)
    return replace(request, body=bytes(content))


def cut_off(request: Request, random: Random) -> Request:
    return replace(request, body=request.body[: random.randrange(len(request.body))])


def leave_out(request: Request, random: Random) -> Request:
    start, end = sorted(random.randrange(len(request.body) + 1) for _ in range(2))
    return replace(request, body=request.body[:start] + request.body[min(end, start + 200) :])


def say_twice(request: Request, random: Random) -> Request:
    start, end = sorted(random.randrange(len(request.body) + 1) for _ in range(2))
    return replace(request, body=request.body[:end] + request.body[start:])


def put_in_between(request: Request, random: Random) -> Request:
    place = random.randrange(len(request.body) + 1)
    return replace(request, body=request.body[:place] + random.choice(_INSERTS) + request.body[place:])


def put_in_front(request: Request, random: Random) -> Request:
    return replace(request, body=random.choice(_PROLOGS) + request.body)


def other_encoding(request: Request, random: Random) -> Request:
    content = request.body.decode("utf-8", "replace").encode(random.choice(_ENCODINGS), "replace")
    return replace(request, body=content)


def zipped(request: Request, random: Random) -> Request:
    return replace(request, body=gzip.compress(request.body, mtime=0))


def noise(request: Request, random: Random) -> Request:
    return replace(request, body=random.randbytes(random.randint(0, 3000)))


def padded(request: Request, random: Random) -> Request:
    return replace(request, body=request.body + b" " * random.choice((10, 70_000, 2 * 1024 * 1024)))


MUTATIONS: tuple[Callable[[Request, Random], Request], ...] = (
    flip_bits, flip_bits, cut_off, leave_out, say_twice, put_in_between, put_in_between, put_in_front, other_encoding,
    zipped, noise, padded,
)  # fmt: skip
"""One that stands twice is drawn twice as often."""
