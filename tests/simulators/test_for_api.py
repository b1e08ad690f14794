"""What the simulators do for the JSON API (spec/integration.md 4.3); its calls are tested with it, in tests/api."""

from __future__ import annotations

from api import outside
from simulators import for_api


def test_the_simulators_play_from_the_start() -> None:
    assert outside.simulators() is for_api
