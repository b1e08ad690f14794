"""The route of the unit's status updates, to any address."""

from __future__ import annotations

import datetime as dt

from rivta.contracts import CERTIFICATE_STATUS_UPDATE_FOR_CARE_3
from tak.models import TakRoute
from tak.services import save_route
from tools.benchmarks.inside import actors


def measure(address: str, unit: str = actors.UNIT) -> None:
    """Make or change it; it wins over that of the care provider above."""
    namespace = CERTIFICATE_STATUS_UPDATE_FOR_CARE_3.namespace
    route = TakRoute.objects.filter(contract_namespace=namespace, logical_address=unit).first()
    route = route or TakRoute(
        contract_namespace=namespace,
        logical_address=unit,
        description="benchmark",
        valid_from=dt.datetime(2020, 1, 1, tzinfo=dt.UTC),
    )
    route.url = address
    save_route(route)
