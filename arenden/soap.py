"""SendMessageToCare 2 and GetCertificateAdditions 1.1 (spec/messages.md 6; spec/integration.md 1.3, 1.5)."""

from __future__ import annotations

import structlog
from django.db import DatabaseError
from lxml import etree

from arenden.incoming import read_message
from arenden.models import Arende
from arenden.queries import messages_about
from arenden.services import AlreadyReceived, receive
from rivta import server
from rivta.build import el, ii, root
from rivta.contracts import GET_CERTIFICATE_ADDITIONS_1, SEND_MESSAGE_TO_CARE_2
from rivta.namespaces import ADDITIONS, TYPES
from rivta.results import ErrorId, Result, ResultCode, response_element
from webcert import clock
from webcert.errors import DataNotFound, ExternalSystemProblem, InvalidState, MissingParameter, WebcertError

log = structlog.get_logger(__name__)

MESSAGE_PATHS = ("/services/send-message-to-care/v2.0",)
"""The platform's path of this contract leads to Intygstjänsten, which passes on (spec/integration.md 1)."""
ADDITIONS_PATHS = (
    "/services/get-certificate-additions/v1.1",
    GET_CERTIFICATE_ADDITIONS_1.platform_path,
)
_NOT_TO_BE_RESENT = (InvalidState, DataNotFound, ExternalSystemProblem, MissingParameter)
_T = f"{{{TYPES}}}"


def send_message_to_care(request: server.SoapRequest) -> etree._Element:
    """The handler: OK, INFO for a message that is there already, or ERROR with its id (6.2)."""
    try:
        stored = receive(read_message(request.body))
    except AlreadyReceived as repeated:
        result = Result(ResultCode.INFO, repeated.message)
    except WebcertError as refusal:
        error_id = ErrorId.VALIDATION_ERROR if isinstance(refusal, _NOT_TO_BE_RESENT) else ErrorId.APPLICATION_ERROR
        log.info("message_to_care_refused", code=refusal.code, error_id=error_id.value, caller=request.caller)
        result = Result(ResultCode.ERROR, refusal.message, error_id)
    else:
        log.info("message_to_care_stored", certificate_id=stored.certificate_id, kind=stored.kind, topic=stored.topic)
        result = Result(ResultCode.OK)
    return response_element(SEND_MESSAGE_TO_CARE_2, result)


def get_certificate_additions(request: server.SoapRequest) -> etree._Element:
    """The handler: every question and answer about each certificate that is asked for, reminders left out (1.5).

    The result is ERROR, and nothing is told, when they could not be looked up.
    """
    asked = dict.fromkeys(
        (
            row.findtext(f"{_T}root", default="").strip(),
            row.findtext(f"{_T}extension", default="").strip(),
        )
        for row in request.body.iterfind(f"{{{ADDITIONS}}}intygs-id")
    )
    try:
        messages = messages_about({extension.lower() for _, extension in asked})
    except DatabaseError:
        log.exception("certificate_additions_not_found", caller=request.caller)
        return _additions(ResultCode.ERROR)
    return _additions(
        ResultCode.OK,
        *(
            el(
                ADDITIONS,
                "additions",
                None,
                ii(ADDITIONS, "intygs-id", root=id_root, extension=extension),
                *(_addition(message) for message in messages.get(extension.lower(), ())),
            )
            for id_root, extension in asked
        ),
    )


def _additions(code: ResultCode, *additions: etree._Element) -> etree._Element:
    """The result of this contract is a code alone."""
    return root(ADDITIONS, GET_CERTIFICATE_ADDITIONS_1.response_name, *additions, el(ADDITIONS, "result", code))


def _addition(message: Arende) -> etree._Element:
    return el(
        ADDITIONS,
        "addition",
        None,
        el(ADDITIONS, "id", message.message_id),
        el(ADDITIONS, "status", "Besvarad" if _is_answered(message) else "Obesvarad"),
        el(ADDITIONS, "skapad", clock.riv_timestamp(message.stored_at)),
        el(ADDITIONS, "amne", message.topic),
    )


def _is_answered(message: Arende) -> bool:
    if message.status == Arende.Status.ANSWERED:
        return bool(message.answers_message_id)
    return message.status in {Arende.Status.CLOSED, Arende.Status.PENDING_EXTERNAL_ACTION}


server.register(
    server.Endpoint(
        paths=list(MESSAGE_PATHS),
        handlers={SEND_MESSAGE_TO_CARE_2: send_message_to_care},
        on_failure=server.RESULT,
    )
)
server.register(
    server.Endpoint(paths=list(ADDITIONS_PATHS), handlers={GET_CERTIFICATE_ADDITIONS_1: get_certificate_additions})
)
