"""``/events``: status events for systems that ask instead of being told (spec/integration.md 4.3)."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from api import access, answers, queries
from api.requests import EventsQuery
from api.schema import describe
from api.serializer import read_query
from api.views.base import ApiView
from notifications import resending
from webcert.errors import InvalidState


class Events(ApiView):
    @describe(
        "Läs händelser i ordning",
        text="Femtio åt gången, äldst först. Fråga nästa gång med after = den sista händelsens id: ingen händelse med "
        "lägre id kommer till efteråt.",
        query=EventsQuery,
        answers={200: (answers.EventsAnswer, "Händelserna.")},
        problems=(404,),
    )
    def get(self, request: Request) -> Response:
        wanted = read_query(EventsQuery, request.query_params)
        unit = access.own_unit(self.care_provider(), wanted["unit"]).hsa_id if "unit" in wanted else ""
        page = queries.events_after(
            self.care_provider(),
            wanted.get("after", 0),
            unit=unit,
            certificate_id=str(wanted.get("certificate", "")),
        )
        return Response({"events": [answers.event(update) for update in page.rows], "hasMore": page.has_more})


class Resend(ApiView):
    @describe(
        "Skicka om en händelse",
        text="Statusuppdateringen skickas en gång till, med samma innehåll.",
        answers={202: (answers.ResendAnswer, "Den skickas om.")},
        problems=(404, 409),
    )
    def post(self, request: Request, event_id: int) -> Response:
        update = queries.event(self.care_provider(), event_id)
        if not resending.send_one(update.pk, among=queries.events(self.care_provider())):
            raise InvalidState("Händelsen är redan på väg, eller skickas inte alls.")
        return Response({"id": update.pk, "resent": True}, status=202)
