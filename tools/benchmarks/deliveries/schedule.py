"""The schedule of thirty attempts, lived in short time: how late an attempt comes at most.

The built-in journal system answers TECHNICAL_ERROR; DELIVERY_TIME_SCALE makes a day some two seconds long. For every
attempt the time from the end of the one before is compared with the wait of the plan `30#1:m,5:m,1:h,6:h,12:h,1:d`;
none may come too early, and late by one sweep at most.
"""

from __future__ import annotations

import datetime as dt
import itertools

from delivery.plans import Plan
from tools.benchmarks.deliveries.inbox import INBOX_PATH
from tools.benchmarks.figure import Aim, Bound, Row, Unmeasured
from tools.benchmarks.place import Run, moment

NAME = "schedule"
TEMPLATE, TIME_SCALE, LEAST_SCALE, SWEEP_S = "30#1:m,5:m,1:h,6:h,12:h,1:d", 0.000_03, 0.000_008, 0.5
SLACK_S = 0.5
"""For the hint's way to the sender, on a machine that has other things to do."""


def measure(run: Run) -> list[Row]:
    scale = run.scaled(TIME_SCALE, least=LEAST_SCALE)
    place = run.new_place("schedule", DELIVERY_TIME_SCALE=f"{scale:.9f}", DELIVERY_SWEEP_SECONDS=str(SWEEP_S))
    place.stop_prepared()
    place.inside("route", INBOX_PATH)
    place.inside("mode", "care", "TECHNICAL_ERROR")
    (certificate_id,) = place.inside("events", "1", "1", "0")
    place.start()
    plan = Plan.parse(TEMPLATE)
    place.wait_until_delivered(stuck_after=_longest(plan, scale))
    rows = place.ask(
        "SELECT a.started_at, a.finished_at FROM delivery_deliveryattempt a JOIN delivery_delivery d "
        f"ON d.id = a.delivery_id WHERE d.order_key = '{certificate_id}' AND d.state = 'FAILED' ORDER BY a.number"
    )
    place.stop()
    if len(rows) != plan.max_attempts:
        raise Unmeasured(f"{len(rows)} attempts were made instead of {plan.max_attempts}")
    late = _lateness([(moment(started), moment(ended)) for started, ended in rows], plan, scale)
    return [
        Row(
            "Latest attempt of thirty after its time",
            max(late),
            "s",
            aim=Aim(Bound.AT_MOST, SWEEP_S + SLACK_S),
            remark=f"Earliest {min(late):.3f} s after its time; a sweep every {SWEEP_S} s, time scale {scale:g}.",
        ),
        Row("Attempts before their time", sum(s < -0.05 for s in late), "attempts", aim=Aim(Bound.AT_MOST, 0)),
    ]


def _longest(plan: Plan, scale: float) -> float:
    """Seconds within which the one message must have been given up, every attempt twice as late as it may be."""
    attempts = plan.max_attempts or 0
    waits = (_wait(plan, number, scale) for number in range(1, attempts))
    return sum(wait.total_seconds() for wait in waits) + 2 * (SWEEP_S + SLACK_S) * attempts


def _lateness(attempts: list[tuple[dt.datetime, dt.datetime]], plan: Plan, scale: float) -> list[float]:
    """Seconds of every attempt but the first after the time that the plan gives it."""
    return [
        (started - ended - _wait(plan, number, scale)).total_seconds()
        for number, ((_, ended), (started, _)) in enumerate(itertools.pairwise(attempts), 1)
    ]


def _wait(plan: Plan, number: int, scale: float) -> dt.timedelta:
    """After the failed attempt ``number``; the last wait repeats."""
    return plan.waits[min(number, len(plan.waits)) - 1] * scale
