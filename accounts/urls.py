from django.conf import settings
from django.urls import path

from accounts.launch import HELD_ADDRESS
from accounts.views import (
    posted_launch,
    practitioners,
    protected,
    session_calls,
    start,
    subscription,
    test_login,
    units,
)

urlpatterns = [
    path("", start.start),
    path("error", start.error),
    path("error.jsp", start.error),
    path("about/<slug:page>/", start.about),
    path("saml2/authenticate/<str:way>", start.authenticate),
    path("logout", session_calls.log_out),
    path("unit", units.unit),
    path("terms", protected.terms),
    path("subscription-notice", subscription.acknowledge),
    path("register", practitioners.register),
    path("unauthorized", practitioners.unauthorized),
    path(HELD_ADDRESS.removeprefix("/"), posted_launch.continue_posted_launch),
    path("api/anvandare/logout", session_calls.window_left),
    path("api/anvandare/logout/cancel", session_calls.window_opened),
    path("api/session-auth-check/ping", session_calls.ping),
    path("api/session-auth-check/extend", session_calls.extend),
    path("api/v1/session/invalidate", session_calls.invalidate),
]
if settings.TEST_LOGIN_ENABLED:
    urlpatterns += [path("welcome", test_login.welcome), path("welcome.html", test_login.welcome)]
