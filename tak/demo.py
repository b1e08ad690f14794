"""Routes of the demo world (spec/demo-world.md TAK routes). Paths lead to this installation."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from tak.models import TakRoute
from tak.services import save_route

VALID_FROM = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)

CERTIFICATE = "urn:riv:clinicalprocess:healthcond:certificate:"
STATUS_UPDATE = CERTIFICATE + "CertificateStatusUpdateForCareResponder:3"
SEND_MESSAGE_TO_CARE = CERTIFICATE + "SendMessageToCareResponder:2"
STORE_LOG = "urn:riv:informationsecurity:auditing:log:StoreLogResponder:2"

JOURNAL_SYSTEM_PATH = "/simulators/care/CertificateStatusUpdateForCare/3/rivtabp21"
CARE_ADDRESSES = ("SE2321000016-VG01", "SE5565000001-VE22")
RECIPIENTS = {
    "FKASSA": "FKORG",
    "TRANSP": "tsTestAdress",
    "SKV": "Skatteverket",
    "SOS": "SOS",
    "AF": "AF",
}
RECIPIENT_CONTRACTS = {"RegisterCertificate": 3, "RevokeCertificate": 2, "SendMessageToRecipient": 2}


@transaction.atomic
def load() -> None:
    """The fixed routes of an empty catalogue."""
    for address in CARE_ADDRESSES:
        _save(STATUS_UPDATE, address, JOURNAL_SYSTEM_PATH, "Inbyggt journalsystem")
        _save(SEND_MESSAGE_TO_CARE, address, "/services/send-message-to-care/v2.0", "Webcert")
    for recipient, address in RECIPIENTS.items():
        for contract, major in RECIPIENT_CONTRACTS.items():
            path = f"/simulators/recipients/{recipient}/{contract}/{major}/rivtabp21"
            _save(f"{CERTIFICATE}{contract}Responder:{major}", address, path, f"Simulerad mottagare {recipient}")
    _save(STORE_LOG, "SE165565594230-1000", "/simulators/log/StoreLog/2/rivtabp21", "Inbyggd loggtjänst")


def _save(contract_namespace: str, logical_address: str, path: str, description: str) -> None:
    save_route(
        TakRoute(
            contract_namespace=contract_namespace,
            logical_address=logical_address,
            url=path,
            description=description,
            valid_from=VALID_FROM,
        )
    )
