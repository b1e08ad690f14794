"""The SOAP endpoints and the simulators, without the pages."""

from django.urls import include, path

urlpatterns = [path("", include("rivta.urls")), path("simulators/", include("simulators.urls"))]
