"""The PDF addresses of the real system (spec/print.md 1, 7.1.8)."""

from __future__ import annotations

from urllib.parse import quote

from csp.constants import SELF
from csp.decorators import csp
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from accounts.session import unit_required
from certificates.print import services
from certificates.print.services import Printout

_FRAMED_BY_US = {"frame-ancestors": [SELF]}
"""The page prints from a hidden frame. The rest of the policy would stop the browser's own PDF viewer."""


@require_GET
@unit_required
@csp(_FRAMED_BY_US)
def pdf(request: HttpRequest, type_id: str, certificate_id: str) -> HttpResponse:
    """The certificate or draft."""
    return _response(services.print_certificate(user=request.care_user, type_id=type_id, certificate_id=certificate_id))


@require_GET
@unit_required
@csp(_FRAMED_BY_US)
def employer_pdf(request: HttpRequest, type_id: str, certificate_id: str) -> HttpResponse:
    """The employer's copy; ``withhold``, any number of times: a question whose answer is kept back."""
    return _response(
        services.print_employer_copy(
            user=request.care_user,
            type_id=type_id,
            certificate_id=certificate_id,
            withheld=frozenset(request.GET.getlist("withhold")),
        )
    )


def _response(printout: Printout) -> HttpResponse:
    return HttpResponse(
        printout.content,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f"inline; filename*=UTF-8''{quote(printout.name)}",
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "SAMEORIGIN",
        },
    )
