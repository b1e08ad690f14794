"""The demo world is made at any hour of any day (spec/demo-world.md "Certificates at start")."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

import accounts.demo
import arenden.demo
import certificates.demo
import hsa.demo
import patients.demo
import tak.demo
import terminology.demo
from arenden.models import Arende
from certificates.events import DomainEvent
from certificates.models import Certificate
from webcert import clock

MOMENTS = {
    "by day": "2026-11-26T14:00+01:00",
    "half an hour into a day": "2026-11-28T00:30+01:00",
    "three minutes into a day": "2026-11-28T00:03+01:00",
    "late, with summer time between": "2026-11-02T23:50+01:00",
    "early, with winter time between": "2027-04-05T00:10+02:00",
    "in the hour that comes twice": "2026-10-25T02:30+01:00",
    "fifteen days after the hour that is left out": "2027-04-12T02:30+02:00",
}


@pytest.mark.django_db
@pytest.mark.parametrize("moment", MOMENTS.values(), ids=MOMENTS)
def test_the_world_is_the_same_whenever_it_is_made(moment: str, heard: list[DomainEvent]) -> None:
    with time_machine.travel(dt.datetime.fromisoformat(moment)):
        for room in (hsa, patients, tak, terminology, accounts, certificates, arenden):
            room.demo.load()
        states = {story.certificate_id: "SIGNED" for story in certificates.demo.STORIES}
        states |= {certificates.demo.certificate_id(3): "DRAFT", certificates.demo.certificate_id(4): "DRAFT"}
        states |= {certificates.demo.certificate_id(12): "LOCKED"}
        assert dict(Certificate.objects.values_list("pk", "state")) == states
        for story in certificates.demo.STORIES:
            certificate = Certificate.objects.get(pk=story.certificate_id)
            moments = list(certificate.events.values_list("occurred_at", flat=True))
            assert moments == sorted(moments)
            assert moments[-1] <= clock.now()
            if certificate.signed_at is not None:
                assert (clock.today() - clock.local(certificate.signed_at).date()).days == story.days
        question = Arende.objects.get(message_id=arenden.demo.MESSAGE_ID)
        assert (clock.today() - clock.local(question.sent_at).date()).days == arenden.demo.DAYS_AGO
