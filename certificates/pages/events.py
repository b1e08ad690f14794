"""The history of a certificate as lines with links (spec/lifecycle.md 13)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from certificates.lifecycle.opening import OpenedCertificate
from certificates.queries import history as story
from certificates.queries.history import RelatedStatus


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One line of the history, perhaps with a link to the other certificate."""

    occurred_at: dt.datetime
    text: str
    link_url: str = ""
    link_text: str = ""


def history(opened: OpenedCertificate) -> tuple[HistoryLine, ...]:
    """Newest first; of entries at the same moment the later one in the story stands first."""
    return tuple(_line(entry) for entry in reversed(story.history(opened.certificate)))


def _line(entry: story.HistoryEntry) -> HistoryLine:
    if entry.related is None:
        return HistoryLine(entry.occurred_at, entry.text)
    is_draft = entry.related.status in {RelatedStatus.UNSIGNED, RelatedStatus.LOCKED, RelatedStatus.LOCKED_REVOKED}
    word = "Öppna utkastet" if is_draft else "Öppna intyget"
    return HistoryLine(entry.occurred_at, entry.text, f"/certificate/{entry.related.certificate_id}", word)
