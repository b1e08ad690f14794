"""Sessions in the database, each telling when it ends without being asked again."""

from __future__ import annotations

import datetime as dt

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session


class SessionStore(db.SessionStore):
    """``ends_at``: the end of the idle time as it was when the session was read; None before that."""

    ends_at: dt.datetime | None = None

    def _get_session_from_db(self) -> Session | None:
        row: Session | None = super()._get_session_from_db()
        self.ends_at = row.expire_date if row else None
        return row
