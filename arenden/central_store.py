"""Where earlier messages about a certificate are found that comes from Intygstjänsten (spec/messages.md 6.1).

No contract tells them: whoever holds them plugs in here. Without a source there are none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EarlierMessages:
    """``bodies``: SendMessageToCare and SendMessageToRecipient 2, the oldest first. ``is_complemented``: another
    certificate answers what was asked about this one."""

    bodies: tuple[bytes, ...] = ()
    is_complemented: bool = False


Source = Callable[[str], EarlierMessages]
_sources: list[Source] = []


def use(source: Source) -> Source:
    """Ask ``source(certificate_id)`` from now on; usable as a decorator."""
    _sources[:] = [source]
    return source


def earlier_messages(certificate_id: str) -> EarlierMessages:
    return _sources[0](certificate_id) if _sources else EarlierMessages()
