"""The address plan (docs/architecture.md; design ch. 7). Each room brings its own part."""

from __future__ import annotations

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from webcert import views

handler400 = views.bad_request
handler403 = views.permission_denied
handler404 = views.not_found
handler500 = views.server_fault

urlpatterns = [
    path("healthz", views.healthz),
    path("readyz", views.readyz),
    path("admin/", admin.site.urls),
    path("", include("accounts.urls")),
    path("", include("certificates.urls")),
    path("", include("arenden.urls")),
    path("", include("notifications.urls")),
    path("api/integration/v1/", include("api.urls")),
    path("", include("rivta.urls")),
]
if settings.SIMULATORS_ENABLED:
    urlpatterns.append(path("simulators/", include("simulators.urls")))
