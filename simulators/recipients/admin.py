"""What the recipients have received, what they send to care, and what they do by themselves."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from delivery import admin_links, audit
from delivery.admin_links import Link, LinkedAdmin
from simulators.read_only import ReceivedAdmin
from simulators.recipients import acting, batch
from simulators.recipients.forms import ActForm, BatchForm
from simulators.recipients.models import AutomaticMode, ReceivedDocument, SentMessage
from webcert.errors import WebcertError

MAY_ACT = "simulators.add_sentmessage"


@admin.register(ReceivedDocument)
class ReceivedDocumentAdmin(LinkedAdmin, ReceivedAdmin):
    list_display = ("received_at", "recipient", "kind", "type_code", "certificate_id", "is_valid", "answer")
    list_filter = ("recipient", "kind", "type_code", "answer", "is_valid")
    search_fields = ("certificate_id__exact", "message_id__exact")
    search_help_text = "Intygs-id eller meddelande-id."
    fields = (*list_display, "logical_address", "message_id", "topic", "answers", "xml_text")
    change_list_template = "admin/simulators/document_change_list.html"

    def get_urls(self) -> list[URLPattern]:
        act = path("<int:pk>/act/", self.admin_site.admin_view(self.act), name="simulators_receiveddocument_act")
        many = path("batch/", self.admin_site.admin_view(self.batch), name="simulators_receiveddocument_batch")
        return [act, many, *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        may_act = request.user.has_perm(MAY_ACT)
        return super().changelist_view(request, (extra_context or {}) | {"may_act": may_act})

    def batch(self, request: HttpRequest) -> HttpResponse:
        """Send mixed questions over several units, as one recipient."""
        if not request.user.has_perm(MAY_ACT):
            raise PermissionDenied
        form = BatchForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            chosen = form.cleaned_data
            try:
                sent = batch.ask_mixed(recipient=chosen["recipient"], number=chosen["number"], unit_ids=chosen["units"])
            except WebcertError as error:
                form.add_error(None, error.message)
            else:
                return self._tell_of_batch(request, sent)
        context = {
            **self.admin_site.each_context(request),
            "title": "Blandade frågor till vården",
            "opts": self.opts,
            "form": form,
        }
        return TemplateResponse(request, "admin/simulators/batch.html", context)

    def _tell_of_batch(self, request: HttpRequest, sent: list[SentMessage]) -> HttpResponse:
        taken = sum(message.result_code == "OK" for message in sent)
        audit.note(request.user, SentMessage, f"Skickat {len(sent)} blandade frågor till vården.")
        level = messages.SUCCESS if taken == len(sent) else messages.WARNING
        self.message_user(request, f"Skickade {len(sent)} frågor, {taken} togs emot.", level)
        return redirect("admin:simulators_sentmessage_changelist")

    def act(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Send a message to care about a received certificate, as its recipient."""
        if not request.user.has_perm(MAY_ACT):
            raise PermissionDenied
        document = self.get_object(request, str(pk))
        if document is None or not may_be_asked_about(document):
            raise Http404
        form = ActForm(document, request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                return self._send(request, document, form)
            except WebcertError as error:
                form.add_error(None, error.message)
        context = {
            **self.admin_site.each_context(request),
            "title": f"Meddelande till vården från {document.recipient}",
            "opts": self.opts,
            "document": document,
            "form": form,
        }
        return TemplateResponse(request, "admin/simulators/act.html", context)

    def _send(self, request: HttpRequest, document: ReceivedDocument, form: ActForm) -> HttpResponse:
        message = acting.act(recipient=document.recipient, certificate_id=document.certificate_id, order=form.order())
        audit.note(request.user, SentMessage, "Skickat till vården.", object_id=str(message.pk))
        level = messages.SUCCESS if message.result_code == "OK" else messages.WARNING
        self.message_user(request, f"Svaret: {message.result_code} {message.result_text}".rstrip(), level)
        return redirect(admin_links.page(SentMessage, message.pk))


@admin.register(SentMessage)
class SentMessageAdmin(LinkedAdmin, ReceivedAdmin):
    date_hierarchy = "due_at"
    list_display = (
        "due_at",
        "recipient",
        "topic",
        "certificate_id",
        "message_id",
        "fault",
        "sent_at",
        "result_code",
        "error_id",
    )
    list_filter = ("recipient", "topic", "fault", "result_code")
    search_fields = ("certificate_id__exact", "message_id__exact")
    search_help_text = "Intygs-id eller meddelande-id."
    fields = (*list_display, "result_text", "answers", "logical_address", "xml_text")


@admin.register(AutomaticMode)
class AutomaticModeAdmin(admin.ModelAdmin):
    list_display = ("recipient", "is_active", "delay_s", "topic", "is_answering")
    list_editable = ("is_active", "delay_s", "topic", "is_answering")


def may_be_asked_about(document: ReceivedDocument) -> bool:
    return document.kind == ReceivedDocument.Kind.CERTIFICATE and document.is_valid


def _address(document: ReceivedDocument) -> str:
    if not may_be_asked_about(document):
        return ""
    return reverse("admin:simulators_receiveddocument_act", args=[document.pk])


admin_links.register(ReceivedDocument, Link("Skicka meddelande till vården", MAY_ACT, _address))
