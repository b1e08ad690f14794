"""kill -9 of web and worker and an emptied broker, in turn, during 200 lives: nothing is lost.

spec/status-updates.md 9.8. An installation of its own with a short lease. Duplicates are allowed and counted, losses
are not.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import threading
import time
from collections import Counter

import pytest

from tests.e2e.journal_system import JournalSystem
from tools.installation import Installation, installation
from tools.lives import Driver

LIVES = 200
OUTBOX = (
    "import json; from delivery.models import Delivery as D; from pdllog.models import PdlRecord as P;"
    "from certificates.models import Certificate as C;"
    "print(json.dumps({'open': D.objects.filter(state__in=['PENDING','LEASED','RETRY','COALESCING']).count(),"
    "'failed': D.objects.filter(state='FAILED').count(),"
    "'records': P.objects.exclude(state='DELIVERED').count(),"
    "'signed': C.objects.filter(state='SIGNED').exclude(way_in='DEMO').count()}))"
)


def outbox(place: Installation) -> dict[str, int]:
    return json.loads(place.manage("shell", "-v", "0", "-c", OUTBOX).strip().splitlines()[-1])


class Killer(threading.Thread):
    """Every eight seconds kills the web server, the worker, or empties the broker, in turn."""

    def __init__(self, place: Installation) -> None:
        super().__init__(daemon=True)
        self.place = place
        self.done = threading.Event()
        self.kills: Counter[str] = Counter()

    def run(self) -> None:
        turns = ("worker", "broker", "web")
        number = 0
        while not self.done.wait(8):
            what = turns[number % len(turns)]
            number += 1
            if what == "broker":
                self.place.empty_broker()
            elif not self._kill(what):
                continue
            self.kills[what] += 1

    def _kill(self, what: str) -> bool:
        found = self.place.processes(what)
        for process_id in found:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process_id, signal.SIGKILL)
        return bool(found)


@pytest.mark.timeout(1500)
def test_two_hundred_lives_under_kill_lose_nothing(
    tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    with installation(
        tmp_path_factory.mktemp("kill"),
        DELIVERY_SWEEP_SECONDS="1",
        DELIVERY_LEASE_SECONDS="8",
        SOAP_TOTAL_TIMEOUT_S="4",
        DELIVERY_TIME_SCALE="0.001",
        DELIVERY_BREAKER_SECONDS="3",
        STATUS_UPDATE_ANDRAT_WINDOW="1",
        PDL_BATCH_TIMEOUT="1",
        SIGNING_ONE_CLICK="true",
        WEBCERT_LOG_LEVEL="WARNING",
    ) as place:
        driver = Driver(place.url, workers=4, survives=True)
        killer = Killer(place)
        killer.start()
        driver.run(LIVES)
        killer.done.set()
        killer.join()
        wait_until_empty(place)
        judge(place, driver, killer, capsys)


def wait_until_empty(place: Installation) -> None:
    deadline = time.monotonic() + 300
    while time.monotonic() < deadline:
        state = outbox(place)
        if state["open"] == 0 and state["records"] == 0:
            return
        time.sleep(1)
    raise AssertionError(f"the outbox is not empty: {state}")


def judge(place: Installation, driver: Driver, killer: Killer, capsys: pytest.CaptureFixture[str]) -> None:
    journal = JournalSystem(place)
    updates = journal.http.get("/simulators/care/status-updates").json()
    told = Counter((u["certificateId"], u["event"], u["eventTime"]) for u in updates)
    kinds: dict[str, set[str]] = {}
    for certificate_id, event, _time in told:
        kinds.setdefault(certificate_id, set()).add(event)
    registered = {c["certificateId"] for c in journal.http.get("/simulators/intygstjanst/certificates").json()}
    received = Counter(
        c["certificateId"] for c in journal.http.get("/simulators/recipients/FKASSA/certificates").json()
    )
    logged: dict[str, set[str]] = {}
    for entry in journal.http.get("/simulators/log/entries").json():
        logged.setdefault(entry["activityLevel"], set()).add(entry["activityType"])
    lived = driver.certificates
    state = outbox(place)
    duplicates = sum(told.values()) - len(told)
    with capsys.disabled():
        print(
            f"\n{len(lived)} lives, kills {dict(killer.kills)}, steps tried again {driver.retries}; "
            f"status updates {len(told)} + {duplicates} duplicates; "
            f"at the recipient {len(received)} + {sum(received.values()) - len(received)} duplicates"
        )
    assert len(set(lived)) == LIVES
    assert sum(killer.kills.values()) >= 6
    assert state["failed"] == 0
    assert [c for c in lived if not {"SKAPAT", "SIGNAT", "SKICKA"} <= kinds.get(c, set())] == []
    assert [c for c in lived if c not in registered] == []
    assert [c for c in lived if c not in received] == []
    assert [c for c in lived if not {"Skriva", "Signera", "Utskrift", "Läsa"} <= logged.get(c, set())] == []
