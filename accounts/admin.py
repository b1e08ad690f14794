"""Administration of accounts. The Swedish labels come from the models."""

from __future__ import annotations

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts import admin_below, admin_features, admin_staff, hosp
from accounts.admin_scope import NoNumberInAddress
from accounts.models import (
    Agreement,
    HospPublication,
    HospRecord,
    PrivatePractitioner,
    Subscription,
    UserPreference,
)
from accounts.practitioners import POSITIONS
from delivery import audit
from hsa.hosp import Operation

__all__ = ["admin_below", "admin_features", "admin_staff"]

admin.site.site_header = "Webcert: administration"
admin.site.site_title = "Webcert"
admin.site.index_title = "Administration"


def masked(person_id: str) -> str:
    """``YYYYMMDD-****``: lists never show whole numbers (spec/administration.md 9)."""
    return f"{person_id[:8]}-****"


class PrivatePractitionerForm(forms.ModelForm):
    position = forms.ChoiceField(label="Befattning", choices=list(POSITIONS.items()))

    class Meta:
        model = PrivatePractitioner
        fields = [
            "hsa_id",
            "person_id",
            "name",
            "care_unit_name",
            "position",
            "type_of_care",
            "healthcare_service_type",
            "workplace_code",
            "phone",
            "email",
            "address",
            "postal_code",
            "city",
            "municipality",
            "county",
            "personal_prescription_code",
            "registered_at",
        ]


@admin.register(PrivatePractitioner)
class PrivatePractitionerAdmin(NoNumberInAddress):
    """Accounts of private practitioners. What comes from HOSP is shown, not changed."""

    form = PrivatePractitionerForm
    list_display = ["hsa_id", "name", "care_unit_name", "person", "licence_names", "hosp_updated_at", "started_at"]
    search_fields = ["hsa_id", "name", "care_unit_name"]
    readonly_fields = ["licences", "specialities", "restrictions", "hosp_updated_at", "started_at"]
    actions = ["certify_selected", "decertify_selected"]

    @admin.display(description="personnummer")
    def person(self, account: PrivatePractitioner) -> str:
        return masked(account.person_id)

    @admin.action(description="Anmäl till HSA som intygsutfärdare", permissions=["change"])
    def certify_selected(self, request: HttpRequest, chosen: QuerySet[PrivatePractitioner]) -> None:
        self._certify(request, chosen, Operation.ADD)

    @admin.action(description="Avanmäl från HSA som intygsutfärdare", permissions=["change"])
    def decertify_selected(self, request: HttpRequest, chosen: QuerySet[PrivatePractitioner]) -> None:
        self._certify(request, chosen, Operation.REMOVE)

    def _certify(self, request: HttpRequest, chosen: QuerySet[PrivatePractitioner], operation: Operation) -> None:
        """One call each; tells for whom HSA did it, refused, or did not answer."""
        done = {Operation.ADD: "anmäld", Operation.REMOVE: "avanmäld"}[operation]
        for account in chosen:
            try:
                is_done = hosp.certify(account, operation)
            except hosp.HospUnavailable:
                self.message_user(request, f"{account.hsa_id}: HSA svarar inte eller används inte.", messages.ERROR)
                continue
            if not is_done:
                self.message_user(request, f"{account.hsa_id}: HSA nekade.", messages.ERROR)
                continue
            audit.note(request.user, PrivatePractitioner, f"Intygsutfärdaren {done} i HSA.", object_id=str(account.pk))
            self.message_user(request, f"{account.hsa_id}: {done} som intygsutfärdare.")

    @admin.display(description="legitimation enligt HOSP")
    def licence_names(self, account: PrivatePractitioner) -> str:
        return ", ".join(licence["name"] for licence in account.licences) or "–"


@admin.register(HospRecord)
class HospRecordAdmin(NoNumberInAddress):
    """The built-in HOSP register."""

    list_display = ["pk", "person", "licence_names"]

    @admin.display(description="personnummer")
    def person(self, record: HospRecord) -> str:
        return masked(record.person_id)

    @admin.display(description="legitimerade yrken")
    def licence_names(self, record: HospRecord) -> str:
        return ", ".join(licence["name"] for licence in record.licences) or "–"


@admin.register(HospPublication)
class HospPublicationAdmin(admin.ModelAdmin):
    """When HOSP was published last. A later time makes every account fetch its data anew at the next login."""

    list_display = ["__str__", "published_at"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return not HospPublication.objects.exists() and super().has_add_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: HospPublication | None = None) -> bool:
        return False


class SubscriptionInline(admin.TabularInline):
    model = Subscription
    extra = 0


@admin.register(Agreement)
class AgreementAdmin(NoNumberInAddress):
    """Agreements with their subscriptions. The number of a sole trader is a personal number."""

    numbers = ("org_number",)

    list_display = ["organisation", "number", "valid_from", "valid_to", "services"]
    list_filter = ["subscriptions__service", "subscriptions__status"]
    search_fields = ["organisation"]
    inlines = [SubscriptionInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Agreement]:
        return super().get_queryset(request).prefetch_related("subscriptions")

    @admin.display(description="organisationsnummer")
    def number(self, agreement: Agreement) -> str:
        """A sole trader's number is a personal number: its end is not shown."""
        is_person = int(agreement.org_number[2]) < 2
        return f"{agreement.org_number[:6]}-****" if is_person else agreement.org_number

    @admin.display(description="abonnemang")
    def services(self, agreement: Agreement) -> str:
        active = [s.service for s in agreement.subscriptions.all() if s.status == Subscription.Status.ACTIVE]
        return ", ".join(active) or "–"


@admin.register(UserPreference)
class UserPreferenceAdmin(admin.ModelAdmin):
    """Users' own settings: to look at, not to change."""

    list_display = ["hsa_id", "key", "value"]
    list_filter = ["key"]
    search_fields = ["hsa_id"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: UserPreference | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: UserPreference | None = None) -> bool:
        return False
