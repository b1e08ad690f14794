"""Calls that came in through the internal port, which asks for no login (spec/integration.md 4.2).

Only ``webcert.wsgi_internal`` marks a call so, and no header can: whoever reaches that port is one of the operator's
own programs.
"""

from __future__ import annotations

import structlog
from django.http import HttpRequest

from webcert.errors import AuthorizationProblem

log = structlog.get_logger(__name__)

MARK = "webcert.internal_port"
"""Key in the WSGI environment."""
_OF_A_BROWSER = ("Origin", "Sec-Fetch-Site")


def was_used(request: HttpRequest) -> bool:
    """Did the call come in through the internal port?"""
    return request.META.get(MARK) is True


def check(request: HttpRequest) -> None:
    """Let a program in and write the call in the log; raises ``AuthorizationProblem`` for a page in a browser.

    The browser of somebody near the port must not be led to call it by another site.
    """
    is_browser = any(name in request.headers for name in _OF_A_BROWSER)
    log.info("internal_call", path=request.path, caller=request.META.get("REMOTE_ADDR", ""), refused=is_browser)
    if is_browser:
        raise AuthorizationProblem("Den interna porten är till för program, inte för webbläsare.")
