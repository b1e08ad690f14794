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

from delivery import audit
from pdllog import export, queries, services
from pdllog.forms import PatientSearch
from pdllog.models import PdlRecord

CHOSEN_PATIENT = "pdllog_chosen_patient"


@admin.register(PdlRecord)
class PdlRecordAdmin(admin.ModelAdmin):
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
    list_filter = ("activity_type", "state", ("start_date", admin.DateFieldListFilter))
    search_fields = ("=user_id", "=activity_level", "=user_care_unit_id", "=owner_care_unit_id", "=log_id")
    search_help_text = "Användarens HSA-id, enhetens HSA-id, intygs-id eller logId"
    date_hierarchy = "start_date"
    list_per_page = 50
    show_full_result_count = False
    exclude = ("patient_id",)
    readonly_fields = ("masked",)
    actions = ("export_csv", "export_xml", "retry_dead")

    def get_urls(self) -> list[URLPattern]:
        search = path("search/", self.admin_site.admin_view(self.search), name="pdllog_pdlrecord_search")
        return [search, *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet[PdlRecord]:
        rows = queries.visible_to(request.user)
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
            messages.warning(request, "Loggposter har väntat över en timme på att levereras.")
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
        hits = queries.visible_to(request.user).filter(patient_id=number).count()
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
