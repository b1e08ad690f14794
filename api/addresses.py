"""Addresses that a caller of the API gives and that we shall call: none of them leads into our own network.

``WEBHOOK_PRIVATE_ADDRESSES`` lets them, for the embedded demo. That of a webhook is checked again at each call, on the
address that the connection leads to (``may_reach``); the endpoint of a unit is checked when it is given.
"""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import urlsplit

from django.conf import settings

from webcert.errors import InvalidInput

_GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")
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


def may_reach(address: str) -> bool:
    """Is this a network address that a webhook may be sent to?"""
    if settings.WEBHOOK_PRIVATE_ADDRESSES:
        return True
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return _is_public(found.ipv4_mapped)
        return found in _GLOBAL_UNICAST and found.sixtofour is None and _is_public(found)
    return _is_public(found)


def _is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    return address.is_global and not address.is_multicast


def _leads_outside(host: str, port: int) -> bool:
    """Every address of the host does; a host without any does not."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return False
    return bool(found) and all(may_reach(str(place[4][0])) for place in found)
