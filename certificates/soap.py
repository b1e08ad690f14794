"""CreateDraftCertificate 3: a journal system asks for a draft (spec/integration.md 1.1).

The steps are those of the spec, in its order; the first that fails ends the call and nothing is stored. Texts are
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
from rivta import server
from rivta.build import ii
from rivta.contracts import CREATE_DRAFT_CERTIFICATE_3
from rivta.namespaces import CERT, CERT_33, CREATE_DRAFT, TYPES
from rivta.results import ErrorId, Result, ResultCode, response_element
from webcert import clock
from webcert.errors import WebcertError

log = structlog.get_logger(__name__)

PATHS = (
    "/services/create-draft-certificate/v3.0",
    "/clinicalprocess/healthcond/certificate/CreateDraftCertificate/3/rivtabp21",
)
MAX_REFERENCE_LENGTH = 255
MAX_NAME_LENGTH = 255


class Refused(Exception):
    """The call ends with an ERROR."""

    def __init__(self, error_id: ErrorId, text: str) -> None:
        super().__init__(text)
        self.error_id = error_id
        self.text = text


@dataclass(frozen=True, slots=True)
class DraftRequest:
    """The parts of the request that are used. The patient's name and address are only checked for presence (1.1.2)."""

    type_code: str
    type_code_system: str
    person_id: str
    patient_first_name: str
    patient_last_name: str
    creator_hsa_id: str
    creator_name: str
    unit_id: str
    unit_name: str
    reference: str
    prefill: etree._Element | None

    @classmethod
    def read(cls, body: etree._Element) -> DraftRequest:
        intyg = next(body.iterchildren(f"{{{CREATE_DRAFT}}}intyg"))
        creator = f"{{{CREATE_DRAFT}}}skapadAv"
        unit = f"{creator}/{{{CREATE_DRAFT}}}enhet"
        patient = f"{{{CREATE_DRAFT}}}patient"
        extension = f"{{{TYPES}}}extension"
        type_of = f"{{{CREATE_DRAFT}}}typAvIntyg"

        def text(path: str) -> str:
            return intyg.findtext(path, default="").strip()

        return cls(
            type_code=text(f"{type_of}/{{{TYPES}}}code"),
            type_code_system=text(f"{type_of}/{{{TYPES}}}codeSystem"),
            person_id=text(f"{patient}/{{{CERT}}}person-id/{extension}"),
            patient_first_name=text(f"{patient}/{{{CERT}}}fornamn"),
            patient_last_name=text(f"{patient}/{{{CERT}}}efternamn"),
            creator_hsa_id=text(f"{creator}/{{{CREATE_DRAFT}}}personal-id/{extension}"),
            creator_name=text(f"{creator}/{{{CREATE_DRAFT}}}fullstandigtNamn"),
            unit_id=text(f"{unit}/{{{CREATE_DRAFT}}}enhets-id/{extension}"),
            unit_name=text(f"{unit}/{{{CREATE_DRAFT}}}enhetsnamn"),
            reference=text(f"{{{CREATE_DRAFT}}}ref"),
            prefill=intyg.find(f"{{{CERT_33}}}forifyllnad"),
        )


def create_draft_certificate(request: server.SoapRequest) -> etree._Element:
    """The handler: OK with the new id, INFO when there is something to know, or ERROR of the first failing step."""
    try:
        certificate, notice = _create(DraftRequest.read(request.body))
    except Refused as refusal:
        log.info("create_draft_certificate_refused", error_id=refusal.error_id.value, caller=request.caller)
        return _answer(Result(ResultCode.ERROR, refusal.text, refusal.error_id))
    log.info("create_draft_certificate_done", certificate_id=certificate.pk, unit_id=certificate.unit_id)
    certificate_id = ii(CREATE_DRAFT, "intygs-id", root=certificate.unit_id, extension=certificate.pk)
    return _answer(Result(ResultCode.INFO, notice) if notice else Result(ResultCode.OK), certificate_id)


def _answer(result: Result, *before: etree._Element) -> etree._Element:
    return response_element(CREATE_DRAFT_CERTIFICATE_3, result, *before)


def _create(wanted: DraftRequest) -> tuple[Certificate, str]:
    """The draft, and what the caller should know about the patient's other certificates (death-certificates 3.3)."""
    user = _load_creator(wanted)
    _check_fields(wanted)
    user, unit = _on_unit(user, wanted)
    patient = _look_up_patient(wanted.person_id)
    certificate_type = _find_type(wanted, user)
    prefill = _prefill(certificate_type, wanted, user)
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
            reference=wanted.reference,
            prefill=prefill,
            issuer_name=wanted.creator_name,
        )
        return certificate, notice
    except WebcertError as denial:
        raise Refused(ErrorId.APPLICATION_ERROR, denial.message) from denial
    except Exception as failure:
        log.exception("create_draft_certificate_failed", unit_id=wanted.unit_id)
        raise Refused(
            ErrorId.VALIDATION_ERROR, "Internal error. The certificate draft could not be created."
        ) from failure


def _load_creator(wanted: DraftRequest) -> CareUser:
    """Step 2. Neither a missing subscription nor a stand-alone block counts here."""
    try:
        return build_calling_user(wanted.creator_hsa_id)
    except Exception as refusal:
        log.info("missing_medarbetaruppdrag", user_id=wanted.creator_hsa_id, unit_id=wanted.unit_id)
        raise _no_valid_miu(wanted) from refusal


def _check_fields(wanted: DraftRequest) -> None:
    """Step 3: every fault is told."""
    faults = [text for is_fault, text in _faults(wanted) if is_fault]
    if faults:
        raise Refused(ErrorId.VALIDATION_ERROR, ", ".join(faults))


def _faults(wanted: DraftRequest) -> tuple[tuple[bool, str], ...]:
    return (
        (not wanted.patient_last_name, "Patient last name is required"),
        (not wanted.patient_first_name, "At least one patient first name is required"),
        *_person_id_faults(wanted.person_id),
        (not wanted.creator_name, "The full name of the creator is required"),
        (
            len(wanted.creator_name) > MAX_NAME_LENGTH,
            f"The full name of the creator is longer than {MAX_NAME_LENGTH} characters",
        ),
        (not wanted.creator_hsa_id, "The HSA-id of the creator is required"),
        (not wanted.unit_name, "The name of the unit is required"),
        (not wanted.unit_id, "The HSA-id of the unit is required"),
        (
            len(wanted.reference) > MAX_REFERENCE_LENGTH,
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


def _on_unit(user: CareUser, wanted: DraftRequest) -> tuple[CareUser, UnitNode]:
    """Steps 4 and 5."""
    unit = find_unit(user.providers, wanted.unit_id, ignore_case=True)
    if unit is None:
        log.info("missing_medarbetaruppdrag", user_id=wanted.creator_hsa_id, unit_id=wanted.unit_id)
        raise _no_valid_miu(wanted)
    return user.on_unit(unit.hsa_id), unit


def _no_valid_miu(wanted: DraftRequest) -> Refused:
    return Refused(
        ErrorId.VALIDATION_ERROR,
        f"No valid MIU was found for person {wanted.creator_hsa_id} on unit {wanted.unit_id}, "
        "the certificate draft cannot be created",
    )


def _look_up_patient(person_id: str) -> PatientRecord:
    """Steps 6 and 8: without an answer it is not known whether the patient is protected."""
    lookup = patient_queries.look_up(person_id)
    if lookup.status is LookupStatus.NOT_FOUND:
        raise Refused(
            ErrorId.APPLICATION_ERROR,
            "Personnumret finns inte i folkbokföringsregistret. Reservnummer kan inte användas.",
        )
    if lookup.patient is None:
        raise Refused(ErrorId.APPLICATION_ERROR, "The PU service could not be reached, please try again later")
    return lookup.patient


def _find_type(wanted: DraftRequest, user: CareUser) -> CertificateType:
    """Step 7: the newest active version of the code, unless the type is deprecated."""
    try:
        found = registry.newest_active(wanted.type_code, wanted.type_code_system, at=clock.today())
    except registry.UnknownCertificateType as unknown:
        raise Refused(
            ErrorId.APPLICATION_ERROR, f"The certificate type {wanted.type_code} is not supported"
        ) from unknown
    if access.is_deprecated(found, user.unit):
        raise Refused(
            ErrorId.VALIDATION_ERROR,
            f"The certificate type {wanted.type_code} is deprecated and can no longer be issued",
        )
    return found


def _prefill(certificate_type: CertificateType, wanted: DraftRequest, user: CareUser) -> engine.PrefillResult | None:
    """Faults in the data never stop the call: each is logged, its answer left out."""
    element = wanted.prefill
    if (
        element is None
        or not access.takes_prefill(certificate_type, user.unit)
        or element.find(f"{{{CERT_33}}}svar") is None
    ):
        return None
    result = engine.prefill(certificate_type, element, birth=PersonId(wanted.person_id).birth_date)
    for entry in result.log:
        log.warning("prefill_answer_skipped", code=entry.code.value, svar_id=entry.svar_id, delsvar_id=entry.delsvar_id)
    log.info("prefill_read", type_id=certificate_type.type_id, answers=len(result.answers))
    return result


server.register(
    server.Endpoint(
        paths=list(PATHS),
        handlers={CREATE_DRAFT_CERTIFICATE_3: create_draft_certificate},
        on_failure=server.RESULT,
    )
)
