"""Addresses of print (design ch. 7)."""

from __future__ import annotations

from django.urls import path

from certificates.print import views

urlpatterns = [
    path("moduleapi/intyg/<str:type_id>/<str:certificate_id>/pdf", views.pdf, name="print_certificate"),
    path(
        "moduleapi/intyg/<str:type_id>/<str:certificate_id>/pdf/arbetsgivarutskrift",
        views.employer_pdf,
        name="print_employer_copy",
    ),
]
