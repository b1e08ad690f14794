"""Which access gives which record (spec/pdl-logging.md 3-5, 7, 11)."""

from dataclasses import replace

import pytest
from django.db import DatabaseError, transaction

from certificates.events import EventKind
from certificates.lifecycle.opening import open_certificate
from certificates.models import Certificate
from certificates.types import registry
from certificates.types.base import Engine
from patients.models import Patient
from pdllog import activities
from pdllog.models import PdlRecord
from tests.factories import (
    OTHER_PATIENT,
    PATIENT,
    PRIVATE,
    REGION,
    TEST_PERSON,
    THIRD_PATIENT,
    VE01,
    VE21,
    make_draft,
    make_patient,
    make_signed,
    make_user,
)
from tests.pdllog.conftest import happens, only_record, sjf
from webcert import clock

pytestmark = pytest.mark.django_db
NOTE = "Läsning i enlighet med sammanhållen journalföring"


def legacy(monkeypatch: pytest.MonkeyPatch) -> None:
    older = replace(registry.get("fk7804", "2.0"), engine=Engine.LEGACY)
    monkeypatch.setattr(activities.registry, "get", lambda *_key: older)


@pytest.mark.parametrize(
    ("kind", "word"),
    [
        (EventKind.SKAPAT, "Skriva"),
        (EventKind.OPENED, "Läsa"),
        (EventKind.ANDRAT, "Skriva"),
        (EventKind.SIGNAT, "Signera"),
        (EventKind.RADERAT, "Radera"),
    ],
)
def test_an_action_on_a_certificate_is_one_record_owned_by_the_certificates_unit(kind, word):
    certificate = make_draft(make_user(unit=VE21))

    happens(kind, certificate)

    record = only_record()
    assert (record.activity_type, record.activity_level, record.activity_args) == (word, certificate.pk, "")
    assert (record.owner_care_unit_id, record.owner_care_provider_id) == (VE21, PRIVATE)
    assert (record.user_care_unit_id, record.user_care_provider_id) == (VE01, REGION)
    assert (record.user_id, record.user_title, record.user_assignment) == (
        "SE2321000016-P001",
        "Överläkare",
        "Vård och behandling VE01",
    )
    assert (record.patient_id, record.state) == (PATIENT, PdlRecord.State.WAITING)


def test_sending_names_the_recipient():
    happens(EventKind.SKICKAT, make_signed(), recipient="FKASSA", recipient_name="Försäkringskassan")

    assert (only_record().activity_type, only_record().activity_args) == (
        "Utskrift",
        "Intyg skickat till mottagare Försäkringskassan",
    )


def test_sending_by_a_type_of_the_older_engine_says_the_recipients_id(monkeypatch):
    legacy(monkeypatch)

    happens(EventKind.SKICKAT, make_signed(), recipient="FKASSA", recipient_name="Försäkringskassan")

    assert only_record().activity_args == "Intyg skickat till mottagare FKASSA"


@pytest.mark.parametrize(
    ("changes", "args"),
    [
        ({"state": "SIGNED", "signed_at": clock.now()}, "Intyg utskrivet"),
        ({}, "Utkastet utskrivet"),
        ({"state": "LOCKED"}, "Utkastet utskrivet"),
        ({"state": "SIGNED", "signed_at": clock.now(), "revoked_at": clock.now()}, "Makulerat intyg utskrivet"),
    ],
)
def test_a_print_says_what_was_printed(changes, args):
    happens(EventKind.PRINTED, make_draft(**changes))

    assert (only_record().activity_type, only_record().activity_args) == ("Utskrift", args)


def test_a_print_may_bring_its_own_words():
    happens(EventKind.PRINTED, make_signed(), message="Anpassat intyg utskrivet")

    assert only_record().activity_args == "Anpassat intyg utskrivet"


def test_a_list_is_one_record_for_each_patient_on_level_2_owned_by_the_users_unit():
    for person_id in (PATIENT, OTHER_PATIENT, THIRD_PATIENT):
        happens(EventKind.LISTED, None, person_id=person_id)

    rows = PdlRecord.objects.values_list("activity_type", "activity_level", "owner_care_unit_id")
    assert set(rows) == {("Läsa", "2", VE01)}
    assert PdlRecord.objects.count() == 3


def test_forwarding_locking_and_ready_for_signing_are_not_logged():
    for kind in (EventKind.KFSIGN, EventKind.LAST):
        happens(kind, make_draft())

    assert not PdlRecord.objects.exists()


def test_only_the_first_save_of_a_draft_in_the_session_is_logged():
    certificate = make_draft()
    happens(EventKind.ANDRAT, certificate)
    happens(EventKind.ANDRAT, certificate, first_save_in_session=False)

    assert PdlRecord.objects.count() == 1


def test_every_opening_is_logged():
    make_patient()
    certificate = make_draft()
    for _ in range(2):
        open_certificate(make_user(), certificate.pk)

    assert list(PdlRecord.objects.values_list("activity_type", flat=True)) == ["Läsa", "Läsa"]


@pytest.mark.django_db(transaction=True)
def test_a_certificate_is_not_shown_when_its_record_cannot_be_written(monkeypatch):
    make_patient()
    certificate = make_draft()

    def full(*_args, **_options):
        raise DatabaseError("disk full")

    monkeypatch.setattr(PdlRecord.objects, "create", full)
    with pytest.raises(DatabaseError):
        open_certificate(make_user(), certificate.pk)


@pytest.mark.django_db(transaction=True)
def test_a_change_whose_record_cannot_be_written_is_undone(monkeypatch):
    certificate = make_draft()

    def full(*_args, **_options):
        raise DatabaseError("disk full")

    monkeypatch.setattr(PdlRecord.objects, "create", full)
    with pytest.raises(DatabaseError), transaction.atomic():
        Certificate.objects.update(is_forwarded=True)
        happens(EventKind.SKAPAT, certificate)

    certificate.refresh_from_db()
    assert not certificate.is_forwarded
    assert not certificate.events.exists()


def test_test_certificates_and_test_patients_are_not_logged(settings):
    make_patient(TEST_PERSON)
    certificate = make_draft(is_test_certificate=True)
    happens(EventKind.SIGNAT, certificate)
    happens(EventKind.LISTED, None, person_id=TEST_PERSON)
    assert not PdlRecord.objects.exists()

    settings.PDL_LOG_TEST_PATIENTS = True
    happens(EventKind.SIGNAT, certificate)
    happens(EventKind.LISTED, None, person_id=TEST_PERSON)
    assert PdlRecord.objects.count() == 2


def test_reading_at_another_care_provider_in_coherent_journaling_is_noted():
    happens(EventKind.OPENED, make_draft(make_user(unit=VE21)), sjf(make_user()))

    assert only_record().activity_args == NOTE


def test_the_note_is_joined_to_other_arguments():
    other = make_signed(make_user(unit=VE21))
    happens(EventKind.PRINTED, other, sjf(make_user()))
    happens(EventKind.SKICKAT, other, sjf(make_user()), recipient="FKASSA", recipient_name="Försäkringskassan")

    assert list(PdlRecord.objects.order_by("id").values_list("activity_args", flat=True)) == [
        f"Intyg utskrivet. {NOTE}",
        f"{NOTE}. Intyg skickat till mottagare Försäkringskassan",
    ]


def test_no_note_at_ones_own_care_provider_or_without_coherent_journaling():
    happens(EventKind.OPENED, make_draft(), sjf(make_user()))
    happens(EventKind.LISTED, None, sjf(make_user()), person_id=PATIENT)
    happens(EventKind.OPENED, make_draft(make_user(unit=VE21)), make_user())

    assert set(PdlRecord.objects.values_list("activity_args", flat=True)) == {""}


def test_in_compatibility_the_newer_engine_and_lists_are_noted_whosever_they_are(settings):
    settings.PDL_COMPATIBILITY = True
    happens(EventKind.OPENED, make_draft(), sjf(make_user()))
    happens(EventKind.SIGNAT, make_signed(), sjf(make_user()))
    happens(EventKind.LISTED, None, sjf(make_user()), person_id=PATIENT)
    happens(EventKind.OPENED, make_draft(make_user(unit=VE21)), make_user())

    notes = PdlRecord.objects.order_by("id").values_list("activity_args", flat=True)
    assert list(notes) == [NOTE, NOTE, NOTE, ""]


def test_in_compatibility_the_older_engine_notes_readings_at_another_provider_only(settings, monkeypatch):
    settings.PDL_COMPATIBILITY = True
    legacy(monkeypatch)
    other = make_signed(make_user(unit=VE21))
    happens(EventKind.OPENED, other, sjf(make_user()))
    happens(EventKind.PRINTED, other, sjf(make_user()))
    happens(EventKind.OPENED, make_draft(), sjf(make_user()))

    notes = PdlRecord.objects.order_by("id").values_list("activity_args", flat=True)
    assert list(notes) == [NOTE, "Intyg utskrivet", ""]


def test_a_job_without_user_is_nobodys_access():
    with transaction.atomic():
        from certificates.lifecycle import recording

        recording.record(EventKind.RADERAT, make_draft(), user=None)

    assert not PdlRecord.objects.exists()


def test_no_name_of_user_or_patient_is_stored():
    make_patient()
    happens(EventKind.OPENED, make_draft())
    patient = Patient.objects.get()

    texts = [str(value) for value in PdlRecord.objects.values_list()[0]]
    assert not any(name in text for text in texts for name in ("Leonie", "Koehl", patient.last_name))
