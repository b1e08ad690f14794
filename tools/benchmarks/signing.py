"""Signing: milliseconds per certificate, median.

Two ways: the signing service's (EC P-256: the services' start and completion and the value between them; not the
messages to and from the signing service) and the one-click way (RSA-2048, with the making of the signer's certificate).
For each, the whole of what the services do (access, XML, schema, receiver's rules, ticket, signature, strict
verification, certificate row, document, event, status update, PDL record, outbox, commits) and the XML signature alone
(parse, digest, SignedInfo, value, embedding). The ceiling is one parse, exclusive c14n and SHA-256 of the same
bytes and one signature of the same SignedInfo with the same kind of key.
"""

from __future__ import annotations

from typing import Any

from tools.benchmarks.figure import Aim, Bound, Row
from tools.benchmarks.place import Run

NAME = "sign"
CERTIFICATES = 80
AIM = Aim(Bound.AT_MOST, 3, of_ratio=True)
WAYS = {"ec": "EC P-256, signing service", "rsa": "RSA-2048, one click"}


def measure(run: Run) -> list[Row]:
    place = run.place()
    place.stop_prepared()
    found = place.inside("signing", str(CERTIFICATES))
    return [row for way, label in WAYS.items() for row in _rows(label, found[way])]


def _rows(label: str, times: dict[str, Any]) -> list[Row]:
    ceiling = times["ceiling"]["p50"]
    beside = "c14n + digest + signature"
    parts = ", ".join(f"{what} {times[key]['p50']:.2f} ms" for key, what in (("verify", "verifying"), ("leaf", "leaf")))
    whole, alone = times["services"], times["signature"]
    return [
        Row(
            f"Sign, {label}: services",
            whole["p50"],
            "ms",
            ceiling,
            beside,
            AIM,
            f"{whole['count']} certificates of {times['bytes']} bytes, p95 {whole['p95']:.0f} ms, processor time "
            f"{whole['processor']:.1f} ms; measured alone: {parts}.",
        ),
        Row(
            f"Sign, {label}: XML signature",
            alone["p50"],
            "ms",
            ceiling,
            beside,
            AIM,
            f"Processor time {alone['processor']:.2f} ms against {times['ceiling']['processor']:.2f} ms.",
        ),
    ]
