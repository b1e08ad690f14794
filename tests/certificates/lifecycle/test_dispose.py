"""Drafts that nobody signed are removed (spec/lifecycle.md 3.7)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import transaction

from certificates.events import DomainEvent, EventKind, domain_event
from certificates.lifecycle import dispose
from certificates.lifecycle.dispose import dispose_of_old_drafts, dispose_when_switched_on
from certificates.lifecycle.recording import append
from certificates.models import Certificate, CertificateEvent
from notifications.models import StatusUpdate
from pdllog.models import PdlRecord
from tests.factories import make_draft, make_signed
from tests.notifications.conftest import integrate
from webcert import clock

pytestmark = pytest.mark.django_db
FOUR_MONTHS = dt.timedelta(days=123)


def old(**changes: Any) -> Certificate:
    return make_draft(**({"created_at": clock.now() - FOUR_MONTHS} | changes))


def left() -> set[str]:
    return set(Certificate.objects.values_list("pk", flat=True))


@pytest.mark.parametrize(
    "changes",
    [{}, {"is_complete": True}, {"state": "LOCKED"}, {"state": "LOCKED", "revoked_at": clock.now()}],
    ids=["incomplete", "complete", "locked", "locked and revoked"],
)
def test_every_old_draft_is_removed(changes: dict[str, Any]) -> None:
    old(**changes)
    assert dispose_of_old_drafts() == 1
    assert left() == set()


def test_a_signed_certificate_stays_however_old() -> None:
    certificate = make_signed(created_at=clock.now() - FOUR_MONTHS)
    assert dispose_of_old_drafts() == 0
    assert left() == {certificate.pk}


def test_nothing_is_removed_before_three_months_whenever_it_was_saved() -> None:
    draft = make_draft()
    with clock.moved(dt.timedelta(days=88)):
        assert dispose_of_old_drafts() == 0
    with clock.moved(dt.timedelta(days=93)):
        assert dispose_of_old_drafts() == 1
    assert draft.pk not in left()


def test_the_history_goes_with_it_and_the_journal_system_is_told_by_nobody() -> None:
    integrate()
    draft = old()
    with transaction.atomic():
        append(EventKind.SKAPAT, draft, user=None, occurred_at=clock.now())
    dispose_of_old_drafts()
    assert not CertificateEvent.objects.exists()
    [update] = StatusUpdate.objects.all()
    assert (update.code, update.certificate_id, update.handled_by) == ("RADERA", draft.pk, "")
    assert update.payload


def test_nobody_has_looked_at_anything() -> None:
    old()
    dispose_of_old_drafts()
    assert not PdlRecord.objects.exists()


def test_what_was_made_from_it_stands_alone() -> None:
    source = old(state="LOCKED")
    copy = make_draft(parent=source, relation="KOPIA")
    dispose_of_old_drafts()
    copy.refresh_from_db()
    assert (copy.parent_id, copy.relation) == (None, "")


def test_one_failure_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    failing, other = old(), old()
    monkeypatch.setattr(dispose, "PAGE_SIZE", 1)

    def fail(event: DomainEvent, **_: object) -> None:
        if event.certificate.pk == failing.pk:
            raise RuntimeError("a room above has failed")

    domain_event.connect(fail)
    try:
        assert dispose_of_old_drafts() == 1
    finally:
        domain_event.disconnect(fail)
    assert left() == {failing.pk}
    assert other.pk not in left()


def test_it_is_off_unless_switched_on(settings) -> None:
    old()
    settings.DRAFT_DISPOSAL = False
    assert dispose_when_switched_on() == 0
    settings.DRAFT_DISPOSAL = True
    assert dispose_when_switched_on() == 1
