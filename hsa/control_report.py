"""Vårdenhetskontroll as something to read: grouped by rule, and as a file (spec/administration.md 3.1)."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from io import StringIO

from hsa.control import RULES, Violation
from hsa.models import Unit

BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class Finding:
    """A violation with the unit to open; ``unit_pk`` is None for an id that HSA does not know."""

    violation: Violation
    unit_pk: int | None
    unit_name: str


@dataclass(frozen=True, slots=True)
class RuleSection:
    """One rule with what was found."""

    code: str
    text: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class ControlReport:
    """The whole run. ``provider`` is empty when everything was examined."""

    provider: str
    sections: tuple[RuleSection, ...]

    @property
    def count(self) -> int:
        return sum(len(section.findings) for section in self.sections)

    @property
    def is_approved(self) -> bool:
        return self.count == 0


def build(provider: str, violations: Iterable[Violation]) -> ControlReport:
    """Group the findings by rule; rules without findings stay, as approved."""
    findings = _findings(list(violations))
    sections = tuple(
        RuleSection(f"VK{rule}", text, tuple(f for f in findings if f.violation.rule == rule))
        for rule, text in RULES.items()
    )
    return ControlReport(provider, sections)


def as_csv(violations: Iterable[Violation]) -> str:
    """Semicolons, with a byte order mark: code, unit, name, other ids, text."""
    out = StringIO()
    out.write(BYTE_ORDER_MARK)
    rows = csv.writer(out, delimiter=";", lineterminator="\r\n")
    rows.writerow(["kod", "enhet", "namn", "övriga", "text"])
    for finding in _findings(list(violations)):
        unit, *others = finding.violation.ids
        rows.writerow([finding.violation.code, unit, finding.unit_name, " ".join(others), finding.violation.text])
    return out.getvalue()


def _findings(violations: list[Violation]) -> list[Finding]:
    wanted = {violation.ids[0] for violation in violations}
    units = {unit.hsa_id: unit for unit in Unit.objects.filter(hsa_id__in=wanted)}
    return [
        Finding(violation, unit.pk if unit else None, unit.name if unit else "")
        for violation in violations
        for unit in [units.get(violation.ids[0])]
    ]
