"""Putting the messages of past events into the inbox, past routes, holds and faults (spec/status-updates.md 9.13)."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet

from notifications.models import StatusUpdate
from rivta import envelope, xml
from rivta.contracts import CERTIFICATE_STATUS_UPDATE_FOR_CARE_3 as CONTRACT
from rivta.server import IN_PROCESS, SoapRequest
from simulators.care import soap
from simulators.modes.models import SimulatorMode

MOST = 500
"""At a time, for somebody waits in front of the page."""


@transaction.atomic
def replay(updates: QuerySet[StatusUpdate]) -> int:
    """Keep the very bytes of each as if the journal system had been sent them now, in the order of their events.

    Returns how many; an event that never had a message, or whose message has been emptied, has nothing to show.
    """
    rows = updates.defer(None).exclude(payload=b"").order_by("occurred_at", "pk")
    for update in rows:
        _put(bytes(update.payload), update.logical_address)
    return len(rows)


def _put(content: bytes, logical_address: str) -> None:
    body = xml.parse(content)
    request = SoapRequest(CONTRACT, body, logical_address, IN_PROCESS, envelope.wrap(content, logical_address))
    if CONTRACT.validate(body):
        soap.receive_invalid(request)
    else:
        soap.keep(request, is_valid=True, answer=SimulatorMode.Mode.OK)
