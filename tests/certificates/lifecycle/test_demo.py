"""Certificates of the demo world (spec/demo-world.md "Certificates at start")."""

from __future__ import annotations

import pytest

import accounts.demo
import certificates.demo
import hsa.demo
import patients.demo
import tak.demo
import terminology.demo
from certificates.events import DomainEvent
from certificates.models import Certificate, SigningTicket
from certificates.signing import verification
from delivery.models import Delivery
from webcert import clock

pytestmark = pytest.mark.django_db
SIGNED = {"01", "02", "05", "06", "07", "08", "09", "10", "11", "13", "14"}
SENT = {"01", "05", "06", "08"}


@pytest.fixture(autouse=True)
def world(heard: list[DomainEvent]) -> None:
    for room in (hsa, patients, tak, terminology, accounts, certificates):
        room.demo.load()


def numbers(**conditions: object) -> set[str]:
    found = Certificate.objects.filter(**conditions).values_list("pk", flat=True)
    assert all(pk.startswith("de300000-0000-4000-8000-0000000000") for pk in found)
    return {pk[-2:] for pk in found}


def by_number(number: str) -> Certificate:
    return Certificate.objects.get(pk=f"de300000-0000-4000-8000-0000000000{number}")


def test_the_certificates_are_in_the_states_of_the_list() -> None:
    assert numbers() == SIGNED | {"03", "04", "12"}
    assert numbers(state="SIGNED") == SIGNED
    assert numbers(sent_to="FKASSA", sent_at__isnull=False) == SENT
    assert numbers(sent_to="SKV", sent_at__isnull=False) == {"13"}
    assert numbers(state="DRAFT") == {"03", "04"}
    assert numbers(state="DRAFT", is_complete=True) == {"04"}
    assert numbers(state="LOCKED") == {"12"}
    assert numbers(revoked_at__isnull=False) == {"09"}


def test_10_is_replaced_by_11() -> None:
    replacement = by_number("11")
    assert (replacement.parent, replacement.relation) == (by_number("10"), Certificate.Relation.ERSATT)


@pytest.mark.parametrize(
    ("number", "unit", "issuer", "person_id"),
    [
        ("01", "SE2321000016-VE01", "SE2321000016-P001", "195401232540"),
        ("02", "SE2321000016-VE01", "SE2321000016-P001", "192703104329"),
        ("03", "SE2321000016-VE01", "SE2321000016-P005", "199103172608"),
        ("05", "SE2321000016-VE02", "SE2321000016-P003", "199507038181"),
        ("06", "SE5565000001-VE22", "SE5565000001-P009", "199507038181"),
        ("07", "SE2321000016-VE01", "SE2321000016-P001", "194712180100"),
        ("08", "SE2321000016-ME01", "SE2321000016-P001", "198706160291"),
        ("09", "SE2321000016-VE01", "SE2321000016-P001", "197902289342"),
        ("11", "SE2321000016-VE01", "SE2321000016-P001", "197902289342"),
        ("12", "SE2321000016-VE01", "SE2321000016-P001", "198706160291"),
        ("13", "SE2321000016-VE01", "SE2321000016-P001", "194605291535"),
        ("14", "SE165565594230-WEBCERT00001", "SE165565594230-WEBCERT00001", "199103172608"),
    ],
)
def test_each_certificate_has_its_unit_person_and_patient(number: str, unit: str, issuer: str, person_id: str) -> None:
    certificate = by_number(number)
    assert (certificate.unit_id, certificate.issuer_hsa_id, certificate.person_id) == (unit, issuer, person_id)


@pytest.mark.parametrize(("number", "days"), [("01", 20), ("02", 3), ("13", 5)])
def test_they_were_signed_so_many_days_ago(number: str, days: int) -> None:
    signed_at = by_number(number).signed_at
    assert signed_at is not None
    assert (clock.today() - clock.local(signed_at).date()).days in {days, days + 1}


def test_the_period_of_02_is_twelve_days() -> None:
    [period] = by_number("02").answers["32"].values()
    first, last = (clock.dt.date.fromisoformat(period[part]) for part in ("from", "to"))
    assert (last - first).days + 1 == 12


@pytest.mark.parametrize("number", sorted(SIGNED))
def test_the_signatures_are_real(number: str) -> None:
    certificate = by_number(number)
    report = verification.verify(
        bytes(certificate.document.xml),
        certificate_id=certificate.pk,
        signer_hsa_id=certificate.issuer_hsa_id,
        at=certificate.signed_at,
    )
    assert report.first_failure is None


def test_nothing_is_told_or_waits_to_be_sent(heard: list[DomainEvent]) -> None:
    assert heard == []
    assert set(Delivery.objects.values_list("state", flat=True)) == {"DELIVERED"}


def test_no_signing_is_left_under_way() -> None:
    assert not SigningTicket.objects.exists()


@pytest.mark.parametrize(
    ("number", "kinds"),
    [
        ("01", ["SKAPAT", "SIGNAT", "SKICKAT"]),
        ("09", ["SKAPAT", "SIGNAT", "MAKULERAT"]),
        ("11", ["ERSATTER", "SIGNAT"]),
        ("12", ["SKAPAT", "LAST"]),
        ("13", ["SKAPAT", "SIGNAT", "SKICKAT"]),
    ],
)
def test_history_is_complete_and_in_the_past(number: str, kinds: list[str]) -> None:
    events = list(by_number(number).events.all())
    assert [event.kind for event in events] == kinds
    assert events[-1].occurred_at < clock.now()


def test_afterwards_the_clock_and_the_outbox_work_as_always() -> None:
    assert abs((clock.now() - clock.wall_now()).total_seconds()) < 1
    from certificates.outgoing import enqueue_register

    assert enqueue_register(by_number("02")).state == "PENDING"
