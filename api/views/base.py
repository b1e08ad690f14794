"""The frame of every call: key, JSON in, JSON out, problem JSON when it fails."""

from __future__ import annotations

from typing import Any

from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from api.access import BearerKey, HasKey
from api.json_body import JsonBody
from webcert.errors import DataNotFound


class AlwaysJson(BaseContentNegotiation):
    """There is one form of answer, whatever ``Accept`` says."""

    def select_parser(self, request: Request, parsers: list[Any]) -> Any:
        content_type = request.content_type.partition(";")[0].strip().lower()
        return next((parser for parser in parsers if parser.media_type == content_type), None)

    def select_renderer(self, request: Request, renderers: list[Any], format_suffix: str | None = None) -> Any:
        return renderers[0], renderers[0].media_type


class ApiView(APIView):
    """Base of the calls; ``request.auth`` is the caller's ``ApiKey``."""

    authentication_classes = (BearerKey,)
    permission_classes = (HasKey,)
    parser_classes = (JsonBody,)
    renderer_classes = (JSONRenderer,)
    content_negotiation_class = AlwaysJson
    http_method_names = ("get", "post", "put", "delete")

    def care_provider(self) -> str:
        """HSA-id of the care provider that the key is bound to."""
        return self.request.auth.care_provider_id


class Nowhere(ApiView):
    """Every address that is none of the calls."""

    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        raise DataNotFound("Det finns inget på den här adressen.")
