"""Which results each contract gives, when, and the test that shows it: docs/contracts.md.

Written from one file per contract and place that answers it, ``docs/contracts/<any name>.toml``. To add a contract is
to add a file; to add a result is to add a row of ``results``:

    contract = "RegisterCertificate 3"     a folder of rivta/contracts/ and its major version
    place = "Intygstjänsten"               who answers
    spec = "integration.md 5.2"
    tests = "tests/…/test_….py"            where the tests are
    results = [["OK", "when it is given", "name_of_the_test"], …]

A result is OK, INFO, ``ERROR <errorId>``, ``fault``, or ``answer`` where the contract has no result.

Usage: python tools/contract_table.py
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from rivta import contracts  # noqa: E402
from rivta.contracts import Contract  # noqa: E402

DOCUMENT = ROOT / "docs" / "contracts.md"
DECLARATIONS = ROOT / "docs" / "contracts"


@dataclass(frozen=True, slots=True)
class Row:
    """One result: when it is given, and the name of the test that gets it."""

    result: str
    when: str
    test: str


@dataclass(frozen=True, slots=True)
class Table:
    """What ``contract`` answers at ``place``; ``KeyError`` from ``load`` for a contract without a folder."""

    contract: Contract
    place: str
    spec: str
    tests: str
    rows: tuple[Row, ...]

    @classmethod
    def load(cls, declaration: Path) -> Table:
        values = tomllib.loads(declaration.read_text(encoding="utf-8"))
        name, _, major = values["contract"].partition(" ")
        return cls(
            contract=contracts.get(name, int(major)),
            place=values["place"],
            spec=values["spec"],
            tests=values["tests"],
            rows=tuple(Row(*row) for row in values["results"]),
        )

    @property
    def title(self) -> str:
        return f"{self.contract.name} {self.contract.major} at {self.place}"


def tables() -> list[Table]:
    return sorted((Table.load(file) for file in DECLARATIONS.glob("*.toml")), key=lambda table: table.title)


def cases() -> Iterator[str]:
    """``path::name`` of every test that a row names."""
    for table in tables():
        yield from (f"{table.tests}::{row.test}" for row in table.rows)


def document() -> str:
    """The whole document."""
    lines = [
        "# Contracts and their results",
        "",
        "Every result that a contract gives, and the test that gets it. Written by `tools/contract_table.py` from",
        "`docs/contracts/`, which says how to add to it.",
    ]
    for table in tables():
        lines += [
            "",
            f"## {table.title}",
            "",
            f"{table.spec}; tests in `{table.tests}`.",
            "",
            "| result | when | test |",
            "|---|---|---|",
            *(f"| {row.result} | {row.when} | `{row.test}` |" for row in table.rows),
        ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    DOCUMENT.write_text(document(), encoding="utf-8")
