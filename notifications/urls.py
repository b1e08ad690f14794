"""Addresses of the internal interface (design ch. 7)."""

from __future__ import annotations

from django.urls import path

from notifications import views

urlpatterns = [
    path("internalapi/integratedUnits/all", views.all_units),
    path("internalapi/integratedUnits/<str:hsa_id>", views.one_unit),
    path("internalapi/notification/certificates", views.resend_certificates),
    path("internalapi/notification/units", views.resend_units),
    path("internalapi/notification/caregiver/<str:care_provider_id>", views.resend_care_provider),
    path("internalapi/notification/count/certificates", views.count_certificates),
    path("internalapi/notification/count/units", views.count_units),
    path("internalapi/notification/count/caregiver/<str:care_provider_id>", views.count_care_provider),
    path("internalapi/notification/<int:notification_id>", views.resend_one),
]
