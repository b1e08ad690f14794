"""Statements that are asked over and over, built once: Django needs longer to write them than a database to answer.

Only what differs from one time to the next, the moment, is put in anew.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)
_MARK = dt.datetime(1971, 2, 3, 4, 5, 6, 789, tzinfo=dt.UTC)
"""Stands for the moment while a statement is built; no row has this time."""


@dataclass(frozen=True, slots=True)
class _Statement:
    sql: str
    parameters: tuple[Any, ...]
    places: frozenset[int]
    """Which parameters are the moment."""


_built: dict[Hashable, _Statement] = {}


def rows_at(
    now: dt.datetime, model: type[Row], build: Callable[[dt.datetime], QuerySet[Row]], *, key: Hashable
) -> list[Row]:
    """The rows of ``build(now)``. ``key`` stands for all that the query depends on but the moment."""
    full_key = (connection.vendor, model, key)
    statement = _built.get(full_key)
    if statement is None:
        statement = _built[full_key] = _statement(build(_MARK))
    moment = _as_parameter(now)
    parameters = [moment if place in statement.places else value for place, value in enumerate(statement.parameters)]
    return list(model._default_manager.raw(statement.sql, parameters))


def _statement(queryset: QuerySet[Any]) -> _Statement:
    sql, parameters = queryset.query.sql_with_params()
    mark = _as_parameter(_MARK)
    return _Statement(sql, tuple(parameters), frozenset(n for n, value in enumerate(parameters) if value == mark))


def _as_parameter(moment: dt.datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(moment)
