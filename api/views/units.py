"""``/units``: is a unit told of events, and where (spec/integration.md 4.3)."""

from __future__ import annotations

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from api import access, answers, units
from api.requests import UnitRequest
from api.schema import describe
from api.serializer import read
from api.views.base import ApiView


class OneUnit(ApiView):
    @describe(
        "Läs hur en enhet är ansluten",
        answers={200: (answers.UnitAnswer, "Enheten.")},
        problems=(404, 502),
    )
    def get(self, request: Request, hsa_id: str) -> Response:
        return Response(self._answer(hsa_id))

    @describe(
        "Anslut en enhet, eller koppla från den",
        text="Registrerar enheten som integrerad och sätter dess eget vägval. Väntande händelser går i väg när ett "
        "vägval finns.",
        takes=UnitRequest,
        answers={200: (answers.UnitAnswer, "Enheten som den är nu.")},
        problems=(404, 502),
    )
    def put(self, request: Request, hsa_id: str) -> Response:
        unit = access.own_unit(self.care_provider(), hsa_id)
        wanted = read(UnitRequest, request.data)
        units.connect(unit, integrated=wanted["integrated"], endpoint=wanted["endpoint"] or "")
        return Response(self._answer(hsa_id))

    def _answer(self, hsa_id: str) -> dict[str, Any]:
        return units.connection_of(access.own_unit(self.care_provider(), hsa_id))
