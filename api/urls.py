"""Addresses below ``/api/integration/v1/`` (design ch. 7)."""

from __future__ import annotations

from django.conf import settings
from django.urls import path, re_path, register_converter
from django.urls.converters import UUIDConverter

from api.views import certificates, docs, drafts, events, messages, units, webhooks
from api.views.base import Nowhere


class AnyCaseUuid(UUIDConverter):
    """A UUID with its dashes, in lower or upper case."""

    regex = "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"


register_converter(AnyCaseUuid, "uuid_any_case")

calls = [
    path("drafts", drafts.Drafts.as_view()),
    path("certificates/search", certificates.Search.as_view()),
    path("certificates/<uuid_any_case:certificate_id>", certificates.OneCertificate.as_view()),
    path("certificates/<uuid_any_case:certificate_id>/xml", certificates.CertificateXml.as_view()),
    path("certificates/<uuid_any_case:certificate_id>/launch", certificates.Launch.as_view()),
    path("events", events.Events.as_view()),
    path("events/<int:event_id>/resend", events.Resend.as_view()),
    path("units/<str:hsa_id>", units.OneUnit.as_view()),
    path("webhooks", webhooks.Webhooks.as_view()),
    path("webhooks/<uuid_any_case:webhook_id>", webhooks.OneWebhook.as_view()),
]
"""What the description describes."""
if settings.SIMULATORS_ENABLED:
    calls.append(path("certificates/<uuid_any_case:certificate_id>/messages", messages.Messages.as_view()))

urlpatterns = [
    *calls,
    path("openapi.json", docs.openapi),
    path("docs", docs.pages),
    re_path("", Nowhere.as_view()),
]
