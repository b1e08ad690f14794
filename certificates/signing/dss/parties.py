"""Who takes part in a signing by a signing service: the service, its identity provider and we as its client.

Without settings the service is the simulator, whose credentials and ours come from the test CA.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from django.conf import settings

from certificates.signing import test_ca
from certificates.signing.test_ca import Credential

CLIENT = "webcert-client"
SERVICE = "signing-service"
RESPONSE_PATH = "/api/signature/signservice/v1/response"
METADATA_PATH = "/api/signature/signservice/v1/metadata"
SIMULATOR_PATH = "/simulators/signing/"


@dataclass(frozen=True, slots=True)
class Parties:
    """Addresses, names and certificates. ``client`` is our own credential; ``client_id`` our entity id."""

    service_url: str
    service_id: str
    service_certificates: tuple[x509.Certificate, ...]
    idp_id: str
    client: Credential
    client_id: str
    response_url: str


def parties() -> Parties:
    """As configured, otherwise the simulator of this installation."""
    simulator = settings.BASE_URL + SIMULATOR_PATH
    return Parties(
        service_url=settings.SIGNING_SERVICE_URL or SIMULATOR_PATH,
        service_id=settings.SIGNING_SERVICE_ID or simulator + "service",
        service_certificates=_service_certificates(),
        idp_id=settings.SIGNING_IDP_ID or simulator + "idp",
        client=_client(),
        client_id=settings.BASE_URL + METADATA_PATH,
        response_url=settings.BASE_URL + RESPONSE_PATH,
    )


def _service_certificates() -> tuple[x509.Certificate, ...]:
    if settings.SIGNING_SERVICE_CERTIFICATE:
        return _certificates_from(settings.SIGNING_SERVICE_CERTIFICATE)
    return (test_ca.function_credential(SERVICE).certificate,)


def _client() -> Credential:
    if settings.SIGNING_CLIENT_KEY and settings.SIGNING_CLIENT_CERTIFICATE:
        return _credential_from(settings.SIGNING_CLIENT_KEY, settings.SIGNING_CLIENT_CERTIFICATE)
    return test_ca.function_credential(CLIENT)


@lru_cache(maxsize=4)
def _certificates_from(path: str) -> tuple[x509.Certificate, ...]:
    return tuple(x509.load_pem_x509_certificates(Path(path).read_bytes()))


@lru_cache(maxsize=4)
def _credential_from(key_path: str, certificate_path: str) -> Credential:
    key = load_pem_private_key(Path(key_path).read_bytes(), None)
    return Credential(key, _certificates_from(certificate_path)[0])
