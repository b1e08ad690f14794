"""Choosing and changing unit (spec/ui.md 2.2; spec/roles-and-access.md 4.7)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from accounts import landing, numbers, preferences, session
from accounts.collation import swedish_key
from accounts.errors import ResourceDenied
from accounts.redirects import SeeOther
from accounts.user import CareUser, Origin
from hsa.tree import ProviderNode, UnitNode, find_unit

Node = TypeVar("Node", ProviderNode, UnitNode)


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit of the list. ``questions`` and ``drafts`` are texts such as ``3 (totalt 5)``."""

    hsa_id: str
    name: str
    is_sub_unit: bool
    is_selected: bool
    questions: str
    drafts: str


@dataclass(frozen=True, slots=True)
class ProviderGroup:
    """A care provider of the list."""

    name: str
    lacks_subscription: bool
    rows: tuple[UnitRow, ...]


@dataclass(frozen=True, slots=True)
class UnitChoice:
    """The whole list. ``last`` is the unit chosen last time; ``has_numbers`` says whether all units were counted."""

    groups: tuple[ProviderGroup, ...]
    last: UnitNode | None
    last_waiting: str
    has_numbers: bool
    is_change: bool


def choice_page(request: HttpRequest) -> HttpResponse:
    """The choice that cannot be closed, at the address that was asked for."""
    return render(request, "accounts/choose_unit.html", {"choice": unit_choice(request.care_user)})


@require_http_methods(["GET", "POST"])
@session.care_user_required
def unit(request: HttpRequest) -> HttpResponse:
    """GET: Byt vårdenhet. POST: work on ``unit`` from now on, then the first page of the role."""
    user = request.care_user
    if user.origin is not Origin.NORMAL:
        raise ResourceDenied
    if request.method == "POST":
        return _change_unit(request, user)
    if user.unit is None:
        return choice_page(request)
    context = {"choice": unit_choice(user), "dialog_title": "Byt vårdenhet"}
    return render(request, "accounts/change_unit.html", context)


def _change_unit(request: HttpRequest, user: CareUser) -> HttpResponse:
    chosen = find_unit(user.providers, request.POST.get("unit", ""))
    if chosen is None:
        choice = {"choice": unit_choice(user), "is_unknown": True}
        return render(request, "accounts/choose_unit.html", choice, status=400)
    changed = session.select_unit(request, user, unit_id=chosen.hsa_id)
    preferences.put(user.hsa_id, preferences.LAST_UNIT, value=chosen.hsa_id)
    return SeeOther(landing.landing_page(changed))


def unit_choice(user: CareUser) -> UnitChoice:
    """Everything the list shows, in Swedish order."""
    work = numbers.waiting_work(user)
    last = find_unit(user.providers, preferences.get(user.hsa_id, preferences.LAST_UNIT))
    is_last_offered = last is not None and last.hsa_id != user.selected_unit_id
    return UnitChoice(
        groups=tuple(_group(user, provider, work) for provider in _sorted(user.providers)),
        last=last if is_last_offered else None,
        last_waiting=_waiting(work.of(last.hsa_id)) if last and work.is_complete else "",
        has_numbers=work.is_complete,
        is_change=user.unit is not None,
    )


def _group(user: CareUser, provider: ProviderNode, work: numbers.WaitingWork) -> ProviderGroup:
    rows: list[UnitRow] = []
    for care_unit in _sorted(provider.care_units):
        rows.append(_row(user, care_unit, work))
        rows += [_row(user, sub_unit, work) for sub_unit in _sorted(care_unit.sub_units)]
    return ProviderGroup(
        name=provider.name,
        lacks_subscription=provider.hsa_id in user.missing_subscription,
        rows=tuple(rows),
    )


def _row(user: CareUser, unit_node: UnitNode, work: numbers.WaitingWork) -> UnitRow:
    own = work.of(unit_node.hsa_id)
    below = [work.of(sub_unit.hsa_id) for sub_unit in unit_node.sub_units]
    return UnitRow(
        hsa_id=unit_node.hsa_id,
        name=unit_node.name,
        is_sub_unit=not unit_node.is_care_unit,
        is_selected=unit_node.hsa_id == user.selected_unit_id,
        questions=_with_total(own.questions, sum(sub.questions for sub in below)),
        drafts=_with_total(own.drafts, sum(sub.drafts for sub in below)),
    )


def _with_total(own: int, below: int) -> str:
    return f"{own} (totalt {own + below})" if below else str(own)


def _waiting(unit_numbers: numbers.UnitNumbers) -> str:
    return f"{unit_numbers.questions} ärenden, {unit_numbers.drafts} utkast väntar"


def _sorted(nodes: tuple[Node, ...]) -> list[Node]:
    return sorted(nodes, key=lambda node: swedish_key(node.name))
