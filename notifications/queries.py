"""Reading the stored status events for a journal system that catches up (spec/integration.md 1.4)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from arenden.queries import QuestionCounts, question_counts_of
from certificates.models import Certificate
from delivery.models import Delivery
from notifications.models import StatusUpdate


@dataclass(frozen=True, slots=True)
class EventFilter:
    """Whose events are asked for: of the units, or without any of all units of the care provider.

    ``person_id`` is the number that the events were stored with. ``after`` and ``before`` are exclusive alone and
    inclusive together.
    """

    person_id: str
    unit_ids: tuple[str, ...] = ()
    care_provider_id: str = ""
    after: dt.datetime | None = None
    before: dt.datetime | None = None

    @property
    def condition(self) -> Q:
        place = Q(logical_address__in=self.unit_ids) if self.unit_ids else Q(care_provider_id=self.care_provider_id)
        return Q(person_id=self.person_id) & place & self._period

    @property
    def _period(self) -> Q:
        if self.after and self.before:
            return Q(occurred_at__gte=self.after, occurred_at__lte=self.before)
        if self.after:
            return Q(occurred_at__gt=self.after)
        return Q(occurred_at__lt=self.before) if self.before else Q()


@dataclass(frozen=True, slots=True)
class ToldCertificate:
    """A certificate as it is now, what was told of it within the filter, its questions now."""

    certificate: Certificate
    questions: QuestionCounts
    events: list[StatusUpdate] = field(default_factory=list)


def told_certificates(chosen: EventFilter) -> list[ToldCertificate]:
    """The certificates that have events within the filter, by their first one; deleted drafts are left out."""
    by_certificate: dict[str, list[StatusUpdate]] = {}
    for event in _events(chosen):
        by_certificate.setdefault(event.certificate_id, []).append(event)
    if not by_certificate:
        return []
    existing = Certificate.objects.filter(pk__in=by_certificate).exclude(state=Certificate.State.DELETED)
    certificates = {one.pk: one for one in existing.select_related("document", "parent")}
    questions = question_counts_of(list(certificates.values()))
    return [
        ToldCertificate(certificates[certificate_id], questions[certificate_id], events)
        for certificate_id, events in by_certificate.items()
        if certificate_id in certificates
    ]


def told_events(chosen: EventFilter) -> QuerySet[StatusUpdate]:
    """What is sent, was tried or waits to be, within the filter. An ANDRAT that rests may still be withdrawn."""
    told = StatusUpdate.objects.filter(chosen.condition, suppressed_reason="")
    return told.exclude(delivery__state__in=[Delivery.State.COALESCING, Delivery.State.SUPERSEDED])


def _events(chosen: EventFilter) -> list[StatusUpdate]:
    """Oldest first."""
    return list(told_events(chosen).defer("payload").order_by("occurred_at", "pk"))
