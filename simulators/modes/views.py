"""``/simulators/modes``: fault modes as JSON, for scripts that try an integration (spec/ui.md 14.5).

For whoever is logged in with the permission on simulator modes: integrators and system administrators. The calls that
change something must say that they bring JSON, which no form of another site can.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from delivery import audit
from simulators.json_lists import SIMULATOR_HEADER
from simulators.modes import forms, services
from simulators.modes.models import SimulatorMode
from webcert.errors import AuthorizationProblem, DataNotFound, InvalidInput

_PERMISSIONS = {"GET": "view", "POST": "add", "PATCH": "change", "DELETE": "delete"}


@csrf_exempt
@require_http_methods(["GET", "POST", "DELETE"])
def modes(request: HttpRequest) -> HttpResponse:
    """List them, switch one on (instead of one with the same scope), or switch all off."""
    _check(request)
    if request.method == "POST":
        mode = services.switch_on(forms.read(request.body, SimulatorMode()))
        _note(request, mode, "Satte på läget")
        return _answer(forms.shown(mode), status=201)
    if request.method == "DELETE":
        number = services.switch_all_off()
        audit.note(request.user, SimulatorMode, f"Stängde av {number} simulatorlägen.")
        return HttpResponse(status=204)
    return _answer([forms.shown(mode) for mode in SimulatorMode.objects.order_by("pk")])


@csrf_exempt
@require_http_methods(["GET", "PATCH", "DELETE"])
def one_mode(request: HttpRequest, mode_id: int) -> HttpResponse:
    """Look at, change or remove one."""
    _check(request)
    mode = SimulatorMode.objects.filter(pk=mode_id).first()
    if mode is None:
        raise DataNotFound("Läget finns inte.")
    if request.method == "DELETE":
        _note(request, mode, "Tog bort läget")
        mode.delete()
        return HttpResponse(status=204)
    if request.method == "PATCH":
        mode = services.switch_on(forms.read(request.body, mode))
        _note(request, mode, "Ändrade läget")
    return _answer(forms.shown(mode))


def _check(request: HttpRequest) -> None:
    needed = f"simulators.{_PERMISSIONS.get(request.method or '', 'change')}_simulatormode"
    if not (request.user.is_active and request.user.has_perm(needed)):
        raise AuthorizationProblem("Logga in som integratör eller administratör.")
    if request.method in {"POST", "PATCH"} and request.content_type != "application/json":
        raise InvalidInput("Innehållet ska vara application/json.")


def _note(request: HttpRequest, mode: SimulatorMode, what: str) -> None:
    audit.note(request.user, SimulatorMode, f"{what} {mode}.", object_id=str(mode.pk))


def _answer(content: object, *, status: int = 200) -> JsonResponse:
    return JsonResponse(content, safe=False, status=status, headers={SIMULATOR_HEADER: "modes"})
