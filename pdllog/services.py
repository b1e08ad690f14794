"""Writing records, retrying those that were set aside, forgetting old ones (spec/pdl-logging.md 1, 4, 7, 10)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

import structlog
from django.conf import settings
from django.db import transaction

from accounts.user import CareUser
from certificates.events import DomainEvent
from certificates.models import Certificate
from delivery import services as outbox
from delivery.models import Delivery
from patients import queries as patient_queries
from pdllog import batches
from pdllog.activities import Activity, OwnedBy
from pdllog.coherent import needs_note, with_note
from pdllog.models import PdlRecord
from webcert import clock
from webcert.errors import AuthorizationProblem

log = structlog.get_logger(__name__)


DELETED_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose the resource is: the certificate's unit, or the user's own."""

    care_provider_id: str
    care_provider_name: str
    care_unit_id: str
    care_unit_name: str


def write(event: DomainEvent, activity: Activity, user: CareUser) -> PdlRecord | None:
    """Store the record of one access, in the caller's transaction. None for test certificates and test patients.

    Raises ``AuthorizationProblem`` when the user has no unit: an access that cannot be logged must not happen.
    """
    if not settings.PDL_LOG_TEST_PATIENTS and _is_test(event):
        log.info("pdl_record_not_made_for_test", kind=event.kind.value)
        return None
    own = _own(user)
    owner = own if activity.owned_by is OwnedBy.USER else _owner(event)
    args = activity.args(event)
    if needs_note(event, activity, user, owner_provider_id=owner.care_provider_id):
        args = with_note(args, event)
    return PdlRecord.objects.create(
        start_date=clock.now(),
        activity_type=activity.type,
        activity_level=activity.level or _certificate(event).pk,
        activity_args=args,
        user_id=user.hsa_id,
        user_assignment=user.assignment[:256],
        user_title=user.title[:256],
        user_care_provider_id=own.care_provider_id,
        user_care_provider_name=own.care_provider_name[:256],
        user_care_unit_id=own.care_unit_id,
        user_care_unit_name=own.care_unit_name[:256],
        patient_id=event.person_id,
        owner_care_provider_id=owner.care_provider_id,
        owner_care_provider_name=owner.care_provider_name[:256],
        owner_care_unit_id=owner.care_unit_id,
        owner_care_unit_name=owner.care_unit_name[:256],
    )


@transaction.atomic
def retry_dead(record_ids: Iterable[int]) -> int:
    """Send dead records again, each alone; returns how many."""
    dead = PdlRecord.objects.select_for_update().filter(pk__in=list(record_ids), state=PdlRecord.State.DEAD)
    records = list(dead.order_by("id"))
    for record in records:
        batches.send([record], now=clock.now())
    return len(records)


def forget_old() -> int:
    """Remove acknowledged records older than ``PDL_RETENTION_DAYS``, and the batches that carried them; how many.

    Nothing is removed when the setting is 0, and never a record that the log service has not taken.
    """
    if settings.PDL_RETENTION_DAYS <= 0:
        return 0
    limit = clock.now() - dt.timedelta(days=settings.PDL_RETENTION_DAYS)
    old = PdlRecord.objects.filter(state=PdlRecord.State.DELIVERED, start_date__lt=limit)
    empty = Delivery.objects.filter(kind=batches.KIND, finished_at__lt=limit, pdl_records__isnull=True)
    forgotten = 0
    while ids := list(old.order_by("id").values_list("pk", flat=True)[:DELETED_AT_ONCE]):
        forgotten += PdlRecord.objects.filter(pk__in=ids).delete()[0]
    while ids := list(empty.values_list("pk", flat=True)[:DELETED_AT_ONCE]):
        outbox.remove(ids)
    if forgotten:
        log.info("pdl_records_forgotten", number=forgotten)
    return forgotten


def _is_test(event: DomainEvent) -> bool:
    if event.certificate is not None:
        return event.certificate.is_test_certificate
    if event.is_test_person is not None:
        return event.is_test_person
    patient = patient_queries.look_up(event.person_id).patient
    return patient is not None and patient.is_test_person


def _own(user: CareUser) -> Owner:
    unit = user.unit
    if unit is None:
        raise AuthorizationProblem("Välj en vårdenhet först.", reason="NO_UNIT_TO_LOG")
    return Owner(unit.care_provider_id, unit.care_provider_name, unit.hsa_id, unit.name)


def _owner(event: DomainEvent) -> Owner:
    certificate = _certificate(event)
    return Owner(
        certificate.care_provider_id, certificate.care_provider_name, certificate.unit_id, certificate.unit_name
    )


def _certificate(event: DomainEvent) -> Certificate:
    if event.certificate is None:
        raise ValueError(f"{event.kind} tells of no certificate")
    return event.certificate
