"""A fault mode of a simulator."""

from __future__ import annotations

from simulators.modes.models import SimulatorMode
from simulators.modes.services import switch_on


def measure(simulator: str, mode: str) -> None:
    """Switch it on, for every call."""
    switch_on(SimulatorMode(simulator=simulator, mode=mode))
