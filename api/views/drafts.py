"""``/drafts``: CreateDraftCertificate as JSON (spec/integration.md 1.1, 4.3)."""

from __future__ import annotations

from typing import Any

from lxml import etree
from rest_framework.request import Request
from rest_framework.response import Response

from api import access, answers, idempotency
from api.requests import DraftRequest
from api.schema import describe
from api.serializer import read
from api.views.base import ApiView
from certificates.lifecycle.order import DraftOrder, order_draft
from certificates.questions.svar import Delsvar, Svar, append_svar
from rivta.namespaces import CERT_33


class Drafts(ApiView):
    @describe(
        "Skapa ett utkast",
        text="Samma regler som CreateDraftCertificate. Ett anrop som upprepas med samma Idempotency-Key inom 24 timmar "
        "får det första svaret igen.",
        takes=DraftRequest,
        headers={idempotency.HEADER: idempotency.SCHEMA},
        answers={201: (answers.DraftAnswer, "Utkastet finns.")},
        problems=(403, 404, 409, 500, 502, 503),
    )
    def post(self, request: Request) -> Response:
        wanted = read(DraftRequest, request.data)
        return idempotency.once(request, lambda: self._create(wanted))

    def _create(self, wanted: dict[str, Any]) -> Response:
        unit = access.own_unit(self.care_provider(), wanted["createdBy"]["unitHsaId"])
        ordered = order_draft(
            DraftOrder(
                type_code=wanted["type"]["code"],
                type_code_system=wanted["type"]["codeSystem"],
                person_id=wanted["patient"]["personId"],
                creator_hsa_id=wanted["createdBy"]["hsaId"],
                creator_name=wanted["createdBy"]["name"],
                unit_id=unit.hsa_id,
                reference=wanted.get("ref", "").strip(),
                prefill=_prefill(wanted.get("prefill", [])),
                care_provider_id=self.care_provider(),
            )
        )
        return Response(answers.draft(ordered.certificate, ordered.notice), status=201)


def _prefill(given: list[dict[str, Any]]) -> etree._Element | None:
    """The ``forifyllnad`` that says the same."""
    if not given:
        return None
    element = etree.Element(f"{{{CERT_33}}}forifyllnad")
    for one in given:
        parts = tuple(Delsvar(part["id"], part["value"]) for part in one["subAnswers"])
        append_svar(element, Svar(one["id"], parts, one.get("instance")), namespace=CERT_33)
    return element
