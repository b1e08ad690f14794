"""An order as JSON (spec/ui.md 14.4), read strictly."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from simulators.recipients.batch import USUAL_NUMBER
from simulators.recipients.orders import CONTACT, Complement, Order, usual_last_day
from webcert.errors import InvalidInput

_TEXTS = {"text": "text", "topic": "topic", "heading": "heading", "fault": "fault"} | {
    "remindsOf": "reminds_of",
    "answers": "answers",
}


def read(content: bytes) -> tuple[str, Order]:
    """The certificate's id and the order; ``InvalidInput`` names the key that is wrong.

    Without ``lastDay`` a question gets the usual one; null leaves it out.
    """
    values = _object(content)
    if unknown := set(values) - {"certificateId", "lastDay", "contact", "complements", *_TEXTS}:
        raise InvalidInput(f"Okända nycklar: {', '.join(sorted(unknown))}.")
    order = Order(
        **{name: _text(values, key) for key, name in _TEXTS.items()},
        last_day=_last_day(values),
        contact=tuple(_texts(values, "contact", list(CONTACT))),
        complements=_complements(values),
    )
    return _text(values, "certificateId"), order


def read_batch(content: bytes) -> tuple[int, list[str]]:
    """Number and units of a batch, as ``batch.ask_mixed`` takes them; ``InvalidInput`` names the key that is wrong."""
    values = _object(content or b"{}")
    if unknown := set(values) - {"number", "unitIds"}:
        raise InvalidInput(f"Okända nycklar: {', '.join(sorted(unknown))}.")
    number = values.get("number", USUAL_NUMBER)
    if not isinstance(number, int) or isinstance(number, bool):
        raise InvalidInput("number ska vara ett heltal.")
    return number, _texts(values, "unitIds", [])


def _object(content: bytes) -> dict[str, Any]:
    try:
        values = json.loads(content)
    except (ValueError, RecursionError):
        raise InvalidInput("Innehållet är inte JSON.") from None
    if not isinstance(values, dict):
        raise InvalidInput("Innehållet är inte ett JSON-objekt.")
    return values


def _text(values: dict[str, Any], key: str) -> str:
    value = values.get(key, "")
    if not isinstance(value, str):
        raise InvalidInput(f"{key} ska vara en text.")
    return value


def _last_day(values: dict[str, Any]) -> dt.date | None:
    if "lastDay" not in values:
        return None if values.get("answers") else usual_last_day()
    if values["lastDay"] is None:
        return None
    try:
        return dt.date.fromisoformat(_text(values, "lastDay"))
    except ValueError:
        raise InvalidInput("lastDay ska vara ett datum, som 2026-03-15.") from None


def _texts(values: dict[str, Any], key: str, otherwise: list[str]) -> list[str]:
    lines = values.get(key, otherwise)
    if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
        raise InvalidInput(f"{key} ska vara en lista av texter.")
    return lines


def _complements(values: dict[str, Any]) -> tuple[Complement, ...]:
    entries = values.get("complements", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise InvalidInput("complements ska vara en lista av objekt.")
    return tuple(Complement(_text(entry, "questionId"), _text(entry, "text"), _instance(entry)) for entry in entries)


def _instance(entry: dict[str, Any]) -> int | None:
    instance = entry.get("instance")
    if instance is not None and (not isinstance(instance, int) or isinstance(instance, bool)):
        raise InvalidInput("instance ska vara ett heltal.")
    return instance
