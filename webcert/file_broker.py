"""The broker in files, so that a message appears as a whole.

kombu's own writes where its readers look: a worker that takes a file before its content is there can not read it, and
ends.
"""

from __future__ import annotations

import time
import uuid
from pathlib import Path
from typing import Any

from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.json import dumps

NAME = "filesystem"


class Channel(filesystem.Channel):
    """Writes under a name that no queue has, then renames."""

    def _put(self, queue: str, payload: Any, **_options: Any) -> None:
        name = f"{round(time.monotonic() * 1000)}_{uuid.uuid4()}.{queue}.msg"
        folder = Path(self.data_folder_out)
        part = folder / f".{name}"
        part.write_text(dumps(payload), encoding="utf-8")
        part.rename(folder / name)


class Transport(filesystem.Transport):
    Channel = Channel


def use() -> None:
    """Addresses that begin with ``filesystem:`` lead here, in this process."""
    TRANSPORT_ALIASES[NAME] = f"{__name__}:{Transport.__name__}"
