"""A doctor of the demo world and drafts of hers, made by the services."""

from __future__ import annotations

from django.http import QueryDict

from accounts.login import build_care_user
from accounts.user import CareUser, Origin
from certificates.lifecycle.create import create_draft
from certificates.lifecycle.edit import save_form
from certificates.models import Certificate
from certificates.types import registry
from patients import queries as patient_queries
from patients.register import PatientRecord
from tools.clinician import todays_answers

DOCTOR, UNIT, PATIENT = "SE2321000016-P001", "SE2321000016-VE01", "191212121212"
OTHER_DOCTOR, OTHER_UNIT, TEST_PERSON = "SE5565000001-P009", "SE5565000001-VE21", "196507081237"


def doctor(hsa_id: str = DOCTOR, *, unit: str = UNIT) -> CareUser:
    return build_care_user(hsa_id, origin=Origin.NORMAL).on_unit(unit)


def patient(person_id: str = PATIENT) -> PatientRecord:
    found = patient_queries.look_up(person_id).patient
    if found is None:
        raise LookupError("the demo world lacks the patient")
    return found


def new_draft(user: CareUser, of: PatientRecord) -> Certificate:
    """An empty FK 7804, as a journal system asks for it."""
    return create_draft(
        user=user,
        certificate_type=registry.get("fk7804", "2.0"),
        patient=of,
        way_in=Certificate.WayIn.CREATE_DRAFT_CERTIFICATE,
    )


def complete_draft(user: CareUser, of: PatientRecord) -> Certificate:
    """Filled in as ``tools.clinician`` does: twice, because the first save reveals questions."""
    draft = new_draft(user, of)
    post = QueryDict(mutable=True)
    post.update(todays_answers())
    for first in (True, False):
        result = save_form(
            user=user, certificate_id=draft.pk, version=draft.version, post=post, first_save_in_session=first
        )
        draft = result.certificate
    if not result.validation.is_complete:
        raise ValueError(f"the draft is not complete: {result.validation.errors}")
    return draft
