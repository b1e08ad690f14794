"""A draft that a journal system orders, over whatever face (spec/integration.md 1.1).

The steps are those of the spec, in its order; the first that fails ends the order and nothing is stored. Texts are
English where the field's are English, Swedish where a clinician is meant to read them.
"""

from __future__ import annotations

from dataclasses import dataclass

import structlog
from lxml import etree

from accounts.login import build_calling_user
from accounts.user import CareUser
from certificates import access, engine, routing
from certificates.access import Action
from certificates.lifecycle.create import create_draft
from certificates.models import Certificate
from certificates.queries import uniqueness
from certificates.types import registry
from certificates.types.base import CertificateType
from hsa.tree import UnitNode, find_unit
from patients import queries as patient_queries
from patients.person_id import InvalidPersonId, PersonId
from patients.register import LookupStatus, PatientRecord
from rivta.namespaces import CERT_33
from rivta.results import ErrorId
from webcert import clock
from webcert.errors import WebcertError

log = structlog.get_logger(__name__)

MAX_REFERENCE_LENGTH = 255
MAX_NAME_LENGTH = 255
NOT_UNIQUE = frozenset({"UNIQUE_DRAFT", "UNIQUE_CERTIFICATE"})
"""Reasons of a refusal because of the patient's other certificates."""


class OrderRefused(WebcertError):
    """No draft. ``code`` is the errorId of the contract; ``status`` fits the reason, for faces that have statuses."""

    def __init__(self, error_id: ErrorId, text: str, *, status: int, reason: str = "") -> None:
        super().__init__(text, reason=reason)
        self.error_id = error_id
        self.code = error_id.value
        self.status = status

    @classmethod
    def invalid(cls, text: str) -> OrderRefused:
        """The order itself is at fault."""
        return cls(ErrorId.VALIDATION_ERROR, text, status=422)

    @classmethod
    def denied(cls, text: str, *, status: int = 403, reason: str = "") -> OrderRefused:
        """The order was understood and refused."""
        return cls(ErrorId.APPLICATION_ERROR, text, status=status, reason=reason)


@dataclass(frozen=True, slots=True)
class DraftOrder:
    """What is asked for. A name that is None is not asked for by the face; an empty one is a fault (1.1.2).

    ``prefill`` is a ``forifyllnad`` element. ``care_provider_id``: the only one whose units the caller may name.
    """

    type_code: str
    type_code_system: str
    person_id: str
    creator_hsa_id: str
    creator_name: str
    unit_id: str
    unit_name: str | None = None
    patient_first_name: str | None = None
    patient_last_name: str | None = None
    reference: str = ""
    prefill: etree._Element | None = None
    care_provider_id: str = ""


@dataclass(frozen=True, slots=True)
class OrderedDraft:
    """The draft, and what the caller should know about the patient's other certificates (death-certificates 3.3)."""

    certificate: Certificate
    notice: str


def order_draft(order: DraftOrder) -> OrderedDraft:
    """Make the draft; raises ``OrderRefused`` of the first failing step."""
    user = _load_creator(order)
    _check_fields(order)
    user, unit = _on_unit(user, order)
    patient = _look_up_patient(order.person_id)
    certificate_type = _find_type(order, user)
    prefill = _prefill(certificate_type, order, user)
    try:
        notice = uniqueness.notice(certificate_type, patient.person_id, unit=unit)
        if routing.is_checked(certificate_type, unit):
            # The last check of all: first what the creation itself will ask again.
            access.require(user, Action.CREATE, certificate_type=certificate_type, patient=patient)
            routing.require_routes(certificate_type, unit)
        certificate = create_draft(
            user=user,
            certificate_type=certificate_type,
            patient=patient,
            way_in=Certificate.WayIn.CREATE_DRAFT_CERTIFICATE,
            reference=order.reference,
            prefill=prefill,
            issuer_name=order.creator_name,
        )
        return OrderedDraft(certificate, notice)
    except WebcertError as denial:
        status = 409 if denial.reason in NOT_UNIQUE else 403
        raise OrderRefused.denied(denial.message, status=status, reason=denial.reason) from denial
    except Exception as failure:
        log.exception("create_draft_certificate_failed", unit_id=order.unit_id)
        text = "Internal error. The certificate draft could not be created."
        raise OrderRefused(ErrorId.VALIDATION_ERROR, text, status=500) from failure


def _load_creator(order: DraftOrder) -> CareUser:
    """Step 2. Neither a missing subscription nor a stand-alone block counts here."""
    try:
        return build_calling_user(order.creator_hsa_id)
    except Exception as refusal:
        log.info("missing_medarbetaruppdrag", user_id=order.creator_hsa_id, unit_id=order.unit_id)
        raise _no_valid_miu(order) from refusal


def _check_fields(order: DraftOrder) -> None:
    """Step 3: every fault is told."""
    faults = [text for is_fault, text in _faults(order) if is_fault]
    if faults:
        raise OrderRefused.invalid(", ".join(faults))


def _faults(order: DraftOrder) -> tuple[tuple[bool, str], ...]:
    return (
        (order.patient_last_name == "", "Patient last name is required"),
        (order.patient_first_name == "", "At least one patient first name is required"),
        *_person_id_faults(order.person_id),
        (not order.creator_name, "The full name of the creator is required"),
        (
            len(order.creator_name) > MAX_NAME_LENGTH,
            f"The full name of the creator is longer than {MAX_NAME_LENGTH} characters",
        ),
        (not order.creator_hsa_id, "The HSA-id of the creator is required"),
        (order.unit_name == "", "The name of the unit is required"),
        (not order.unit_id, "The HSA-id of the unit is required"),
        (
            len(order.reference) > MAX_REFERENCE_LENGTH,
            f"The reference is longer than {MAX_REFERENCE_LENGTH} characters",
        ),
    )


def _person_id_faults(text: str) -> tuple[tuple[bool, str], ...]:
    if not text:
        return ((True, "The personal identity number is required"),)
    try:
        number = PersonId.parse(text)
    except InvalidPersonId:
        return ((True, "The personal identity number is not a personnummer or samordningsnummer"),)
    return ((not number.is_check_digit_valid, "The check digit of the personal identity number is wrong"),)


def _on_unit(user: CareUser, order: DraftOrder) -> tuple[CareUser, UnitNode]:
    """Steps 4 and 5."""
    unit = find_unit(user.providers, order.unit_id, ignore_case=True)
    if unit is None or order.care_provider_id not in ("", unit.care_provider_id):
        log.info("missing_medarbetaruppdrag", user_id=order.creator_hsa_id, unit_id=order.unit_id)
        raise _no_valid_miu(order)
    return user.on_unit(unit.hsa_id), unit


def _no_valid_miu(order: DraftOrder) -> OrderRefused:
    return OrderRefused.invalid(
        f"No valid MIU was found for person {order.creator_hsa_id} on unit {order.unit_id}, "
        "the certificate draft cannot be created",
    )


def _look_up_patient(person_id: str) -> PatientRecord:
    """Steps 6 and 8: without an answer it is not known whether the patient is protected."""
    lookup = patient_queries.look_up(person_id)
    if lookup.status is LookupStatus.NOT_FOUND:
        raise OrderRefused.denied(
            "Personnumret finns inte i folkbokföringsregistret. Reservnummer kan inte användas.",
        )
    if lookup.patient is None:
        raise OrderRefused.denied("The PU service could not be reached, please try again later", status=503)
    return lookup.patient


def _find_type(order: DraftOrder, user: CareUser) -> CertificateType:
    """Step 7: the newest active version of the code, unless the type is deprecated."""
    try:
        found = registry.newest_active(order.type_code, order.type_code_system, at=clock.today())
    except registry.UnknownCertificateType as unknown:
        raise OrderRefused.denied(f"The certificate type {order.type_code} is not supported") from unknown
    if access.is_deprecated(found, user.unit):
        raise OrderRefused.invalid(
            f"The certificate type {order.type_code} is deprecated and can no longer be issued",
        )
    return found


def _prefill(certificate_type: CertificateType, order: DraftOrder, user: CareUser) -> engine.PrefillResult | None:
    """Faults in the data never stop the call: each is logged, its answer left out."""
    element = order.prefill
    if (
        element is None
        or not access.takes_prefill(certificate_type, user.unit)
        or element.find(f"{{{CERT_33}}}svar") is None
    ):
        return None
    result = engine.prefill(certificate_type, element, birth=PersonId(order.person_id).birth_date)
    for entry in result.log:
        log.warning("prefill_answer_skipped", code=entry.code.value, svar_id=entry.svar_id, delsvar_id=entry.delsvar_id)
    log.info("prefill_read", type_id=certificate_type.type_id, answers=len(result.answers))
    return result
