"""The PDL log in the administration: read, search, export, retry of dead records (spec/pdl-logging.md 9)."""

from __future__ import annotations

import hashlib
import hmac
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse

from accounts.admin_scope import CareProviderScope
from certificates.models import Certificate
from delivery import admin_links, audit
from delivery.admin_links import LinkedAdmin
from delivery.models import Delivery
from pdllog import export, queries, services
from pdllog.batches import KIND
from pdllog.forms import PatientSearch
from pdllog.models import PdlRecord

CHOSEN_PATIENT = "pdllog_chosen_patient"


@admin.register(PdlRecord)
class PdlRecordAdmin(CareProviderScope, LinkedAdmin):
    """Nothing is added, changed or deleted. The chosen patient stands in the session, never in an address."""

    list_display = (
        "start_date",
        "activity_type",
        "activity_args",
        "activity_level",
        "user_id",
        "user_title",
        "user_assignment",
        "user_care_unit_id",
        "owner_care_unit_id",
        "owner_care_provider_id",
        "masked",
        "state",
    )
    list_filter = (
        "activity_type",
        "state",
        ("start_date", admin.DateFieldListFilter),
    )
    search_fields = ("=user_id", "=activity_level", "=user_care_unit_id", "=owner_care_unit_id", "=log_id")
    search_help_text = "Användarens HSA-id, enhetens HSA-id, intygs-id eller logId"
    show_full_result_count = False
    exclude = ("patient_id", "delivery")
    readonly_fields = ("masked",)
    actions = ("export_csv", "export_xml", "retry_dead")

    def get_urls(self) -> list[URLPattern]:
        search = path("search/", self.admin_site.admin_view(self.search), name="pdllog_pdlrecord_search")
        return [search, *super().get_urls()]

    def of_care_provider(self, rows: QuerySet[PdlRecord], care_provider_id: str) -> QuerySet[PdlRecord]:
        return rows.filter(queries.of_care_provider(care_provider_id))

    def get_queryset(self, request: HttpRequest) -> QuerySet[PdlRecord]:
        rows = super().get_queryset(request)
        chosen = getattr(request, CHOSEN_PATIENT, "")
        return rows.filter(patient_id=chosen) if chosen else rows

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[PdlRecord], search_term: str
    ) -> tuple[QuerySet[PdlRecord], bool]:
        if PatientSearch({"person_id": search_term}).is_valid():
            messages.error(request, "Sök på personnummer med formuläret för patient. Numret får inte stå i adressen.")
            return queryset.none(), False
        return super().get_search_results(request, queryset, search_term)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        chosen = request.session.get(CHOSEN_PATIENT, "")
        setattr(request, CHOSEN_PATIENT, chosen)
        if request.method == "GET" and queries.oldest_unsent_is_late():
            messages.warning(request, queries.LATE)
        more = {"patient_search": PatientSearch(), "is_patient_chosen": bool(chosen)}
        return super().changelist_view(request, (extra_context or {}) | more)

    def search(self, request: HttpRequest) -> HttpResponse:
        """Choose a patient, or none; every search is written down with a keyed hash of the number."""
        if request.method != "POST" or not self.has_view_permission(request):
            raise PermissionDenied
        back = HttpResponseRedirect(reverse("admin:pdllog_pdlrecord_changelist"))
        if "clear" in request.POST:
            request.session.pop(CHOSEN_PATIENT, None)
            return back
        form = PatientSearch(request.POST)
        if not form.is_valid():
            messages.error(request, "Skriv personnumret med tolv siffror.")
            return back
        number = form.cleaned_data["person_id"]
        request.session[CHOSEN_PATIENT] = number
        hits = self.get_queryset(request).filter(patient_id=number).count()
        audit.note(request.user, PdlRecord, f"Sökte patient {_keyed_hash(number)}: {hits} poster.")
        return back

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_retry_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("pdllog.retry_pdlrecord")

    @admin.display(description="personnummer")
    def masked(self, record: PdlRecord) -> str:
        return record.masked_patient_id

    @admin.action(description="Exportera som CSV", permissions=["view"])
    def export_csv(self, request: HttpRequest, chosen: QuerySet[PdlRecord]) -> HttpResponse | None:
        return self._export(request, chosen, "csv")

    @admin.action(description="Exportera som StoreLog", permissions=["view"])
    def export_xml(self, request: HttpRequest, chosen: QuerySet[PdlRecord]) -> HttpResponse | None:
        return self._export(request, chosen, "xml")

    @admin.action(description="Sänd om döda poster", permissions=["retry"])
    def retry_dead(self, request: HttpRequest, chosen: QuerySet[PdlRecord]) -> None:
        number = services.retry_dead(chosen.values_list("pk", flat=True))
        audit.note(request.user, PdlRecord, f"Sände om {number} döda loggposter.")
        self.message_user(request, f"{number} döda loggposter sänds om.")

    def _export(self, request: HttpRequest, chosen: QuerySet[PdlRecord], form: str) -> HttpResponse | None:
        number = chosen.count()
        if number > export.MAX_RECORDS:
            self.message_user(request, f"Högst {export.MAX_RECORDS} poster kan exporteras.", messages.ERROR)
            return None
        write, content_type = {"csv": (export.as_csv, "text/csv"), "xml": (export.as_xml, "application/xml")}[form]
        content = write(chosen.order_by("start_date", "id"))
        digest = hashlib.sha256(content).hexdigest()
        audit.note(request.user, PdlRecord, f"Exporterade {number} loggposter som {form}, SHA-256 {digest}.")
        return HttpResponse(
            content,
            content_type=f"{content_type}; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="pdl-logg.{form}"'},
        )


def _keyed_hash(number: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), number.encode(), "sha256").hexdigest()[:16]


def _certificate(record: PdlRecord) -> str:
    """The level is a certificate's id, or 1 or 2 for lists (spec/pdl-logging.md 1)."""
    return admin_links.page(Certificate, record.activity_level) if len(record.activity_level) > 1 else ""


admin_links.register(
    PdlRecord,
    admin_links.Link("Intyget", "certificates.view_certificate", _certificate),
    admin_links.Link(
        "Bunten",
        "delivery.view_delivery",
        lambda record: admin_links.page(Delivery, record.delivery_id) if record.delivery_id else "",
    ),
)
admin_links.register(
    Certificate,
    admin_links.Link("PDL-loggen", "pdllog.view_pdlrecord", lambda row: admin_links.search(PdlRecord, row.pk)),
)
admin_links.register(
    Delivery,
    admin_links.Link(
        "Loggposterna",
        "pdllog.view_pdlrecord",
        lambda row: admin_links.search(PdlRecord, row.pk, parameter="delivery__id__exact") if row.kind == KIND else "",
    ),
)
