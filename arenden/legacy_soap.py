"""ReceiveMedicalCertificateQuestion and ReceiveMedicalCertificateAnswer 1, for FK 7263 (spec/integration.md 1.6)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import structlog
from lxml import etree

from arenden.models import LegacyMessage
from arenden.services.legacy import LegacyAnswer, LegacyQuestion, receive_legacy_answer, receive_legacy_question
from rivta import oids, server
from rivta.contracts import RECEIVE_MEDICAL_CERTIFICATE_ANSWER_1 as ANSWER
from rivta.contracts import RECEIVE_MEDICAL_CERTIFICATE_QUESTION_1 as QUESTION
from rivta.contracts import Contract
from rivta.namespaces import HEALTHREPORTING, HEALTHREPORTING_MESSAGES, RECEIVE_ANSWER, RECEIVE_QUESTION
from rivta.results import ErrorId, Result, ResultCode, response_element
from webcert import clock
from webcert.errors import DataNotFound, InvalidState, MissingParameter, WebcertError

log = structlog.get_logger(__name__)

QUESTION_PATH = "/services/receive-question/v1.0"
ANSWER_PATH = "/services/receive-answer/v1.0"
_NOT_TO_BE_RESENT = (InvalidState, DataNotFound, MissingParameter)
_PERSON_ROOTS = (oids.PERSONNUMMER, oids.SAMORDNINGSNUMMER)
_H = f"{{{HEALTHREPORTING}}}"
_QA = f"{{{HEALTHREPORTING_MESSAGES}}}"


def receive_question(request: server.SoapRequest) -> etree._Element:
    """The handler: OK, or ERROR with its id; the faults of the parts are told together."""
    return _answer(QUESTION, request, lambda part: receive_legacy_question(_question(part)))


def receive_answer(request: server.SoapRequest) -> etree._Element:
    """The handler: OK, or ERROR with its id; the faults of the parts are told together."""
    return _answer(ANSWER, request, lambda part: receive_legacy_answer(_legacy_answer(part)))


def _answer(
    contract: Contract, request: server.SoapRequest, receive: Callable[[etree._Element], LegacyMessage]
) -> etree._Element:
    try:
        stored = receive(next(request.body.iterchildren(etree.Element)))
    except WebcertError as refusal:
        error_id = ErrorId.VALIDATION_ERROR if isinstance(refusal, _NOT_TO_BE_RESENT) else ErrorId.APPLICATION_ERROR
        log.info("legacy_message_refused", code=refusal.code, error_id=error_id.value, caller=request.caller)
        return response_element(contract, Result(ResultCode.ERROR, refusal.message, error_id))
    log.info("legacy_message_stored", certificate_id=stored.certificate_id, topic=stored.topic)
    return response_element(contract, Result(ResultCode.OK))


def _question(part: etree._Element) -> LegacyQuestion:
    ns = f"{{{RECEIVE_QUESTION}}}"
    _require(part, ns, f"{ns}fraga")
    last_day = _text(part, f"{ns}fkSistaDatumForSvar")
    return LegacyQuestion(
        certificate_id=_text(part, f"{ns}lakarutlatande/{_QA}lakarutlatande-id"),
        reference=_text(part, f"{ns}fkReferens-id"),
        topic=LegacyMessage.Topic(_text(part, f"{ns}amne")),
        text=part.findtext(f"{ns}fraga/{_QA}meddelandeText", default=""),
        sent_at=_moment(_text(part, f"{ns}avsantTidpunkt")),
        heading=_text(part, f"{ns}fkMeddelanderubrik"),
        contact=tuple(row.text or "" for row in part.iterfind(f"{ns}fkKontaktInfo/{_QA}kontakt")),
        complements=tuple(
            (_text(row, f"{_QA}falt"), row.findtext(f"{_QA}text", default=""))
            for row in part.iterfind(f"{ns}fkKomplettering")
        ),
        last_answer_date=_day(last_day) if last_day else None,
    )


def _legacy_answer(part: etree._Element) -> LegacyAnswer:
    ns = f"{{{RECEIVE_ANSWER}}}"
    _require(part, ns, f"{ns}svar")
    return LegacyAnswer(
        certificate_id=_text(part, f"{ns}lakarutlatande/{_QA}lakarutlatande-id"),
        number=_text(part, f"{ns}vardReferens-id"),
        reference=_text(part, f"{ns}fkReferens-id"),
        text=part.findtext(f"{ns}svar/{_QA}meddelandeText", default=""),
        sent_at=_moment(_text(part, f"{ns}avsantTidpunkt")),
    )


def _require(part: etree._Element, ns: str, content: str) -> None:
    """``MissingParameter`` with every fault of the parts that both contracts have; ``content`` holds the message."""
    staff = f"{ns}adressVard/{_QA}hosPersonal"
    unit = f"{staff}/{_H}enhet"
    provider = f"{unit}/{_H}vardgivare"
    patient = f"{ns}lakarutlatande/{_QA}patient"
    faults = [
        fault
        for is_fault, fault in (
            (not _text(part, f"{content}/{_QA}meddelandeText"), "The message has no text"),
            (not _text(part, f"{ns}lakarutlatande/{_QA}lakarutlatande-id"), "lakarutlatande-id is empty"),
            (not _has_id(part, f"{staff}/{_H}personal-id", oids.HSA_ID), "personal-id is not an HSA-id"),
            (not _text(part, f"{staff}/{_H}fullstandigtNamn"), "The name of the staff is missing"),
            (not _has_id(part, f"{unit}/{_H}enhets-id", oids.HSA_ID), "enhets-id is not an HSA-id"),
            (not _text(part, f"{unit}/{_H}enhetsnamn"), "The name of the unit is missing"),
            (not _has_id(part, f"{provider}/{_H}vardgivare-id", oids.HSA_ID), "vardgivare-id is not an HSA-id"),
            (not _text(part, f"{provider}/{_H}vardgivarnamn"), "The name of the care provider is missing"),
            (not _has_id(part, f"{patient}/{_H}person-id", *_PERSON_ROOTS), "person-id is not a personal number"),
            (not _text(part, f"{patient}/{_H}fullstandigtNamn"), "The name of the patient is missing"),
        )
        if is_fault
    ]
    if faults:
        raise MissingParameter(",".join(faults))


def _has_id(part: etree._Element, path: str, *roots: str) -> bool:
    """Identifiers are attributes in this generation of contracts."""
    element = part.find(path)
    return element is not None and element.get("root", "") in roots and bool(element.get("extension", "").strip())


def _text(part: etree._Element, path: str) -> str:
    return part.findtext(path, default="").strip()


def _moment(text: str) -> dt.datetime:
    """A dateTime with or without zone; without, it is Swedish."""
    try:
        moment = dt.datetime.fromisoformat(text)
        return moment.astimezone(dt.UTC) if moment.tzinfo else clock.from_local(moment)
    except (ValueError, OverflowError) as error:
        raise MissingParameter("avsantTidpunkt is not a time that exists") from error


def _day(text: str) -> dt.date:
    """A date; a zone behind it says nothing."""
    try:
        return dt.date.fromisoformat(text[:10])
    except ValueError as error:
        raise MissingParameter("fkSistaDatumForSvar is not a day that exists") from error


server.register(server.Endpoint(paths=[QUESTION_PATH], handlers={QUESTION: receive_question}, on_failure=server.RESULT))
server.register(server.Endpoint(paths=[ANSWER_PATH], handlers={ANSWER: receive_answer}, on_failure=server.RESULT))
