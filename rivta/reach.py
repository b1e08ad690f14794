"""Which network addresses a stranger may make us call: none of our own network.

``WEBHOOK_PRIVATE_ADDRESSES`` lets them all, for the embedded demo.
"""

from __future__ import annotations

import ipaddress

from django.conf import settings

_GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")


def may_reach(address: str) -> bool:
    """Is this a network address that may be called when the caller of the API has said where to call?"""
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
