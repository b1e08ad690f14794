"""The description as values for a page: calls by group, and the shapes of what they take and answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

_METHODS = ("get", "post", "put", "delete")


@dataclass(frozen=True, slots=True)
class Shape:
    """The type of a value in words, and the model that it names ("" when it names none)."""

    text: str
    model: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A parameter or a member of a model."""

    name: str
    shape: Shape
    is_required: bool
    text: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    status: str
    text: str
    shape: Shape | None


@dataclass(frozen=True, slots=True)
class Call:
    method: str
    path: str
    anchor: str
    summary: str
    text: str
    parameters: tuple[Line, ...]
    takes: Shape | None
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    calls: tuple[Call, ...]


@dataclass(frozen=True, slots=True)
class Model:
    name: str
    lines: tuple[Line, ...]
    values: tuple[str, ...]


def groups(document: Mapping[str, Any]) -> tuple[Group, ...]:
    """The calls, those of one part of the API together."""
    found = [
        (operation["tags"][0], _call(path, method, operation))
        for path, methods in document["paths"].items()
        for method in _METHODS
        if (operation := methods.get(method))
    ]
    return tuple(
        Group(name, tuple(call for _, call in calls)) for name, calls in groupby(found, key=lambda pair: pair[0])
    )


def models(document: Mapping[str, Any]) -> tuple[Model, ...]:
    """What has a name of its own, with its members or its values."""
    return tuple(
        Model(name, _members(schema), tuple(str(value) for value in schema.get("enum", ())))
        for name, schema in document["components"]["schemas"].items()
    )


def _call(path: str, method: str, operation: Mapping[str, Any]) -> Call:
    body = operation.get("requestBody")
    return Call(
        method=method.upper(),
        path=path,
        anchor=operation["operationId"],
        summary=operation["summary"],
        text=operation.get("description", ""),
        parameters=tuple(_parameter(parameter) for parameter in operation.get("parameters", ())),
        takes=_content(body) if body else None,
        outcomes=tuple(
            Outcome(status, response["description"], _content(response))
            for status, response in sorted(operation["responses"].items())
        ),
    )


def _parameter(parameter: Mapping[str, Any]) -> Line:
    return Line(
        name=parameter["name"],
        shape=_shape(parameter["schema"]),
        is_required=parameter.get("required", False),
        text=parameter.get("description", ""),
        place={"path": "i adressen", "query": "i frågedelen", "header": "i huvudet"}[parameter["in"]],
    )


def _content(holder: Mapping[str, Any]) -> Shape | None:
    media = next(iter(holder.get("content", {}).values()), None)
    return _shape(media["schema"]) if media else None


def _members(schema: Mapping[str, Any]) -> tuple[Line, ...]:
    required = schema.get("required", ())
    return tuple(
        Line(name, _shape(member), name in required, member.get("description", ""))
        for name, member in schema.get("properties", {}).items()
    )


def _shape(schema: Mapping[str, Any]) -> Shape:
    """``text[]`` is a list; several possible shapes stand with "eller" between them."""
    if reference := schema.get("$ref"):
        name = reference.rpartition("/")[2]
        return Shape(name, name)
    if variants := schema.get("oneOf") or schema.get("allOf"):
        shapes = [_shape(variant) for variant in variants]
        named = next((shape.model for shape in shapes if shape.model), "")
        return Shape(" eller ".join(dict.fromkeys(shape.text for shape in shapes)), named)
    kind = schema.get("type", "object")
    kinds = [kind] if isinstance(kind, str) else list(kind)
    if "array" in kinds:
        inner = _shape(schema["items"])
        return Shape(f"{inner.text}[]", inner.model)
    if "object" in kinds:
        return Shape(f"{{{', '.join(schema.get('properties', {}))}}}")
    words = [f"{one} ({schema['format']})" if "format" in schema and one != "null" else one for one in kinds]
    return Shape(" eller ".join(words))
