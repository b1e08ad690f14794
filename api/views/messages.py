"""``/certificates/{id}/messages``: plays the recipient, where the simulators are on (spec/integration.md 4.3, 5.9)."""

from __future__ import annotations

import uuid
from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from api import answers, idempotency, messages, problems
from api.requests import MessageRequest
from api.schema import describe
from api.serializer import read
from api.views.base import ApiView
from certificates.models import Certificate
from certificates.queries import certificate_of_provider


class Messages(ApiView):
    @describe(
        "Skicka ett meddelande från intygets mottagare",
        text="För test: spelar mottagaren, som skickar SendMessageToCare till Intygstjänsten. En fråga (AVSTMN, "
        "KONTKT, OVRIGT), en begäran om komplettering (KOMPLT med complements), en påminnelse (PAMINN med remindsOf) "
        "eller ett svar (answers). Kontrollerna är Intygstjänstens och Webcerts egna: code är deras errorId, detail "
        "deras text. Ett anrop som upprepas med samma Idempotency-Key inom 24 timmar får det första svaret igen.",
        takes=MessageRequest,
        headers={idempotency.HEADER: idempotency.SCHEMA},
        answers={201: (answers.MessageAnswer, "Meddelandet har tagits emot.")},
        problems=(403, 404, 409, 502),
    )
    def post(self, request: Request, certificate_id: uuid.UUID) -> Response:
        certificate = certificate_of_provider(self.care_provider(), str(certificate_id))
        wanted = read(MessageRequest, request.data)
        return idempotency.once(request, lambda: self._send(certificate, wanted))

    def _send(self, certificate: Certificate, wanted: dict[str, Any]) -> Response:
        """What was refused has been sent all the same, so it is answered and not raised: the recipient keeps it."""
        told = messages.tell_care(certificate, wanted)
        if not told.result.is_done:
            return problems.problem(messages.MessageRefused(told.result))
        body = {"id": told.message_id, "certificateId": certificate.pk, "topic": wanted["topic"]}
        return Response(body | {"result": told.result.code, "text": told.result.text}, status=201)
