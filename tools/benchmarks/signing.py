"""Signing: milliseconds per certificate, median.

Two ways: the signing service's (EC P-256: the services' start and completion and the value between them) and the
one-click way (RSA-2048, with the making of the signer's certificate). For each, the whole of what the services do
(access, XML, schema, receiver's rules, ticket, signature, strict verification, certificate row, document, event, status
update, PDL record, outbox, commits) and the XML signature alone (digest, SignedInfo, value, embedding). The ceiling is
one parse, exclusive c14n and SHA-256 of the same bytes and one signature of the same SignedInfo with the same kind of
key.
"""

from __future__ import annotations

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
    rows = []
    for way, label in WAYS.items():
        times = found[way]
        for what, value in (("services", times["services"]), ("XML signature alone", times["signature"])):
            rows.append(
                Row(
                    f"Sign, {label}: {what}",
                    value,
                    "ms",
                    times["ceiling"],
                    "c14n + digest + signature",
                    AIM,
                    _parts(times) if what == "services" else "",
                )
            )
    return rows


def _parts(times: dict[str, float]) -> str:
    shown = ", ".join(
        f"{name} {times[name]:.2f} ms" for name in ("start", "leaf", "complete", "verify") if name in times
    )
    return f"{times['bytes']:.0f} bytes signed; of the services' time: {shown} (verify is part of complete)."
