"""Ersätt (spec/lifecycle.md 5.3; spec/death-certificates.md 5.1, 6)."""

from __future__ import annotations

from django.db import transaction

from accounts.user import CareUser
from certificates import engine, queries
from certificates.access import Action
from certificates.events import EventKind
from certificates.lifecycle.derive import begun_draft, derive, is_same_unit, source_patient
from certificates.models import Certificate
from certificates.types import registry
from webcert import clock


@transaction.atomic
def replace(*, user: CareUser, certificate_id: str) -> Certificate:
    """A new draft with every answer; one that is not revoked stands in the way of the next.

    Raises ``InvalidStateReplaced``, ``ComplementExists``, or the error of another REPLACE rule that fails. The replaced
    certificate stays as it is: what it may still do follows from its children.
    """
    source = queries.lock_certificate(user, certificate_id)
    patient = source_patient(user, Action.REPLACE, source)
    certificate_type = registry.newest_text(registry.get(source.type_id, source.type_version), at=clock.today())
    return derive(
        user=user,
        source=source,
        certificate_type=certificate_type,
        patient=patient,
        answers=engine.carried_for_replacement(certificate_type, source.answers, same_unit=is_same_unit(user, source)),
        event=EventKind.ERSATTER,
        relation=Certificate.Relation.ERSATT,
    )


def continue_replacement(*, user: CareUser, certificate_id: str) -> Certificate:
    """The unsigned draft that is to replace the certificate."""
    return begun_draft(
        user, Action.REPLACE_CONTINUE, certificate_id=certificate_id, relation=Certificate.Relation.ERSATT
    )
