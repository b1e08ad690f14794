"""Is a unit routed for what follows from a new draft? The TAK check at creation (spec/status-updates.md 5).

Off unless TAK_KONTROLL lists the type. Whatever else goes wrong than a missing route lets the draft through.
"""

from __future__ import annotations

import time

import structlog

from accounts import features
from accounts.features import FeatureName
from certificates.types.base import CertificateType, Engine
from hsa.tree import UnitNode
from rivta.contracts import (
    CERTIFICATE_STATUS_UPDATE_FOR_CARE_3,
    RECEIVE_MEDICAL_CERTIFICATE_ANSWER_1,
    RECEIVE_MEDICAL_CERTIFICATE_QUESTION_1,
    SEND_MESSAGE_TO_CARE_2,
)
from tak import resolver
from webcert.errors import InvalidState

log = structlog.get_logger(__name__)

LONGEST_S = 3.0
"""An answer that has taken longer is not believed (5.4)."""

FK7263 = "fk7263"
STATUS_UPDATE = CERTIFICATE_STATUS_UPDATE_FOR_CARE_3.namespace
QUESTIONS = (SEND_MESSAGE_TO_CARE_2.namespace,)
QUESTIONS_OF_FK7263 = (
    RECEIVE_MEDICAL_CERTIFICATE_ANSWER_1.namespace,
    RECEIVE_MEDICAL_CERTIFICATE_QUESTION_1.namespace,
)


class MissingRoute(InvalidState):
    """A contract that the unit needs has no route; the message names both."""


def is_checked(certificate_type: CertificateType, unit: UnitNode) -> bool:
    """Does the region want the routes to be looked at before a draft of the type is made?"""
    return features.at_unit(unit).covers(FeatureName.TAK_KONTROLL, certificate_type.type_id)


def require_routes(certificate_type: CertificateType, unit: UnitNode) -> None:
    """Raise ``MissingRoute`` for the first contract without a route (5.3).

    A catalogue that fails or is slow stops nobody (5.5).
    """
    started = time.monotonic()
    try:
        missing = _first_missing(certificate_type, unit)
    except Exception:
        log.exception("tak_check_failed", unit_id=unit.hsa_id)
        return
    if missing is None:
        return
    if time.monotonic() - started > LONGEST_S:
        log.warning("tak_check_too_slow", unit_id=unit.hsa_id)
        return
    log.warning("tak_route_missing", unit_id=unit.hsa_id, contract=missing)
    text = f"Kontraktet {missing} saknar vägval för enheten {unit.hsa_id} i TAK."
    is_for_questions = missing != STATUS_UPDATE
    raise MissingRoute(f"Enheten kan inte adresseras för ärendekommunikation. {text}" if is_for_questions else text)


def _first_missing(certificate_type: CertificateType, unit: UnitNode) -> str | None:
    addresses = _addresses(unit)
    needed = (STATUS_UPDATE, *_for_questions(certificate_type, unit))
    return next((contract for contract in needed if not resolver.is_routed(contract, addresses)), None)


def _addresses(unit: UnitNode) -> tuple[str, ...]:
    """The unit; with climbing also its care unit and its care provider, as HSA has just told them for this call."""
    if not features.at_unit(unit).is_on(FeatureName.TAK_KONTROLL_TRADKLATTRING):
        return (unit.hsa_id,)
    return (unit.hsa_id, unit.care_unit_id, unit.care_provider_id)


def _for_questions(certificate_type: CertificateType, unit: UnitNode) -> tuple[str, ...]:
    """The contracts by which the receiver's questions and answers reach the unit, if the type has any (5.2)."""
    if certificate_type.engine is Engine.MODEL:
        return QUESTIONS if certificate_type.topics.may_receive else ()
    if not features.at_unit(unit).covers(FeatureName.HANTERA_FRAGOR, certificate_type.type_id):
        return ()
    return QUESTIONS_OF_FK7263 if certificate_type.type_id == FK7263 else QUESTIONS
