"""The table of a run: for the terminal, and as docs/benchmarks.md."""

from __future__ import annotations

from collections.abc import Sequence

from tools.benchmarks.figure import Failure, Row
from tools.benchmarks.machine import Conditions

HEADINGS = ("Figure", "Measured", "Ceiling in the same run", "Ratio", "Aim")
MET, MISSED = "met", "missed"


def number(value: float) -> str:
    """Three significant digits at most, thousands apart: ``0.42``, ``7.31``, ``62.5``, ``1 240``."""
    if abs(value) >= 100:
        return f"{value:,.0f}".replace(",", " ")
    return f"{value:.3g}"


def cells(line: Row | Failure) -> tuple[str, ...]:
    """One line of the table, under ``HEADINGS``."""
    if isinstance(line, Failure):
        return (line.label, "not measured", "", "", "")
    ceiling = f"{number(line.ceiling)} {line.unit} ({line.ceiling_label})" if line.ceiling is not None else "–"
    ratio = number(line.ratio) if line.ratio is not None else "–"
    return (line.label, f"{number(line.value)} {line.unit}", ceiling, ratio, _aim(line))


def table(lines: Sequence[Row | Failure]) -> str:
    """A Markdown table whose columns also line up in a terminal."""
    rows = [HEADINGS, *(cells(line) for line in lines)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    drawn = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows
    ]
    ruler = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([drawn[0], ruler, *drawn[1:]])


def remarks(lines: Sequence[Row | Failure]) -> list[str]:
    """What has to be said beside the table, as list items."""
    said = [(line.label, line.remark if isinstance(line, Row) else f"not measured: {line.reason}") for line in lines]
    return [f"* **{label}**: {text}" for label, text in said if text]


def document(lines: Sequence[Row | Failure], conditions: Conditions, methods: Sequence[tuple[str, str]]) -> str:
    """docs/benchmarks.md. ``methods``: name of a figure and how it is made."""
    parts = [
        "# Benchmarks",
        "Written by `make bench`; do not edit by hand. Each figure stands beside its ceiling, measured in the same run "
        "on the same machine: read the ratios, for the times are those of one machine under one load.",
        "\n".join(f"* {name}: {value}" for name, value in conditions.lines()),
        table(lines),
        "## Remarks",
        "\n".join(remarks(lines)) or "None.",
        "## How each figure is made",
        "\n".join(f"* **{name}**: {' '.join(text.split())}" for name, text in methods),
    ]
    return "\n\n".join(parts) + "\n"


def _aim(row: Row) -> str:
    if row.aim is None:
        return "–"
    what = " × ceiling" if row.aim.of_ratio else f" {row.unit}"
    return f"{row.aim.bound} {row.aim.limit:g}{what}: {MET if row.aim.is_met(row) else MISSED}"
