"""What Intygstjänsten holds: certificates to read, recipients to edit."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.admin_scope import NoNumberInAddress
from delivery import audit
from patients.person_id import PersonId
from simulators.intygstjanst.models import CertificateState, Recipient, StoredCertificate, StoredMessage
from simulators.read_only import ReceivedAdmin


@admin.register(Recipient)
class RecipientAdmin(admin.ModelAdmin):
    list_display = ("id", "name", "kind", "logical_address", "is_active", "is_trusted")
    list_filter = ("kind", "is_active", "is_trusted")
    search_fields = ("id", "name", "logical_address")


class StateInline(admin.TabularInline):
    model = CertificateState
    fields = ("at", "state", "target")
    extra = 0
    verbose_name_plural = "tillstånd"

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(StoredCertificate)
class StoredCertificateAdmin(NoNumberInAddress, ReceivedAdmin):
    list_display = ("id", "type_code", "version", "unit_id", "issuer_id", "masked_person_id", "signed_at", "is_test")
    list_filter = ("type_code", "is_test", "is_deleted_by_care")
    search_fields = ("id__exact", "unit_id__exact")
    search_help_text = "Intygs-id eller enhetens HSA-id."
    inlines = (StateInline,)
    actions = ("delete_by_care", "restore_to_care")
    fields = (
        *list_display,
        "received_at",
        "unit_name",
        "care_provider_id",
        "issuer_name",
        "valid_from",
        "valid_to",
        "relations",
        "is_deleted_by_care",
        "xml_text",
    )

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A signed certificate stays, with those who hold a copy too."""
        return False

    def has_put_away_permission(self, request: HttpRequest) -> bool:
        """No contract tells that care has deleted a certificate, so that it is tried from here."""
        return request.user.has_perm("simulators.change_storedcertificate")

    @admin.action(description="Markera som borttaget av vården", permissions=["put_away"])
    def delete_by_care(self, request: HttpRequest, chosen: QuerySet[StoredCertificate]) -> None:
        self._tell(request, chosen.update(is_deleted_by_care=True), "borttagna av vården")

    @admin.action(description="Visa för vården igen", permissions=["put_away"])
    def restore_to_care(self, request: HttpRequest, chosen: QuerySet[StoredCertificate]) -> None:
        self._tell(request, chosen.update(is_deleted_by_care=False), "åter synliga för vården")

    def _tell(self, request: HttpRequest, number: int, what: str) -> None:
        audit.note(request.user, StoredCertificate, f"{number} intyg {what}.")
        self.message_user(request, f"{number} intyg är {what}.")

    @admin.display(description="personnummer")
    def masked_person_id(self, certificate: StoredCertificate) -> str:
        return PersonId(certificate.person_id).masked


@admin.register(StoredMessage)
class StoredMessageAdmin(ReceivedAdmin):
    list_display = ("received_at", "direction", "topic", "id", "certificate", "logical_address")
    list_filter = ("direction", "topic")
    search_fields = ("id__exact", "certificate__id__exact")
    search_help_text = "Meddelande-id eller intygs-id."
    fields = (*list_display, "answers", "reminds_of", "xml_text")
