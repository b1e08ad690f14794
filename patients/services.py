"""What an administrator may change in the built-in register."""

from __future__ import annotations

from patients.models import RegisterSwitch

SWITCH_ROW = 1


def set_unavailable(is_unavailable: bool) -> None:
    """Let the register answer, or not, for everybody."""
    RegisterSwitch.objects.update_or_create(pk=SWITCH_ROW, defaults={"is_unavailable": is_unavailable})
