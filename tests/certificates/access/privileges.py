"""The access tables of the spec, and a second, plain reading of them to compare with (privileges.json)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

PRIVILEGES = Path(settings.BASE_DIR).parent / "shared" / "spec" / "privileges.json"
needs_privileges = pytest.mark.skipif(not PRIVILEGES.is_file(), reason="privileges.json is not beside the repository")


@cache
def newer_types() -> dict[str, Any]:
    return json.loads(PRIVILEGES.read_text(encoding="utf-8"))["newer_certificate_types"]


def rule_names(action: str) -> list[str]:
    """The rules of an action; "as X without role" is spelled out."""
    rules = newer_types()["action_rules"][action]
    if rules == ["as FORWARD_CERTIFICATE without role"]:
        return [rule for rule in rule_names("FORWARD_CERTIFICATE") if rule != "role"]
    return rules


@dataclass(frozen=True)
class Case:
    """One situation in the words of the tables."""

    action: str
    role: str
    scope: str
    unit: str
    status: str
    is_sent: bool
    patient: str
    has_agreement: bool

    def first_failure(self, type_id: str) -> str:
        """Name of the first rule that fails, or empty text."""
        for rule in rule_names(self.action):
            if not self._holds(rule, newer_types()["types"][type_id]["actions"][self.action]):
                return rule
        return ""

    def _holds(self, rule: str, declared: dict[str, Any]) -> bool:
        if rule.startswith("within scope "):
            return self._is_within(rule.removeprefix("within scope "))
        if rule.startswith("status "):
            return self.status in rule.removeprefix("status ").split(" or ")
        if rule == "role":
            return self.role in declared["roles"]
        if rule == "protected patient":
            return self._protected_holds(declared["roles_for_protected_patient"])
        return {
            "patient alive": self.patient != "deceased",
            "not test person": self.patient != "test",
            "not sent": not self.is_sent,
            "agreement": self.has_agreement or self.scope != "WITHIN_CARE_UNIT",
            "user scope is WITHIN_CARE_UNIT (stand-alone)": self.scope == "WITHIN_CARE_UNIT",
            "user scope is WITHIN_CARE_PROVIDER or ALL_CARE_PROVIDERS (integrated)": self.scope != "WITHIN_CARE_UNIT",
            "parent relation COMPLEMENT": False,
            "model is inactive": False,
        }.get(rule, True)

    def _protected_holds(self, roles: list[str]) -> bool:
        if self.patient == "unknown":
            return False
        if self.patient != "protected":
            return True
        return self.role in roles and (self.action == "CREATE" or self._is_within("WITHIN_CARE_UNIT"))

    def _is_within(self, action_scope: str) -> bool:
        """``unit``: where the certificate lies, seen from a user on a care unit."""
        order = ["WITHIN_CARE_UNIT", "WITHIN_CARE_PROVIDER", "ALL_CARE_PROVIDERS"]
        effective = min(order.index(action_scope), order.index(self.scope))
        reached = {"own unit": 0, "sub unit": 0, "other unit of the provider": 1, "other provider": 2}
        return reached[self.unit] <= effective
