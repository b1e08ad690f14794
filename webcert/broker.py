"""The connection to the broker: what waits is told as soon as it is back (spec/status-updates.md 9.14)."""

from __future__ import annotations

from typing import Any

import celery.app.amqp
import kombu

LONGEST_WAIT_S = 5


class Connection(kombu.Connection):
    """Tries a broker that is gone every few seconds. kombu alone waits longer each time, up to half a minute."""

    def ensure_connection(self, *args: Any, **options: Any) -> kombu.Connection:
        return super().ensure_connection(*args, **{"interval_max": LONGEST_WAIT_S, **options})


class AMQP(celery.app.amqp.AMQP):
    """Celery's, with our connection."""

    Connection = Connection
