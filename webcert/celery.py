"""The Celery application. Tasks are hints, the database is the queue (spec/status-updates.md 9.10)."""

from __future__ import annotations

import os

from celery import Celery, signals

from webcert import start

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "webcert.settings")

app = Celery("webcert", amqp="webcert.broker:AMQP")
app.set_default()  # in every thread: hints are published by a thread of their own
app.config_from_object("webcert.celery_settings")
app.autodiscover_tasks()


@signals.worker_ready.connect(weak=False)
def set_apart(**ignored: object) -> None:
    """Everything that a worker needs has been loaded now."""
    start.set_apart_what_stays()
