"""The directory in Django admin (spec/administration.md 9).

``accounts.admin_below`` limits units and persons to an administrator's own care provider.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import ForeignKey, Prefetch, QuerySet
from django.forms import ModelChoiceField
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html

from delivery.admin_links import LinkedAdmin
from hsa import control, control_report, services
from hsa.directory import CARE_PURPOSE
from hsa.hsa_id import normalise
from hsa.models import (
    CareProvider,
    CareUnit,
    Commission,
    CredentialRecord,
    DirectoryFault,
    EmployeeRecord,
    Membership,
    Person,
    SubUnit,
    Unit,
)
from hsa.records import PersonRecord, merge
from webcert import clock

ROLE_RULES = {
    1: "Legitimationen Läkare.",
    2: "Legitimationen Tandläkare.",
    3: "Befattningskod 204010 eller 203020 i anställningen.",
    4: "Befattningskod tillsammans med sin förskrivarkod.",
    5: "Legitimationen Barnmorska.",
    6: "Legitimationen Sjuksköterska.",
    7: "Ingen av reglerna 1 till 6 passade.",
}


class ConnectionInline(admin.TabularInline):
    """Only units that the administrator may see can be chosen."""

    model = Membership
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[Membership]:
        return super().get_queryset(request).select_related("care_unit", "member")

    def formfield_for_foreignkey(
        self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField | None:
        kwargs["queryset"] = self.admin_site.get_model_admin(Unit).get_queryset(request)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class MemberInline(ConnectionInline):
    fk_name = "care_unit"
    autocomplete_fields = ["member"]
    verbose_name_plural = "kopplade enheter (mottagningar)"


class CareUnitInline(ConnectionInline):
    fk_name = "member"
    autocomplete_fields = ["care_unit"]
    verbose_name_plural = "kopplad till vårdenhet"


class ActiveFilter(admin.SimpleListFilter):
    title = "läge"
    parameter_name = "active"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("open", "öppen"), ("closed", "stängd")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Unit]) -> QuerySet[Unit]:
        if self.value() == "closed":
            return queryset.filter(end__lte=clock.now())
        if self.value() == "open":
            return queryset.exclude(end__lte=clock.now())
        return queryset


class UnitAdminBase(LinkedAdmin):
    """What all units share. The HSA-id stands fast once given."""

    search_fields = ["hsa_id", "name"]
    search_help_text = "HSA-id eller namn"
    list_per_page = 50
    list_max_show_all = 50
    fieldsets = [
        (None, {"fields": ["hsa_id", "name", "is_care_provider", "is_care_unit", "stated_provider", "org_number"]}),
        ("Giltighet", {"fields": ["start", "end", "is_archived"]}),
        ("Kontakt", {"fields": ["prescription_codes", "mail", "phones"]}),
        (
            "Adress",
            {
                "fields": [
                    ("street", "premises_number", "premises_letter"),
                    ("structured_postal_code", "structured_town"),
                    "postal_address",
                    "postal_code",
                ]
            },
        ),
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: Unit | None = None) -> list[str]:
        return ["hsa_id"] if obj else []

    def own_provider(self, request: HttpRequest) -> str:
        """The only care provider whose units the user sees; empty means all."""
        return ""

    @admin.display(description="öppen", boolean=True)
    def is_open(self, unit: Unit) -> bool:
        return unit.is_active(clock.now())

    @admin.display(description="arbetsplatskod")
    def workplace(self, unit: Unit) -> str:
        return unit.prescription_codes.split("\n")[0]


@admin.register(Unit)
class UnitAdmin(UnitAdminBase):
    """All units, and the control run over them."""

    list_display = ["hsa_id", "name", "is_care_provider", "is_care_unit", "stated_provider", "is_open"]
    list_filter = ["is_care_provider", "is_care_unit", ActiveFilter, "is_archived"]
    inlines = [MemberInline, CareUnitInline]
    change_list_template = "admin/hsa/unit_change_list.html"

    def get_urls(self) -> list[URLPattern]:
        return [
            path("control/", self.admin_site.admin_view(self.control_page), name="hsa_unit_control"),
            path("control.csv", self.admin_site.admin_view(self.control_file), name="hsa_unit_control_csv"),
            *super().get_urls(),
        ]

    def control_page(self, request: HttpRequest) -> HttpResponse:
        """The report as a page; ``?provider=`` limits it."""
        self._require_view_permission(request)
        provider, violations = self._run_control(request)
        context = {
            **self.admin_site.each_context(request),
            "title": "Vårdenhetskontroll",
            "opts": self.opts,
            "report": control_report.build(provider, violations),
            "providers": self.admin_site.get_model_admin(CareProvider).get_queryset(request).order_by("name"),
            "is_one_provider": bool(self.own_provider(request)),
        }
        return TemplateResponse(request, "admin/hsa/control.html", context)

    def control_file(self, request: HttpRequest) -> HttpResponse:
        """The same report as a file."""
        self._require_view_permission(request)
        _, violations = self._run_control(request)
        answer = HttpResponse(control_report.as_csv(violations), content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = 'attachment; filename="vardenhetskontroll.csv"'
        return answer

    def _run_control(self, request: HttpRequest) -> tuple[str, list[control.Violation]]:
        provider = self.own_provider(request) or normalise(request.GET.get("provider", ""))
        return provider, control.run(care_provider=provider)

    def _require_view_permission(self, request: HttpRequest) -> None:
        if not self.has_view_permission(request):
            raise PermissionDenied


@admin.register(CareProvider)
class CareProviderAdmin(UnitAdminBase):
    list_display = ["hsa_id", "name", "org_number", "is_open"]
    list_filter = [ActiveFilter]
    actions = ["run_control"]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"is_care_provider": True}

    @admin.action(description="Kör Vårdenhetskontroll", permissions=["view"])
    def run_control(self, request: HttpRequest, queryset: QuerySet[Unit]) -> HttpResponse:
        address = reverse("admin:hsa_unit_control")
        providers = list(queryset.values_list("hsa_id", flat=True))
        return HttpResponseRedirect(f"{address}?provider={providers[0]}" if len(providers) == 1 else address)


@admin.register(CareUnit)
class CareUnitAdmin(UnitAdminBase):
    list_display = ["hsa_id", "name", "stated_provider", "workplace", "mail", "start", "end", "is_open"]
    list_filter = [ActiveFilter, "stated_provider"]
    inlines = [MemberInline]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"is_care_unit": True}


@admin.register(SubUnit)
class SubUnitAdmin(UnitAdminBase):
    list_display = ["hsa_id", "name", "parents", "workplace", "mail", "start", "end", "is_open"]
    list_filter = [ActiveFilter]
    inlines = [CareUnitInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Unit]:
        return super().get_queryset(request).prefetch_related("care_unit_connections__care_unit")

    @admin.display(description="kopplad till")
    def parents(self, unit: Unit) -> str:
        return ", ".join(connection.care_unit.hsa_id for connection in unit.care_unit_connections.all())


class EmployeeInline(admin.StackedInline):
    model = EmployeeRecord
    extra = 0


class CredentialInline(admin.StackedInline):
    model = CredentialRecord
    extra = 0


class CommissionInline(admin.TabularInline):
    model = Commission
    extra = 0
    fields = ["name", "purpose", "care_unit_id", "care_provider_id", "rights"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Commission]:
        visible = self.admin_site.get_model_admin(Person).visible_commissions(request)
        return super().get_queryset(request).filter(pk__in=visible.values("pk"))


class PurposeFilter(admin.SimpleListFilter):
    title = "uppdrag"
    parameter_name = "commission"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("care", CARE_PURPOSE), ("none", "inget uppdrag i vården")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Person]) -> QuerySet[Person]:
        in_care = Commission.objects.filter(purpose__iexact=CARE_PURPOSE).values("person")
        if self.value() == "care":
            return queryset.filter(pk__in=in_care)
        if self.value() == "none":
            return queryset.exclude(pk__in=in_care)
        return queryset


@admin.register(Person)
class PersonAdmin(admin.ModelAdmin):
    """Staff. The role is shown as it would be at a login now, with the rule that decides it."""

    list_display = ["hsa_id", "name", "title", "licences", "role", "is_protected", "commission_count"]
    list_filter = [PurposeFilter, "employee_records__is_protected"]
    search_fields = ["hsa_id", "employee_records__given_name", "employee_records__middle_and_surname"]
    search_help_text = "HSA-id eller namn"
    list_per_page = 50
    list_max_show_all = 50
    fields = ["hsa_id", "person_id", "role_explanation"]
    inlines = [EmployeeInline, CredentialInline, CommissionInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Person]:
        real = Prefetch("employee_records", queryset=EmployeeRecord.objects.filter(is_feigned=False))
        commissions = Prefetch("commissions", queryset=self.visible_commissions(request))
        return super().get_queryset(request).prefetch_related(real, "credential_records", commissions)

    def visible_commissions(self, request: HttpRequest) -> QuerySet[Commission]:
        """The commissions that the user may see."""
        return Commission.objects.all()

    def get_readonly_fields(self, request: HttpRequest, obj: Person | None = None) -> list[str]:
        return ["hsa_id", "role_explanation"] if obj else ["role_explanation"]

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """No personal number in an address."""
        return not lookup.startswith("person_id") and super().lookup_allowed(lookup, value, request)

    @admin.display(description="namn")
    def name(self, person: Person) -> str:
        return _record(person).name

    @admin.display(description="titel")
    def title(self, person: Person) -> str:
        return _record(person).title

    @admin.display(description="legitimationer")
    def licences(self, person: Person) -> str:
        return ", ".join(_record(person).licences)

    @admin.display(description="roll nu")
    def role(self, person: Person) -> str:
        return _record(person).resolve_role().role

    @admin.display(description="skyddad", boolean=True)
    def is_protected(self, person: Person) -> bool:
        return _record(person).is_protected

    @admin.display(description="uppdrag")
    def commission_count(self, person: Person) -> int:
        return len(person.commissions.all())

    @admin.display(description="roll nu")
    def role_explanation(self, person: Person) -> str:
        if person.pk is None:
            return "–"
        resolution = _record(person).resolve_role()
        return format_html(
            "{} ({}). Regel {}: {}", resolution.role, resolution.role_type, resolution.step, ROLE_RULES[resolution.step]
        )


def _record(person: Person) -> PersonRecord:
    """The merged view of a prefetched row; empty for a person without employee record."""
    employees = list(person.employee_records.all())
    if not employees:
        return PersonRecord(hsa_id=person.hsa_id)
    return merge(person, employees, list(person.credential_records.all()))


@admin.register(DirectoryFault)
class DirectoryFaultAdmin(admin.ModelAdmin):
    """One row, made once and then switched."""

    list_display = ["__str__", "is_unavailable"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and not DirectoryFault.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: DirectoryFault | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: DirectoryFault, form: Any, change: bool) -> None:
        services.set_unavailable(obj.is_unavailable)
        obj.pk = services.SWITCH_ROW
