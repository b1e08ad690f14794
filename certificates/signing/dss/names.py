"""Namespaces, names and fixed values of the signing service's messages (spec/signing.md 8.1)."""

from __future__ import annotations

DSS = "urn:oasis:names:tc:dss:1.0:core:schema"
CSIG = "http://id.elegnamnden.se/csig/1.1/dss-ext/ns"
SAML = "urn:oasis:names:tc:SAML:2.0:assertion"
SAML_METADATA = "urn:oasis:names:tc:SAML:2.0:metadata"
SAML_PROTOCOL = "urn:oasis:names:tc:SAML:2.0:protocol"
NSMAP = {"dss": DSS, "csig": CSIG, "saml": SAML}

PROFILE = "http://id.elegnamnden.se/csig/1.1/dss-ext/profile"
VERSION = "1.4"
BINDING = "POST/XML/1.0"
AUTHN_PROFILE = "digg_ap_hsaid_01"
ENTITY_FORMAT = "urn:oasis:names:tc:SAML:2.0:nameid-format:entity"
LEVELS_OF_ASSURANCE = ("http://id.sambi.se/loa/loa2", "http://id.sambi.se/loa/loa3")

EMPLOYEE_HSA_ID = "http://sambi.se/attributes/1/employeeHsaId"
CERTIFICATE_ATTRIBUTES = (
    ("2.5.4.42", "givenName", "http://sambi.se/attributes/1/givenName"),
    ("2.5.4.4", "sn", "http://sambi.se/attributes/1/surname"),
    ("2.5.4.5", "serialNumber", EMPLOYEE_HSA_ID),
    ("2.5.4.3", "commonName", "urn:name"),
)
"""Object identifier, friendly name and SAML attribute of what the leaf certificate shall name."""

SUCCESS = "urn:oasis:names:tc:dss:1.0:resultmajor:Success"
REQUESTER_ERROR = "urn:oasis:names:tc:dss:1.0:resultmajor:RequesterError"
RESPONDER_ERROR = "urn:oasis:names:tc:dss:1.0:resultmajor:ResponderError"


def dss(name: str) -> str:
    return f"{{{DSS}}}{name}"


def csig(name: str) -> str:
    return f"{{{CSIG}}}{name}"


def saml(name: str) -> str:
    return f"{{{SAML}}}{name}"
