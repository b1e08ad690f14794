"""Which rules an action has for a type: each engine has a table of its own (spec/lifecycle.md 6-7 and 9)."""

from __future__ import annotations

from certificates.access import classic_table, model_table
from certificates.access.actions import Action
from certificates.access.facts import Facts
from certificates.access.rules import Rule
from certificates.types.base import CertificateType, Engine


def exists_for(certificate_type: CertificateType, action: Action) -> bool:
    """Does the type have the action at all?"""
    if certificate_type.engine is Engine.MODEL:
        return model_table.exists_for(certificate_type, action)
    return classic_table.exists_for(certificate_type, action)


def rules_of(facts: Facts, action: Action) -> tuple[Rule, ...]:
    """The rules of an existing action, in order."""
    if facts.certificate_type.engine is Engine.MODEL:
        return model_table.ACTION_RULES[action]
    return classic_table.ROWS[action].rules(facts)
