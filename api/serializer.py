"""What requests and answers are declared with; a request holds the fields that are declared and no others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from api.problems import Fault, NotAsDescribed

UNKNOWN = "Fältet finns inte i beskrivningen."


class Declared(serializers.Serializer):
    """Fields by name. Unknown ones are faults, at every level."""

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        unknown = sorted(set(data) - set(self.fields)) if isinstance(data, Mapping) else []
        if unknown:
            raise serializers.ValidationError({name: [UNKNOWN] for name in unknown})
        return super().to_internal_value(data)


def read(serializer: type[Declared], data: Any) -> dict[str, Any]:
    """The values of a request, or ``NotAsDescribed`` with all its faults."""
    form = serializer(data=data)
    if not form.is_valid():
        raise NotAsDescribed(list(_faults(form.errors)))
    return form.validated_data


def read_query(serializer: type[Declared], query: Mapping[str, str]) -> dict[str, Any]:
    """The same for the part of the address after the question mark, where everything is text."""
    return read(serializer, dict(query.items()))


def _faults(errors: Any, path: str = "") -> list[Fault]:
    if isinstance(errors, Mapping):
        own = "non_field_errors"
        return [f for name, inner in errors.items() for f in _faults(inner, path if name == own else _at(path, name))]
    if isinstance(errors, list) and any(isinstance(item, Mapping | list) for item in errors):
        return [f for number, inner in enumerate(errors) for f in _faults(inner, _at(path, number))]
    return [Fault(path, str(text)) for text in errors]


def _at(path: str, name: object) -> str:
    return f"{path}.{name}" if path else str(name)
