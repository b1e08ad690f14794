"""Försäkringskassan: asks, reminds and answers through Intygstjänsten by zeep on the official WSDL (or our own)."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

import httpx
import zeep

from tests.e2e.journal_system import OFFICIAL, person_root
from tools.installation import Installation

WSDL = OFFICIAL / "SendMessageToCareInteraction/SendMessageToCareInteraction_2.0_RIVTABP21.wsdl"
BINDING = (
    "{urn:riv:clinicalprocess:healthcond:certificate:SendMessageToCare:2:rivtabp21}SendMessageToCareResponderBinding"
)
KV_AMNE, KV_PART = "ffa59d8f-8d7e-46ae-ac9e-31804e8e8499", "769bb12b-bd9f-4203-a5cd-fd14f2eb3b80"


class Recipient:
    """One that writes to care about certificates on one unit."""

    def __init__(self, place: Installation, *, unit: str) -> None:
        self.unit = unit
        self.http = httpx.Client(base_url=place.url, timeout=30)
        address = f"{place.url}/inera-certificate/send-message-to-care/v2.0"
        client = zeep.Client(str(WSDL) if WSDL.exists() else f"{address}?wsdl")
        self.service = client.create_service(BINDING, address)

    def tell(
        self,
        certificate_id: str,
        patient: str,
        *,
        topic: str,
        text: str,
        complements: Mapping[str, str] | None = None,
        reminds: str | None = None,
        answers: str | None = None,
        last_day: dt.date | None = None,
    ) -> str:
        """Send a message that must be accepted; its id. ``complements``: texts by the question's id."""
        message_id = str(uuid.uuid4())
        fields: dict[str, Any] = {
            "meddelande-id": message_id,
            "skickatTidpunkt": dt.datetime.now().isoformat(timespec="seconds"),
            "intygs-id": {"root": self.unit, "extension": certificate_id},
            "patientPerson-id": {"root": person_root(patient), "extension": patient},
            "logiskAdressMottagare": self.unit,
            "amne": {"code": topic, "codeSystem": KV_AMNE},
            "meddelande": text,
            "skickatAv": {"part": {"code": "FKASSA", "codeSystem": KV_PART}, "kontaktInfo": ["Hanna Handläggare"]},
            "komplettering": [{"frage-id": asked, "text": what} for asked, what in (complements or {}).items()],
        }
        optional = {
            "paminnelseMeddelande-id": reminds,
            "svarPa": {"meddelande-id": answers} if answers else None,
            "sistaDatumForSvar": last_day,
        }
        fields |= {name: value for name, value in optional.items() if value is not None}
        answer = self.service.SendMessageToCare(**fields, _soapheaders={"LogicalAddress": self.unit})
        assert answer["result"]["resultCode"] == "OK", answer
        return message_id

    def received(self, certificate_id: str) -> list[dict[str, Any]]:
        """Messages from care about a certificate, oldest first."""
        entries = self.http.get("/simulators/recipients/FKASSA/messages").json()
        return [entry for entry in entries if entry["certificateId"] == certificate_id]
