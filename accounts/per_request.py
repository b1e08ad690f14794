"""What is read once per request: switches that an administrator sets and that many rules ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar, cast

Value = TypeVar("Value")

_kept: ContextVar[dict[str, Any] | None] = ContextVar("kept_for_this_request", default=None)


@contextmanager
def keeping() -> Iterator[None]:
    """Inside the block each value is read once; outside of any block it is read every time."""
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


def once(name: str, read: Callable[[], Value]) -> Value:
    """The value of ``name``, read by ``read`` the first time."""
    kept = _kept.get()
    if kept is None:
        return read()
    if name not in kept:
        kept[name] = read()
    return cast("Value", kept[name])


def forget(name: str) -> None:
    """The value was changed in this request."""
    kept = _kept.get()
    if kept is not None:
        kept.pop(name, None)
