"""The verbs of the outbox (spec/status-updates.md 9.3-9.12)."""

from delivery.services.claiming import Lease, claim, claim_next, give_back
from delivery.services.enqueueing import enqueue, record_final, supersede
from delivery.services.holding import hold, release
from delivery.services.marking import mark
from delivery.services.removing import remove
from delivery.services.resending import cancel, fail_now, make_route_waiters_due, resend
from delivery.services.sending import attempt, run_sender
from delivery.services.sweeping import before_sweep, deliver_due, expire_leases, sweep

__all__ = [
    "Lease",
    "attempt",
    "before_sweep",
    "cancel",
    "claim",
    "claim_next",
    "deliver_due",
    "enqueue",
    "expire_leases",
    "fail_now",
    "give_back",
    "hold",
    "make_route_waiters_due",
    "mark",
    "record_final",
    "release",
    "remove",
    "resend",
    "run_sender",
    "supersede",
    "sweep",
]
