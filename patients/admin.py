"""The population register in Django admin.

No personal number may stand in an address: there is no ``?q=`` search and no filter by number, the number is
posted to a form of its own, and a row's address is its surrogate key (spec/administration.md 9).
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from patients import services
from patients.models import Patient, RegisterSwitch
from patients.person_id import InvalidPersonId, PersonId


class PersonIdFormField(forms.CharField):
    """Takes any accepted form of a number and gives twelve digits."""

    def clean(self, value: Any) -> str:
        try:
            return PersonId.parse(super().clean(value)).value
        except InvalidPersonId as error:
            raise forms.ValidationError(error.message) from error


class PatientForm(forms.ModelForm):
    person_id = PersonIdFormField(label="personnummer", max_length=13, help_text="ååååmmdd-nnnn")

    class Meta:
        model = Patient
        fields = [
            "person_id",
            "first_name",
            "middle_name",
            "last_name",
            "care_of",
            "address_line_1",
            "address_line_2",
            "postal_code",
            "city",
            "is_protected",
            "is_deceased",
            "is_test_person",
            "answers_error",
        ]


@admin.register(Patient)
class PatientAdmin(admin.ModelAdmin):
    form = PatientForm
    list_display = [
        "pk",
        "masked_number",
        "first_name",
        "last_name",
        "is_protected",
        "is_deceased",
        "is_test_person",
        "answers_error",
    ]
    list_display_links = ["pk", "masked_number"]
    list_filter = ["is_protected", "is_deceased", "is_test_person", "answers_error"]
    list_per_page = 50
    list_max_show_all = 50
    change_list_template = "admin/patients/patient/change_list.html"

    def get_readonly_fields(self, request: HttpRequest, obj: Patient | None = None) -> list[str]:
        return ["person_id"] if obj else []

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Only the filters of the list; a number could stand in the value of any other."""
        return lookup.split("__")[0] in self.list_filter

    def get_urls(self) -> list[URLPattern]:
        return [path("find/", self.admin_site.admin_view(self.find), name="patients_patient_find"), *super().get_urls()]

    @method_decorator([require_POST, sensitive_post_parameters("person_id")])
    def find(self, request: HttpRequest) -> HttpResponse:
        """From a posted number to the person's page."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        row = _find(request.POST.get("person_id", ""))
        if row is None:
            self.message_user(request, "Ingen person med det numret finns i registret.", messages.WARNING)
            return HttpResponseRedirect(reverse("admin:patients_patient_changelist"))
        return HttpResponseRedirect(reverse("admin:patients_patient_change", args=[row.pk]))

    @admin.display(description="personnummer")
    def masked_number(self, patient: Patient) -> str:
        return patient.masked_person_id


def _find(text: str) -> Patient | None:
    try:
        return Patient.objects.filter(person_id=PersonId.parse(text).value).first()
    except InvalidPersonId:
        return None


@admin.register(RegisterSwitch)
class RegisterSwitchAdmin(admin.ModelAdmin):
    """One row, made once and then switched."""

    list_display = ["__str__", "is_unavailable"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and not RegisterSwitch.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: RegisterSwitch | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: RegisterSwitch, form: Any, change: bool) -> None:
        services.set_unavailable(obj.is_unavailable)
        obj.pk = services.SWITCH_ROW
