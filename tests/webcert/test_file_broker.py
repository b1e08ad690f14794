"""The broker in files: whoever looks finds a whole message or none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from queue import Empty

import pytest
from kombu import Connection
from kombu.simple import SimpleQueue

from webcert import file_broker


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[SimpleQueue]:
    """Of a name of its own: kombu binds a queue once in a process."""
    file_broker.use()
    folders = {name: str(tmp_path / "queue") for name in ("data_folder_in", "data_folder_out")}
    (tmp_path / "queue").mkdir()
    options = {**folders, "control_folder": str(tmp_path / "control")}
    with Connection("filesystem://localhost//", transport_options=options) as connection:
        yield connection.SimpleQueue(tmp_path.name)


def test_a_message_comes_out_as_it_went_in(queue: SimpleQueue) -> None:
    queue.put({"queue": "åäö"})
    message = queue.get(block=False)
    assert message.payload == {"queue": "åäö"}
    with pytest.raises(Empty):
        queue.get(block=False)


def test_a_message_is_found_by_nobody_until_it_is_whole(queue: SimpleQueue, monkeypatch: pytest.MonkeyPatch) -> None:
    rename = Path.rename

    def look_and_rename(part: Path, target: Path) -> Path:
        with pytest.raises(Empty):
            queue.get(block=False)
        return rename(part, target)

    monkeypatch.setattr(Path, "rename", look_and_rename)
    queue.put({"a": 1})
    assert queue.get(block=False).payload == {"a": 1}
