"""Addresses below ``/simulators/`` (design ch. 7)."""

from __future__ import annotations

from django.urls import path

from simulators.signing import views

urlpatterns = [
    path("signing/", views.receive, name="signing_service"),
    path("signing/orders/<uuid:order_id>", views.order_page, name="signing_order"),
    path("signing/orders/<uuid:order_id>/answer", views.answer_page, name="signing_answer"),
    path("signing/ca.pem", views.ca_certificates, name="signing_ca"),
    path("signing/issuing.pem", views.issuing_certificate, name="signing_issuing_ca"),
]
