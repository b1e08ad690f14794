"""``WEB_MAX_RSS_MB``: a web process above its limit is replaced while the pages go on answering (ADR 0007)."""

from __future__ import annotations

import time
from pathlib import Path

from tests.e2e.test_internal_port import status
from tools.installation import installation

LESS_THAN_ANY_NEEDS = "32"
PATIENCE_S = 180


def test_a_process_above_its_limit_gives_way_to_a_new_one_and_no_request_is_lost(tmp_path: Path) -> None:
    with installation(tmp_path, WEB_MAX_RSS_MB=LESS_THAN_ANY_NEEDS, GRANIAN_RSS_SAMPLE_INTERVAL="15") as place:
        first = set(place.processes("web"))
        answers: list[int] = []
        deadline = time.monotonic() + PATIENCE_S
        while len(set(place.processes("web")) & first) == len(first) and time.monotonic() < deadline:
            answers.append(status(f"{place.url}/readyz"))
            time.sleep(0.02)
        after = [status(f"{place.url}/readyz") for _ in range(20)]

    assert time.monotonic() < deadline, "the process was not replaced"
    assert set(answers) | set(after) == {200}
