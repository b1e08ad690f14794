"""Damage to what stands around the body: method, headers, the way it is sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from tools.fuzz.mutate import values
from tools.fuzz.wire import Request

_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "TRACE", "PROPFIND", "BREW")
_TYPES = (
    "", "text/xml", "text/xml; charset=utf-16", "text/xml; charset=latin-1", "text/xml; charset=klingon",
    "text/xml; charset=", 'text/xml; charset="\xff"', "application/soap+xml", "application/json",
    "application/json; charset=utf-16",
    "multipart/form-data; boundary=x", "multipart/form-data", "application/x-www-form-urlencoded; charset=utf-7",
    "text/plain", "/", ";;;", "x" * 3000,
)  # fmt: skip
_HEADERS = (
    ("Host", "odd.example:99999"), ("Host", "a b"), ("Accept", "application/xml"), ("Accept", "*/*;q=x"),
    ("Accept-Language", "\xe5" * 50), ("Cookie", "sessionid=" + "a" * 3000), ("Cookie", "sessionid=\xff; csrftoken=;;"),
    ("Authorization", "Bearer " + "x" * 5000), ("Authorization", "Basic \xff"), ("Authorization", "Bearer"),
    ("X-Forwarded-For", "' OR 1=1"), ("X-Forwarded-Host", "odd.example"), ("X-Forwarded-Proto", "https"),
    ("Referer", "http://odd.example/\xff"), ("Origin", "null"), ("HX-Request", "true"), ("HX-Current-URL", "::::"),
    ("Idempotency-Key", ""), ("Idempotency-Key", "x" * 5000), ("If-Match", '"x"'), ("Range", "bytes=0-1"),
    ("Content-Encoding", "gzip"), ("SOAPAction", "\xff"), ("launchId", "x"), ("X-HTTP-Method-Override", "DELETE"),
)  # fmt: skip


def other_method(request: Request, random: Random) -> Request:
    return replace(request, method=random.choice(_METHODS))


def other_type(request: Request, random: Random) -> Request:
    return request.with_header("Content-Type", random.choice(_TYPES))


def other_header(request: Request, random: Random) -> Request:
    return request.with_header(*random.choice(_HEADERS))


def odd_header(request: Request, random: Random) -> Request:
    """One of its own headers, or one that nobody reads, with a text that fits on one line."""
    names = [name for name, _ in request.headers] + ["X-Odd"]
    text = "".join(letter if letter.isprintable() else "?" for letter in values.odd(random)[:2000])
    return request.with_header(random.choice(names), text)


def without_header(request: Request, random: Random) -> Request:
    if not request.headers:
        return request
    name = random.choice(request.headers)[0]
    return replace(request, headers=tuple(pair for pair in request.headers if pair[0] != name))


def in_chunks(request: Request, random: Random) -> Request:
    return request.with_header("Transfer-Encoding", "chunked") if request.body else request


MUTATIONS: tuple[Callable[[Request, Random], Request], ...] = (
    other_method, other_type, other_type, other_header, other_header, odd_header, without_header, in_chunks,
)  # fmt: skip
"""One that stands twice is drawn twice as often."""
