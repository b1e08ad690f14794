"""Events of drafts, at a pace: for each certificate SKAPAT, then ANDRAT. Of a test person: nothing goes to the log."""

from __future__ import annotations

import time

from django.db import transaction

from accounts.user import CareUser
from certificates.events import EventKind
from certificates.lifecycle import recording
from certificates.models import Certificate
from tools.benchmarks.inside import actors


def measure(count: str, per_certificate: str, seconds: str) -> list[str]:
    """``count`` events, spread over so many seconds (0: as fast as can be); the ids of the certificates."""
    user, patient = actors.doctor(), actors.patient(actors.TEST_PERSON)
    pause = float(seconds) / int(count)
    began = time.monotonic()
    drafts: list[Certificate] = []
    for number in range(int(count)):
        time.sleep(max(0.0, began + number * pause - time.monotonic()))
        if number % int(per_certificate) == 0:
            drafts.append(actors.new_draft(user, patient))
        else:
            _change(drafts[-1], user)
    return [draft.pk for draft in drafts]


@transaction.atomic
def _change(draft: Certificate, user: CareUser) -> None:
    recording.record(EventKind.ANDRAT, draft, user=user)
