"""Links that open a certificate from outside: journal systems, mails, sister applications (spec/integration.md 3).

The login detour and what is remembered over it belong to ``accounts``; here a user is logged in already.
"""

from __future__ import annotations

import uuid
from urllib.parse import urlencode

import structlog
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from accounts import launch as accounts_launch
from accounts import session
from accounts.redirects import SeeOther
from accounts.session import care_user_required
from accounts.user import CareUser, LaunchParameters, Origin
from certificates import access, queries
from certificates.access import Action
from certificates.lifecycle import launch as lifecycle_launch
from certificates.models import Certificate
from hsa.roles import Role
from hsa.tree import find_unit
from webcert.errors import (
    AuthorizationProblem,
    AuthorizationProtected,
    AuthorizationProtectedUnit,
    DataNotFound,
    PuProblem,
    SessionAlreadyActive,
    WebcertError,
)

log = structlog.get_logger(__name__)

LINK_ROLES = frozenset({Role.LAKARE, Role.TANDLAKARE, Role.VARDADMINISTRATOR, Role.SJUKSKOTERSKA, Role.BARNMORSKA})
READING_ROLES = frozenset({Role.LAKARE, Role.VARDADMINISTRATOR})
"""Who might open a certificate for reading only, by the old address (3.1)."""

JUMP_ROLES = {
    "certificate": LINK_ROLES,
    "basic-certificate": LINK_ROLES,
    "pp-certificate": frozenset({Role.PRIVATLAKARE}),
}
"""Who may use a jump-out link, by the word in its path (3.7)."""

_REASONS: tuple[tuple[type[WebcertError], str], ...] = (
    (SessionAlreadyActive, "auth-exception-user-already-active"),
    (DataNotFound, "integration.nocontent"),
    (PuProblem, "pu-problem"),
    (AuthorizationProtected, "auth-exception-sekretessmarkering"),
    (AuthorizationProblem, "auth-exception"),
)


_ORIGIN = "launch_origin"


class TemporaryRedirect(HttpResponseRedirect):
    """The real launch link answers 307."""

    status_code = 307


def error_page(reason: str) -> SeeOther:
    """To the error page, with a reason of spec/integration.md 3.8."""
    log.info("launch_refused", reason=reason)
    return SeeOther(f"/error?reason={reason}")


def _refused(error: WebcertError) -> SeeOther:
    return error_page(next((reason for kind, reason in _REASONS if isinstance(error, kind)), "unknown"))


# --- deep integration ---------------------------------------------------------------------------------------------
@csrf_exempt
@require_http_methods(["GET", "POST"])
@care_user_required
def open_from_journal(request: HttpRequest, certificate_id: str, type_id: str = "-") -> HttpResponse:
    """``/visa/intyg/[{type}/]{id}``: parameters from the address (GET, without launchId) or from the form (POST).

    The type is of an older form of the address and is not looked at.
    """
    if accounts_launch.has_parameters_in_query(request):
        return error_page("missing-parameter")
    if not certificate_id.strip():
        return error_page("unknown")
    values = accounts_launch.posted_values(request) if request.method == "POST" else request.GET.dict()
    if request.method == "GET":
        values.pop("launchId", None)
    try:
        parameters = accounts_launch.parameters_from(values)
        user = accounts_launch.start_launch(request, request.care_user, parameters=parameters)
    except WebcertError as error:
        return _refused(error)
    return _choose_unit(request, user, certificate_id, parameters.enhet)


@require_GET
@care_user_required
def open_for_reading(request: HttpRequest, certificate_id: str) -> HttpResponse:
    """``/visa/intyg/{id}/readonly?enhet=``: the certificate without any action, where the installation offers it."""
    if not settings.LAUNCH_READ_ONLY:
        raise Http404
    unit_id = request.GET.get("enhet", "").strip()
    if not unit_id:
        return error_page("missing-parameter")
    if request.care_user.role not in READING_ROLES:
        return error_page("auth-exception")
    parameters = LaunchParameters(enhet=unit_id, is_read_only=True)
    try:
        user = accounts_launch.start_launch(request, request.care_user, parameters=parameters)
    except SessionAlreadyActive as error:
        return _refused(error)
    return _choose_unit(request, user, certificate_id, unit_id)


@require_GET
@care_user_required
def continue_after_login(request: HttpRequest, certificate_id: str, type_id: str = "-") -> HttpResponse:
    """``/visa/intyg/{id}/saved``: a posted launch whose parameters were put on the user during the login."""
    user = request.care_user
    if user.launch is None:
        return error_page("unknown")
    return _choose_unit(request, user, certificate_id, user.launch.enhet)


@require_GET
@care_user_required
def resume(request: HttpRequest, certificate_id: str) -> HttpResponse:
    """``/visa/intyg/{id}/resume?enhet=``: the unit has been chosen on the page for it."""
    unit_id = request.GET.get("enhet", "").strip()
    if not unit_id or request.care_user.launch is None:
        return error_page("unknown")
    return _choose_unit(request, request.care_user, certificate_id, unit_id)


def _choose_unit(request: HttpRequest, user: CareUser, certificate_id: str, unit_id: str) -> HttpResponse:
    """Guards 2 and 3 of 3.4: role and origin, then the unit."""
    if user.role not in LINK_ROLES or user.origin is not Origin.DJUPINTEGRATION:
        accounts_launch.empty_launch(request, user)
        return error_page("auth-exception")
    if not unit_id.strip():
        unit_id = _only_unit(user)
        if not unit_id:
            accounts_launch.begin_unit_choice(request)
            return SeeOther(f"/certificate/{certificate_id}/launch-unit-selection")
    unit = find_unit(user.providers, unit_id, ignore_case=True)
    if unit is None:
        return error_page("login.medarbetaruppdrag")
    accounts_launch.end_unit_choice(request)
    return _open(request, session.select_unit(request, user, unit_id=unit.hsa_id), certificate_id)


def _only_unit(user: CareUser) -> str:
    """The one care unit of a user who has no more; sub-units do not count."""
    care_units = {unit.hsa_id for provider in user.providers for unit in provider.care_units}
    return care_units.pop() if len(care_units) == 1 else ""


def _open(request: HttpRequest, user: CareUser, certificate_id: str) -> HttpResponse:
    """Guards 4 to 9 of 3.4. The page itself applies the rules of reading and writes the PDL entry.

    A protected patient's certificate of another unit is refused by the page, in words of its own (3.8).
    """
    try:
        certificate = queries.get_certificate(user, certificate_id)
        access.require(user, Action.READ, certificate=certificate)
        user = accounts_launch.keep_patient(request, user, person_id=certificate.person_id)
        if not user.launch.is_about(certificate.person_id):
            raise SessionAlreadyActive
        if not user.launch.is_read_only:
            _apply_parameters(user, certificate)
    except AuthorizationProtectedUnit:
        return SeeOther(f"/certificate/{certificate_id}")
    except WebcertError as error:
        return _refused(error)
    _tell_of_coherent_journaling(user, certificate)
    return SeeOther(f"/certificate/{certificate.pk}")


def _apply_parameters(user: CareUser, certificate: Certificate) -> None:
    """What the launch says of the certificate: reference, the patient's new number, the patient's name."""
    lifecycle_launch.keep_reference(user=user, certificate_id=certificate.pk, reference=user.launch.ref)
    lifecycle_launch.change_patient(
        user=user, certificate_id=certificate.pk, person_id=user.launch.alternate_patient_ssn
    )
    lifecycle_launch.keep_name(user=user, certificate_id=certificate.pk)


def _tell_of_coherent_journaling(user: CareUser, certificate: Certificate) -> None:
    """A line of the log when ``sjf`` has led to another care provider or unit (guard 8)."""
    unit = user.unit
    if not user.launch.sjf or unit is None or certificate.care_unit_id == unit.care_unit_id:
        return
    is_near = certificate.care_provider_id == unit.care_provider_id
    log.info(
        "coherent_journaling",
        reach="other_unit" if is_near else "other_care_provider",
        certificate_id=certificate.pk,
        unit_id=certificate.unit_id,
    )


@require_safe
@care_user_required
def unit_selection(request: HttpRequest, certificate_id: str) -> HttpResponse:
    """A deep link came without unit and the user has several: each is a link to ``resume`` (spec/ui.md 2.2)."""
    user = request.care_user
    if user.launch is None or not accounts_launch.is_choosing_unit(request):
        return error_page("auth-exception-resource")
    return render(
        request, "certificates/unit_selection.html", {"providers": user.providers, "certificate_id": certificate_id}
    )


@require_GET
def log_out_now(request: HttpRequest) -> HttpResponse:
    """``/visa/anvandare/logout/now``: the journal system ends its session, whatever the user has yet to accept."""
    if request.care_user is None:
        return redirect("/error?reason=auth-exception-resource")
    if not request.care_user.is_integrated:
        return error_page("auth-exception")
    session.end_session(request)
    return HttpResponse()


# --- links for stand-alone users ----------------------------------------------------------------------------------
@require_GET
@care_user_required
def launch_link(request: HttpRequest, certificate_id: str, *, questions: bool = False) -> HttpResponse:
    """``/webcert/web/user/launch/certificate/{id}``: to the certificate, on the unit that issued it (3.7)."""
    refusal = _jump(request, certificate_id, roles=LINK_ROLES, unit_id="")
    if refusal is not None:
        return refusal
    request.session[_ORIGIN] = settings.LAUNCH_ORIGINS.get(request.GET.get("origin", ""), "")
    return TemporaryRedirect(f"/certificate/{certificate_id}" + ("/questions" if questions else ""))


def origin_address(request: HttpRequest) -> str:
    """Where the application of the latest launch link has its pages; empty for one that the settings do not name."""
    return str(request.session.get(_ORIGIN, ""))


@require_GET
@care_user_required
def jump_out(request: HttpRequest, segment: str, certificate_id: str, type_id: str = "-") -> HttpResponse:
    """Uthopp: ``/webcert/web/user/{segment}/[{type}/]{id}/questions?enhet=``. The type is not looked at (3.7)."""
    if not type_id.strip():
        return error_page("unknown")
    unit_id = request.GET.get("enhet", "").strip()
    refusal = _jump(request, certificate_id, roles=JUMP_ROLES[segment], unit_id=unit_id)
    return refusal or SeeOther(f"/certificate/{certificate_id}")


@require_GET
@care_user_required
def mail_link(request: HttpRequest, type_id: str, certificate_id: str) -> HttpResponse:
    """``/maillink/intyg/{type}/{id}`` of older mails: to the draft, on its unit, by any way in and role (3.7).

    Raises ``DataNotFound`` for a draft that is unknown or deleted.
    """
    wanted = _issuing_unit_id(certificate_id)
    if wanted is None:
        raise DataNotFound
    unit = find_unit(request.care_user.providers, wanted)
    if unit is None:
        reason = {"reason": "enhet.auth.exception", "enhetHsaId": wanted}
        return redirect(f"/error?{urlencode(reason)}")
    session.select_unit(request, request.care_user, unit_id=unit.hsa_id)
    return SeeOther(f"/certificate/{certificate_id}")


def _jump(request: HttpRequest, certificate_id: str, *, roles: frozenset[Role], unit_id: str) -> HttpResponse | None:
    """Role, origin and unit of a link; the refusal, or None when the unit is selected."""
    user = request.care_user
    if user.role not in roles or user.origin is not Origin.NORMAL:
        return error_page("auth-exception")
    wanted = unit_id or _issuing_unit_id(certificate_id)
    if wanted is None:
        return error_page("integration.nocontent")
    unit = find_unit(user.providers, wanted, ignore_case=True)
    if unit is None:
        return error_page("auth-exception")
    session.select_unit(request, user, unit_id=unit.hsa_id)
    return None


def _issuing_unit_id(certificate_id: str) -> str | None:
    """The unit's id alone, before any scope can be known; the page reads the rest within the user's reach."""
    try:
        uuid.UUID(certificate_id)
    except ValueError:
        return None
    found = Certificate.objects.exclude(state=Certificate.State.DELETED).filter(pk=certificate_id)
    return found.values_list("unit_id", flat=True).first()
