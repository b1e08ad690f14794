"""Launches from a journal system: parameters, what is remembered over the login, launchId (spec/integration.md 3)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest, HttpResponse, QueryDict

from accounts import session
from accounts.models import LaunchSession
from accounts.redirects import SeeOther
from accounts.user import CareUser, LaunchParameters, Origin
from hsa.hsa_id import normalise
from webcert import clock
from webcert.errors import SessionAlreadyActive, WebcertError

LAUNCH_ID_LIFETIME = dt.timedelta(seconds=3600)
HELD_ADDRESS = "/visa/posted"
HELD_LIFETIME = dt.timedelta(minutes=5)
_HELD_COOKIE = "held_launch"
_INTERRUPTED = "interrupted_request"
_CHOOSING_UNIT = "launch_is_choosing_unit"

_TEXTS = {
    "enhet": "enhet",
    "fornamn": "fornamn",
    "mellannamn": "mellannamn",
    "efternamn": "efternamn",
    "postadress": "postadress",
    "postnummer": "postnummer",
    "postort": "postort",
    "alternatePatientSSn": "alternate_patient_ssn",
    "responsibleHospName": "responsible_hosp_name",
    "ref": "ref",
}
_FLAGS = {"sjf": ("sjf", False), "kopieringOK": ("kopiering_ok", True), "avliden": ("avliden", False)} | {
    "inaktivEnhet": ("inaktiv_enhet", False)
}
PARAMETER_NAMES = frozenset({*_TEXTS, *_FLAGS, "launchId"})


class InvalidLaunchParameter(WebcertError):
    """A flag that is no flag, or a launchId that is no GUID: error page, reason ``unknown`` (3.3)."""

    status = 400


class LoginWay(StrEnum):
    """Which identity provider a remembered address asks for (spec/roles-and-access.md 4.3)."""

    SITHS = "siths"
    SITHS_NORMAL = "sithsNormal"
    ELEG = "eleg"


@dataclass(frozen=True, slots=True)
class InterruptedRequest:
    """What the user was about to open. ``form`` holds a launch's POSTed parameters."""

    method: str
    path: str
    query: str = ""
    form: dict[str, str] | None = None

    @property
    def origin(self) -> Origin:
        return Origin.DJUPINTEGRATION if _LAUNCH.fullmatch(self.path) else Origin.NORMAL

    @property
    def is_posted_launch(self) -> bool:
        return self.method == "POST" and self.form is not None


_GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_LAUNCH = re.compile(r"(?:/v\d+)?/visa/intyg/.+")
_REMEMBERED: tuple[tuple[re.Pattern[str], frozenset[str], LoginWay], ...] = (
    (re.compile(r"/visa/intyg/[^/]+(?:/[^/]+)?"), frozenset({"GET", "POST"}), LoginWay.SITHS),
    (re.compile(r"/v2/visa/intyg/[^/]+"), frozenset({"POST"}), LoginWay.SITHS),
    (re.compile(r"/web/maillink/.+"), frozenset({"GET"}), LoginWay.SITHS_NORMAL),
    (re.compile(r"/webcert/web/user/pp-certificate/.+"), frozenset({"GET"}), LoginWay.ELEG),
    (
        re.compile(r"/webcert/web/user/(?:certificate|basic-certificate|launch)/.+"),
        frozenset({"GET"}),
        LoginWay.SITHS_NORMAL,
    ),
)
_NEVER_REMEMBERED = re.compile(r"(?:/v\d+)?/visa/intyg/[^/]+/(?:saved|resume)")


def login_way(request: HttpRequest) -> LoginWay | None:
    """How to log in before this address can be opened; None when it is not remembered over a login."""
    if _NEVER_REMEMBERED.fullmatch(request.path):
        return None
    for pattern, methods, way in _REMEMBERED:
        if request.method in methods and pattern.fullmatch(request.path):
            return way
    return None


def has_parameters_in_query(request: HttpRequest) -> bool:
    """A POST may carry no launch parameter in its address: refused as ``missing-parameter`` (3.3)."""
    return request.method == "POST" and not PARAMETER_NAMES.isdisjoint(request.GET)


def posted_values(request: HttpRequest) -> dict[str, str]:
    """The fields of a posted launch, in the encoding that it declares; ``/v2`` always takes them for UTF-8 (3.1).

    Django itself refuses a form that declares another encoding.
    """
    if request.content_type != "application/x-www-form-urlencoded":
        return request.POST.dict()
    declared = "utf-8" if request.path.startswith("/v2/") else request.encoding
    return QueryDict(request.body, encoding=declared or "utf-8").dict()


def remember_request(request: HttpRequest) -> None:
    """Keep method, path and POSTed parameters in the (anonymous) session until the login is done."""
    keep_interrupted(request, _as_interrupted(request))


def _as_interrupted(request: HttpRequest) -> InterruptedRequest:
    form = None
    if request.method == "POST":
        form = {name: value for name, value in posted_values(request).items() if name in PARAMETER_NAMES}
    return InterruptedRequest(
        method=request.method or "GET",
        path=request.path,
        query=request.META.get("QUERY_STRING", ""),
        form=form,
    )


def keep_interrupted(request: HttpRequest, interrupted: InterruptedRequest) -> None:
    """Put what was remembered into the session of ``request``."""
    request.session[_INTERRUPTED] = asdict(interrupted)


def interrupted_request(request: HttpRequest) -> InterruptedRequest | None:
    """What was remembered, if anything."""
    stored = request.session.get(_INTERRUPTED)
    return InterruptedRequest(**stored) if stored else None


def lacks_own_cookies(request: HttpRequest) -> bool:
    """A launch posted by another site's page to which the browser has added no cookie of ours, whether it has any.

    Over plain http the session's cookie is ``SameSite=Lax``, which stays at home then; over https it comes along.
    """
    return (
        request.method == "POST"
        and request.headers.get("Sec-Fetch-Site") == "cross-site"
        and settings.SESSION_COOKIE_SAMESITE == "Lax"
    )


def hold(request: HttpRequest) -> HttpResponse:
    """Put a posted launch aside, beside the session that the browser may have, and fetch the cookies with a GET."""
    aside = SessionStore()
    aside.set_expiry(HELD_LIFETIME)
    aside[_INTERRUPTED] = asdict(_as_interrupted(request))
    aside.create()
    response = SeeOther(HELD_ADDRESS)
    response.set_cookie(
        _HELD_COOKIE,
        aside.session_key or "",
        max_age=HELD_LIFETIME,
        path=HELD_ADDRESS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def take_held(request: HttpRequest) -> InterruptedRequest | None:
    """The launch that was put aside for this browser; it can be taken once."""
    key = request.COOKIES.get(_HELD_COOKIE, "")
    aside = SessionStore(key)
    stored = aside.get(_INTERRUPTED) if key else None
    if stored is None:
        return None
    aside.delete()
    return InterruptedRequest(**stored)


def continue_interrupted(interrupted: InterruptedRequest, user: CareUser) -> tuple[CareUser, str]:
    """The user and the address after login. A posted launch gives the user its parameters and goes on at ``/saved``.

    Raises ``InvalidLaunchParameter`` for a launchId that is no GUID.
    """
    if not interrupted.is_posted_launch:
        return user, interrupted.path + (f"?{interrupted.query}" if interrupted.query else "")
    parameters = parameters_after_login(interrupted.form or {})
    return replace(user, launch=parameters), saved_address(interrupted, parameters)


def saved_address(interrupted: InterruptedRequest, parameters: LaunchParameters) -> str:
    """Where a posted launch goes on when its parameters stand on the user."""
    unit = f"?{urlencode({'enhet': parameters.enhet})}" if parameters.enhet else ""
    return f"{interrupted.path}/saved{unit}"


def parameters_from(values: Mapping[str, str]) -> LaunchParameters:
    """Parameters read directly: true/on/yes/1 and false/off/no/0, in any case; another word is refused (3.3)."""
    return _parameters(values, _strict_flag)


def parameters_after_login(values: Mapping[str, str]) -> LaunchParameters:
    """Parameters read after the login detour: only ``true`` (any case) is true, everything else false (3.3)."""
    return _parameters(values, lambda text: text.strip().lower() == "true")


def start_launch(request: HttpRequest, user: CareUser, *, parameters: LaunchParameters) -> CareUser:
    """Give the session its launch parameters. One session, one launch: a second one ends the session (3.4 step 1).

    Raises ``SessionAlreadyActive``, after the session has been ended. A user in the middle of choosing a unit may.
    """
    if user.launch is not None and not request.session.get(_CHOOSING_UNIT):
        session.end_session(request)
        raise SessionAlreadyActive
    launched = replace(user, launch=parameters)
    session.set_user(request, launched)
    remember_launch_id(request, launched)
    return launched


def keep_patient(request: HttpRequest, user: CareUser, *, person_id: str) -> CareUser:
    """Remember for the session whose certificate the launch has opened first, by the number that stands on it."""
    if user.launch is None or user.launch.before_alternate_ssn:
        return user
    session.set_user(request, replace(user, launch=replace(user.launch, before_alternate_ssn=person_id)))
    return request.care_user


def empty_launch(request: HttpRequest, user: CareUser) -> None:
    """The session has had its launch, which was refused: nothing that it said may count."""
    session.set_user(request, replace(user, launch=LaunchParameters()))


def begin_unit_choice(request: HttpRequest) -> None:
    """The launch waits for the user's choice of unit (``launch-unit-selection``)."""
    request.session[_CHOOSING_UNIT] = True


def end_unit_choice(request: HttpRequest) -> None:
    request.session.pop(_CHOOSING_UNIT, None)


def is_choosing_unit(request: HttpRequest) -> bool:
    return bool(request.session.get(_CHOOSING_UNIT))


def remember_launch_id(request: HttpRequest, user: CareUser) -> None:
    """Tie the launchId to this session for an hour; rows past their time go."""
    now = clock.wall_now()
    LaunchSession.objects.filter(expires_at__lte=now).delete()
    if user.launch is None or not user.launch.launch_id:
        return
    if not request.session.session_key:
        request.session.save()
    LaunchSession.objects.update_or_create(
        launch_id=user.launch.launch_id,
        defaults={
            "session_key": request.session.session_key,
            "user_hsa_id": user.hsa_id,
            "expires_at": now + LAUNCH_ID_LIFETIME,
        },
    )


def invalidate(*, launch_id: str, user_hsa_id: str) -> bool:
    """End the session of a launchId when it is that user's; False when nothing fits (spec/roles-and-access.md 4.3)."""
    row = LaunchSession.objects.filter(launch_id=launch_id.lower()).first()
    if row is None or row.is_expired(clock.wall_now()) or row.user_hsa_id != normalise(user_hsa_id):
        return False
    store: SessionBase = SessionStore(row.session_key)
    ended = store.exists(row.session_key)
    store.delete(row.session_key)
    row.delete()
    return ended


def _parameters(values: Mapping[str, str], flag: Callable[[str], bool]) -> LaunchParameters:
    fields: dict[str, Any] = {field: values.get(name, "") for name, field in _TEXTS.items()}
    fields["ref"] = fields["ref"].strip()
    for name, (field, default) in _FLAGS.items():
        fields[field] = flag(values[name]) if values.get(name, "").strip() else default
    return LaunchParameters(**fields, launch_id=_launch_id(values.get("launchId", "")))


def _strict_flag(text: str) -> bool:
    word = text.strip().lower()
    if word in {"true", "on", "yes", "1"}:
        return True
    if word in {"false", "off", "no", "0"}:
        return False
    raise InvalidLaunchParameter(reason="flag")


def _launch_id(text: str) -> str:
    if not text:
        return ""
    if not _GUID.fullmatch(text):
        raise InvalidLaunchParameter(reason="launchId")
    return text.lower()
