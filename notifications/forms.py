"""Reading the JSON bodies of ``/internalapi/notification`` (spec/status-updates.md 4.8)."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from notifications.resending import Filter, Period, ResendRefused
from webcert import clock


class ResendBody:
    """The fields of one call; asking for one that is missing or of the wrong kind raises ``ResendRefused``."""

    def __init__(self, body: bytes) -> None:
        try:
            fields = json.loads(body or b"{}")
        except (ValueError, RecursionError):
            raise ResendRefused("Innehållet är inte JSON.") from None
        if not isinstance(fields, dict):
            raise ResendRefused("Innehållet ska vara ett JSON-objekt.")
        self._fields: dict[str, Any] = fields

    def texts(self, name: str) -> tuple[str, ...]:
        values = self._fields.get(name)
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            raise ResendRefused(f"{name} saknas eller är inte en lista av texter.")
        return tuple(values)

    @property
    def chosen(self) -> Filter:
        codes = self.texts("eventCodes") if self._fields.get("eventCodes") else ()
        return Filter(self.texts("statuses"), codes)

    @property
    def period(self) -> Period:
        start = self._moment("start")
        if start is None:
            raise ResendRefused("start saknas.")
        return Period(start, self._moment("end") or clock.now())

    @property
    def activation_time(self) -> dt.datetime | None:
        return self._moment("activationTime")

    def _moment(self, name: str) -> dt.datetime | None:
        value = self._fields.get(name)
        if value in (None, ""):
            return None
        try:
            moment = dt.datetime.fromisoformat(value)
        except (TypeError, ValueError):
            raise ResendRefused(f"{name} är inte en tidpunkt.") from None
        return moment if moment.tzinfo else clock.from_local(moment)
