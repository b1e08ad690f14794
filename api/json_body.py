"""Reading JSON bodies: one object, of limited size, without anything that two readers could understand differently."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, NoReturn

from django.conf import settings
from rest_framework.parsers import BaseParser

from api.problems import Fault, NotAsDescribed, Refused

_HALF = re.compile(r"[\ud800-\udfff]")


class JsonBody(BaseParser):
    """UTF-8 JSON of at most ``API_MAX_BYTES``. 413 and 400 say why not; doubled names and NaN are refused."""

    media_type = "application/json"

    def parse(
        self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        limit = settings.API_MAX_BYTES
        request = (parser_context or {})["request"]
        announced = int(request.META.get("CONTENT_LENGTH") or 0)
        content = stream.read(limit + 1) if announced <= limit else b""
        if max(announced, len(content)) > limit:
            raise Refused(413, f"Innehållet är större än {limit} byte.")
        value = _decoded(content)
        if not isinstance(value, dict):
            raise NotAsDescribed([Fault("", "Innehållet ska vara ett JSON-objekt.")])
        return value


def _decoded(content: bytes) -> Any:
    try:
        return json.loads(content.decode("utf-8"), object_pairs_hook=_object, parse_constant=_no_constant)
    except UnicodeDecodeError:
        raise Refused(400, "Innehållet är inte UTF-8.") from None
    except json.JSONDecodeError as error:
        raise Refused(400, f"Innehållet är inte JSON: rad {error.lineno}, tecken {error.colno}.") from None
    except RecursionError:
        raise Refused(400, "Innehållet har för många nivåer.") from None
    except ValueError as error:
        raise Refused(400, f"Innehållet är inte JSON: {error}") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Half a character in a name is refused here, for every fault is told with the name; in a value by its field."""
    found = dict(pairs)
    if any(_HALF.search(name) for name in found):
        raise ValueError("ett namn innehåller ett halvt tecken")
    if len(found) < len(pairs):
        raise ValueError("ett namn står två gånger i samma objekt")
    return found


def _no_constant(_name: str) -> NoReturn:
    raise ValueError("NaN och Infinity är inte tillåtna")
