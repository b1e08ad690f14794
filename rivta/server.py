"""Endpoints and their dispatch: bytes in, status and bytes out, the same over HTTP and inside a process.

A room registers its endpoints when the app is ready; the handler is chosen by the body element, never by SOAPAction.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import structlog
from lxml import etree

from rivta import envelope, xml
from rivta.contracts import Contract
from rivta.envelope import FaultCode, SoapFault
from rivta.results import ErrorId, Result, ResultCode, response_element

log = structlog.get_logger(__name__)

IN_PROCESS = "in-process"
_SHOWN_ERRORS = 3
_ERROR_LENGTH = 300


class FailureStyle(StrEnum):
    """How a schema failure or an uncaught exception is answered (spec/integration.md 0).

    RESULT: HTTP 200 and a result ERROR. FAULT: HTTP 500 and a SOAP fault.
    """

    RESULT = "RESULT"
    FAULT = "FAULT"


RESULT = FailureStyle.RESULT
FAULT = FailureStyle.FAULT


@dataclass(frozen=True, slots=True)
class SoapRequest:
    """One valid call. ``raw`` is the envelope as received, ``caller`` who the transport says it was."""

    contract: Contract
    body: etree._Element
    logical_address: str
    caller: str
    raw: bytes


@dataclass(frozen=True, slots=True)
class RawReply:
    """An answer that is deliberately no proper SOAP answer; simulators use it."""

    status: int
    content: bytes


class NoAnswer(Exception):
    """The handler lets the caller wait for ``seconds`` and answers nothing; simulators use it."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"no answer for {seconds} s")
        self.seconds = seconds


class HangUp(Exception):
    """The handler closes the connection instead of answering; simulators use it."""


Handler = Callable[[SoapRequest], etree._Element | RawReply]


@dataclass(frozen=True, slots=True)
class Approach:
    """A call of this installation to an endpoint of its own, before there is a connection."""

    contract: Contract
    logical_address: str
    content: etree._Element | bytes

    def request(self) -> SoapRequest:
        """What the endpoint would be handed."""
        body = xml.parse(self.content) if isinstance(self.content, bytes) else self.content
        return SoapRequest(self.contract, body, self.logical_address, IN_PROCESS, b"")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Paths of the installation (with a leading slash) and the contracts that they answer.

    ``is_guarded``: the caller must pass ``SOAP_BASIC_AUTH``, ``SOAP_ALLOWED_CLIENTS`` and
    ``SOAP_CLIENT_CERTIFICATE_HEADER`` where they are set; a simulator that the installation itself calls is not.
    ``on_invalid`` sees a message that breaks its contract before it is answered as a failure.
    ``refuses`` plays a server that is down to the installation's own calls: they do not get a connection.
    """

    paths: Sequence[str]
    handlers: Mapping[Contract, Handler]
    on_failure: FailureStyle = FAULT
    is_guarded: bool = True
    on_invalid: Callable[[SoapRequest], None] | None = None
    refuses: Callable[[Approach], bool] | None = None

    @property
    def contract(self) -> Contract:
        """The contract that ``?wsdl`` shows: the first one."""
        return next(iter(self.handlers))

    def find(self, body_tag: str) -> tuple[Contract, Handler]:
        """Contract and handler of a body element; ``SoapFault`` when no contract here knows it."""
        for contract, handler in self.handlers.items():
            if body_tag == contract.request_tag:
                return contract, handler
        raise SoapFault("No contract of this endpoint knows the body element", FaultCode.CLIENT)


_endpoints: dict[str, Endpoint] = {}


def register(endpoint: Endpoint) -> None:
    """Serve ``endpoint`` at its paths. One path, one endpoint."""
    for path in endpoint.paths:
        if _endpoints.setdefault(path, endpoint) is not endpoint:
            raise ValueError(f"{path} is already registered")


def unregister(endpoint: Endpoint) -> None:
    """Stop serving ``endpoint``."""
    for path in endpoint.paths:
        del _endpoints[path]


def endpoint_at(path: str) -> Endpoint | None:
    return _endpoints.get(path)


def paths() -> tuple[str, ...]:
    """Every path that is served, in order of registration."""
    return tuple(_endpoints)


def answer(path: str, request: bytes, *, caller: str = IN_PROCESS, charset: str = "") -> tuple[int, bytes]:
    """Dispatch one envelope to the endpoint at ``path``: HTTP status and answer.

    ``NoAnswer`` and ``HangUp`` pass through: what they mean is the transport's matter.
    """
    endpoint = endpoint_at(path)
    if endpoint is None:
        return 404, envelope.fault("There is no endpoint at this path", FaultCode.CLIENT)
    started = time.perf_counter()
    call = _Call(endpoint=endpoint, path=path, caller=caller)
    try:
        status, content = call.run(request, charset)
    except xml.TooLargeXml as error:
        status, content = 413, envelope.fault(str(error), FaultCode.CLIENT)
    except xml.MalformedXml as error:
        status, content = 500, envelope.fault(str(error), FaultCode.CLIENT)
    except SoapFault as error:
        status, content = 500, envelope.fault(error.text, error.code)
    log.info(
        "soap_call",
        path=path,
        contract=call.contract_name,
        logical_address=call.logical_address[:64],
        caller=caller,
        status=status,
        outcome=call.outcome,
        ms=round((time.perf_counter() - started) * 1000, 1),
    )
    return status, content


@dataclass(slots=True)
class _Call:
    """One call on its way through an endpoint, with what the log line needs to know of it."""

    endpoint: Endpoint
    path: str
    caller: str
    contract_name: str = ""
    logical_address: str = ""
    outcome: str = "refused"

    def run(self, request: bytes, charset: str) -> tuple[int, bytes]:
        opened = envelope.open_request(xml.parse(request, charset=charset))
        self.logical_address = opened.logical_address
        contract, handler = self.endpoint.find(opened.body.tag)
        self.contract_name = f"{contract.name} {contract.major}"
        soap_request = SoapRequest(
            contract=contract,
            body=opened.body,
            logical_address=opened.logical_address,
            caller=self.caller,
            raw=request,
        )
        errors = contract.validate(opened.body)
        if not errors:
            return self._handle(handler, soap_request)
        self.outcome = "invalid"
        self._show_invalid(soap_request)
        return self._failure(contract, f"Unmarshalling Error: {_shown(errors)}", FaultCode.CLIENT)

    def _show_invalid(self, request: SoapRequest) -> None:
        if self.endpoint.on_invalid is None:
            return
        try:
            self.endpoint.on_invalid(request)
        except Exception:
            log.exception("soap_invalid_message_not_kept", path=self.path)

    def _handle(self, handler: Handler, request: SoapRequest) -> tuple[int, bytes]:
        contract = request.contract
        try:
            reply = handler(request)
        except (SoapFault, NoAnswer, HangUp):
            self.outcome = "fault"
            raise
        except Exception:
            return self._internal_error(contract, "soap_handler_failed", exc_info=True)
        if isinstance(reply, RawReply):
            self.outcome = "raw"
            return reply.status, reply.content
        errors = contract.validate(reply) if reply.tag == contract.response_tag else ["not the contract's response"]
        if errors:
            return self._internal_error(contract, "soap_own_response_invalid", errors=len(errors))
        self.outcome = "answered"
        return 200, envelope.wrap_answer(reply)

    def _internal_error(self, contract: Contract, event: str, **details: object) -> tuple[int, bytes]:
        error_id = str(uuid.uuid4())
        log.error(event, path=self.path, contract=self.contract_name, error_id=error_id, **details)
        self.outcome = "failed"
        return self._failure(contract, f"Internal error, reference {error_id}", FaultCode.SERVER)

    def _failure(self, contract: Contract, text: str, code: FaultCode) -> tuple[int, bytes]:
        if self.endpoint.on_failure is FailureStyle.FAULT:
            raise SoapFault(text, code)
        error_id = ErrorId.VALIDATION_ERROR if code is FaultCode.CLIENT else ErrorId.APPLICATION_ERROR
        return 200, envelope.wrap_answer(response_element(contract, Result(ResultCode.ERROR, text, error_id)))


def _shown(errors: list[str]) -> str:
    return "; ".join(error[:_ERROR_LENGTH] for error in errors[:_SHOWN_ERRORS])
