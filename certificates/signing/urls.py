"""Addresses of signing (design ch. 7)."""

from __future__ import annotations

from django.urls import path

from certificates.signing import views

urlpatterns = [
    path("certificate/<str:certificate_id>/sign/service", views.start, name="sign_by_service"),
    path("api/signature/signservice/v1/response", views.answer, name="sign_response"),
    path("api/signature/signservice/v1/metadata", views.client_metadata, name="sign_metadata"),
]
