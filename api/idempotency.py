"""``Idempotency-Key``: the same call twice is done once (spec/integration.md 4.3)."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable

from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac
from rest_framework.request import Request
from rest_framework.response import Response

from api import problems
from api.models import KeptAnswer
from api.problems import Fault, NotAsDescribed
from webcert import clock
from webcert.errors import InvalidInput, WebcertError

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
KEPT_FOR = dt.timedelta(hours=24)
LONGEST_KEY = 255
PATTERN = r"^[!-~]([ -~]*[!-~])?$"
SCHEMA = {
    "type": "string",
    "pattern": PATTERN,
    "maxLength": LONGEST_KEY,
    "description": "En text som är ny för varje utkast eller meddelande, till exempel ett UUID.",
}


class UsedForAnother(InvalidInput):
    """The key came with another request before."""

    code = "VALIDATION_ERROR"
    status = 422
    default_message = "Samma Idempotency-Key har redan använts för ett annat anrop."


def once(request: Request, make: Callable[[], Response]) -> Response:
    """The answer of ``make``, or the one that it gave to the first call with this key.

    Two calls at the same time: the second waits for the first. Refusals are kept too, failures of ours are not.
    """
    if HEADER not in request.headers:
        return make()
    idempotency_key = _read(request.headers[HEADER])
    fingerprint = _fingerprint(request)
    with transaction.atomic():
        KeptAnswer.objects.filter(created_at__lte=clock.now() - KEPT_FOR).delete()
        kept, is_first = KeptAnswer.objects.get_or_create(
            api_key=request.auth,
            idempotency_key=idempotency_key,
            defaults={"fingerprint": fingerprint, "created_at": clock.now()},
        )
        if not is_first:
            return _again(kept, fingerprint)
        response = _attempt(make)
        if response.status_code >= 500:
            kept.delete()
        else:
            kept.status, kept.body = response.status_code, json.dumps(response.data)
            kept.save(update_fields=["status", "body"])
        return response


def _read(text: str) -> str:
    if len(text) > LONGEST_KEY or not re.fullmatch(PATTERN, text):
        raise NotAsDescribed([Fault(HEADER, f"Ange 1 till {LONGEST_KEY} vanliga tecken.")])
    return text


def _fingerprint(request: Request) -> str:
    """Of what is asked for, however the JSON is written; keyed, for the body holds a personal number."""
    body = json.dumps(request.data, sort_keys=True, ensure_ascii=True)
    return salted_hmac("api.idempotency", f"{request.method} {request.path} {body}", algorithm="sha256").hexdigest()


def _attempt(make: Callable[[], Response]) -> Response:
    try:
        with transaction.atomic():
            return make()
    except WebcertError as error:
        return problems.problem(error)


def _again(kept: KeptAnswer, fingerprint: str) -> Response:
    if not constant_time_compare(kept.fingerprint, fingerprint):
        raise UsedForAnother
    content_type = problems.CONTENT_TYPE if (kept.status or 0) >= 400 else None
    return Response(json.loads(kept.body), status=kept.status, headers={REPLAYED: "true"}, content_type=content_type)
