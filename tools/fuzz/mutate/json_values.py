"""Damage to a JSON document or a form, and to the address, that stays readable as such."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from tools.fuzz.mutate import values
from tools.fuzz.wire import Request

_ODD: tuple[Any, ...] = (
    None, True, -1, 0, 1.5, 1e308, 10**30, [], {}, [[]], "", [None], {"": ""}, {"a": {"b": {"c": []}}}, "\ud800",
    "\x00", [1] * 3000,
)  # fmt: skip


def other_value(request: Request, random: Random) -> Request:
    return _changed(request, random, lambda inside, key: inside.__setitem__(key, _odd(random)))


def without_value(request: Request, random: Random) -> Request:
    return _changed(request, random, lambda inside, key: inside.__delitem__(key))


def more_values(request: Request, random: Random) -> Request:
    def change(inside: Any, key: Any) -> None:
        if isinstance(inside, list):
            inside.extend([inside[key]] * random.choice((1, 300)))
        else:
            inside[values.odd(random)] = inside[key]

    return _changed(request, random, change)


def wrapped_value(request: Request, random: Random) -> Request:
    def change(inside: Any, key: Any) -> None:
        inside[key] = [inside[key]] if random.random() < 0.5 else {"value": inside[key]}

    return _changed(request, random, change)


def other_whole(request: Request, random: Random) -> Request:
    return _written(request, _odd(random)) if request.body else request


def deep(request: Request, random: Random) -> Request:
    levels = random.choice((50, 1000, 100_000))
    opened, closed = random.choice(((b"[", b"]"), (b'{"a":', b"}")))
    return replace(request, body=opened * levels + b"1" + closed * levels) if request.body else request


def other_field(request: Request, random: Random) -> Request:
    """Of a form, or of what stands behind the question mark."""
    path, mark, query = request.path.partition("?")
    if "urlencoded" in request.header("Content-Type"):
        return replace(request, body=_other(request.body.decode("utf-8", "replace"), random).encode())
    return replace(request, path=f"{path}?{_other(query, random)}") if mark else request


def more_query(request: Request, random: Random) -> Request:
    odd = urlencode({values.odd(random): values.odd(random)[:2000]}, errors="replace")
    return replace(request, path=f"{request.path}{'&' if '?' in request.path else '?'}{odd}"[:6000])


def other_segment(request: Request, random: Random) -> Request:
    path, mark, query = request.path.partition("?")
    parts = path.split("/")
    place = random.randrange(1, len(parts))
    parts[place] = quote(values.odd(random)[:1500], safe="", errors="replace")
    return replace(request, path="/".join(parts) + mark + query)


def _other(text: str, random: Random) -> str:
    pairs = parse_qsl(text, keep_blank_values=True) or [("a", "b")]
    place = random.randrange(len(pairs))
    name, value = pairs[place]
    new = values.odd(random)[:2000]
    pairs[place] = random.choice(((name, new), (new, value), (name, value + new)))
    if random.random() < 0.2:
        pairs.append(pairs[place])
    return urlencode(pairs, errors="replace")


def _odd(random: Random) -> Any:
    return random.choice(_ODD) if random.random() < 0.5 else values.odd(random)


def _changed(request: Request, random: Random, change: Callable[[Any, Any], None]) -> Request:
    """After a change to one place of the document; as it is when the body is no JSON."""
    try:
        document = json.loads(request.body)
    except (ValueError, RecursionError):
        return request
    places = list(_places(document))
    if not places:
        return request
    change(*random.choice(places))
    return _written(request, document)


def _places(document: Any) -> list[tuple[Any, Any]]:
    found: list[tuple[Any, Any]] = []
    waiting = [document]
    while waiting:
        one = waiting.pop()
        keys = list(one) if isinstance(one, dict) else range(len(one)) if isinstance(one, list) else ()
        found += [(one, key) for key in keys]
        waiting += [one[key] for key in keys]
    return found


def _written(request: Request, document: Any) -> Request:
    return replace(request, body=json.dumps(document).encode())


MUTATIONS: tuple[Callable[[Request, Random], Request], ...] = (
    other_value, other_value, other_value, without_value, more_values, wrapped_value, other_whole, deep, other_field,
    other_field, more_query, other_segment,
)  # fmt: skip
"""One that stands several times is drawn so much more often."""
