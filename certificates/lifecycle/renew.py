"""Förnya (spec/lifecycle.md 5.2; spec/certificate-types/README.md 1, 8)."""

from __future__ import annotations

from django.db import transaction

from accounts.user import CareUser
from certificates import engine, queries
from certificates.access import Action
from certificates.events import EventKind
from certificates.lifecycle.derive import derive, is_same_unit, source_patient
from certificates.models import Certificate
from certificates.types import registry
from webcert import clock


@transaction.atomic
def renew(*, user: CareUser, certificate_id: str) -> Certificate:
    """A new draft without what the type clears on renewal. Any number of renewals of a certificate may stand together.

    A certificate of the older engine whose type lives on as an active model becomes a draft of that model. Raises the
    error of the RENEW rule that fails, ``DataNotFound`` for a patient whom the register does not know.
    """
    source = queries.lock_certificate(user, certificate_id)
    patient = source_patient(user, Action.RENEW, source)
    certificate_type = registry.get(source.type_id, source.type_version)
    renewed = registry.renewed_as(certificate_type, at=clock.today())
    same_unit = is_same_unit(user, source)
    if renewed.engine is certificate_type.engine:
        answers = engine.carried_for_renewal(renewed, source.answers, same_unit=same_unit)
    else:
        answers = engine.carried_into_successor(
            certificate_type,
            source.answers,
            renewed,
            same_unit=same_unit,
            birth=source.birth_date,
            judged_on=source.judged_on,
        )
    return derive(
        user=user,
        source=source,
        certificate_type=renewed,
        patient=patient,
        answers=answers,
        event=EventKind.FORLANGER,
        relation=Certificate.Relation.FRLANG,
    )
