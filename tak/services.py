"""The only place that writes routes. Whoever waits for one may listen (spec/status-updates.md 5.6)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.db import transaction

from tak.models import TakRoute

RouteListener = Callable[[TakRoute], None]

_listeners: list[RouteListener] = []


def on_route_saved(listener: RouteListener) -> RouteListener:
    """Call ``listener(route)`` in the transaction of every save; usable as a decorator. Registering twice is one."""
    if listener not in _listeners:
        _listeners.append(listener)
    return listener


@transaction.atomic
def save_route(route: TakRoute) -> TakRoute:
    """Store a new or changed route and tell the listeners; raises ``ValidationError`` for an unfit one."""
    route.logical_address = route.logical_address.strip()
    route.full_clean()
    route.save()
    for listener in _listeners:
        listener(route)
    return route


def set_enabled(route: TakRoute, is_enabled: bool) -> TakRoute:
    """Switch a route on or off."""
    route.is_enabled = is_enabled
    return save_route(route)


def end_route(route: TakRoute, at: dt.datetime) -> TakRoute:
    """Let a route end; one that would begin later never comes into force."""
    route.valid_to = max(at, route.valid_from)
    return save_route(route)
