"""Webcert's own endpoint for messages, played by the test."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from lxml import etree

from rivta import server
from rivta.contracts import SEND_MESSAGE_TO_CARE_2
from rivta.results import Result, response_element
from rivta.server import Endpoint, RawReply, SoapRequest
from simulators.intygstjanst.messages_to_care import WEBCERT_PATH


@dataclass
class Webcert:
    """Answers as told, and keeps what it was asked."""

    answer: Result | RawReply = field(default_factory=lambda: Result("OK"))
    requests: list[SoapRequest] = field(default_factory=list)

    def handle(self, request: SoapRequest) -> etree._Element | RawReply:
        self.requests.append(request)
        if isinstance(self.answer, RawReply):
            return self.answer
        return response_element(request.contract, self.answer)


@pytest.fixture
def webcert() -> Iterator[Webcert]:
    """Stands in for the endpoint of the room of the messages."""
    played = Webcert()
    endpoint = Endpoint(paths=[WEBCERT_PATH], handlers={SEND_MESSAGE_TO_CARE_2: played.handle})
    real = server.endpoint_at(WEBCERT_PATH)
    if real is not None:
        server.unregister(real)
    server.register(endpoint)
    yield played
    server.unregister(endpoint)
    if real is not None:
        server.register(real)
