"""A world with an integrated unit, a route to a real HTTP receiver, and answers of a journal system."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db import transaction
from lxml import etree

from accounts.user import CareUser
from certificates.events import EventKind
from certificates.lifecycle import recording
from certificates.models import Certificate
from certificates.signing import services as signing
from delivery import hints
from delivery import services as outbox
from notifications.integrated_units import UnitNames, register_unit
from notifications.models import IntegratedUnit, StatusUpdate
from rivta import envelope
from rivta.contracts import CERTIFICATE_STATUS_UPDATE_FOR_CARE_3 as CONTRACT
from rivta.results import Result, response_element
from tak.models import TakRoute
from tak.services import save_route
from tests.delivery.receiver import Answer, Receiver, listening
from tests.factories import VE01, complete_answers, make_draft, make_integrated_user, make_patient, unit_node


@pytest.fixture(autouse=True)
def published(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    given: list[str] = []
    monkeypatch.setattr(hints, "nudge", given.append)
    return given


@pytest.fixture(autouse=True)
def standing_settings(settings) -> None:
    settings.STATUS_UPDATE_RECORD_SUPPRESSED = False
    settings.STATUS_UPDATE_ANDRAT_WINDOW = 30


def soap_answer(code: str = "OK", text: str = "", error_id: str = "") -> Answer:
    body = response_element(CONTRACT, Result(code, text, error_id))
    return Answer(envelope.wrap(body, ""))


def soap_fault(text: str) -> Answer:
    body = f'<s:Fault xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><faultcode>s:Server</faultcode><faultstring>{text}</faultstring></s:Fault>'
    return Answer(envelope.wrap(body.encode(), ""), status=500)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A journal system that answers OK unless told otherwise."""
    with listening(soap_answer()) as journal_system:
        yield journal_system


def make_route(url: str, logical_address: str = VE01) -> TakRoute:
    return save_route(TakRoute(contract_namespace=CONTRACT.namespace, logical_address=logical_address, url=url))


def integrate(unit_id: str = VE01) -> IntegratedUnit:
    node = unit_node(unit_id)
    names = UnitNames(node.hsa_id, node.name, node.care_provider_id, node.care_provider_name)
    return register_unit(names, IntegratedUnit.RegisteredBy.FIXTURE)


@dataclass
class Story:
    """One draft of an integrated doctor, and what happens to it."""

    user: CareUser
    certificate: Certificate

    def happens(self, kind: EventKind, **more: object) -> None:
        with transaction.atomic():
            if kind in EventKind.stored():
                recording.record(kind, self.certificate, user=self.user, **more)
            else:
                recording.announce(kind, certificate=self.certificate, user=self.user, **more)

    @property
    def updates(self) -> list[StatusUpdate]:
        rows = StatusUpdate.objects.filter(certificate_id=self.certificate.pk)
        return list(rows.select_related("delivery").order_by("seq"))

    @property
    def states(self) -> list[tuple[str, str]]:
        return [(u.code, u.delivery.state if u.delivery else u.suppressed_reason) for u in self.updates]


def make_story(unit: str = VE01, **changes: object) -> Story:
    user = make_integrated_user(unit=unit)
    return Story(user, make_draft(user, **changes))


@pytest.fixture
def story() -> Story:
    """On an integrated unit."""
    integrate()
    return make_story()


@pytest.fixture
def told(story: Story) -> Story:
    """A draft of an integrated unit that has been told of."""
    story.happens(EventKind.SKAPAT)
    return story


@pytest.fixture
def signed(story: Story) -> Story:
    """Told of as a draft, completed and signed by the test CA."""
    make_patient()
    certificate = make_draft(story.user, answers=complete_answers(), is_complete=True, reference="journal-7")
    story.certificate = certificate
    story.happens(EventKind.SKAPAT)
    story.certificate = signing.sign_at_once(
        user=story.user, session_key="s", certificate_id=certificate.pk, version=certificate.version
    )
    return story


def body_of(envelope_bytes: bytes) -> etree._Element:
    """The status update inside a received envelope."""
    return etree.fromstring(envelope_bytes)[-1][0]


def text_of(element: etree._Element, path: str) -> str | None:
    """Text at a path of local names."""
    return element.findtext("/".join(f"{{*}}{name}" for name in path.split("/")))


def deliver_all() -> None:
    """One round of the status updates that are due."""
    outbox.deliver_due(kinds=["status"])
