"""The log in the administration: scope, search, export, retry; and the demo world's past (spec/pdl-logging.md 9)."""

import csv
import datetime as dt
import io

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, User
from django.test import Client
from lxml import etree

from accounts import staff
from accounts.models import StaffAccount
from certificates.events import EventKind
from certificates.models import Certificate
from delivery.models import Delivery
from pdllog import demo
from pdllog.models import PdlRecord
from rivta.contracts import STORE_LOG_2 as CONTRACT
from tests.factories import OTHER_PATIENT, PATIENT, REGION, VE01, VE21, make_draft, make_signed, make_user
from tests.pdllog.conftest import happens
from webcert import clock

pytestmark = pytest.mark.django_db
LIST = "/admin/pdllog/pdlrecord/"


@pytest.fixture
def log_administrator(client: Client) -> Client:
    """P011 of the demo world: reads the log of VG01."""
    staff.make_groups()
    user = User.objects.create_user("p011", is_staff=True)
    user.groups.add(Group.objects.get(name=staff.LOG_ADMINISTRATOR))
    StaffAccount.objects.create(user=user, hsa_id="SE2321000016-P011", care_provider_id=REGION)
    client.force_login(user)
    return client


@pytest.fixture
def superuser(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("root"))
    return client


def page(client: Client, address: str = LIST) -> str:
    return client.get(address).content.decode()


def act(client: Client, action: str):
    chosen = list(PdlRecord.objects.values_list("pk", flat=True))
    return client.post(LIST, {"action": action, "_selected_action": chosen})


def read_by(unit: str, *, owner: str, person_id: str = PATIENT) -> Certificate:
    certificate = make_draft(make_user(unit=owner), person_id=person_id)
    happens(EventKind.OPENED, certificate, make_user(unit=unit))
    return certificate


def test_a_log_administrator_sees_what_was_done_by_or_to_the_own_care_provider(log_administrator):
    by_own, to_own, elsewhere = read_by(VE01, owner=VE21), read_by(VE21, owner=VE01), read_by(VE21, owner=VE21)

    listed = page(log_administrator)
    assert by_own.pk in listed
    assert to_own.pk in listed
    assert elsewhere.pk not in listed
    foreign = PdlRecord.objects.get(activity_level=elsewhere.pk)
    assert log_administrator.get(f"{LIST}{foreign.pk}/change/").status_code == 404


def test_system_administrators_do_not_see_the_log(client):
    staff.make_groups()
    user = User.objects.create_user("a001", is_staff=True)
    user.groups.add(Group.objects.get(name=staff.SYSTEM_ADMINISTRATOR))
    client.force_login(user)

    assert client.get(LIST).status_code == 403


def test_personal_numbers_are_masked(log_administrator):
    read_by(VE01, owner=VE01)
    record = PdlRecord.objects.get()

    for address in (LIST, f"{LIST}{record.pk}/change/"):
        shown = page(log_administrator, address)
        assert "19121212-****" in shown
        assert PATIENT not in shown


def test_a_patient_is_searched_by_a_posted_form_and_the_search_is_written_down(log_administrator):
    wanted, other = read_by(VE01, owner=VE01), read_by(VE01, owner=VE01, person_id=OTHER_PATIENT)

    answer = log_administrator.post(f"{LIST}search/", {"person_id": "19121212-1212"}, follow=True)

    shown = answer.content.decode()
    assert wanted.pk in shown
    assert other.pk not in shown
    assert all(PATIENT not in address for address, _ in answer.redirect_chain)
    entry = LogEntry.objects.get()
    assert "1 poster" in entry.change_message
    assert PATIENT not in entry.change_message

    log_administrator.post(f"{LIST}search/", {"clear": "1", "person_id": ""})
    assert other.pk in page(log_administrator)


def test_a_personal_number_in_the_address_finds_nothing(log_administrator):
    certificate = read_by(VE01, owner=VE01)

    shown = page(log_administrator, f"{LIST}?q={PATIENT}")
    assert "Sök på personnummer med formuläret" in shown
    assert certificate.pk not in shown


def test_the_search_is_not_for_everybody(client):
    client.force_login(User.objects.create_user("other", is_staff=True))

    assert client.post(f"{LIST}search/", {"person_id": PATIENT}).status_code == 403


def test_the_export_as_csv_holds_every_column_and_is_written_down(log_administrator):
    happens(EventKind.SKICKAT, make_signed(), recipient="FKASSA", recipient_name="=Försäkringskassan")
    answer = act(log_administrator, "export_csv")

    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert (rows[0]["aktivitet"], rows[0]["personnummer"], rows[0]["användare"]) == (
        "Utskrift",
        PATIENT,
        "SE2321000016-P001",
    )
    assert "Exporterade 1 loggposter som csv" in LogEntry.objects.get().change_message


def test_a_text_that_looks_like_a_formula_is_exported_as_text(log_administrator):
    happens(EventKind.PRINTED, make_signed(), message="=1+1")

    assert "'=1+1" in act(log_administrator, "export_csv").content.decode()


def test_the_export_as_storelog_is_valid(log_administrator):
    for _ in range(3):
        read_by(VE01, owner=VE01)

    document = etree.fromstring(act(log_administrator, "export_xml").content)
    assert CONTRACT.validate(document) == []
    assert len(document) == 3


def test_the_log_is_neither_added_to_changed_nor_deleted(superuser):
    read_by(VE01, owner=VE01)
    address = f"{LIST}{PdlRecord.objects.get().pk}/"

    assert superuser.get(f"{LIST}add/").status_code == 403
    assert superuser.post(f"{address}change/", {"activity_type": "Radera"}).status_code == 403
    assert superuser.get(f"{address}delete/").status_code == 403


def test_dead_records_are_retried_by_those_who_may(superuser, client):
    read_by(VE01, owner=VE01)
    PdlRecord.objects.update(state=PdlRecord.State.DEAD)
    act(superuser, "retry_dead")

    assert PdlRecord.objects.get().state == PdlRecord.State.BATCHED
    assert Delivery.objects.count() == 1


def test_a_log_administrator_does_not_retry(log_administrator):
    read_by(VE01, owner=VE01)
    PdlRecord.objects.update(state=PdlRecord.State.DEAD)
    act(log_administrator, "retry_dead")

    assert PdlRecord.objects.get().state == PdlRecord.State.DEAD


def test_the_list_warns_when_records_have_waited_over_an_hour(log_administrator):
    read_by(VE01, owner=VE01)
    PdlRecord.objects.update(start_date=clock.now() - dt.timedelta(hours=2))

    assert "väntat över en timme" in page(log_administrator)


def test_the_demo_worlds_past_is_stored_as_delivered():
    now = clock.now()
    certificate = make_signed(
        way_in=Certificate.WayIn.DEMO,
        created_at=now - dt.timedelta(days=3),
        signed_at=now - dt.timedelta(days=2),
        sent_at=now - dt.timedelta(days=1),
        sent_to="FKASSA",
    )
    make_signed()
    demo.load()
    demo.load()

    records = PdlRecord.objects.order_by("start_date")
    assert [(r.activity_type, r.activity_level, r.state) for r in records] == [
        (word, certificate.pk, "DELIVERED") for word in ("Skriva", "Signera", "Utskrift")
    ]
    assert records[2].activity_args == "Intyg skickat till mottagare Försäkringskassan"
    assert not Delivery.objects.exists()
