"""Pages of signing by a signing service, and what the service itself reaches (spec/signing.md 5, 8.1)."""

from __future__ import annotations

import structlog
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from accounts.session import care_user_required, unit_required
from certificates.models import SigningTicket
from certificates.pages.opening import will_come_back
from certificates.pages.versions import posted_version
from certificates.signing import services, tickets
from certificates.signing.dss import metadata
from certificates.signing.dss import request as sign_request
from certificates.signing.dss import response as sign_response
from certificates.signing.dss.parties import parties
from certificates.types import registry
from patients.person_id import PersonId
from webcert.errors import WebcertError

log = structlog.get_logger(__name__)


class SeeOther(HttpResponseRedirect):
    """The real system answers the signing service's form with 303."""

    status_code = 303


@require_POST
@unit_required
def start(request: HttpRequest, certificate_id: str) -> HttpResponse:
    """Start signing the posted version by the signing service."""
    return start_page(request, certificate_id, version=posted_version(request.POST))


def start_page(request: HttpRequest, certificate_id: str, *, version: int) -> HttpResponse:
    """A page whose form leaves for the signing service, by itself where script runs."""
    ticket = services.start(
        user=request.care_user,
        session_key=request.session.session_key or "",
        certificate_id=certificate_id,
        version=version,
        method=SigningTicket.Method.SIGN_SERVICE,
    )
    return render(request, "signing/start.html", {"form": _form(ticket), "certificate": ticket.certificate})


@csrf_exempt
@require_POST
@care_user_required
def answer(request: HttpRequest) -> HttpResponse:
    """The browser brings the signing service's answer: 303 to the certificate, or to its error page."""
    user, session_key = request.care_user, request.session.session_key or ""
    try:
        ticket = tickets.get(request.POST.get("RelayState", ""), user=user, session_key=session_key)
    except WebcertError as error:
        return render(request, "signing/error.html", {"error": error}, status=error.status)
    to_certificate = f"/certificate/{ticket.certificate_id}"
    will_come_back(request, ticket.certificate_id)
    try:
        signed = sign_response.read(request.POST.get("EidSignResponse", ""), request_id=ticket.pk, parties=parties())
        services.complete(
            user=user,
            session_key=session_key,
            ticket_id=ticket.pk,
            signature_value=signed.value,
            chain=signed.chain,
        )
    except sign_response.Declined as declined:
        return _declined(request, ticket, declined)
    except sign_response.BadResponse as error:
        services.fail(user=user, session_key=session_key, ticket_id=ticket.pk, reason=str(error))
        log.warning("signing_response_refused", certificate_id=ticket.certificate_id, reason=str(error))
        return SeeOther(f"{to_certificate}/sign/error")
    except WebcertError as error:
        log.warning("signing_failed", certificate_id=ticket.certificate_id, code=error.code, reason=error.reason)
        return SeeOther(f"{to_certificate}/sign/error")
    return SeeOther(to_certificate)


@require_safe
def client_metadata(request: HttpRequest) -> HttpResponse:
    """Our metadata for the signing service; public."""
    return HttpResponse(
        metadata.client_metadata(parties()),
        content_type=metadata.MEDIA_TYPE,
        headers={"Content-Disposition": f'attachment; filename="{metadata.FILE_NAME}"'},
    )


def _form(ticket: SigningTicket) -> sign_request.SigningForm:
    certificate = ticket.certificate
    certificate_type = registry.get(certificate.type_id, certificate.type_version)
    task = sign_request.Task(
        ticket_id=ticket.pk,
        signer_hsa_id=ticket.user_hsa_id,
        to_be_signed=bytes(ticket.signed_info),
        message=sign_request.sign_message(
            type_name=certificate_type.name,
            person_id=PersonId.parse(certificate.person_id).dashed,
            certificate_id=certificate.pk,
        ),
    )
    return sign_request.form(task, parties())


def _declined(request: HttpRequest, ticket: SigningTicket, declined: sign_response.Declined) -> HttpResponse:
    session_key = request.session.session_key or ""
    if declined.is_cancelled:
        services.cancel(user=request.care_user, session_key=session_key, ticket_id=ticket.pk)
    else:
        services.fail(
            user=request.care_user, session_key=session_key, ticket_id=ticket.pk, reason="The service did not sign"
        )
    log.info("signing_declined", certificate_id=ticket.certificate_id, is_cancelled=declined.is_cancelled)
    return SeeOther(f"/certificate/{ticket.certificate_id}/sign/error")
