"""Pages of the signing service: they know what the form brings, and no login (spec/signing.md 12.1.2)."""

from __future__ import annotations

import uuid
from urllib.parse import urlsplit

import nh3
from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.safestring import mark_safe
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from certificates.signing import test_ca
from simulators.modes.rest import reply_over_http
from simulators.signing import services
from simulators.signing.incoming import BadRequest
from simulators.signing.models import SigningOrder

WAIT_THEN_SIGN = "WAIT"


class SeeOther(HttpResponseRedirect):
    status_code = 303


@csrf_exempt
@require_POST
def receive(request: HttpRequest) -> HttpResponseBase:
    """The form that Webcert lets the browser post, unless a mode says that the service is down, slow or silent."""
    try:
        order = services.take_in(
            binding=request.POST.get("Binding", ""),
            relay_state=request.POST.get("RelayState", ""),
            request=request.POST.get("EidSignRequest", ""),
        )
    except BadRequest as error:
        return render(request, "simulators/signing/refused.html", {"reason": str(error)}, status=400)
    return reply_over_http(services.draw_mode(order), lambda: SeeOther(f"/simulators/signing/orders/{order.pk}"))


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def order_page(request: HttpRequest, order_id: uuid.UUID) -> HttpResponse:
    """What is to be signed and by whom, and the choices."""
    order = get_object_or_404(SigningOrder, pk=order_id)
    if request.method == "POST":
        return _decide(request, order)
    requested = services.requested(order)
    message = mark_safe(nh3.clean(requested.message, tags={"p", "strong", "em", "br"}, attributes={}))  # noqa: S308
    return render(request, "simulators/signing/order.html", {"requested": requested, "message": message})


@require_safe
def answer_page(request: HttpRequest, order_id: uuid.UUID) -> HttpResponse:
    """The answer on its way back; before that the wait that was asked for."""
    order = get_object_or_404(SigningOrder.objects.exclude(choice=""), pk=order_id)
    seconds = services.seconds_left(order)
    if seconds:
        response = render(request, "simulators/signing/waiting.html", {"seconds": seconds})
        response["Refresh"] = str(seconds)
        return response
    form = services.answer(order)
    if form is None:
        return render(request, "simulators/signing/silent.html")
    may_post_to_client = csp_update({"form-action": [_origin(form.action)]})
    return may_post_to_client(render)(request, "simulators/signing/answer.html", {"form": form})


@require_safe
def ca_certificates(request: HttpRequest) -> HttpResponse:
    """Root and issuing CA as PEM: what a verifier needs."""
    return _pem(test_ca.authority().bundle, "ca.pem")


@require_safe
def issuing_certificate(request: HttpRequest) -> HttpResponse:
    """The issuing CA alone, for ``xmlsec1 --untrusted-pem``."""
    return _pem(test_ca.pem(test_ca.authority().issuing), "issuing.pem")


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def _decide(request: HttpRequest, order: SigningOrder) -> HttpResponse:
    choice = request.POST.get("choice", "")
    if choice == WAIT_THEN_SIGN:
        services.decide(order, SigningOrder.Choice.SIGN, wait=services.WAIT)
    elif choice in SigningOrder.Choice.values:
        services.decide(order, SigningOrder.Choice(choice))
    else:
        return render(request, "simulators/signing/refused.html", {"reason": "Okänt val."}, status=400)
    return SeeOther(f"/simulators/signing/orders/{order.pk}/answer")


def _pem(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type="application/x-pem-file",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
