"""What is printed at the end of a run."""

from __future__ import annotations

from collections.abc import Iterator

from tools.fuzz.campaign import Campaign
from tools.fuzz.findings import Findings

SHOWN = 60


def table(campaign: Campaign, *, minutes: float) -> str:
    """What was sent, answered and found, one fact a row."""
    attack = campaign.attack
    statuses = ", ".join(f"{status}: {count}" for status, count in sorted(attack.statuses.items()))
    first, last = (campaign.memory[0], campaign.memory[-1]) if campaign.memory else (0.0, 0.0)
    rows = [
        ("Requests answered", str(sum(attack.statuses.values()))),
        ("Statuses", statuses),
        ("Drafts made, messages taken", f"{len(attack.ledger.drafts)}, {len(attack.ledger.messages)}"),
        ("Memory of the web process", f"{first:.0f} MB first, {last:.0f} MB last, × {campaign.growth():.2f} by tenths"),
        ("Time", f"{minutes:.1f} minutes"),
        *((f"Found: {kind}", str(count)) for kind, count in sorted(attack.findings.of_kind().items())),
    ]
    width = max(len(name) for name, _ in rows)
    return "\n".join(f"| {name.ljust(width)} | {value} |" for name, value in rows)


def lines(findings: Findings) -> Iterator[str]:
    """Those that are alike on one line, the most frequent first."""
    for (kind, path, detail), count in findings.counts.most_common(SHOWN):
        yield f"* {count} × {kind} {path} {' '.join(detail.split())}".rstrip()
