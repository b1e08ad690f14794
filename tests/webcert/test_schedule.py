"""What beat publishes exists, and does its work."""

import datetime as dt

import pytest
from django.contrib.sessions.models import Session

from webcert import clock
from webcert.celery import app


def test_every_scheduled_task_is_known_to_the_worker() -> None:
    app.loader.import_default_modules()
    assert {entry["task"] for entry in app.conf.beat_schedule.values()} - set(app.tasks) == set()


@pytest.mark.django_db
def test_expired_sessions_are_cleared_and_others_stay() -> None:
    from accounts.tasks import clear_expired_sessions

    now = clock.wall_now()
    Session.objects.create(session_key="old", session_data="", expire_date=now - dt.timedelta(minutes=1))
    Session.objects.create(session_key="new", session_data="", expire_date=now + dt.timedelta(minutes=1))
    clear_expired_sessions()
    assert [s.session_key for s in Session.objects.all()] == ["new"]
