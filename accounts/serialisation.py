"""A ``CareUser`` to and from the JSON of the session."""

from __future__ import annotations

import dataclasses
from typing import Any

from accounts.user import AuthenticationMethod, CareUser, LaunchParameters, Origin, Position
from hsa.roles import Role
from hsa.tree import ProviderNode, UnitNode


def user_to_json(user: CareUser) -> dict[str, Any]:
    """Plain JSON values; tuples become lists, enumerations their text."""
    return dataclasses.asdict(user)


def user_from_json(stored: dict[str, Any]) -> CareUser:
    """The same user again."""
    launch = stored["launch"]
    return CareUser(
        **{
            **stored,
            "role": Role(stored["role"]),
            "origin": Origin(stored["origin"]),
            "authentication_method": AuthenticationMethod(stored["authentication_method"]),
            "positions": tuple(Position(**position) for position in stored["positions"]),
            "specialities": tuple(stored["specialities"]),
            "licences": tuple(stored["licences"]),
            "missing_subscription": tuple(stored["missing_subscription"]),
            "providers": tuple(_provider(provider) for provider in stored["providers"]),
            "launch": LaunchParameters(**launch) if launch else None,
        }
    )


def _provider(stored: dict[str, Any]) -> ProviderNode:
    return ProviderNode(**{**stored, "care_units": tuple(_unit(unit) for unit in stored["care_units"])})


def _unit(stored: dict[str, Any]) -> UnitNode:
    return UnitNode(**{**stored, "sub_units": tuple(_unit(unit) for unit in stored["sub_units"])})
