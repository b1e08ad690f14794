"""``/webhooks``: addresses that get each status event as JSON (spec/integration.md 4.3)."""

from __future__ import annotations

import uuid

from rest_framework.request import Request
from rest_framework.response import Response

from api import access, answers, queries
from api.requests import WebhookRequest
from api.schema import describe
from api.serializer import read
from api.views.base import ApiView
from api.webhooks import services, signing


class Webhooks(ApiView):
    @describe(
        "Registrera en webhook",
        text="Varje händelse skickas som JSON med POST, vid sidan av SOAP och med samma omförsök. Svara 2xx; 410 ger "
        "upp anropet. Webcert-Signature är t=<sekunder>,v1=<HMAC-SHA256 i hex över t, en punkt och innehållet>, gjord "
        "med hemligheten som svaret visar en enda gång. Innehållet är en EventFactsAnswer; samma händelse kan komma "
        "två gånger.",
        takes=WebhookRequest,
        answers={201: (answers.NewWebhookAnswer, "Webhooken, med sin hemlighet.")},
        problems=(404, 409, 502),
    )
    def post(self, request: Request) -> Response:
        wanted = read(WebhookRequest, request.data)
        units = [access.own_unit(self.care_provider(), unit).hsa_id for unit in wanted.get("units", [])]
        webhook = services.register(request.auth, wanted["url"], units=units)
        return Response(answers.webhook(webhook) | {"secret": signing.secret_of(webhook)}, status=201)

    @describe("Lista webhooks", answers={200: (answers.WebhooksAnswer, "Vårdgivarens webhooks.")})
    def get(self, request: Request) -> Response:
        return Response({"webhooks": [answers.webhook(row) for row in queries.webhooks(self.care_provider())]})


class OneWebhook(ApiView):
    @describe(
        "Ta bort en webhook",
        text="Anrop som väntar avbryts.",
        answers={204: (None, "Borttagen.")},
        problems=(404,),
    )
    def delete(self, request: Request, webhook_id: uuid.UUID) -> Response:
        services.remove(queries.webhook(self.care_provider(), webhook_id))
        return Response(status=204)
