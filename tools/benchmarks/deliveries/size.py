"""Bytes of the database for each event: the event with its message, its delivery and one attempt, indexes included.

Events of few certificates are delivered to the built-in journal system; the growth of the three tables and their
indexes, as the database tells it, is divided by their number.
"""

from __future__ import annotations

from tools.benchmarks.figure import Row
from tools.benchmarks.place import Place, Run

NAME = "size"
EVENTS, PER_CERTIFICATE = 2_000, 50
TABLES = ("notifications_statusupdate", "delivery_delivery", "delivery_deliveryattempt")


def measure(run: Run) -> list[Row]:
    place = run.new_place("size", STATUS_UPDATE_ANDRAT_WINDOW="0")
    place.stop_prepared()
    events = int(run.scaled(EVENTS, least=200))
    before = _bytes(place)
    place.inside("events", str(events), str(PER_CERTIFICATE), "0")
    place.start()
    place.wait_until_delivered()
    place.stop()
    ((payload,),) = place.ask("SELECT avg(length(payload)) FROM notifications_statusupdate WHERE length(payload) > 0")
    return [
        Row(
            "Size of an event",
            (_bytes(place) - before) / events,
            "bytes",
            remark=f"{events} events; the stored message takes {payload:.0f} bytes of it, compressed.",
        )
    ]


def _bytes(place: Place) -> int:
    if place.installation.is_on_sqlite:
        names = "', '".join(TABLES)
        ((total,),) = place.ask(
            "SELECT sum(s.pgsize) FROM dbstat s JOIN sqlite_schema m ON m.name = s.name "
            f"WHERE m.tbl_name IN ('{names}') AND s.aggregate = TRUE"
        )
        return int(total)
    ((total,),) = place.ask("SELECT " + " + ".join(f"pg_total_relation_size('{table}')" for table in TABLES))
    return int(total)
