"""Drafts are locked after fourteen days, whoever saved last (spec/lifecycle.md 3.6)."""

import datetime as dt

import pytest

from certificates.lifecycle.lock import TECHNICAL_USER, lock_old_drafts
from certificates.lifecycle.replace import replace
from certificates.models import Certificate
from delivery.models import Delivery
from pdllog.models import PdlRecord
from tests import factories
from webcert import clock

pytestmark = pytest.mark.django_db


def created(certificate: Certificate, moment: dt.datetime) -> Certificate:
    Certificate.objects.filter(pk=certificate.pk).update(created_at=moment)
    return certificate


def midnight(days_ago: int) -> dt.datetime:
    return clock.from_local(dt.datetime.combine(clock.today() - dt.timedelta(days=days_ago), dt.time()))


def test_a_draft_of_the_fourteenth_day_stays_and_an_older_one_is_locked() -> None:
    young = created(factories.make_draft(), midnight(14) + dt.timedelta(seconds=1))
    old = created(factories.make_draft(), midnight(14))
    assert lock_old_drafts() == 1
    states = dict(Certificate.objects.values_list("pk", "state"))
    assert states[young.pk] == Certificate.State.DRAFT
    assert states[old.pk] == Certificate.State.LOCKED
    event = old.events.get(kind="LAST")
    assert event.user_name == TECHNICAL_USER
    assert lock_old_drafts() == 0


def test_locking_clears_the_relations_from_and_to_the_draft() -> None:
    parent, old, child = factories.make_draft(), factories.make_draft(), factories.make_draft()
    Certificate.objects.filter(pk=old.pk).update(parent=parent, relation="ERSATT")
    Certificate.objects.filter(pk=child.pk).update(parent=old, relation="KOPIA")
    created(old, midnight(15))
    lock_old_drafts()
    old.refresh_from_db()
    child.refresh_from_db()
    assert (old.parent_id, old.relation) == (None, "")
    assert (child.parent_id, child.relation) == (None, "")


def test_a_locked_replacement_frees_its_parent_for_another() -> None:
    factories.make_patient()
    parent = factories.make_signed()
    created(replace(user=factories.make_user(), certificate_id=parent.pk), midnight(15))
    lock_old_drafts()
    assert replace(user=factories.make_user(), certificate_id=parent.pk).parent_id == parent.pk


def test_drafts_are_locked_as_time_goes_by_and_nothing_else_changes() -> None:
    draft, signed = factories.make_draft(), factories.make_signed()
    before = Certificate.objects.values().get(pk=signed.pk)
    with clock.moved(dt.timedelta(days=13)):
        assert lock_old_drafts() == 0
    with clock.moved(dt.timedelta(days=15, hours=1)):
        assert lock_old_drafts() == 1
    assert Certificate.objects.get(pk=draft.pk).state == "LOCKED"
    assert Certificate.objects.values().get(pk=signed.pk) == before


def test_locking_tells_nobody() -> None:
    created(factories.make_draft(), midnight(20))
    before = (Delivery.objects.count(), PdlRecord.objects.count())
    lock_old_drafts()
    assert (Delivery.objects.count(), PdlRecord.objects.count()) == before
