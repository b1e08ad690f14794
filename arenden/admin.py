"""Messages in the administration: to be looked at, never changed (spec/administration.md 9).

What a message says may tell of the patient: it is shown to those who may read it, and never in a list.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.admin_scope import CareProviderScope, NoNumberSearched
from arenden.models import Arende, Complement, LegacyMessage
from certificates.admin import ReadOnly
from certificates.models import Certificate
from delivery import admin_links
from delivery.admin_links import Link, LinkedAdmin
from delivery.models import Delivery
from hsa.models import Unit
from patients.person_id import PersonId
from webcert import clock

MAY_READ = "arenden.read_arende"


class ClosedUnitFilter(admin.SimpleListFilter):
    """Units that have ended in HSA; ``unit_field`` of the model admin leads to the HSA-id."""

    title = "enhetens läge"
    parameter_name = "unit_state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        self.unit_field = model_admin.unit_field
        return [("open", "öppen"), ("closed", "stängd")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        closed = {f"{self.unit_field}__in": Unit.objects.filter(end__lte=clock.now()).values("hsa_id")}
        if self.value() == "closed":
            return queryset.filter(**closed)
        return queryset.exclude(**closed) if self.value() == "open" else queryset


class MessageAdmin(ReadOnly, CareProviderScope, NoNumberSearched, LinkedAdmin):
    """What both kinds of messages share. ``texts`` are the fields that only readers see."""

    unit_field = "unit_id"
    facts: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    readonly_fields: tuple[str, ...] = ("about",)
    show_full_result_count = False
    search_help_text = "Intygs-id, meddelande-id eller enhetens HSA-id."

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return (*self.facts, *self.texts) if request.user.has_perm(MAY_READ) else self.facts

    @admin.display(description="intygs-id", ordering="certificate_id")
    def about(self, row: Any) -> str:
        return row.certificate_id

    @admin.display(description="hanterat", boolean=True)
    def is_handled(self, row: Any) -> bool:
        return row.status == Arende.Status.CLOSED


class ComplementInline(ReadOnly, admin.TabularInline):
    model = Complement
    extra = 0

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("question_id", "instance", *(("text",) if request.user.has_perm(MAY_READ) else ()))


@admin.register(Arende)
class ArendeAdmin(MessageAdmin):
    list_display = (
        "stored_at",
        "kind",
        "sender",
        "topic",
        "about",
        "unit_id",
        "masked_person_id",
        "status",
        "last_answer_date",
        "is_handled",
    )
    list_filter = ("kind", "sender", "topic", "status", ClosedUnitFilter, ("stored_at", admin.DateFieldListFilter))
    search_fields = ("certificate__id__exact", "message_id__exact", "unit_id__exact")
    ordering = ("-stored_at", "-pk")
    inlines = (ComplementInline,)
    readonly_fields = ("about", "masked_person_id")
    facts = (
        "message_id",
        "reference",
        "kind",
        "sender",
        "topic",
        "status",
        "sent_at",
        "stored_at",
        "last_event_at",
        "last_answer_date",
        "is_forwarded",
        "about",
        "type_id",
        "unit_id",
        "care_provider_id",
        "masked_person_id",
        "signer_hsa_id",
        "author_hsa_id",
        "answers_message_id",
        "answers_reference",
        "reminds_message_id",
    )
    texts = ("heading", "text", "contact")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Arende]:
        return super().get_queryset(request).defer("text", "contact")

    @admin.display(description="personnummer")
    def masked_person_id(self, arende: Arende) -> str:
        return PersonId(arende.person_id).masked


@admin.register(LegacyMessage)
class LegacyMessageAdmin(MessageAdmin):
    """Questions about FK 7263, with their answers."""

    unit_field = "certificate__unit_id"
    list_display = ("stored_at", "asked_by", "topic", "about", "unit", "status", "last_answer_date", "is_handled")
    list_filter = ("asked_by", "topic", "status", ClosedUnitFilter, ("stored_at", admin.DateFieldListFilter))
    search_fields = ("certificate__id__exact", "reference__exact", "certificate__unit_id__exact")
    search_help_text = "Intygs-id, Försäkringskassans referens eller enhetens HSA-id."
    ordering = ("-stored_at", "-pk")
    readonly_fields = ("about", "unit")
    facts = (
        "reference",
        "asked_by",
        "topic",
        "status",
        "asked_at",
        "answered_at",
        "stored_at",
        "last_event_at",
        "last_answer_date",
        "about",
        "unit",
    )
    texts = ("heading", "question_text", "answer_text", "contact", "complements")

    def of_care_provider(self, rows: QuerySet[LegacyMessage], care_provider_id: str) -> QuerySet[LegacyMessage]:
        return rows.filter(certificate__care_provider_id=care_provider_id)

    def get_queryset(self, request: HttpRequest) -> QuerySet[LegacyMessage]:
        rows = super().get_queryset(request).select_related("certificate")
        return rows.defer("question_text", "answer_text", "certificate__answers")

    @admin.display(description="intygets enhet", ordering="certificate__unit_id")
    def unit(self, message: LegacyMessage) -> str:
        return message.certificate.unit_id


def _question(arende: Arende) -> str:
    return admin_links.page(Arende, arende.question_id) if arende.question_id else ""


def _legacy(certificate: Certificate) -> str:
    has_any = LegacyMessage.objects.filter(certificate=certificate).exists()
    return admin_links.search(LegacyMessage, certificate.pk) if has_any else ""


def _sent_with(arende: Arende) -> str:
    """What care has written went out with the other deliveries of the certificate."""
    return admin_links.search(Delivery, arende.certificate_id) if not arende.is_from_recipient else ""


for model in (Arende, LegacyMessage):
    admin_links.register(
        model,
        Link("Intyget", "certificates.view_certificate", lambda row: admin_links.page(Certificate, row.certificate_id)),
    )
admin_links.register(
    Arende,
    Link("Frågan", "arenden.view_arende", _question),
    Link("Leveranser", "delivery.view_delivery", _sent_with),
)
admin_links.register(
    Certificate,
    Link("Ärenden", "arenden.view_arende", lambda row: admin_links.search(Arende, row.pk)),
    Link("Frågasvar", "arenden.view_legacymessage", _legacy),
)
