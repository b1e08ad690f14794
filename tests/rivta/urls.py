"""Only the SOAP endpoints."""

from django.urls import include, path

urlpatterns = [path("", include("rivta.urls"))]
