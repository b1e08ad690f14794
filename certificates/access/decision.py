"""The answer to "may this user do this now, and why not"."""

from __future__ import annotations

from dataclasses import dataclass

from webcert.errors import WebcertError


@dataclass(frozen=True, slots=True)
class Denial:
    """One rule's no: result code (spec/roles-and-access.md 3.5), Swedish message, error for callers."""

    reason: str
    message: str
    error: type[WebcertError]


@dataclass(frozen=True, slots=True)
class Decision:
    """``rule`` names the first rule that failed, in the words of privileges.json; empty when allowed."""

    allowed: bool
    rule: str = ""
    reason: str = ""
    message: str = ""
    error: type[WebcertError] | None = None

    def as_error(self) -> WebcertError:
        """The error of a denial, ready to be raised."""
        if self.error is None:
            raise ValueError("An allowed action has no error")
        return self.error(self.message, reason=self.reason)


ALLOWED = Decision(allowed=True)
