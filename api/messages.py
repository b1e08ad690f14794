"""A recipient writes to care, as the simulators play it (spec/integration.md 4.3, 5.6)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from api import outside
from api.outside import Complementing, RecipientMessage, Told
from certificates.models import Certificate
from certificates.types import registry
from rivta.results import ErrorId, Result
from webcert import clock
from webcert.errors import DataNotFound, InvalidState, WebcertError

USUAL_DAYS = 14
"""Days for an answer when no last day is named (5.9)."""
_STATUSES = {ErrorId.VALIDATION_ERROR: 422, ErrorId.APPLICATION_ERROR: 403, ErrorId.REVOKED: 409}


class MessageRefused(WebcertError):
    """What SendMessageToCare answered: the code is its errorId. No result at all is TECHNICAL_ERROR."""

    def __init__(self, result: Result) -> None:
        super().__init__(result.text)
        self.code = result.error_id or ErrorId.TECHNICAL_ERROR.value
        self.status = _STATUSES.get(ErrorId(self.code), 502)


def tell_care(certificate: Certificate, wanted: dict[str, Any]) -> Told:
    """Send what is wanted as the recipient of the certificate's type would; ``wanted`` by ``MessageRequest``.

    Raises ``InvalidState`` for a type without a recipient.
    """
    simulators = outside.simulators()
    if simulators is None:
        raise DataNotFound("Det finns inga simulerade mottagare i den här installationen.")
    recipient = registry.get(certificate.type_id, certificate.type_version).recipient
    if recipient is None:
        raise InvalidState("Intygstypen har ingen mottagare.")
    return simulators.tell_care(
        RecipientMessage(
            recipient=recipient.id,
            certificate_id=certificate.pk,
            person_id=certificate.person_id,
            unit_id=certificate.unit_id,
            topic=wanted["topic"],
            text=wanted["text"],
            heading=wanted.get("heading", ""),
            last_day=_last_day(wanted),
            contact=tuple(wanted["contact"]) if "contact" in wanted else None,
            complements=tuple(
                Complementing(one["questionId"], one["text"], one.get("instance"))
                for one in wanted.get("complements", ())
            ),
            reminds_of=wanted.get("remindsOf", ""),
            answers=wanted.get("answers", ""),
        )
    )


def _last_day(wanted: dict[str, Any]) -> dt.date | None:
    if "lastAnswerDate" in wanted:
        return wanted["lastAnswerDate"]
    return None if "answers" in wanted else clock.today() + dt.timedelta(days=USUAL_DAYS)
