"""The search for one patient's records. It is posted: a personal number never stands in an address."""

from __future__ import annotations

from django import forms

from patients.person_id import InvalidPersonId, PersonId


class PatientSearch(forms.Form):
    person_id = forms.CharField(
        label="Personnummer", max_length=20, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    def clean_person_id(self) -> str:
        try:
            return PersonId.parse(self.cleaned_data["person_id"]).value
        except InvalidPersonId:
            raise forms.ValidationError("Skriv personnumret med tolv siffror.") from None
