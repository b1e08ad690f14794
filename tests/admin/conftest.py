"""The directory, the administrators and the routes of the demo world, and one of everything at VG01 and at VG02."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest
from django.contrib.auth.models import User
from django.test import Client

import accounts.demo
import hsa.demo
import notifications.demo
import patients.demo
import pdllog.demo
import tak.demo
from arenden.models import Arende, Complement, LegacyMessage, Topic
from arenden.services.rows import about
from certificates.models import Certificate, CertificateEvent, SignedDocument
from delivery import hints
from delivery import services as outbox
from delivery.models import Delivery, DeliveryAttempt
from delivery.outcomes import Outcome
from hsa.models import CareProvider, CareUnit, Person, SubUnit, Unit
from notifications.codes import IncomingKind
from notifications.mail import notify_unit
from notifications.models import IntegratedUnit, StatusUpdate, UnitMail, UnitNotificationConfig
from pdllog.models import PdlRecord
from simulators.intygstjanst.models import StoredCertificate
from tak.models import TakRoute
from tests.accounts.visits import log_in
from tests.factories import PRIVATE, REGION, VE01, VE21, VE22, make_signed, make_user
from webcert import clock


@dataclass(frozen=True, slots=True)
class Holding:
    """What one care provider has: a row of every model that is limited to a care provider."""

    certificate: Certificate
    arende: Arende
    legacy_message: LegacyMessage
    status_update: StatusUpdate
    delivery: Delivery
    attempt: DeliveryAttempt
    pdl_record: PdlRecord
    integrated_unit: IntegratedUnit
    unit_mail: UnitMail
    unit_notification_config: UnitNotificationConfig
    provider: CareProvider
    care_unit: CareUnit
    unit: Unit
    person: Person
    route: TakRoute

    @property
    def rows(self) -> dict[str, object]:
        """Admin address of the list -> the row in it."""
        return {
            "arenden/arende": self.arende,
            "arenden/legacymessage": self.legacy_message,
            "certificates/certificate": self.certificate,
            "notifications/statusupdate": self.status_update,
            "notifications/integratedunit": self.integrated_unit,
            "notifications/unitmail": self.unit_mail,
            "notifications/unitnotificationconfig": self.unit_notification_config,
            "delivery/delivery": self.delivery,
            "delivery/deliveryattempt": self.attempt,
            "hsa/careprovider": self.provider,
            "hsa/careunit": self.care_unit,
            "hsa/unit": self.unit,
            "hsa/person": self.person,
            "tak/takroute": self.route,
        }


@dataclass(frozen=True, slots=True)
class World:
    own: Holding
    foreign: Holding
    clinic: SubUnit


@pytest.fixture(autouse=True)
def _no_hints(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hints, "nudge", lambda queue: None)


@pytest.fixture
def world(db: None) -> World:
    for room in (hsa.demo, patients.demo, tak.demo, accounts.demo):
        room.load()
    certificates = {unit: _signed(unit) for unit in (VE01, VE22)}
    notifications.demo.load()
    pdllog.demo.load()
    return World(
        own=_holding(certificates[VE01], REGION, VE01, "SE2321000016-P001", routed=REGION),
        foreign=_holding(certificates[VE22], PRIVATE, VE21, "SE5565000001-P009", routed=VE22),
        clinic=SubUnit.objects.get(hsa_id="SE2321000016-ME01"),
    )


def _signed(unit: str) -> Certificate:
    now = clock.now()
    return make_signed(
        make_user(unit=unit),
        way_in=Certificate.WayIn.DEMO,
        created_at=now - dt.timedelta(days=3),
        signed_at=now - dt.timedelta(days=2),
    )


def _holding(certificate: Certificate, provider: str, unit: str, person: str, *, routed: str) -> Holding:
    CertificateEvent.objects.create(certificate=certificate, kind="SIGNAT", occurred_at=clock.now())
    SignedDocument.objects.create(
        certificate=certificate,
        xml=b"<signed/>",
        signature_type=SignedDocument.SignatureType.XMLDSIG,
        digest="abc=",
        signer_hsa_id=certificate.issuer_hsa_id,
        created_at=clock.now(),
    )
    delivery = outbox.enqueue("certificate", owner_id=certificate.pk, order_key=certificate.pk)
    outbox.mark(outbox.claim(delivery.pk), Outcome.retry("upptaget", url="http://a.test/x", http_status=503))
    return Holding(
        certificate=certificate,
        arende=make_question(certificate),
        legacy_message=make_legacy_question(certificate),
        status_update=StatusUpdate.objects.filter(certificate_id=certificate.pk).first(),
        delivery=delivery,
        attempt=delivery.attempt_rows.get(),
        pdl_record=PdlRecord.objects.filter(activity_level=certificate.pk).first(),
        integrated_unit=IntegratedUnit.objects.get(unit_id=unit),
        unit_mail=notify_unit(certificate, IncomingKind.QUESTION, message_id="m-1"),
        unit_notification_config=UnitNotificationConfig.objects.create(
            name="Byte", starts_at=clock.now(), care_provider_id=provider
        ),
        provider=CareProvider.objects.get(hsa_id=provider),
        care_unit=CareUnit.objects.get(hsa_id=unit),
        unit=Unit.objects.get(hsa_id=unit),
        person=Person.objects.get(hsa_id=person),
        route=TakRoute.objects.get(contract_namespace=tak.demo.STATUS_UPDATE, logical_address=routed),
    )


def make_question(certificate: Certificate) -> Arende:
    """A request for a complement, as it is stored."""
    request = about(
        certificate,
        kind=Arende.Kind.QUESTION,
        sender=Arende.Sender.RECIPIENT,
        topic=Topic.KOMPLT,
        text="Vad säger provsvaret?",
        contact=["Hanna Handläggare"],
        status=Arende.Status.PENDING_INTERNAL_ACTION,
    )
    request.save()
    Complement.objects.create(arende=request, question_id="6", text="Vilken diagnos?")
    return request


def make_legacy_question(certificate: Certificate) -> LegacyMessage:
    return LegacyMessage.objects.create(
        certificate=certificate,
        asked_by=Arende.Sender.RECIPIENT,
        topic=LegacyMessage.Topic.OTHER,
        question_text="Hur mår patienten?",
        asked_at=clock.now(),
        status=Arende.Status.PENDING_INTERNAL_ACTION,
    )


@pytest.fixture
def stored_certificate(db: None) -> StoredCertificate:
    """The copy that the built-in Intygstjänsten holds."""
    return StoredCertificate.objects.create(
        id="a", type_code="FK7804", version="2.0", person_id="191212121212", received_at=clock.now(), xml=b"<x/>"
    )


def persona(number: str) -> Client:
    """A browser in which an administrator of the demo world has logged in by the test login."""
    client = Client()
    log_in(client, f"SE2321000016-{number}")
    return client


@pytest.fixture
def system(world: World) -> Client:
    return persona("A001")


@pytest.fixture
def region(world: World) -> Client:
    return persona("A002")


@pytest.fixture
def log_reader(world: World) -> Client:
    return persona("P011")


@pytest.fixture
def root(world: World) -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("root"))
    return client
