"""Kopiera a locked draft (spec/lifecycle.md 5.5; spec/death-certificates.md 3.2, 6)."""

from __future__ import annotations

from django.db import transaction

from accounts.user import CareUser
from certificates import engine, queries
from certificates.access import Action
from certificates.events import EventKind
from certificates.lifecycle.derive import begun_draft, derive, source_patient
from certificates.models import Certificate
from certificates.queries import uniqueness
from certificates.types import registry
from webcert import clock


@transaction.atomic
def copy_locked(*, user: CareUser, certificate_id: str) -> Certificate:
    """A new draft with every answer, the unit's contact details taken anew. The locked one is not touched.

    An unsigned copy stands in the way of the next (``InvalidState``).
    """
    source = queries.lock_certificate(user, certificate_id)
    certificate_type = registry.newest_text(registry.get(source.type_id, source.type_version), at=clock.today())
    uniqueness.hold(certificate_type, source.person_id)
    patient = source_patient(user, Action.COPY_LOCKED, source)
    return derive(
        user=user,
        source=source,
        certificate_type=certificate_type,
        patient=patient,
        answers=engine.carried_for_copy(certificate_type, source.answers),
        event=EventKind.KOPIERATFRAN,
        relation=Certificate.Relation.KOPIA,
    )


def continue_copy(*, user: CareUser, certificate_id: str) -> Certificate:
    """The unsigned copy of a locked draft."""
    return begun_draft(
        user, Action.COPY_LOCKED_CONTINUE, certificate_id=certificate_id, relation=Certificate.Relation.KOPIA
    )
