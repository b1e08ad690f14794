"""The three look-ups of the catalogue over the routes of ``tak`` (spec/status-updates.md 5.4). Nothing is climbed."""

from __future__ import annotations

from django.db.models import Min

from tak.models import TakRoute, address_key
from webcert import clock

PLATFORM = "NTJP"
ENVIRONMENT = "DEV"
CONNECTION_POINT = 1
"""There is one: this installation."""

Entry = dict[str, object]


def connection_points(platform: str | None, environment: str | None) -> list[Entry]:
    """The platform; none when another one or another environment is asked for. Routes are shown as they are now."""
    if platform not in {None, PLATFORM} or environment not in {None, ENVIRONMENT}:
        return []
    snapshot = clock.local(clock.now()).strftime("%Y-%m-%dT%H:%M:%S%z")
    return [{"id": CONNECTION_POINT, "platform": PLATFORM, "environment": ENVIRONMENT, "snapshotTime": snapshot}]


def service_contracts(namespace: str | None) -> list[Entry]:
    """The contracts that have, have had or will have a route. The id is that of the first route of each."""
    rows = TakRoute.objects.order_by().values("contract_namespace").annotate(id=Min("pk")).order_by("id")
    if namespace is not None:
        rows = rows.filter(contract_namespace=namespace)
    return [_contract(row["id"], row["contract_namespace"]) for row in rows]


def logical_addresses(
    logical_address: str | None, *, connection_point_id: int | None, service_contract_id: int | None
) -> list[Entry]:
    """The addresses with a route that holds now, for the contract when one is named; without a parameter, all."""
    if connection_point_id not in {None, CONNECTION_POINT}:
        return []
    rows = TakRoute.objects.order_by("pk")
    if logical_address is not None:
        rows = rows.filter(address_key=address_key(logical_address))
    if service_contract_id is not None:
        contract = TakRoute.objects.filter(pk=service_contract_id).values("contract_namespace")
        rows = rows.filter(contract_namespace__in=contract)
    now = clock.now()
    return [_address(row) for row in rows if row.is_valid(now)]


def _contract(contract_id: int, namespace: str) -> Entry:
    name, _, major = namespace.rpartition(":")
    return {
        "id": contract_id,
        "name": name.rpartition(":")[2].removesuffix("Responder"),
        "namespace": namespace,
        "major": int(major) if major.isdecimal() else 0,
        "minor": 0,
    }


def _address(row: TakRoute) -> Entry:
    return {"id": row.pk, "description": row.description, "logicalAddress": row.logical_address}
