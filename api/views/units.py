"""``/units``: is a unit told of events, where, and how the simulated receiver answers (spec/integration.md 4.3)."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from rest_framework.request import Request
from rest_framework.response import Response

from api import access, answers, units
from api.outside import Mode, ReceiverMode
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
        "vägval finns. receiver bestämmer hur det simulerade journalsystemet svarar det som rör enheten, så att "
        "omförsök kan prövas; utan simulatorer är svaret 409.",
        takes=UnitRequest,
        answers={200: (answers.UnitAnswer, "Enheten som den är nu.")},
        problems=(404, 409, 502),
    )
    def put(self, request: Request, hsa_id: str) -> Response:
        unit = access.own_unit(self.care_provider(), hsa_id)
        wanted = read(UnitRequest, request.data)
        endpoint = units.endpoint_for(unit, wanted["endpoint"] or "")
        with transaction.atomic():
            units.connect(unit, integrated=wanted["integrated"], endpoint=endpoint)
            if "receiver" in wanted:
                units.set_receiver(unit, _mode(wanted["receiver"]))
        return Response(self._answer(hsa_id))

    def _answer(self, hsa_id: str) -> dict[str, Any]:
        return units.connection_of(access.own_unit(self.care_provider(), hsa_id))


def _mode(given: dict[str, Any] | None) -> ReceiverMode | None:
    if given is None:
        return None
    return ReceiverMode(
        mode=Mode(given["mode"]),
        text=given.get("text", ""),
        delay_ms=given.get("delayMs", 0),
        delay_max_ms=given.get("delayMaxMs"),
        remaining=given.get("remaining"),
        every=given.get("every"),
        percent=given.get("percent"),
        seed=given.get("seed", 1),
    )
