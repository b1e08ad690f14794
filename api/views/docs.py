"""``openapi.json`` and its readable pages; open to all, for they hold nobody's data (spec/integration.md 4.3)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from api import reading, schema


@require_safe
def openapi(request: HttpRequest) -> JsonResponse:
    return JsonResponse(schema.document())


@require_safe
def pages(request: HttpRequest) -> HttpResponse:
    document = schema.document()
    return render(
        request,
        "api/docs.html",
        {"groups": reading.groups(document), "models": reading.models(document), "server": document["servers"][0]},
    )
