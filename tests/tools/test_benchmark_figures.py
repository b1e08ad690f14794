"""The pure parts of ``make bench``: percentiles, aims, the table, the client's reading of HTTP."""

from __future__ import annotations

import datetime as dt
import itertools
import socket
import threading

import pytest

from tools.benchmarks import report
from tools.benchmarks.figure import Aim, Bound, Failure, Row, percentile
from tools.benchmarks.machine import Conditions
from tools.benchmarks.timing import Times
from tools.benchmarks.wire import BrokenAnswer, Connection, hammer, request

CONDITIONS = Conditions(
    date=dt.date(2026, 3, 1),
    machinery="embedded default (SQLite, broker in files)",
    processors=2,
    processor="some processor",
    memory_gb=7.8,
    python="3.11.9",
    django="5.2.1",
    granian="2.0.0",
    database="SQLite 3.45.0",
    load_at_start=0.2,
    load_at_end=1.9,
    minutes=6.25,
)


def row(**changes: object) -> Row:
    return Row(
        **({"label": "Calls", "value": 50.0, "unit": "per s", "ceiling": 200.0, "ceiling_label": "bare"} | changes)
    )


@pytest.mark.parametrize(
    ("percent", "expected"), [(50, 50), (95, 95), (99, 99), (99.5, 100), (100, 100), (1, 1), (0.1, 1)]
)
def test_a_percentile_is_the_nearest_rank(percent: float, expected: int) -> None:
    assert percentile(list(range(100, 0, -1)), percent) == expected


def test_a_percentile_of_one_value_is_that_value() -> None:
    assert percentile([7.5], 95) == 7.5


@pytest.mark.parametrize(("values", "percent"), [([], 50), ([1.0], 0), ([1.0], 101)])
def test_a_percentile_of_nothing_or_out_of_range_is_an_error(values: list[float], percent: float) -> None:
    with pytest.raises(ValueError):
        percentile(values, percent)


@pytest.mark.parametrize(
    ("aim", "is_met"),
    [
        (Aim(Bound.AT_LEAST, 0.25, of_ratio=True), True),
        (Aim(Bound.AT_LEAST, 0.26, of_ratio=True), False),
        (Aim(Bound.AT_MOST, 50), True),
        (Aim(Bound.AT_MOST, 49.9), False),
    ],
)
def test_an_aim_looks_at_the_value_or_at_the_ratio(aim: Aim, is_met: bool) -> None:
    assert aim.is_met(row()) is is_met


def test_an_aim_of_the_ratio_is_missed_without_a_ceiling() -> None:
    assert not Aim(Bound.AT_LEAST, 0, of_ratio=True).is_met(row(ceiling=None))


@pytest.mark.parametrize(
    ("value", "shown"), [(0.41666, "0.417"), (7.314, "7.31"), (62.5, "62.5"), (99.96, "100"), (12345.6, "12 346")]
)
def test_numbers_have_at_most_three_digits_or_whole_units(value: float, shown: str) -> None:
    assert report.number(value) == shown


def test_a_line_shows_value_ceiling_ratio_and_whether_the_aim_is_met() -> None:
    line = row(aim=Aim(Bound.AT_LEAST, 0.2, of_ratio=True))
    assert report.cells(line) == ("Calls", "50 per s", "200 per s (bare)", "0.25", "≥ 0.2 × ceiling: met")


def test_a_line_without_ceiling_and_aim_has_dashes() -> None:
    assert report.cells(row(ceiling=None))[2:] == ("–", "–", "–")


def test_a_failed_figure_stands_in_the_table_and_its_reason_in_the_remarks() -> None:
    lines = [row(), Failure("lives", "nothing moved")]
    assert "| lives  | not measured |" in report.table(lines)
    assert report.remarks(lines) == ["* **lives**: not measured: nothing moved"]


def test_the_columns_of_the_table_line_up() -> None:
    drawn = report.table([row(), row(label="A much longer label", aim=Aim(Bound.AT_MOST, 5))]).splitlines()
    assert len({len(line) for line in drawn}) == 1
    assert len({tuple(i for i, character in enumerate(line) if character == "|") for line in drawn}) == 1


def test_the_document_tells_conditions_figures_remarks_and_methods() -> None:
    text = report.document([row(remark="4 clients.")], CONDITIONS, [("calls", "Four clients\ncall.")])
    assert "* Machine: 2 processors (some processor), 8 GB memory" in text
    assert "* Load average: 0.2 at the start, 1.9 at the end" in text
    assert "| Calls  | 50 per s |" in text
    assert "* **Calls**: 4 clients." in text
    assert "* **calls**: Four clients call." in text


def test_the_first_durations_are_left_out_and_results_handed_on() -> None:
    times = Times(warm_up=2)
    waits = iter([threading.Event().wait] * 2 + [lambda _seconds: True] * 3)
    for _ in range(5):
        times.of(lambda: next(waits)(0.05))
    assert times.count == 3
    assert times.clock(100) < 50 < times.first + 5
    assert times.of(lambda: "result") == "result"


class Server:
    """Answers the requests of one connection with the given bytes, cut at awkward places; the last one for ever when
    ``endless``."""

    def __init__(self, *answers: bytes, piece: int = 7, endless: bool = False) -> None:
        self.answers = itertools.chain(answers, itertools.repeat(answers[-1]) if endless else ())
        self.piece = piece
        self.received: list[bytes] = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        connection, _ = self.listener.accept()
        with connection:
            for answer in self.answers:
                request_bytes = connection.recv(65_536)
                if not request_bytes:
                    return
                self.received.append(request_bytes)
                for start in range(0, len(answer), self.piece):
                    connection.sendall(answer[start : start + self.piece])


def answer(body: bytes, status: str = "200 OK") -> bytes:
    return b"HTTP/1.1 %s\r\nContent-Type: text/xml\r\ncontent-length: %d\r\n\r\n%s" % (status.encode(), len(body), body)


def test_answers_on_one_connection_are_told_apart() -> None:
    server = Server(answer(b"first" * 100), answer(b"", "303 See Other"), answer(b"third"))
    connection = Connection(server.url)
    prepared = request("POST", "/x", body=b"abc", headers={"X-Name": "value"})
    found = [connection.exchange(prepared) for _ in range(3)]
    assert [(a.status, a.body) for a in found] == [(200, b"first" * 100), (303, b""), (200, b"third")]
    assert found[0].header("Content-Type") == "text/xml"
    assert found[0].header("Location") == ""
    assert server.received[0] == (
        b"POST /x HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 3\r\nX-Name: value\r\n\r\nabc"
    )


def test_a_connection_that_the_server_closes_is_an_error() -> None:
    server = Server(answer(b"complete")[:-3])
    with pytest.raises(BrokenAnswer):
        Connection(server.url).exchange(request("GET", "/"))


def test_an_answer_without_length_is_an_error() -> None:
    server = Server(b"HTTP/1.1 200 OK\r\n\r\n")
    with pytest.raises(BrokenAnswer):
        Connection(server.url).exchange(request("GET", "/"))


def test_hammering_counts_the_answers_and_the_wrong_ones() -> None:
    server = Server(answer(b"no"), answer(b"OK"), endless=True)
    load = hammer(server.url, request("GET", "/"), threads=1, seconds=0.2, is_right=lambda found: found.body == b"OK")
    assert load.count == len(server.received) > 1
    assert load.wrong == 1
    assert load.per_second == load.count / load.seconds


def test_hammering_a_server_that_goes_away_is_an_error() -> None:
    server = Server(answer(b"OK"))
    with pytest.raises(BrokenAnswer):
        hammer(server.url, request("GET", "/"), threads=1, seconds=30, is_right=lambda _found: True)
