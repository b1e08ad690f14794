"""How a unit is connected: the register of integrated units, its route (spec/status-updates.md 1, 5), its test mode."""

from __future__ import annotations

from typing import Any

import structlog
from django.core.exceptions import ValidationError
from django.db import transaction

from api import addresses, answers, outside
from api.addresses import AddressRefused
from api.outside import ReceiverMode
from hsa.tree import UnitNode
from notifications.integrated_units import UnitNames, register_unit, remove_unit
from notifications.models import IntegratedUnit
from rivta.contracts import CERTIFICATE_STATUS_UPDATE_FOR_CARE_3 as CONTRACT
from tak import resolver
from tak.models import TakRoute, address_key
from tak.services import end_route, save_route
from webcert import clock, locks
from webcert.errors import InvalidInput, InvalidState

log = structlog.get_logger(__name__)


class ModeRefused(InvalidInput):
    """Numbers that do not go together."""

    code = "VALIDATION_ERROR"
    status = 422


@transaction.atomic
def connect(unit: UnitNode, *, integrated: bool, endpoint: str) -> None:
    """Let the unit be told of events or not, at ``endpoint`` or, when it is empty, wherever the route above it leads.

    ``endpoint`` is one that ``endpoint_for`` has judged. Raises ``AddressRefused``.
    """
    if integrated:
        names = UnitNames(unit.hsa_id, unit.name, unit.care_provider_id, unit.care_provider_name)
        register_unit(names, IntegratedUnit.RegisteredBy.API)
    else:
        remove_unit(unit.hsa_id)
    _route(unit.hsa_id, endpoint)
    log.info("unit_connected", unit_id=unit.hsa_id, integrated=integrated, has_endpoint=bool(endpoint))


def endpoint_for(unit: UnitNode, endpoint: str) -> str:
    """The address, or ``AddressRefused``; asks for the host's name, so outside of every transaction.

    The one that the unit has already is not judged again.
    """
    if not endpoint or [row.url for row in _current_routes(unit.hsa_id)] == [endpoint]:
        return endpoint
    return addresses.checked(endpoint)


def connection_of(unit: UnitNode) -> dict[str, Any]:
    """The unit as the API tells of it."""
    registration = IntegratedUnit.objects.filter(unit_id=unit.hsa_id).first()
    route = resolver.resolve(CONTRACT.namespace, unit.hsa_id)
    return {
        "hsaId": unit.hsa_id,
        "name": unit.name,
        "careUnitId": unit.care_unit_id or None,
        "integrated": registration is not None,
        "registeredAt": answers.moment(registration.created_at) if registration else None,
        "registeredBy": registration.registered_by if registration else None,
        "route": {"url": route.url, "level": route.level.value, "logicalAddress": route.address} if route else None,
        "receiver": _receiver(unit.hsa_id),
    }


def set_receiver(unit: UnitNode, mode: ReceiverMode | None) -> None:
    """How the simulated journal system answers what concerns the unit (ui.md 14.5); None: as it answers others.

    Raises ``InvalidState`` where nobody plays one, ``ModeRefused``.
    """
    if mode is not None and mode.delay_max_ms is not None and mode.delay_max_ms < mode.delay_ms:
        raise ModeRefused("delayMaxMs är mindre än delayMs.")
    simulators = outside.simulators()
    if simulators is None:
        raise InvalidState("Det finns inget simulerat journalsystem i den här installationen.")
    simulators.set_receiver_mode(unit.hsa_id, mode)
    log.info("unit_receiver_set", unit_id=unit.hsa_id, mode=mode.mode.value if mode else None)


def _receiver(unit_id: str) -> dict[str, Any] | None:
    simulators = outside.simulators()
    mode = simulators.receiver_mode(unit_id) if simulators else None
    if mode is None:
        return None
    return {
        "mode": mode.mode.value,
        "text": mode.text,
        "delayMs": mode.delay_ms,
        "delayMaxMs": mode.delay_max_ms,
        "remaining": mode.remaining,
        "every": mode.every,
        "percent": mode.percent,
        "seed": mode.seed,
    }


def _route(unit_id: str, endpoint: str) -> None:
    """One own route at ``endpoint``; others of the unit end, those of later times too. One caller at a time."""
    locks.hold(CONTRACT.namespace, unit_id)
    now = clock.now()
    current = _current_routes(unit_id)
    if endpoint and [row.url for row in current] == [endpoint] and current[0].is_valid(now):
        return
    for row in current:
        end_route(row, now)
    if endpoint:
        _begin(unit_id, endpoint)


def _current_routes(unit_id: str) -> list[TakRoute]:
    """The unit's own, those that begin later too."""
    rows = TakRoute.objects.filter(contract_namespace=CONTRACT.namespace, address_key=address_key(unit_id))
    now = clock.now()
    return [row for row in rows if row.is_enabled and (row.valid_to is None or row.valid_to > now)]


def _begin(unit_id: str, endpoint: str) -> None:
    route = TakRoute(
        contract_namespace=CONTRACT.namespace, logical_address=unit_id, url=endpoint, leads_outside_only=True
    )
    try:
        save_route(route)
    except ValidationError as error:
        raise AddressRefused(" ".join(error.messages)) from error
