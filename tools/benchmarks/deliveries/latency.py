"""From the commit of a change to the receipt of its status update, while nothing else is to be sent.

CreateDraftCertificate is called over HTTP, one call every 0.4 seconds; the time is that from the event's row, which is
made a little before the commit, to the moment at which the built-in journal system has read the call.
"""

from __future__ import annotations

import time

from lxml import etree

from tools.benchmarks.deliveries import inbox
from tools.benchmarks.figure import Aim, Bound, Row, Unmeasured, percentile
from tools.benchmarks.place import Place, Run
from tools.benchmarks.wire import Connection, request
from tools.lives import TYPES, create_draft_envelope

NAME = "latency"
CALLS, PAUSE_S = 200, 0.4
AIMS_MS = {True: {50: 300, 95: 1000, 99: 2000}, False: {50: 100, 95: 500, 99: 1000}}
"""By whether the broker is in files: percentile and aim."""
UNIT, DOCTOR, PATIENT = "SE2321000016-VE01", "SE2321000016-P001", "196507081237"


def measure(run: Run) -> list[Row]:
    place = run.place()
    place.start()
    for _ in range(3):
        ask_for_draft(place)
    certificates = []
    for _ in range(int(run.scaled(CALLS, least=20))):
        certificates.append(ask_for_draft(place))
        time.sleep(PAUSE_S)
    place.wait_until_delivered()
    times = inbox.latencies(place, certificates)
    if len(times) != len(certificates):
        raise Unmeasured(f"{len(times)} of {len(certificates)} events were received")
    aims = AIMS_MS[place.installation.is_on_file_broker]
    return [
        Row(
            f"Commit to receipt, idle, p{percent}",
            percentile(times, percent),
            "ms",
            aim=Aim(Bound.AT_MOST, limit),
            remark=f"{len(times)} events." if percent == 50 else "",
        )
        for percent, limit in aims.items()
    ]


def ask_for_draft(place: Place, *, unit: str = UNIT, doctor: str = DOCTOR) -> str:
    """One draft by CreateDraftCertificate, for a test person, of whom nothing goes to the log; its id."""
    envelope = create_draft_envelope(PATIENT, unit=unit, person=doctor, reference="figure")
    connection = Connection(place.url)
    answer = connection.exchange(
        request("POST", "/services/create-draft-certificate/v3.0", body=envelope, headers={"Content-Type": "text/xml"})
    )
    connection.close()
    found = etree.fromstring(answer.body).findtext(f".//{{{TYPES}}}extension") if answer.status == 200 else None
    if not found:
        raise Unmeasured(f"the draft was refused: {answer.body[:300].decode(errors='replace')}")
    return found
