"""A journal system: zeep on the official WSDL (on our own where the official files are missing)."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import zeep
from lxml import etree

from tools.installation import Installation

SHARED = Path(__file__).resolve().parents[3] / "shared"
OFFICIAL = SHARED / "contracts/rivta/clinicalprocess-healthcond-certificate/schemas/interactions"
WSDL = OFFICIAL / "CreateDraftCertificateInteraction/CreateDraftCertificateInteraction_3.3_RIVTABP21.wsdl"
BINDING = (
    "{urn:riv:clinicalprocess:healthcond:certificate:CreateDraftCertificate:3:rivtabp21}"
    "CreateDraftCertificateResponderBinding"
)
HSA = "1.2.752.129.2.1.4.1"
KV_INTYGSTYP = "b64ea353-e8f6-4832-b563-fc7d46f29548"


def person_root(number: str) -> str:
    return "1.2.752.129.2.1.3.3" if int(number[6]) >= 6 else "1.2.752.129.2.1.3.1"


class JournalSystem:
    """Creates drafts over SOAP and reads what the simulators of ``place`` hold."""

    def __init__(self, place: Installation) -> None:
        self.place = place
        self.http = httpx.Client(base_url=place.url, timeout=30)
        address = f"{place.url}/services/create-draft-certificate/v3.0"
        self.client = zeep.Client(str(WSDL) if WSDL.exists() else f"{address}?wsdl")
        self.service = self.client.create_service(BINDING, address)

    def create_draft(
        self,
        *,
        patient: str = "191212121212",
        person: str = "SE2321000016-P001",
        unit: str = "SE2321000016-VE01",
        code: str = "LISJP",
        reference: str | None = None,
        prefill: etree._Element | None = None,
    ) -> Any:
        """Call CreateDraftCertificate and return zeep's answer (``intygs-id``, ``result``)."""
        intyg: dict[str, Any] = {
            "typAvIntyg": {"code": code, "codeSystem": KV_INTYGSTYP},
            "patient": {
                "person-id": {"root": person_root(patient), "extension": patient},
                "fornamn": "Test",
                "efternamn": "Testsson",
                "postadress": "",
                "postnummer": "",
                "postort": "",
            },
            "skapadAv": {
                "personal-id": {"root": HSA, "extension": person},
                "fullstandigtNamn": "Testa Testsson",
                "enhet": {"enhets-id": {"root": HSA, "extension": unit}, "enhetsnamn": "Enheten"},
            },
        }
        if reference is not None:
            intyg["ref"] = reference
        if prefill is not None:
            intyg["forifyllnad"] = prefill
        return self.service.CreateDraftCertificate(intyg=intyg, _soapheaders={"LogicalAddress": unit})

    def new_certificate(self, **options: Any) -> str:
        """Create a draft that must succeed; its id."""
        answer = self.create_draft(**options)
        assert answer["result"]["resultCode"] == "OK", answer
        return answer["intygs-id"]["extension"]

    def status_updates(self, certificate_id: str) -> list[dict[str, Any]]:
        return self.http.get("/simulators/care/status-updates", params={"certificateId": certificate_id}).json()

    def events(self, certificate_id: str) -> list[str]:
        return [update["event"] for update in self.status_updates(certificate_id)]

    def received_by(self, recipient: str, certificate_id: str) -> list[dict[str, Any]]:
        entries = self.http.get(f"/simulators/recipients/{recipient}/certificates").json()
        return [e for e in entries if e["certificateId"] == certificate_id]

    def stored(self, certificate_id: str) -> dict[str, Any] | None:
        entries = self.http.get("/simulators/intygstjanst/certificates").json()
        return next((e for e in entries if e["certificateId"] == certificate_id), None)

    def log_entries(self, certificate_id: str) -> list[dict[str, Any]]:
        entries = self.http.get("/simulators/log/entries").json()
        return [e for e in entries if e["activityLevel"] == certificate_id]


def eventually(ask: Callable[[], Any], *, within: float = 60, because: str = "") -> Any:
    """Ask until the answer is true; fail with the last answer."""
    deadline = time.monotonic() + within
    while True:
        answer = ask()
        if answer:
            return answer
        if time.monotonic() > deadline:
            raise AssertionError(f"{because or 'it did not come true'}: last answer {answer!r}")
        time.sleep(0.2)
