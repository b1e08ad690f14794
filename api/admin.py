"""Keys and webhooks in the administration (spec/administration.md 9)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from accounts.admin_scope import CareProviderScope, OwnProviderForm
from api import keys
from api.models import ApiKey, Webhook
from api.webhooks import services
from api.webhooks.producing import KIND
from delivery import admin_links, audit
from delivery.admin_links import LinkedAdmin
from delivery.models import Delivery
from hsa.models import Unit
from webcert import clock


class ApiKeyForm(forms.ModelForm):
    limit = ""

    def clean_care_provider_id(self) -> str:
        """A care provider of HSA; a regional administrator's own one."""
        care_provider_id = self.cleaned_data["care_provider_id"]
        if self.limit and care_provider_id != self.limit:
            raise forms.ValidationError(f"Du kan bara göra nycklar för {self.limit}.")
        if not Unit.objects.filter(hsa_id=care_provider_id, is_care_provider=True).exists():
            raise forms.ValidationError("HSA har ingen vårdgivare med det HSA-id:t.")
        return care_provider_id


@admin.register(ApiKey)
class ApiKeyAdmin(CareProviderScope, OwnProviderForm, LinkedAdmin):
    """A key is made, shown once, made anew or revoked; never deleted, for what was done with it names it."""

    form = ApiKeyForm
    list_display = ("name", "hint", "care_provider_id", "state", "created_at", "last_used_at", "expires_at")
    list_filter = (("revoked_at", admin.EmptyFieldListFilter),)
    search_fields = ("name", "care_provider_id")
    fields = ("name", "care_provider_id", "expires_at", "hint", "created_at", "last_used_at", "revoked_at")
    readonly_fields = ("hint", "created_at", "last_used_at", "revoked_at")
    actions = ("rotate_selected", "revoke_selected")

    def get_readonly_fields(self, request: HttpRequest, obj: ApiKey | None = None) -> tuple[str, ...]:
        return self.readonly_fields if obj is None else ("care_provider_id", *self.readonly_fields)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: ApiKey, form: forms.ModelForm, change: bool) -> None:
        if not change:
            keys.set_text(obj, keys.new_text())
        super().save_model(request, obj, form, change)

    def response_add(self, request: HttpRequest, obj: ApiKey, post_url_continue: str | None = None) -> HttpResponse:
        return self._shown(request, obj, obj.text)

    @admin.action(description="Gör om nyckeln (den gamla slutar gälla)", permissions=["change"])
    def rotate_selected(self, request: HttpRequest, chosen: QuerySet[ApiKey]) -> HttpResponse | None:
        valid = [key for key in chosen if key.is_valid(clock.now())]
        if len(valid) != 1 or chosen.count() != 1:
            self.message_user(request, "Välj en giltig nyckel i taget.", messages.ERROR)
            return None
        text = keys.rotate(valid[0])
        audit.note(request.user, ApiKey, "Gjorde om nyckeln.", object_id=str(valid[0].pk))
        return self._shown(request, valid[0], text)

    @admin.action(description="Återkalla", permissions=["change"])
    def revoke_selected(self, request: HttpRequest, chosen: QuerySet[ApiKey]) -> None:
        current = list(chosen.filter(revoked_at__isnull=True))
        for key in current:
            keys.revoke(key)
            audit.note(request.user, ApiKey, "Återkallade nyckeln.", object_id=str(key.pk))
        self.message_user(request, f"{len(current)} nycklar är återkallade.")

    @admin.display(description="läge")
    def state(self, key: ApiKey) -> str:
        if key.revoked_at is not None:
            return "återkallad"
        return "giltig" if key.is_valid(clock.now()) else "utgången"

    def _shown(self, request: HttpRequest, key: ApiKey, text: str) -> HttpResponse:
        """The only time that the key's text is seen; it goes neither through a cookie nor a session."""
        context = {**self.admin_site.each_context(request), "title": "Ny API-nyckel", "opts": self.opts}
        return TemplateResponse(request, "admin/api/key_shown.html", context | {"key": key, "text": text})


@admin.register(Webhook)
class WebhookAdmin(CareProviderScope, LinkedAdmin):
    """Registered over the API; here they are seen and can be removed."""

    list_display = ("id", "url", "care_provider_id", "unit_list", "created_at", "removed_at")
    list_filter = (("removed_at", admin.EmptyFieldListFilter),)
    search_fields = ("url", "care_provider_id")
    fields = ("id", "url", "care_provider_id", "unit_list", "created_at", "created_with", "removed_at")
    readonly_fields = fields
    actions = ("remove_selected",)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.action(description="Ta bort (väntande anrop avbryts)", permissions=["change"])
    def remove_selected(self, request: HttpRequest, chosen: QuerySet[Webhook]) -> None:
        current = list(chosen.filter(removed_at__isnull=True))
        for webhook in current:
            services.remove(webhook)
            audit.note(request.user, Webhook, "Tog bort webhooken.", object_id=str(webhook.pk))
        self.message_user(request, f"{len(current)} webhooks är borttagna.")

    @admin.display(description="enheter")
    def unit_list(self, webhook: Webhook) -> str:
        return ", ".join(webhook.units) or "alla"


admin_links.register(
    Delivery,
    admin_links.Link(
        "Webhooken",
        "api.view_webhook",
        lambda delivery: admin_links.page(Webhook, delivery.logical_address) if delivery.kind == KIND else "",
    ),
)
admin_links.register(
    ApiKey,
    admin_links.Link("Webhooks", "api.view_webhook", lambda key: admin_links.search(Webhook, key.care_provider_id)),
)
