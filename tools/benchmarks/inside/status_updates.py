"""Status updates that wait: a route to the receiver, and as many drafts as wanted."""

from __future__ import annotations

import base64

from notifications.models import StatusUpdate
from rivta import envelope
from tools.benchmarks.inside import actors, route


def measure(address: str, count: str) -> str:
    """Makes them; one envelope, Base64. The patient is a test person, of whom nothing goes to the PDL log."""
    route.measure(address)
    user, patient = actors.doctor(), actors.patient(actors.TEST_PERSON)
    for _ in range(int(count)):
        actors.new_draft(user, patient)
    update = StatusUpdate.objects.latest("pk")
    return base64.b64encode(envelope.wrap(bytes(update.payload), update.logical_address)).decode("ascii")
