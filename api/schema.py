"""The API's description, OpenAPI 3.1: how a call is described, and the finishing touches of the document."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from threading import Lock
from typing import Any, TypeVar

from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema

from api.answers import Problem
from api.problems import CONTENT_TYPE
from api.serializer import Declared

Method = TypeVar("Method", bound=Callable[..., Any])
WITHOUT_A_KEY = 401
OF_A_BODY = (400, 413, 415, 422)
MEANINGS = {
    400: "Innehållet är inte JSON.",
    401: "Giltig nyckel saknas.",
    403: "Avslag.",
    404: "Finns inte hos nyckelns vårdgivare.",
    409: "Går inte i nuvarande läge.",
    413: "Innehållet är för stort.",
    415: "Innehållet är inte application/json.",
    422: "Uppgifterna följer inte beskrivningen eller är inte giltiga.",
    500: "Tekniskt fel hos oss.",
    502: "Ett annat system svarar inte.",
    503: "Upptaget, eller personuppgiftstjänsten svarar inte. Försök igen.",
}
_one_at_a_time = Lock()


class Operation(AutoSchema):
    """One call. Its id is the verb and the path, its group the first part of the path."""

    def get_operation_id(self) -> str:
        return f"{self.method.lower()}{''.join(part.strip('{}').capitalize() for part in self.path.split('/'))}"

    def get_description(self) -> str:
        """What ``describe`` says and nothing else: the docstring of a view is for who reads the code."""
        return ""

    def get_tags(self) -> list[str]:
        return [self.path.strip("/").split("/")[0]]


def describe(
    summary: str,
    *,
    text: str = "",
    takes: type[Declared] | None = None,
    query: type[Declared] | None = None,
    headers: Mapping[str, dict[str, Any]] | None = None,
    answers: Mapping[Any, tuple[Any, str]],
    problems: tuple[int, ...] = (),
) -> Callable[[Method], Method]:
    """Describe a method of a view. ``answers``: status (or status and content type) → what comes and its meaning.

    Problems are added as needed. ``headers``: optional headers of the request, each with its schema.
    """
    refusals = {WITHOUT_A_KEY, *problems, *(OF_A_BODY if takes else ()), *((422,) if query else ())}
    responses: dict[Any, Any] = {status: OpenApiResponse(what, meaning) for status, (what, meaning) in answers.items()}
    for status in sorted(refusals):
        responses[status, CONTENT_TYPE] = OpenApiResponse(Problem, MEANINGS[status])
    optional = [
        OpenApiParameter(name, schema, OpenApiParameter.HEADER, description=schema["description"])
        for name, schema in (headers or {}).items()
    ]
    return extend_schema(
        summary=summary,
        description=text,
        request=takes,
        parameters=[*([query] if query else []), *optional],
        responses=responses,
    )


def document() -> dict[str, Any]:
    """The whole description, made once per process: drf-spectacular cannot make two at the same time."""
    with _one_at_a_time:
        return _document()


@cache
def _document() -> dict[str, Any]:
    from api.urls import calls

    return SchemaGenerator(patterns=calls).get_schema(request=None, public=True)


def finish(result: dict[str, Any], **_more: Any) -> dict[str, Any]:
    """No object has members that are not described, and none is described by what the code says of its class."""
    for component in result.get("components", {}).get("schemas", {}).values():
        if "properties" in component:
            component["additionalProperties"] = False
        component.pop("description", None)
    return result
