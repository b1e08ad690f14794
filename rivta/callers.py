"""Who may call a guarded endpoint, and the name that the log gives them (spec/integration.md 0)."""

from __future__ import annotations

import base64
import ipaddress

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

_LONGEST_NAME = 120


class Refused(Exception):
    """The caller may not call: HTTP status and a short text."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status
        self.text = text


def identify(request: HttpRequest) -> str:
    """The caller's name: the certificate's subject, the user name or the address, for unguarded endpoints too."""
    subject = request.headers.get(settings.SOAP_CLIENT_CERTIFICATE_HEADER or "X-None", "")
    name = subject or _credentials(request).partition(":")[0] or client_address(request)
    return name[:_LONGEST_NAME]


def check(request: HttpRequest) -> None:
    """``Refused`` unless every way of checking that is switched on is content."""
    if settings.SOAP_ALLOWED_CLIENTS and not _is_allowed(client_address(request)):
        raise Refused(403, "This address may not call")
    if settings.SOAP_CLIENT_CERTIFICATE_HEADER and not request.headers.get(settings.SOAP_CLIENT_CERTIFICATE_HEADER):
        raise Refused(403, "A client certificate is needed")
    if settings.SOAP_BASIC_AUTH and not constant_time_compare(_credentials(request), settings.SOAP_BASIC_AUTH):
        raise Refused(401, "User name and password are needed")


def client_address(request: HttpRequest) -> str:
    """The caller's network address; behind our own proxy the last one that it wrote down."""
    forwarded = request.headers.get("X-Forwarded-For", "")
    if settings.SECURE_PROXY_SSL_HEADER and forwarded:
        return forwarded.rpartition(",")[2].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


def _credentials(request: HttpRequest) -> str:
    scheme, _, value = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return ""
    try:
        return base64.b64decode(value.strip(), validate=True).decode("utf-8")
    except ValueError:  # letters that are not ASCII, no base64, no UTF-8
        return ""


def _is_allowed(address: str) -> bool:
    try:
        caller = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(caller in ipaddress.ip_network(entry.strip(), strict=False) for entry in settings.SOAP_ALLOWED_CLIENTS)
