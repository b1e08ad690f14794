"""``tools/figures.py``: its figures and arguments, what makes a run fail, and the gate before the broker."""

from __future__ import annotations

import contextlib
import inspect
import socket
import threading
from collections.abc import Iterator
from types import ModuleType

import pytest

from tools import bench, figures
from tools.benchmarks.deliveries import inbox
from tools.benchmarks.deliveries.gate import Gate
from tools.benchmarks.figure import Aim, Bound, Failure, Row
from tools.benchmarks.runner import Outcome

NONE = Aim(Bound.AT_MOST, 0, is_a_must=True)


def outcome(*lines: Row | Failure) -> Outcome:
    return Outcome(list(lines), None)  # type: ignore[arg-type]


@pytest.mark.parametrize("command", [bench, figures])
def test_every_figure_says_how_it_is_made_and_has_a_name_of_its_own(command: ModuleType) -> None:
    assert all(inspect.getdoc(figure) for figure in command.FIGURES.values())
    assert not bench.FIGURES.keys() & figures.FIGURES.keys()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(["dreams"], "unknown figure dreams"), (["--scale", "0"], "scale above 0"), (["--scale", "2"], "at most 1")],
)
def test_a_wrong_argument_is_refused_before_anything_is_started(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    monkeypatch.setattr("sys.argv", ["figures.py", *arguments])

    with pytest.raises(SystemExit):
        figures.main()

    assert said in capsys.readouterr().err


def test_a_run_that_loses_something_or_does_not_measure_it_is_not_sound() -> None:
    assert outcome(Row("Lost", 0, "events", aim=NONE)).is_sound
    assert not outcome(Row("Lost", 0, "events", aim=NONE), Row("Lost", 1, "events", aim=NONE)).is_sound
    assert not outcome(Failure("kills", "nothing moved")).is_sound


def test_a_run_that_is_only_slow_is_sound() -> None:
    assert outcome(Row("Sweep", 900, "ms", aim=Aim(Bound.AT_MOST, 50))).is_sound


def test_a_run_that_is_not_sound_ends_with_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["figures.py"])
    monkeypatch.setattr(figures, "carry_out", lambda *_args, **_options: outcome(Failure("kills", "no")))

    with pytest.raises(SystemExit) as ended:
        figures.main()

    assert ended.value.code not in (0, None)


def test_an_event_that_comes_before_an_earlier_one_of_its_certificate_is_a_violation() -> None:
    receipts = [("a", "SKAPAT", "10:00"), ("b", "SKAPAT", "09:00"), ("a", "SIGNAT", "10:02"), ("a", "ANDRAT", "10:01")]

    assert inbox._violations(receipts) == 1
    assert inbox._violations(receipts[:3]) == 0


# --- the gate -----------------------------------------------------------------------------------------------------
@pytest.fixture
def echo() -> Iterator[int]:
    """A server that sends back what it gets; its port."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            with contextlib.suppress(OSError):
                while True:
                    connection, _ = listener.accept()
                    threading.Thread(target=repeat, args=(connection,), daemon=True).start()

        def repeat(connection: socket.socket) -> None:
            with connection, contextlib.suppress(OSError):
                while part := connection.recv(100):
                    connection.sendall(part)

        threading.Thread(target=serve, daemon=True).start()
        yield listener.getsockname()[1]


def said_through(port: int, text: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
        connection.sendall(text)
        return connection.recv(100)


def test_an_open_gate_passes_everything_on(echo: int) -> None:
    with contextlib.closing(Gate("127.0.0.1", echo)) as gate:
        assert [said_through(gate.port, word) for word in (b"one", b"two")] == [b"one", b"two"]


def test_a_gate_that_is_shut_breaks_connections_and_refuses_new_ones(echo: int) -> None:
    with (
        contextlib.closing(Gate("127.0.0.1", echo)) as gate,
        socket.create_connection(("127.0.0.1", gate.port), timeout=5) as connection,
    ):
        connection.sendall(b"hello")
        assert connection.recv(100) == b"hello"

        gate.shut()

        with contextlib.suppress(ConnectionResetError):
            assert connection.recv(100) == b""
        with pytest.raises(ConnectionRefusedError):
            said_through(gate.port, b"hello")


def test_a_gate_that_is_opened_again_is_at_the_same_port(echo: int) -> None:
    with contextlib.closing(Gate("127.0.0.1", echo)) as gate:
        port = gate.port
        gate.shut()
        gate.open()

        assert gate.port == port
        assert said_through(port, b"again") == b"again"
