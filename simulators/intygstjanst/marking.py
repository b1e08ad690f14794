"""SetCertificateStatus at Intygstjänsten: a part tells a state, and the history holds it (spec/integration.md 5.5)."""

from __future__ import annotations

import datetime as dt

from lxml import etree

from rivta.results import ErrorId, Result, ResultCode
from simulators.envelopes import text
from simulators.intygstjanst.models import STATUS_CODES, CertificateState
from simulators.intygstjanst.queries import find_certificate, find_recipient
from webcert import clock

_STATES = {code: state for state, code in STATUS_CODES.items()}


def mark(body: etree._Element) -> Result:
    """Put the state of a SetCertificateStatus body into the certificate's history, at the caller's time."""
    certificate = find_certificate(text(body, "ss:intygs-id/t:extension"))
    recipient = find_recipient(text(body, "ss:part/t:code"))
    state = _STATES.get(text(body, "ss:status/t:code"))
    at = _moment(text(body, "ss:tidpunkt"))
    if certificate is None:
        return _refusal("The certificate is unknown")
    if recipient is None:
        return _refusal("The part is unknown")
    if state is None:
        return _refusal("The status is unknown")
    if at is None:
        return _refusal("The time is none of the calendar")
    if state is CertificateState.State.SENT and certificate.is_test:
        return _refusal("A test certificate can not be sent")
    told = CertificateState(certificate=certificate, state=state, target=recipient.pk, at=at)
    CertificateState.objects.bulk_create([told], ignore_conflicts=True)
    return Result(ResultCode.OK)


def _moment(local: str) -> dt.datetime | None:
    """The moment of a valid time of the contract, which may still be hour 24 or the year 0."""
    try:
        return clock.from_local(dt.datetime.fromisoformat(local))
    except (ValueError, OverflowError):
        return None


def _refusal(reason: str) -> Result:
    return Result(ResultCode.ERROR, reason, ErrorId.VALIDATION_ERROR)
