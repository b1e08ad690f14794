"""Administrators, their groups, and what they have done (spec/administration.md 0, 9)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.contrib.auth.models import Group, User
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts import staff
from accounts.models import StaffAccount

admin.site.unregister([User, Group])

OWN_POWERS = ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")
SINGLE_POWERS = ("is_superuser", "user_permissions")


@admin.register(StaffAccount)
class StaffAccountAdmin(admin.ModelAdmin):
    """Which care provider an administrator is limited to."""

    list_display = ["hsa_id", "user", "care_provider_id"]
    list_select_related = ["user"]
    search_fields = ["hsa_id", "user__username"]
    autocomplete_fields = ["user"]


class StaffForm(UserChangeForm):
    def clean_groups(self) -> Any:
        """Who can change settings must not be the one who reads the log."""
        groups = self.cleaned_data["groups"]
        if {staff.SYSTEM_ADMINISTRATOR, staff.LOG_ADMINISTRATOR} <= {group.name for group in groups}:
            raise forms.ValidationError("Samma konto kan inte vara både systemadministratör och loggadministratör.")
        return groups


@admin.register(User)
class StaffUserAdmin(UserAdmin):
    """Nobody changes what the own account may do; powers come by group. Accounts are closed, for the log names them."""

    form = StaffForm
    list_display = ["username", "first_name", "last_name", "group_names", "is_staff", "is_active", "last_login"]
    list_filter = ["groups", "is_active"]
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("groups")

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        if obj is not None and obj.pk == request.user.pk:
            return OWN_POWERS
        return () if request.user.is_superuser else SINGLE_POWERS

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        is_above = obj is not None and obj.is_superuser and not request.user.is_superuser
        return not is_above and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False

    @admin.display(description="grupper")
    def group_names(self, user: User) -> str:
        return ", ".join(group.name for group in user.groups.all()) or "–"


class ReadOnlyAdmin(admin.ModelAdmin):
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Group)
class StaffGroupAdmin(ReadOnlyAdmin, GroupAdmin):
    """The groups are fixed: ``staff.make_groups`` gives them their permissions."""


@admin.register(LogEntry)
class LogEntryAdmin(ReadOnlyAdmin):
    """What administrators have done. Never changed, never deleted."""

    list_display = ["action_time", "user", "content_type", "object_repr", "action_flag", "message"]
    list_filter = ["action_flag", ("action_time", admin.DateFieldListFilter)]
    list_select_related = ["user", "content_type"]
    search_fields = ["user__username", "object_id__exact"]
    search_help_text = "Administratörens HSA-id eller radens id"
    list_per_page = 50
    show_full_result_count = False
    fields = ["action_time", "user", "content_type", "object_id", "object_repr", "action_flag", "message"]
    readonly_fields = fields

    @admin.display(description="vad")
    def message(self, entry: LogEntry) -> str:
        return entry.get_change_message()
