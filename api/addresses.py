"""Addresses that a caller of the API gives and that we shall call: none of them leads into our own network.

``WEBHOOK_PRIVATE_ADDRESSES`` lets them, for the embedded demo. They are checked when they are given, and again at each
call, on the address that the connection leads to (``rivta.reach``): a name may lead elsewhere by then.
"""

from __future__ import annotations

import socket
from urllib.parse import urlsplit

from django.conf import settings

from rivta.reach import may_reach
from webcert.errors import InvalidInput

_PORTS = {"http": 80, "https": 443}


class AddressRefused(InvalidInput):
    code = "VALIDATION_ERROR"
    status = 422


def checked(url: str) -> str:
    """The address, or ``AddressRefused``: http or https, a host, no credentials, nothing of our own network."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise AddressRefused("Adressen gick inte att tolka.") from None
    if parts.scheme not in _PORTS or not host or not url.isascii() or any(sign.isspace() for sign in url):
        raise AddressRefused("Ange en fullständig adress med http eller https.")
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise AddressRefused("Adressen får inte innehålla inloggning eller fragment.")
    if not settings.WEBHOOK_PRIVATE_ADDRESSES and not _leads_outside(host, port or _PORTS[parts.scheme]):
        raise AddressRefused("Adressen leder inte till ett öppet nät.")
    return url


def _leads_outside(host: str, port: int) -> bool:
    """Every address of the host does; a host without any does not."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return False
    return bool(found) and all(may_reach(str(place[4][0])) for place in found)
