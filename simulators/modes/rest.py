"""Playing a fault mode to a caller of JSON over HTTP: what ``services.reply`` is for SOAP."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpResponse, HttpResponseBase

from rivta.views import broken_off
from simulators.modes.services import HANGING_UP, RAW, Chosen, Mode


def reply_over_http(chosen: Chosen, answer: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """The answer, or what the mode makes of it. An answer without a result has one way to tell of an error: 500."""
    if chosen.mode is Mode.BROKEN_XML:
        return HttpResponse('[{"id": ', content_type="application/json")
    if chosen.mode in RAW:
        return HttpResponse(RAW[chosen.mode].content, status=RAW[chosen.mode].status, content_type="text/plain")
    if chosen.mode is Mode.NO_ANSWER:
        time.sleep(settings.SOAP_TOTAL_TIMEOUT_S + 5)
        return HttpResponse(status=503)
    if chosen.mode in HANGING_UP:
        return broken_off()
    if not chosen.is_accepting:
        return HttpResponse(chosen.text, status=500, content_type="text/plain; charset=utf-8")
    chosen.wait()
    return answer()
