"""What a launch says is said of its certificate's patient, not of others opened beside (spec/integration.md 3.5)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client

from accounts.serialisation import user_from_json
from certificates.models import Certificate
from tests.factories import (
    OTHER_PATIENT,
    PATIENT,
    THIRD_PATIENT,
    VE01,
    complete_answers,
    make_diagnoses,
    make_draft,
    make_integrated_user,
    make_patient,
    make_signed,
    make_user,
)
from tests.pages.certificate.markup import Page
from tests.pages.certificate.sessions import log_in

SAID = {"enhet": VE01, "ref": "REF-1", "alternatePatientSSn": THIRD_PATIENT, "fornamn": "Nina", "avliden": "true"}


@pytest.fixture
def other() -> Certificate:
    """A signed certificate of another patient."""
    make_diagnoses()
    make_patient(THIRD_PATIENT)
    return make_signed(person_id=OTHER_PATIENT, answers=complete_answers())


@pytest.fixture
def launched(other: Certificate) -> Client:
    client = log_in(replace(make_integrated_user(), launch=None, selected_unit_id=""))
    client.post(f"/visa/intyg/{make_draft().pk}", SAID)
    return client


def test_another_patients_certificate_is_shown_without_it(launched: Client, other: Certificate, settings) -> None:
    settings.LAUNCH_AVLIDEN_COUNTS = True
    page = Page(launched.get(f"/certificate/{other.pk}"))
    assert "19910317-2608" in page.text("patient-header")
    assert "19950703-8181" not in page.text("patient-header")
    shown = page.tree.xpath("//*[starts-with(@data-testid, 'patient-')]/@data-testid")
    assert shown == ["patient-header"]


def test_what_is_made_of_another_patients_certificate_has_nothing_of_it(launched: Client, other: Certificate) -> None:
    launched.post(f"/certificate/{other.pk}/renew")
    made = other.children.get()
    assert (made.person_id, made.reference) == (OTHER_PATIENT, "")


@pytest.mark.parametrize("tail", ["saved", f"resume?enhet={VE01}"])
def test_a_continuation_does_not_lead_to_another_patient(launched: Client, tail: str) -> None:
    draft = make_draft(person_id=OTHER_PATIENT)
    answer = launched.get(f"/visa/intyg/{draft.pk}/{tail}")
    assert answer["Location"] == "/error?reason=auth-exception-user-already-active"
    draft.refresh_from_db()
    assert (draft.person_id, draft.reference) == (OTHER_PATIENT, "")


def test_the_patients_other_certificates_are_those_of_the_launch(launched: Client) -> None:
    signed = make_signed(answers=complete_answers())
    page = Page(launched.get(f"/certificate/{signed.pk}"))
    assert "19950703-8181 fd. 19121212-1212" in page.text("patient-header")
    launched.post(f"/certificate/{signed.pk}/renew")
    assert signed.children.get().person_id == THIRD_PATIENT


def test_a_refused_link_leaves_nothing_in_a_stand_alone_session(other: Certificate) -> None:
    client = log_in(make_user())
    draft = make_draft()
    assert client.post(f"/visa/intyg/{draft.pk}", SAID)["Location"] == "/error?reason=auth-exception"
    client.post(f"/certificate/{other.pk}/renew")
    made = other.children.get()
    assert (made.person_id, made.reference, draft.person_id) == (OTHER_PATIENT, "", PATIENT)


def test_a_second_refused_link_ends_the_stand_alone_session() -> None:
    client, draft = log_in(make_user()), make_draft()
    client.post(f"/visa/intyg/{draft.pk}", SAID)
    answer = client.post(f"/visa/intyg/{draft.pk}", SAID)
    assert answer["Location"] == "/error?reason=auth-exception-user-already-active"
    assert "care_user" not in client.session


def test_the_number_before_the_launch_is_kept_for_the_session() -> None:
    make_patient(THIRD_PATIENT)
    client = log_in(replace(make_integrated_user(), launch=None))
    client.post(f"/visa/intyg/{make_draft().pk}", SAID)
    assert user_from_json(client.session["care_user"]).launch.before_alternate_ssn == PATIENT
