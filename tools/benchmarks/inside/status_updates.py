"""Status updates that wait: a route to the receiver, and as many drafts as wanted."""

from __future__ import annotations

import base64
import datetime as dt

from notifications.models import StatusUpdate
from rivta import envelope
from rivta.contracts import CERTIFICATE_STATUS_UPDATE_FOR_CARE_3
from tak.models import TakRoute
from tak.services import save_route
from tools.benchmarks.inside import actors


def measure(address: str, count: str) -> str:
    """Makes them; one envelope, Base64. The patient is a test person, of whom nothing goes to the PDL log."""
    save_route(
        TakRoute(
            contract_namespace=CERTIFICATE_STATUS_UPDATE_FOR_CARE_3.namespace,
            logical_address=actors.UNIT,
            url=address,
            description="benchmark",
            valid_from=dt.datetime(2020, 1, 1, tzinfo=dt.UTC),
        )
    )
    user, patient = actors.doctor(), actors.patient(actors.TEST_PERSON)
    for _ in range(int(count)):
        actors.new_draft(user, patient)
    update = StatusUpdate.objects.latest("pk")
    return base64.b64encode(envelope.wrap(bytes(update.payload), update.logical_address)).decode("ascii")
