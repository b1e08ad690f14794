"""Addresses below ``/simulators/`` other than SOAP endpoints (design ch. 7)."""

from __future__ import annotations

from django.urls import include, path, register_converter

from simulators.care import views as care
from simulators.intygstjanst import views as intygstjanst
from simulators.log import views as log
from simulators.modes import views as modes
from simulators.recipients import views as recipients
from simulators.recipients.models import ReceivedDocument
from simulators.tak import views as tak


class DocumentKind:
    """certificates, revocations or messages."""

    regex = "|".join(ReceivedDocument.Kind.values)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(DocumentKind, "document_kind")

urlpatterns = [
    path("care/status-updates", care.status_updates, name="simulated_status_updates"),
    path("recipients/<str:recipient>/messages", recipients.messages, name="simulated_messages"),
    path("recipients/<str:recipient>/messages/batch", recipients.message_batch, name="simulated_message_batch"),
    path("recipients/<str:recipient>/<document_kind:kind>", recipients.received, name="simulated_received"),
    path("log/entries", log.entries, name="simulated_log_entries"),
    path("intygstjanst/certificates", intygstjanst.certificates, name="simulated_certificates"),
    path("tak/connectionPoints", tak.connection_points, name="simulated_tak_connection_points"),
    path("tak/serviceContracts", tak.service_contracts, name="simulated_tak_contracts"),
    path("tak/logicalAddresss", tak.logical_addresses, name="simulated_tak_addresses"),
    path("modes", modes.modes, name="simulator_modes"),
    path("modes/<int:mode_id>", modes.one_mode, name="simulator_mode"),
    path("", include("simulators.signing.urls")),
]
