"""CreateDraftCertificate 3: a journal system asks for a draft (spec/integration.md 1.1)."""

from __future__ import annotations

import structlog
from lxml import etree

from certificates.lifecycle.order import DraftOrder, OrderRefused, order_draft
from rivta import server
from rivta.build import ii
from rivta.contracts import CREATE_DRAFT_CERTIFICATE_3
from rivta.namespaces import CERT, CERT_33, CREATE_DRAFT, TYPES
from rivta.results import Result, ResultCode, response_element

log = structlog.get_logger(__name__)

PATHS = (
    "/services/create-draft-certificate/v3.0",
    "/clinicalprocess/healthcond/certificate/CreateDraftCertificate/3/rivtabp21",
)


def read_order(body: etree._Element) -> DraftOrder:
    """The parts of the request that are used. The patient's name and address are only checked for presence (1.1.2)."""
    intyg = next(body.iterchildren(f"{{{CREATE_DRAFT}}}intyg"))
    creator = f"{{{CREATE_DRAFT}}}skapadAv"
    unit = f"{creator}/{{{CREATE_DRAFT}}}enhet"
    patient = f"{{{CREATE_DRAFT}}}patient"
    extension = f"{{{TYPES}}}extension"
    type_of = f"{{{CREATE_DRAFT}}}typAvIntyg"

    def text(path: str) -> str:
        return intyg.findtext(path, default="").strip()

    return DraftOrder(
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
        ordered = order_draft(read_order(request.body))
    except OrderRefused as refusal:
        log.info("create_draft_certificate_refused", error_id=refusal.error_id.value, caller=request.caller)
        return _answer(Result(ResultCode.ERROR, refusal.message, refusal.error_id))
    certificate, notice = ordered.certificate, ordered.notice
    log.info("create_draft_certificate_done", certificate_id=certificate.pk, unit_id=certificate.unit_id)
    certificate_id = ii(CREATE_DRAFT, "intygs-id", root=certificate.unit_id, extension=certificate.pk)
    return _answer(Result(ResultCode.INFO, notice) if notice else Result(ResultCode.OK), certificate_id)


def _answer(result: Result, *before: etree._Element) -> etree._Element:
    return response_element(CREATE_DRAFT_CERTIFICATE_3, result, *before)


server.register(
    server.Endpoint(
        paths=list(PATHS),
        handlers={CREATE_DRAFT_CERTIFICATE_3: create_draft_certificate},
        on_failure=server.RESULT,
    )
)
