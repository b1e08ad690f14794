"""Certificates to and from RegisterCertificate XML (spec/signing.md 2, spec/integration.md 2.2)."""

from certificates.transport.reading import ParsedIntyg, UnreadableIntyg, parse_intyg
from certificates.transport.writing import (
    INTYG_IN_LIST,
    INTYG_IN_REGISTER,
    INTYG_IN_STATUS_UPDATE,
    intyg_element,
    register_certificate_body,
)

__all__ = [
    "INTYG_IN_LIST",
    "INTYG_IN_REGISTER",
    "INTYG_IN_STATUS_UPDATE",
    "ParsedIntyg",
    "UnreadableIntyg",
    "intyg_element",
    "parse_intyg",
    "register_certificate_body",
]
