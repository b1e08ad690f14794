"""CreateDraftCertificate calls per second.

Four keep-alive clients send the same envelope for some seconds, after a warm-up. The ceiling is a bare Django view
(`tools/benchmarks/bare/`) behind the same server with the same options, sent the same bytes by the same clients: it
parses them, checks the schema and inserts one row in the same database. Webcert's worker delivers meanwhile what the
calls give rise to; the bare view has the machine to itself.
"""

from __future__ import annotations

from tools.benchmarks.bare_server import bare_server
from tools.benchmarks.figure import Aim, Bound, Row, Unmeasured
from tools.benchmarks.place import Run
from tools.benchmarks.wire import Answer, Load, hammer, request
from tools.lives import create_draft_envelope

NAME = "create-draft"
CLIENTS = 4
WARM_UP_S, SECONDS = 2.0, 8.0
ENVELOPE = create_draft_envelope(
    "191212121212", unit="SE2321000016-VE01", person="SE2321000016-P001", reference="benchmark"
)


def measure(run: Run) -> list[Row]:
    place = run.place()
    place.start()
    ours = _load(place.url, "/services/create-draft-certificate/v3.0")
    place.wait_until_delivered()
    with bare_server(place) as url:
        bare = _load(url, "/create")
    return [
        Row(
            "CreateDraftCertificate",
            ours.per_second,
            "calls/s",
            bare.per_second,
            "bare view",
            Aim(Bound.AT_LEAST, 0.2, of_ratio=True),
            f"{ours.count} calls of {len(ENVELOPE)} bytes by {CLIENTS} clients in {ours.seconds:.0f} s.",
        )
    ]


def _load(url: str, path: str) -> Load:
    prepared = request("POST", path, body=ENVELOPE, headers={"Content-Type": "text/xml; charset=utf-8"})
    hammer(url, prepared, threads=CLIENTS, seconds=WARM_UP_S, is_right=_is_ok)
    load = hammer(url, prepared, threads=CLIENTS, seconds=SECONDS, is_right=_is_ok)
    if load.wrong:
        raise Unmeasured(f"{load.wrong} of {load.count} answers of {path} were not OK")
    return load


def _is_ok(answer: Answer) -> bool:
    return answer.status == 200 and b"OK</" in answer.body
