"""What one attempt led to, as the kind's sender reports it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    DELIVERED = "DELIVERED"
    RETRY = "RETRY"
    FAILED = "FAILED"


@dataclass(frozen=True, slots=True)
class Outcome:
    """Result of one call.

    ``endpoint_failed``: no readable answer came (no connection, time-out, HTTP error, fault); the breaker counts only
    these, for a receiver that answers TECHNICAL_ERROR is alive. ``waiting_for_route``: nobody to call is known yet.
    """

    verdict: Verdict
    result_code: str = ""
    error_id: str = ""
    text: str = ""
    url: str = ""
    http_status: int | None = None
    endpoint_failed: bool = False
    waiting_for_route: bool = False

    @classmethod
    def delivered(
        cls, *, result_code: str = "OK", text: str = "", url: str = "", http_status: int | None = None
    ) -> Outcome:
        """The receiver has it."""
        return cls(Verdict.DELIVERED, result_code=result_code, text=text, url=url, http_status=http_status)

    @classmethod
    def retry(
        cls,
        text: str,
        *,
        result_code: str = "",
        error_id: str = "",
        url: str = "",
        http_status: int | None = None,
        endpoint_failed: bool = False,
        waiting_for_route: bool = False,
    ) -> Outcome:
        """Try again as the plan says, until it is used up."""
        return cls(Verdict.RETRY, result_code, error_id, text, url, http_status, endpoint_failed, waiting_for_route)

    @classmethod
    def failed(
        cls, text: str, *, result_code: str = "", error_id: str = "", url: str = "", http_status: int | None = None
    ) -> Outcome:
        """Refused for good: another attempt with the same bytes is pointless."""
        return cls(Verdict.FAILED, result_code, error_id, text, url, http_status)
