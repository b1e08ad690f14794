"""``WEB_MAX_RSS_MB``: a web process above its limit is replaced while the pages go on answering (ADR 0007)."""

from __future__ import annotations

import json
import time
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.e2e.test_internal_port import status
from tools.installation import Installation, installation

LESS_THAN_ANY_NEEDS = "32"
SLOW = {"simulator": "tak", "mode": "SLOW", "delayMs": 3000}
PATIENCE_S = 180


def slow_down(place: Installation) -> None:
    """From now on the catalogue takes three seconds to answer."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    browser.open(f"{place.url}/welcome", urllib.parse.urlencode({"hsa_id": "SE2321000016-A003"}).encode())
    order = urllib.request.Request(
        f"{place.url}/simulators/modes", json.dumps(SLOW).encode(), {"Content-Type": "application/json"}
    )
    assert browser.open(order).status == 201


def test_a_process_above_its_limit_gives_way_to_a_new_one_and_no_request_is_lost(tmp_path: Path) -> None:
    with installation(tmp_path, WEB_MAX_RSS_MB=LESS_THAN_ANY_NEEDS, GRANIAN_RSS_SAMPLE_INTERVAL="15") as place:
        slow_down(place)
        first = set(place.processes("web"))
        deadline = time.monotonic() + PATIENCE_S

        def is_waited_for() -> bool:
            return first <= set(place.processes("web")) and time.monotonic() < deadline

        def ask_until_replaced(path: str) -> list[int]:
            answers = []
            while is_waited_for():
                answers.append(status(place.url + path))
                time.sleep(0.02)
            return [*answers, status(place.url + path)]

        with ThreadPoolExecutor() as callers:
            quick = callers.submit(ask_until_replaced, "/readyz")
            slow = callers.submit(ask_until_replaced, "/simulators/tak/connectionPoints")
            answers = quick.result() + slow.result()

    assert time.monotonic() < deadline, "the process was not replaced"
    assert set(answers) == {200}
