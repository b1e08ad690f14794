"""The life of a signing ticket: bound to user and session, used once (spec/signing.md 6, 12.1.5)."""

from __future__ import annotations

import datetime as dt
import re
import uuid

from django.conf import settings

from accounts.user import CareUser
from certificates.models import SigningTicket
from webcert import clock
from webcert.errors import DataNotFound, IndeterminateIdentity, InvalidState

_NOT_IN_ID = re.compile(r"[^a-zA-Z0-9:]")


def new_id(method: SigningTicket.Method) -> str:
    """A UUID; for the signing service with customer, application and time before it."""
    if method == SigningTicket.Method.FAKE:
        return str(uuid.uuid4())
    milliseconds = int(clock.wall_now().timestamp() * 1000)
    names = [
        _NOT_IN_ID.sub("", name)[:12].lower() for name in (settings.SIGNING_CUSTOMER, settings.SIGNING_APPLICATION)
    ]
    return "-".join([*names, f"{milliseconds:x}", str(uuid.uuid4())])


def lifetime() -> dt.timedelta:
    return dt.timedelta(minutes=settings.SIGNING_TICKET_MINUTES)


def get(ticket_id: str, *, user: CareUser, session_key: str) -> SigningTicket:
    """A living ticket of this user in this session.

    Raises ``DataNotFound`` when unknown or too old, ``IndeterminateIdentity`` when it is somebody else's.
    """
    ticket = SigningTicket.objects.filter(pk=ticket_id, expires_at__gt=clock.wall_now()).first()
    if ticket is None:
        raise DataNotFound("Signeringen finns inte eller har gått ut. Signera igen.")
    if not session_key or (ticket.user_hsa_id, ticket.session_key) != (user.hsa_id, session_key):
        raise IndeterminateIdentity(reason="TICKET_OF_ANOTHER_SESSION")
    return ticket


def consume(ticket: SigningTicket) -> None:
    """Use the ticket up by one conditional update, so that of two at once only one goes on (``InvalidState``)."""
    now = clock.wall_now()
    unused = SigningTicket.objects.filter(pk=ticket.pk, consumed_at__isnull=True, expires_at__gt=now)
    if not unused.update(consumed_at=now):
        raise InvalidState("Signeringen är redan avslutad.", reason="TICKET_USED")


def close(ticket: SigningTicket, status: SigningTicket.Status, failure: str = "") -> None:
    """The last word about a ticket; one that ended with a signature stays so. ``failure``: codes, no patient data."""
    SigningTicket.objects.filter(pk=ticket.pk).exclude(status=SigningTicket.Status.SIGNERAD).update(
        status=status, failure=failure[:255], consumed_at=clock.wall_now()
    )


def remove_expired_tickets() -> int:
    """Delete tickets past their time, with the patient data in them; how many."""
    return SigningTicket.objects.filter(expires_at__lte=clock.wall_now()).delete()[0]
