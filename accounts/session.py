"""The session: its user, its idle time, its beginning and end (spec/roles-and-access.md 4.8, 4.9)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import wraps
from typing import Any

import structlog
from django.conf import settings
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts import features, serialisation
from accounts.errors import NotLoggedIn, ResourceDenied, UnitNotChosen
from accounts.user import CareUser
from hsa.roles import Role
from webcert import clock

View = Callable[..., HttpResponse]

log = structlog.get_logger(__name__)

RENEWED_AFTER = 180
"""The part of the idle time within which requests do not renew the session again: ten seconds of half an hour."""

_USER = "care_user"
_ENDS_AT = "ends_at"
_LEFT_AT = "left_at"
_ACKNOWLEDGED = "acknowledged_subscriptions"


def care_user_required(view: View) -> View:
    """Only for a logged-in care user. The middleware leads everybody else to the login or an error page first."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.care_user is None:
            raise NotLoggedIn
        return view(request, *args, **kwargs)

    return guarded


def unit_required(view: View) -> View:
    """Only for a care user with authority who has chosen a unit. A page opened without one becomes the unit choice."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.care_user.role is Role.PRIVATLAKARE_OBEHORIG:
            raise ResourceDenied
        if request.care_user.unit is None:
            raise UnitNotChosen
        return view(request, *args, **kwargs)

    guarded.needs_unit = True  # type: ignore[attr-defined]
    return care_user_required(guarded)


def get_user(request: HttpRequest) -> CareUser | None:
    """The session's care user, or None when nobody (or only an administrator) is logged in."""
    stored = request.session.get(_USER)
    return serialisation.user_from_json(stored) if stored else None


def set_user(request: HttpRequest, user: CareUser) -> None:
    """Store a changed user (unit, launch parameters) in the session, with what is blocked on the unit (3.4)."""
    user = features.applied(user)
    request.session[_USER] = serialisation.user_to_json(user)
    request.care_user = user


def log_in(request: HttpRequest, user: CareUser) -> None:
    """Begin a session for ``user`` under a new key; an older session ends first."""
    request.session.flush()
    set_user(request, user)
    request.session.cycle_key()
    log.info(
        "login",
        hsa_id=user.hsa_id,
        role=user.role,
        role_type=user.role_type,
        origin=user.origin,
        missing_subscription=list(user.missing_subscription),
    )


def end_session(request: HttpRequest) -> None:
    """End the session at once, whoever it belongs to."""
    request.session.flush()
    request.care_user = None


def select_unit(request: HttpRequest, user: CareUser, *, unit_id: str) -> CareUser:
    """The same session on another unit of the user's tree."""
    set_user(request, user.on_unit(unit_id))
    return request.care_user


def renew(request: HttpRequest) -> None:
    """Let the idle time begin anew. Only the row's end is written: what another request stored meanwhile stays.

    An end that was written a moment ago stands: the idle time is exact to a ``RENEWED_AFTER`` of it.
    """
    key, ends_at, new_end = request.session.session_key, request.session.ends_at, _idle_end()
    if not key or request.session.modified:
        return
    if ends_at is None or new_end - ends_at >= dt.timedelta(seconds=settings.SESSION_COOKIE_AGE / RENEWED_AFTER):
        Session.objects.filter(session_key=key).update(expire_date=new_end)


def seconds_left(request: HttpRequest) -> int:
    """Seconds until the idle time is over; 0 without a session."""
    row = Session.objects.filter(session_key=request.session.session_key or "").only("expire_date").first()
    return max(0, int((row.expire_date - timezone.now()).total_seconds())) if row else 0


def mark_end(request: HttpRequest, *, left_at: int | None = None) -> None:
    """The window was left: the session ends after DEEP_LOGOUT_DELAY_S seconds unless a page opens (4.9).

    ``left_at``: when, by the browser's clock, in ms since 1970.
    """
    moment = clock.wall_now() + dt.timedelta(seconds=settings.DEEP_LOGOUT_DELAY_S)
    request.session[_ENDS_AT] = moment.isoformat()
    request.session[_LEFT_AT] = left_at


def opened_after_mark(request: HttpRequest, opened_at: int) -> bool:
    """False when the page had been opened before a window was left: its word is older than the mark."""
    left_at = request.session.get(_LEFT_AT)
    return left_at is None or opened_at >= left_at


def cancel_end(request: HttpRequest) -> None:
    """A page opened in time."""
    request.session.pop(_ENDS_AT, None)
    request.session.pop(_LEFT_AT, None)


def has_end_mark(request: HttpRequest) -> bool:
    return _ENDS_AT in request.session


def end_is_due(request: HttpRequest) -> bool:
    """True when the end mark has passed."""
    marked = request.session.get(_ENDS_AT)
    return bool(marked) and dt.datetime.fromisoformat(marked) <= clock.wall_now()


def acknowledge_subscription(request: HttpRequest, care_provider_id: str) -> None:
    """The dialog about a missing subscription has been seen for this care provider (6)."""
    seen: list[Any] = request.session.get(_ACKNOWLEDGED, [])
    request.session[_ACKNOWLEDGED] = sorted({*seen, care_provider_id})


def has_acknowledged_subscription(request: HttpRequest, care_provider_id: str) -> bool:
    return care_provider_id in request.session.get(_ACKNOWLEDGED, [])


def _idle_end() -> dt.datetime:
    return timezone.now() + dt.timedelta(seconds=settings.SESSION_COOKIE_AGE)
