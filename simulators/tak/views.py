"""``/simulators/tak/``: the catalogue as JSON, with its own spelling of ``logicalAddresss`` and ``logicalAdress``."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from simulators.json_lists import json_list
from simulators.modes.models import SimulatorMode
from simulators.modes.rest import reply_over_http
from simulators.modes.services import Scope, choose_over_http
from simulators.tak import catalogue
from webcert.errors import InvalidInput


@require_safe
def connection_points(request: HttpRequest) -> HttpResponseBase:
    """``?platform=&environment=``."""
    asked = request.GET
    return _answer(lambda: catalogue.connection_points(asked.get("platform"), asked.get("environment")))


@require_safe
def service_contracts(request: HttpRequest) -> HttpResponseBase:
    """``?namespace=``."""
    return _answer(lambda: catalogue.service_contracts(request.GET.get("namespace")))


@require_safe
def logical_addresses(request: HttpRequest) -> HttpResponseBase:
    """``?logicalAdress=&connectionPointId=&serviceContractId=``; a mode may hold for one address."""
    address = request.GET.get("logicalAdress")
    connection_point_id, contract_id = _number(request, "connectionPointId"), _number(request, "serviceContractId")
    return _answer(
        lambda: catalogue.logical_addresses(
            address, connection_point_id=connection_point_id, service_contract_id=contract_id
        ),
        Scope(unit_id=address or ""),
    )


def _answer(found: Callable[[], list[catalogue.Entry]], scope: Scope | None = None) -> HttpResponseBase:
    chosen = choose_over_http(SimulatorMode.Simulator.TAK, scope or Scope())
    return reply_over_http(chosen, lambda: json_list("tak", found()))


def _number(request: HttpRequest, name: str) -> int | None:
    """A parameter that is an id; without it every id will do."""
    text = request.GET.get(name)
    if text is None:
        return None
    if not (text.isascii() and text.isdecimal()) or len(text) > 18:
        raise InvalidInput(f"{name} ska vara ett heltal.")
    return int(text)
