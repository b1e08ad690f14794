"""``/internalapi``: the register of integrated units and resending (spec/status-updates.md 1.4, 4.8).

For administrators who are logged in to the administration and have the permission; a regional one sees the own care
provider only. Through the internal port (``accounts.internal_port``) nobody is asked who he is, and all is seen.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_POST

from accounts import internal_port, staff
from delivery import audit
from hsa.hsa_id import normalise
from notifications import resending
from notifications.forms import ResendBody
from notifications.models import IntegratedUnit, StatusUpdate
from webcert import clock
from webcert.errors import AuthorizationProblem

View = Callable[..., HttpResponse]


def administrator(permission: str) -> Callable[[View], View]:
    """Only for staff with the permission and for the internal port; everybody else gets 403 as JSON."""

    def decorate(view: View) -> View:
        @csrf_protect
        def for_staff(request: HttpRequest, **parts: Any) -> HttpResponse:
            if not (request.user.is_active and request.user.is_staff and request.user.has_perm(permission)):
                raise AuthorizationProblem("Logga in i administrationen med rätt behörighet.")
            return view(request, **parts)

        @csrf_exempt
        @wraps(view)
        def guarded(request: HttpRequest, **parts: Any) -> HttpResponse:
            if not internal_port.was_used(request):
                return for_staff(request, **parts)
            internal_port.check(request)
            return view(request, **parts)

        return guarded

    return decorate


@require_GET
@administrator("notifications.view_integratedunit")
def all_units(request: HttpRequest) -> JsonResponse:
    return JsonResponse([_unit(unit) for unit in _units(request)], safe=False)


@require_GET
@administrator("notifications.view_integratedunit")
def one_unit(request: HttpRequest, hsa_id: str) -> HttpResponse:
    """404 with an empty body when the unit is not in the register."""
    unit = _units(request).filter(unit_id=normalise(hsa_id)).first()
    return HttpResponse(status=404) if unit is None else JsonResponse(_unit(unit))


@require_POST
@administrator("notifications.resend_statusupdate")
def resend_one(request: HttpRequest, notification_id: int) -> JsonResponse:
    number = resending.send_one(notification_id, among=_scoped(request, StatusUpdate.objects.all()))
    return _sent(request, number)


@require_POST
@administrator("notifications.resend_statusupdate")
def resend_certificates(request: HttpRequest) -> JsonResponse:
    return _send(request, _of_certificates(ResendBody(request.body)))


@require_POST
@administrator("notifications.resend_statusupdate")
def resend_units(request: HttpRequest) -> JsonResponse:
    body = ResendBody(request.body)
    return _send(request, _of_units(body), body)


@require_POST
@administrator("notifications.resend_statusupdate")
def resend_care_provider(request: HttpRequest, care_provider_id: str) -> JsonResponse:
    body = ResendBody(request.body)
    return _send(request, _of_care_provider(body, care_provider_id), body)


@require_POST
@administrator("notifications.view_statusupdate")
def count_certificates(request: HttpRequest) -> JsonResponse:
    return _count(request, _of_certificates(ResendBody(request.body)))


@require_POST
@administrator("notifications.view_statusupdate")
def count_units(request: HttpRequest) -> JsonResponse:
    return _count(request, _of_units(ResendBody(request.body)))


@require_POST
@administrator("notifications.view_statusupdate")
def count_care_provider(request: HttpRequest, care_provider_id: str) -> JsonResponse:
    return _count(request, _of_care_provider(ResendBody(request.body), care_provider_id))


def _of_certificates(body: ResendBody) -> QuerySet[StatusUpdate]:
    return resending.of_certificates(body.texts("certificateIds"), body.chosen)


def _of_units(body: ResendBody) -> QuerySet[StatusUpdate]:
    return resending.of_units(body.texts("unitIds"), body.chosen, body.period)


def _of_care_provider(body: ResendBody, care_provider_id: str) -> QuerySet[StatusUpdate]:
    return resending.of_care_provider(care_provider_id, body.chosen, body.period)


def _send(request: HttpRequest, selected: QuerySet[StatusUpdate], body: ResendBody | None = None) -> JsonResponse:
    activation_time = body.activation_time if body else None
    return _sent(request, resending.send(_scoped(request, selected), activation_time=activation_time))


def _sent(request: HttpRequest, number: int) -> JsonResponse:
    if not internal_port.was_used(request):
        audit.note(request.user, StatusUpdate, f"Skickade om {number} statusuppdateringar genom {request.path}.")
    return JsonResponse({"count": number})


def _count(request: HttpRequest, selected: QuerySet[StatusUpdate]) -> JsonResponse:
    return JsonResponse({"count": _scoped(request, selected).count(), "max": settings.STATUS_UPDATE_RESEND_MAX})


def _scoped(request: HttpRequest, rows: QuerySet[StatusUpdate]) -> QuerySet[StatusUpdate]:
    limit = _limit(request)
    return rows.filter(care_provider_id=limit) if limit else rows


def _units(request: HttpRequest) -> QuerySet[IntegratedUnit]:
    limit = _limit(request)
    return IntegratedUnit.objects.filter(care_provider_id=limit) if limit else IntegratedUnit.objects.all()


def _limit(request: HttpRequest) -> str:
    """HSA-id of the only care provider whose rows may be seen; empty: all."""
    return "" if internal_port.was_used(request) else staff.care_provider_limit(request.user)


def _unit(unit: IntegratedUnit) -> dict[str, str | None]:
    checked = unit.last_checked_at
    return {
        "enhetsId": unit.unit_id,
        "enhetsNamn": unit.unit_name,
        "vardgivarId": unit.care_provider_id,
        "vardgivarNamn": unit.care_provider_name,
        "skapadDatum": clock.riv_timestamp(unit.created_at),
        "senasteKontrollDatum": clock.riv_timestamp(checked) if checked else None,
    }
