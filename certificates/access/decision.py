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
    is_explained: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """``rule`` names the first rule that failed, in the words of privileges.json; empty when allowed.

    ``is_explained``: the page shows the action, disabled, with ``message`` as its explanation (``enabled=false`` of
    spec/lifecycle.md 6; spec/ui.md 3.2). Any other denied action is not offered at all.
    """

    allowed: bool
    rule: str = ""
    reason: str = ""
    message: str = ""
    error: type[WebcertError] | None = None
    is_explained: bool = False

    def as_error(self) -> WebcertError:
        """The error of a denial, ready to be raised."""
        if self.error is None:
            raise ValueError("An allowed action has no error")
        return self.error(self.message, reason=self.reason)


ALLOWED = Decision(allowed=True)
